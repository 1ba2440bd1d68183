"""Verbs, reasons and texts of whole instructions; all of them this project's own."""

from __future__ import annotations

from grounding.data.expressions.words import read_table

CLICK_VERBS = (
    "click", "click", "click", "click", "click on", "click on", "press", "hit", "tap", "select", "select",
    "choose", "left-click", "left click", "open", "find and click", "please click", "now click",
    "then click on",
)  # fmt: skip

ROLE_VERBS: dict[str, tuple[str, ...]] = read_table(
    """
    checkbox: check|check|tick|uncheck|toggle|enable|disable|turn on|turn off|select
    radio: choose|select|pick|switch to
    switch: toggle|switch on|switch off|turn on|turn off|enable|disable
    tab: switch to|open|go to|select|click
    menu: open|click on|expand|go to|click
    menu item: choose|select|select|pick|click|click on
    link: follow|click|open|visit|click on
    list item: select|choose|click|double-click|open|pick|right-click
    tree item: select|expand|collapse|open|click|double-click
    cell: select|click|double-click|click on
    column header: click|sort by|click on
    combo box: open|expand|click|change
    slider: drag|move|adjust|click on
    spin box: change|click into|click on
    scroll bar: drag|move
    field: click|click into|focus|select|put the cursor in|click on
    icon: click|press|click on|right-click|double click
    image: click|select|right-click
    document: click into|click
    text: click|click on|select|find
    """
)

REASONS = (
    "to continue", "to proceed", "so that it can begin", "to go on with the setup", "to confirm",
    "to save the changes", "to see more", "to open it", "and wait", "and wait for it to finish",
    "to apply the change", "to view its contents", "to get started", "so that the window closes",
    "in order to finish", "to open the settings", "for the next step", "to start the process", "to edit it",
    "and check the result", "to make the option available", "to bring up the menu", "to select it",
    "to display the details", "to go back", "now", "next", "to access further options",
    "to make sure it works",
    "to begin editing", "to complete the task", "which will open a new window", "to clear the history",
    "to change how it looks", "to delete the selected file", "to download pictures to the desktop",
    "to perform the search", "to start the presentation document maker", "to search for a file",
    "to add a new entry", "to print the document", "to cancel the installation", "to open the browser",
    "to play the music", "to insert a picture", "to change the password", "to zoom in on the page",
    "to copy the text", "to turn off the computer", "to set the font size", "to send the message",
    "to close the window", "to replace all the words", "to sort the table", "to check for updates",
)  # fmt: skip

LEAD_INS = (
    "please", "now", "then", "next,", "first,", "finally,", "ok, now", "in this step,", "to continue,",
    "I want to", "you should", "let's", "could you", "can you", "step 2:", "after that,", "go ahead and",
    "I need you to", "the next step is to", "now you need to", "you have to", "use the mouse to", "try to",
)  # fmt: skip

TYPED = (
    "hello", "test", "John Smith", "admin", "2024", "12", "3.14", "report.pdf", "notes.txt", "my project",
    "example.org", "Berlin", "Anna", "new folder", "https://example.com", "password123", "weekly report",
    "bread and milk", "=SUM(A1:A5)", "42", "info@example.com", "Paris", "meeting at 10", "/home/user", "cats",
    "weather tomorrow", "1000", "blue", "Müller", "cheap flights to Rome", "Orange", "Grape", "pasta recipe",
    "stock prices", "how to tie a tie", "history of chess", "summer holidays", "running shoes", "Table 1",
    "The quick brown fox", "budget.ods", "first draft", "open house", "save the date", "file", "music player",
)  # fmt: skip
