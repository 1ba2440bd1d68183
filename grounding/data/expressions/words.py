"""Word tables of the expression grammar: roles, verbs, places, states; all of them this project's own."""

from __future__ import annotations

from grounding.types import Role, State


def read_table(lines: str) -> dict[str, tuple[str, ...]]:
    """Read ``key: a|b|c`` lines; the more often a word is listed, the more often it is chosen."""
    pairs = (line.split(":", 1) for line in lines.strip().splitlines())
    return {key.strip(): tuple(w.strip() for w in words.split("|")) for key, words in pairs}


ROLE_WORDS: dict[str, tuple[str, ...]] = read_table(
    """
    text: text|text|label
    button: button|button|button|button|button|btn
    field: field|text field|text box|input field|input box|textbox|box|input
    checkbox: checkbox|check box|checkbox|tick box|box
    radio: radio button|radio button|option
    switch: switch|switch|toggle|toggle switch
    tab: tab
    menu: menu
    menu item: menu item|item|option|entry|menu option
    link: link|link|hyperlink
    list item: item|entry|list item|option
    tree item: item|entry|tree item
    cell: cell|cell|table cell
    column header: column header|column|column heading|header
    combo box: combo box|drop-down|dropdown|drop-down list|dropdown menu|drop-down box|drop-down menu
    slider: slider
    spin box: spin box|number field|number box|field|spinner
    scroll bar: scroll bar|scrollbar
    icon: icon|icon|icon|button|symbol|icon button
    image: image|picture
    document: document|text area|page
    window: window
    dialog: dialog|dialog box|dialog window|window|popup
    """
)

# Roles that a role word may mean: people call toolbar icons buttons and list rows items.
ALSO: dict[Role, frozenset[Role]] = {
    "button": frozenset({"button", "icon"}),
    "icon": frozenset({"icon", "image", "button", "checkbox", "radio"}),
    "image": frozenset({"icon", "image"}),
    "field": frozenset({"field", "spin box", "combo box", "document"}),
    "spin box": frozenset({"spin box", "field"}),
    "combo box": frozenset({"combo box"}),
    "checkbox": frozenset({"checkbox", "radio", "switch"}),
    "radio": frozenset({"radio", "checkbox"}),
    "switch": frozenset({"switch", "checkbox"}),
    "menu": frozenset({"menu", "menu item"}),
    "menu item": frozenset({"menu item", "menu", "list item"}),
    "list item": frozenset({"list item", "tree item", "cell", "menu item"}),
    "tree item": frozenset({"tree item", "list item", "cell"}),
    "cell": frozenset({"cell", "list item", "tree item"}),
    "tab": frozenset({"tab"}),
    "link": frozenset({"link"}),
    "text": frozenset({"text", "link", "cell", "list item", "tree item"}),
    "column header": frozenset({"column header"}),
}

LABELLED_ROLES: frozenset[Role] = frozenset({"field", "combo box", "spin box", "slider", "document"})
TICKED_ROLES: frozenset[Role] = frozenset({"checkbox", "radio", "switch"})
CONTAINER_ROLES: frozenset[Role] = frozenset({"window", "dialog", "document"})

STATE_WORDS: dict[State, tuple[str, ...]] = {
    "checked": ("checked", "ticked", "marked", "already checked", "activated", "switched on", "enabled"),
    "unchecked": ("unchecked", "unticked", "empty", "unmarked", "not checked", "switched off", "cleared"),
    "selected": ("selected", "active", "current", "highlighted", "currently selected", "chosen"),
    "focused": ("focused", "active"),
    "disabled": ("greyed out", "disabled", "grayed out", "inactive", "unavailable", "greyed-out"),
    "expanded": ("expanded", "open", "unfolded", "opened"),
}

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBERED = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th")


# Where on the screen or window: (x, y) of the named spot, None where it does not matter.
PLACES: dict[tuple[float | None, float | None], tuple[str, ...]] = {
    (0.0, 0.0): ("top left", "upper left", "top-left", "upper-left", "left top"),
    (1.0, 0.0): ("top right", "upper right", "top-right", "upper-right", "right top"),
    (0.0, 1.0): ("bottom left", "lower left", "bottom-left", "lower-left"),
    (1.0, 1.0): ("bottom right", "lower right", "bottom-right", "lower-right"),
    (None, 0.0): ("top", "topmost", "uppermost", "upper"),
    (None, 1.0): ("bottom", "bottommost", "lowest", "lower"),
    (0.0, None): ("left", "leftmost", "far left"),
    (1.0, None): ("right", "rightmost", "far right"),
}

RELATIONS: dict[str, tuple[str, ...]] = {
    "left of": (
        "left of", "to the left of", "on the left side of", "just left of", "directly to the left of",
        "immediately left of", "on the left of", "in front of", "before",
    ),
    "right of": (
        "right of", "to the right of", "on the right side of", "just right of", "after", "behind",
        "directly to the right of", "immediately to the right of", "on the right of",
    ),
    "above": ("above", "just above", "directly above", "right above", "over"),
    "below": ("below", "under", "underneath", "beneath", "just below", "directly under", "right below"),
    "next to": ("next to", "next to", "beside", "by", "alongside", "right next to", "belonging to"),
    "in row of": (
        "in the row of", "in the same row as", "in the row with", "in the row containing",
        "on the same line as",
    ),
}  # fmt: skip

QUOTES = tuple(["''", '""', "“”", "''", '""', "‘’", "«»", "``", "„“"])
LABELLED = ("labelled", "labeled", "called", "named", "that says", "with the text", "saying")
BEFORE_FIELD = (
    "text box next to", "box next to", "field beside", "field next to", "input box after", "text box of",
    "text field for", "field for", "box for", "input box for",
)  # fmt: skip
