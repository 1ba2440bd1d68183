"""From accessibility nodes and pixels to the elements of a screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from actions.screenshot import Image
from grounding.data.apps.roles import role_of, states_of
from grounding.data.apps.tree import Node, Scene, visible
from grounding.data.apps.windows import FrameButton, Window
from grounding.data.sample import Bounds, RenderedElement
from grounding.ocr import ink_mask
from grounding.types import Role

_HOLDS_ITS_LABEL = frozenset(
    {"button", "tab", "menu", "menu item", "link", "checkbox", "radio", "switch", "combo box", "column header"}
)
_HOLDS_ONE_LABEL = frozenset({"cell", "list item", "tree item"})
_HOLDS_ITS_ICON = frozenset({"button", "tab", "menu", "menu item", "combo box", "link", "switch", "checkbox", "radio"})
_PADDED = frozenset({"button", "field", "combo box", "spin box"})
_PLAIN_TEXT = frozenset(
    {"text", "tab", "menu", "menu item", "link", "checkbox", "radio", "list item", "tree item", "cell", "column header"}
)
_MUST_BE_DRAWN = frozenset(
    {"text", "button", "icon", "image", "menu", "menu item", "link", "tab", "cell", "list item", "tree item", "checkbox",
     "radio", "switch", "scroll bar"}
)  # fmt: skip
_CLASS_NAME = re.compile(r"^(Gtk|Adw|Gdk|Nautilus|Gcal|Gnome|Ide|Vte|Gi_|Gjs_|Brasero|Q)[A-Z]\w+$|^\w+_\w+_Gtk\w+$")
_CELL_ADDRESS = re.compile(r"^[A-Z]{1,3}\d{1,5}$")
_MOST_PADDING = 18
_FRAME_NAMES = {"menu": "window menu", "minimise": "minimize", "maximise": "maximize", "close": "close"}


@dataclass(frozen=True, slots=True)
class Item:
    """A node on its way to an element."""

    node: Node
    role: Role
    box: Bounds
    holder: int


def elements_of(scene: Scene, picture: Image, scale: float = 1.0) -> tuple[RenderedElement, ...]:
    """Return what can be pointed at on ``picture``, in the order of the tree; parents are set."""
    boxes = visible(scene)
    items = _items(scene, boxes, scale)
    found = [
        element
        for item in items.values()
        if (element := _element(item, items, scene, picture)) is not None and _is_drawn(element, picture)
    ]
    found += [_frame_part(part, w, picture) for w in scene.windows for part in w.buttons if _shows(part, w, scene)]
    return _with_parents(_without_doubles(found))


def _items(scene: Scene, boxes: dict[int, Bounds], scale: float) -> dict[int, Item]:
    """Give every visible node its role, and the index of the nearest node above it that has one."""
    holders: dict[int, int] = {}
    items: dict[int, Item] = {}
    for node in scene.nodes:
        above = holders.get(node.parent, -1)
        holders[node.index] = above
        if node.index not in boxes:
            continue
        parent_role = scene.nodes[node.parent].role if node.parent >= 0 else ""
        popup = _popup_around(node, scene)
        role = None if _is_tooltip(node, scene) else role_of(node, parent_role, popup is not None, scale)
        if role is None or role == "menu item" and popup is None and parent_role in ("menu", "menu item"):
            continue
        if popup is not None and (role in ("window", "dialog") or _fills(node.box, popup)):
            continue
        box = _outer_box(node, boxes[node.index], scene) if node.parent < 0 else boxes[node.index]
        items[node.index] = Item(node, role, box, above)
        holders[node.index] = node.index
    return items


def _is_tooltip(node: Node, scene: Scene) -> bool:
    while node.parent >= 0 and node.role in ("label", "panel", "filler"):
        if node.name == "GtkTooltipWindow":
            return True
        node = scene.nodes[node.parent]
    return False


def _popup_around(node: Node, scene: Scene) -> Bounds | None:
    x, y = (node.box[0] + node.box[2]) / 2, (node.box[1] + node.box[3]) / 2
    for window in reversed(scene.windows):
        x1, y1, x2, y2 = window.frame
        if x1 <= x < x2 and y1 <= y < y2:
            return window.box if window.kind == "popup" else None
    return None


def _fills(box: Bounds, popup: Bounds) -> bool:
    area = (box[2] - box[0]) * (box[3] - box[1])
    return area > 0.9 * (popup[2] - popup[0]) * (popup[3] - popup[1])


def _outer_box(node: Node, box: Bounds, scene: Scene) -> Bounds:
    """Return the frame around a program's window, clipped to the screen."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for window in reversed(scene.windows):
        x1, y1, x2, y2 = window.frame
        if window.kind == "window" and x1 <= x < x2 and y1 <= y < y2:
            return max(0, x1), max(0, y1), min(scene.size[0], x2), min(scene.size[1], y2)
    return box


def _element(item: Item, items: dict[int, Item], scene: Scene, picture: Image) -> RenderedElement | None:
    node, role = item.node, item.role
    holder = items.get(item.holder)
    if holder is not None and _is_absorbed(item, holder, items):
        return None
    words = clean_name(node.name, node.kit)
    inner = " ".join(_labels_below(item, items))
    text, name = _text_and_name(item, words, inner)
    box = item.box
    if role == "text":
        text = text or words
        if not text.strip():
            return None
    if role in ("text", "icon"):
        box = tight(picture, box)
    if node.kit == "GTK4" and role in _PADDED:
        box = padded(picture, box)
    label = " ".join(clean_name(scene.nodes[i].name or scene.nodes[i].text, node.kit) for i in node.labels)
    return RenderedElement(box, role, text.strip(), name.strip(), "", label.strip().rstrip(":"), states_of(node, role))


def _is_absorbed(item: Item, holder: Item, items: dict[int, Item]) -> bool:
    """Return whether ``item`` is only the label or picture that its holder shows."""
    if holder.role == "combo box" and item.role in ("button", "text", "menu"):
        return True
    if item.role in ("icon", "image"):
        return holder.role in _HOLDS_ITS_ICON
    if item.role == "button" and _is_wrapper(holder, items):
        return True
    if item.role == holder.role and _overlap_of(item.box, holder.box) > 0.85 and item.role in ("button", "cell", "list item"):
        return True
    if item.role != "text":
        return False
    if holder.role in _HOLDS_ITS_LABEL:
        return True
    return holder.role in _HOLDS_ONE_LABEL and len(_labels_below(holder, items)) <= 1


def _is_wrapper(item: Item, items: dict[int, Item]) -> bool:
    """Return whether ``item`` is a button that only wraps the real one, as GTK4's menu buttons do."""
    return item.role == "button" and sum(o.holder == item.node.index and o.role == "button" for o in items.values()) == 1


def _labels_below(item: Item, items: dict[int, Item]) -> list[str]:
    holders = {item.node.index}
    if _is_wrapper(item, items):
        holders |= {o.node.index for o in items.values() if o.holder == item.node.index and o.role == "button"}
    return [
        clean_name(other.node.name or other.node.text, other.node.kit)
        for other in items.values()
        if other.holder in holders and other.role == "text" and (other.node.name or other.node.text)
    ]


def _text_and_name(item: Item, words: str, inner: str) -> tuple[str, str]:
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
            shown = node.text if role != "document" else ""
            return shown.replace("\ufffc", ""), words if words != shown else hint
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


def tight(picture: Image, box: Bounds) -> Bounds:
    """Shrink ``box`` to the letters in it, one pixel around them."""
    x1, y1, x2, y2 = box
    ink = ink_mask(picture[y1:y2, x1:x2])
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < 3 or len(columns) < 2:
        return box
    left, top = x1 + int(columns[0]) - 1, y1 + int(rows[0]) - 1
    right, bottom = x1 + int(columns[-1]) + 2, y1 + int(rows[-1]) + 2
    return max(x1, left), max(y1, top), min(x2, right), min(y2, bottom)


def padded(picture: Image, box: Bounds) -> Bounds:
    """Grow ``box`` to the edge of the plain area around it: GTK4 leaves out padding and border.

    Where no edge is near (a flat button), 5 pixels are added all around.
    """
    x1, y1, x2, y2 = box
    left = _reach(picture[y1:y2, max(0, x1 - _MOST_PADDING) : x1 + 1].transpose(1, 0, 2)[::-1])
    right = _reach(picture[y1:y2, x2 - 1 : x2 + _MOST_PADDING].transpose(1, 0, 2))
    above = _reach(picture[max(0, y1 - _MOST_PADDING) : y1 + 1, x1:x2][::-1])
    below = _reach(picture[y2 - 1 : y2 + _MOST_PADDING, x1:x2])
    height, width = picture.shape[:2]
    return max(0, x1 - left), max(0, y1 - above), min(width, x2 + right), min(height, y2 + below)


def _reach(rows: Image, flat: int = 5) -> int:
    """Return how many rows after the first still have its median colour; ``flat`` where all have."""
    if len(rows) < 2 or rows.shape[1] == 0:
        return 0
    colours = np.median(rows, axis=1)
    differs = np.abs(colours - colours[0]).max(axis=1) > 4
    return int(differs.argmax()) - 1 if differs.any() else flat


def _is_drawn(element: RenderedElement, picture: Image) -> bool:
    if element.role not in _MUST_BE_DRAWN:
        return True
    x1, y1, x2, y2 = element.box
    part = picture[y1:y2, x1:x2]
    if part.size == 0:
        return False
    inner = part[part.shape[0] // 8 : -(part.shape[0] // 8) or None, part.shape[1] // 16 : -(part.shape[1] // 16) or None]
    return int((inner.max(axis=(0, 1)).astype(int) - inner.min(axis=(0, 1))).max()) > 12


def _shows(part: FrameButton, window: Window, scene: Scene) -> bool:
    x, y = (part.box[0] + part.box[2]) // 2, (part.box[1] + part.box[3]) // 2
    if not (0 <= x < scene.size[0] and 0 <= y < scene.size[1]):
        return False
    above = scene.windows[scene.windows.index(window) + 1 :]
    return not any(w.frame[0] <= x < w.frame[2] and w.frame[1] <= y < w.frame[3] for w in above)


def _frame_part(part: FrameButton, window: Window, picture: Image) -> RenderedElement:
    height, width = picture.shape[:2]
    box = max(0, part.box[0]), max(0, part.box[1]), min(width, part.box[2]), min(height, part.box[3])
    if part.kind == "title":
        return RenderedElement(tight(picture, box), "text", window.title)
    return RenderedElement(box, "button", "", _FRAME_NAMES[part.kind])


def _without_doubles(elements: Sequence[RenderedElement]) -> list[RenderedElement]:
    """Drop an element that says the same as another one in the same place."""
    kept: list[RenderedElement] = []
    for element in elements:
        same = [i for i, k in enumerate(kept) if k.role == element.role and _overlap_of(k.box, element.box) > 0.85]
        if not same:
            kept.append(element)
        elif not (kept[same[0]].text or kept[same[0]].name):
            kept[same[0]] = element
    return kept


def _with_parents(elements: list[RenderedElement]) -> tuple[RenderedElement, ...]:
    areas = [(e.box[2] - e.box[0]) * (e.box[3] - e.box[1]) for e in elements]
    done = []
    for index, element in enumerate(elements):
        around = [
            i
            for i, other in enumerate(elements)
            if (areas[i], -i) > (areas[index], -index) and i != index and _is_inside(element.box, other.box)
        ]
        parent = min(around, key=lambda i: areas[i], default=-1)
        done.append(replace(element, parent=parent))
    return tuple(done)


def _is_inside(inner: Bounds, outer: Bounds) -> bool:
    return (
        outer[0] <= inner[0] + 2 and outer[1] <= inner[1] + 2 and outer[2] >= inner[2] - 2 and outer[3] >= inner[3] - 2
    )


def _overlap_of(a: Bounds, b: Bounds) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)
