"""What a node is called, and whether that is written on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grounding.data.apps.tree import Node
from grounding.data.sample import Bounds
from grounding.types import Role

_PLAIN_TEXT = frozenset(
    {
        "text",
        "tab",
        "menu",
        "menu item",
        "link",
        "checkbox",
        "radio",
        "list item",
        "tree item",
        "cell",
        "column header",
    }
)
_CLASS_NAME = re.compile(
    r"^(Gtk|Adw|Gdk|Nautilus|Gcal|Gnome|Ide|Vte|Gi_|Gjs_|Brasero|Q)[A-Z]\w+$|^\w+_\w+_Gtk\w+$"
)
_CELL_ADDRESS = re.compile(r"^[A-Z]{1,3}\d{1,5}$")


@dataclass(frozen=True, slots=True)
class Item:
    """A node on its way to an element."""

    node: Node
    role: Role
    box: Bounds
    holder: int


def is_wrapper(item: Item, items: dict[int, Item]) -> bool:
    """Return whether ``item`` is a button that only wraps the real one, as GTK4's menu buttons do."""
    return (
        item.role == "button"
        and sum(o.holder == item.node.index and o.role == "button" for o in items.values()) == 1
    )


def labels_below(item: Item, items: dict[int, Item]) -> list[str]:
    holders = {item.node.index}
    if is_wrapper(item, items):
        holders |= {
            o.node.index for o in items.values() if o.holder == item.node.index and o.role == "button"
        }
    return [
        clean_name(other.node.name or other.node.text, other.node.kit)
        for other in items.values()
        if other.holder in holders and other.role == "text" and (other.node.name or other.node.text)
    ]


def text_and_name(item: Item, words: str, inner: str) -> tuple[str, str]:
    """Split what a node is called into what is drawn in it and what is not."""
    role, node = item.role, item.node
    width, height = item.box[2] - item.box[0], item.box[3] - item.box[1]
    hint = clean_name(node.description, node.kit)
    match role:
        case "window" | "dialog":
            return "", words
        case "text":
            return words or node.text, ""
        case "cell" if _CELL_ADDRESS.match(words):
            return node.text, words
        case "field" | "spin box" | "document":
            # Of an empty field its hint can be read.
            shown = "" if role == "document" else node.text.replace("\ufffc", "") or inner
            return shown, words if words != shown else hint
        case "button" | "switch":
            if inner:
                return inner, words if words != inner else hint
            is_wide = width > 1.6 * height and width > 7 * len(words) * 0.55
            return (words, "" if hint == words else hint) if words and is_wide else ("", words or hint)
        case "combo box":
            return inner or words or node.text, hint
        case _ if role in _PLAIN_TEXT:
            return words or inner or node.text.replace("\ufffc", ""), hint if hint != words else ""
        case _:
            return "", words or hint


def clean_name(name: str, kit: str) -> str:
    """Return an accessible name without doubled words and class names, which GTK4 hands out."""
    name = " ".join(name.split())
    if kit == "GTK4":
        half = len(name) // 2
        if len(name) % 2 and name[half] == " " and name[:half] == name[half + 1 :]:
            name = name[:half]
        if _CLASS_NAME.match(name):
            return ""
    return name
