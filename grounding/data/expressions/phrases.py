"""Verbs, reasons and texts of whole instructions; all of them this project's own."""

from __future__ import annotations

from grounding.data.expressions.words import read_table

CLICK_VERBS = tuple(
    [
        "click",
        "click on",
        "press",
        "hit",
        "tap",
        "tap on",
        "select",
        "choose",
        "push",
        "pick",
        "left-click",
        "left click",
        "click the mouse on",
        "single-click",
        "go to",
        "use",
        "activate",
        "hit",
        "open",
        "trigger",
        "move to and click",
        "find and click",
        "locate and press",
        "please click",
        "please press",
        "now click",
        "then click on",
        "just hit",
    ]
)

ROLE_VERBS: dict[str, tuple[str, ...]] = read_table(
    """
    checkbox: check|tick|uncheck|untick|toggle|mark|enable|disable|turn on|turn off|clear|activate
    radio: choose|select|pick|set|switch to|activate
    switch: toggle|switch on|switch off|turn on|turn off|flip|enable|disable
    tab: switch to|open|go to|change to|select|show|activate|bring up
    menu: open|click on|expand|pull down|go to|click|drop down
    menu item: choose|select|pick|click|run|click on
    link: follow|click|open|visit|go to|click on
    list item: select|choose|click|double-click|open|pick|highlight|right-click
    tree item: select|expand|collapse|open|click|unfold|double-click
    cell: select|click|double-click|click into|go to|edit
    column header: click|sort by|click on|order the list by
    combo box: open|expand|click|drop down|choose from|change|pull down
    slider: drag|move|adjust|slide|set
    spin box: change|set|click into|adjust|focus
    scroll bar: drag|scroll|move|pull
    field: click|click into|focus|fill in|select|edit|activate|put the cursor in|go to|clear|tap
    icon: click|press|hit|double-click|tap|click on|right-click
    image: click|select|right-click|open
    document: click into|click|focus|scroll|edit
    text: click|click on|double-click|select|find|point at
    window: focus|bring up|switch to|activate
    dialog: focus|look at|go to
    """
)

REASONS = tuple(
    [
        "to continue",
        "to proceed",
        "so that it can begin",
        "to go on with the setup",
        "to confirm",
        "to save the changes",
        "to see more",
        "to open it",
        "and wait",
        "and wait for it to finish",
        "so we can move on",
        "to apply the change",
        "to view its contents",
        "to get started",
        "so that the window closes",
        "in order to finish",
        "then wait a second",
        "and note the value",
        "to open the settings",
        "because it is needed for the next step",
        "for the next step",
        "to start the process",
        "to edit it",
        "and check the result",
        "to make the option available",
        "to bring up the menu",
        "to select it",
        "to display the details",
        "to go back",
        "as described above",
        "and read what it says",
        "now",
        "next",
        "to access further options",
        "so the list gets updated",
        "to make sure it works",
        "to begin editing",
        "to complete the task",
        "which will open a new window",
        "and confirm",
        "to change how it looks",
    ]
)

LEAD_INS = tuple(
    [
        "please",
        "now",
        "then",
        "next,",
        "first,",
        "finally,",
        "ok, now",
        "in this step,",
        "to continue,",
        "I want to",
        "you should",
        "let's",
        "could you",
        "can you",
        "step 2:",
        "after that,",
        "go ahead and",
        "I need you to",
        "the next step is to",
        "now you need to",
        "at this point",
        "all right,",
        "you have to",
        "use the mouse to",
        "try to",
    ]
)

TYPED = tuple(
    [
        "hello",
        "test",
        "John Smith",
        "admin",
        "2024",
        "12",
        "3.14",
        "report.pdf",
        "notes.txt",
        "my project",
        "example.org",
        "Berlin",
        "Anna",
        "new folder",
        "https://example.com",
        "password123",
        "weekly report",
        "bread and milk",
        "=SUM(A1:A5)",
        "42",
        "info@example.com",
        "Lorem ipsum",
        "Paris",
        "meeting at 10",
        "/home/user",
        "cats",
        "weather tomorrow",
        "1000",
        "blue",
        "C-137",
        "Müller",
        "Zażółć",
    ]
)
