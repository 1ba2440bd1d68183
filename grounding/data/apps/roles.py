"""What the roles and states of accessibility trees are called here."""

from __future__ import annotations

from collections.abc import Callable

from grounding.data.apps.tree import Node
from grounding.types import Role, State

_ROLES: dict[str, Role] = {
    "label": "text", "static": "text", "heading": "text", "paragraph": "text", "caption": "text",
    "accelerator label": "text", "section": "text", "block quote": "text", "description value": "text",
    "push button": "button", "toggle button": "button", "push button menu": "button", "button": "button",
    "entry": "field", "password text": "field", "text": "field", "date editor": "field",
    "autocomplete": "field", "editbar": "field", "terminal": "document", "document frame": "document",
    "document web": "document", "document text": "document", "document spreadsheet": "document",
    "document presentation": "document", "html container": "document", "check box": "checkbox",
    "radio button": "radio", "switch": "switch", "page tab": "tab", "menu": "menu",
    "menu item": "menu item", "check menu item": "menu item", "radio menu item": "menu item",
    "link": "link", "list item": "list item", "tree item": "tree item", "table cell": "cell",
    "cell": "cell", "table row": "list item", "table column header": "column header",
    "column header": "column header", "table row header": "cell", "row header": "cell",
    "combo box": "combo box", "slider": "slider", "spin button": "spin box", "spin box": "spin box",
    "dial": "slider", "scroll bar": "scroll bar", "icon": "icon", "image": "image", "graphic": "image",
    "canvas": "image", "drawing area": "image", "desktop icon": "icon", "frame": "window",
    "window": "window", "dialog": "dialog", "alert": "dialog", "file chooser": "dialog",
    "color chooser": "dialog", "font chooser": "dialog",
}  # fmt: skip
_BIGGEST_ICON = 52
_HIGHEST_TICK = 66
_EMBEDDED = "\ufffc"
_TREES = ("tree", "tree table")


def role_of(node: Node, parent_role: str, in_popup: bool, scale: float = 1.0) -> Role | None:
    """Return our name for what ``node`` is; None for containers and other things nobody points at."""
    role = _ROLES.get(node.role)
    width, height = node.box[2] - node.box[0], node.box[3] - node.box[1]
    biggest = _BIGGEST_ICON * scale
    match role:
        case "button" if _is_switch(node, width, height):
            return "switch"
        case "checkbox" if node.kit.startswith("Qt") and height > _HIGHEST_TICK * scale:
            # A group box with a tick in its frame.
            return None
        case "checkbox" if _is_tool_button(node, width, height, scale):
            return "button"
        case "text" if node.role == "section" and (not node.text.strip() or _EMBEDDED in node.text):
            return None
        case "field" if (
            "editable" not in node.states and "multi_line" not in node.states and height < 40 * scale
        ):
            return "text" if parent_role != "spin button" else None
        case "field" if "multi_line" in node.states and height > 60 * scale:
            return "document"
        case "menu" if in_popup:
            return "menu item"
        case "cell" | "list item" if parent_role in _TREES and node.role in ("table cell", "list item"):
            return "tree item" if "expandable" in node.states or node.role == "list item" else "cell"
        case "icon" if min(width, height) > biggest and (node.name or node.text):
            return "list item"
        case "icon" | "image":
            return "icon" if max(width, height) <= biggest else "image"
        case _:
            return role


def _is_tool_button(node: Node, width: int, height: int, scale: float) -> bool:
    """Return whether a Qt "check box" is a button that stays down."""
    is_upright = width < 0.8 * height
    return node.kit.startswith("Qt") and (
        height > 34 * scale or is_upright or (node.name != "" and width < 1.6 * height)
    )


def _is_switch(node: Node, width: int, height: int) -> bool:
    if node.role != "toggle button":
        return False
    return node.name.startswith("GtkSwitch") or (
        node.action == "toggle" and 1.1 <= width / max(1, height) <= 3.2
    )


def states_of(node: Node, role: Role) -> tuple[State, ...]:
    """Return what can be seen of the node's states."""
    tests: dict[State, Callable[[], bool]] = {
        "checked": lambda: _can_be_checked(node, role) and _is_checked(node),
        "unchecked": lambda: _can_be_checked(node, role) and role != "button" and not _is_checked(node),
        "selected": lambda: "selected" in node.states and role in _SELECTED,
        "focused": lambda: "focused" in node.states,
        "disabled": lambda: not {"sensitive", "enabled"} & node.states and role in _DISABLED,
        "expanded": lambda: (
            "expanded" in node.states and role in ("tree item", "combo box", "button", "cell")
        ),
    }
    return tuple(state for state, test in tests.items() if test())


_SELECTED = ("tab", "list item", "tree item", "cell", "menu", "menu item", "icon", "column header")
_DISABLED = ("button", "field", "checkbox", "radio", "switch", "tab", "menu", "menu item", "combo box",
             "slider", "spin box", "link", "text")  # fmt: skip


def _can_be_checked(node: Node, role: Role) -> bool:
    if role in ("checkbox", "radio", "switch"):
        return True
    return node.role in ("toggle button", "check box", "check menu item", "radio menu item") or (
        "checkable" in node.states and role in ("menu item", "button")
    )


def _is_checked(node: Node) -> bool:
    return bool({"checked", "pressed"} & node.states)
