"""From accessibility nodes and pixels to the elements of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.screenshot import Image
from grounding.data.apps.boxes import area, contains, overlap
from grounding.data.apps.drawn import is_drawn, padded, tight, tight_title
from grounding.data.apps.mending import mended, without_objects
from grounding.data.apps.roles import role_of, states_of
from grounding.data.apps.sight import popover_of, visible
from grounding.data.apps.tree import Node, Scene
from grounding.data.apps.windows import FrameButton, Window
from grounding.data.apps.words import Item, clean_name, is_wrapper, labels_below, text_and_name
from grounding.data.sample import Bounds, RenderedElement

_HOLDS_ITS_LABEL = frozenset(
    {
        "button",
        "tab",
        "menu",
        "menu item",
        "link",
        "checkbox",
        "radio",
        "switch",
        "combo box",
        "column header",
    }
)
_HOLDS_WHAT_IS_TYPED = frozenset({"field", "spin box"})
_HOLDS_ONE_LABEL = frozenset({"cell", "list item", "tree item"})
_HOLDS_ITS_ICON = frozenset(
    {"button", "tab", "menu", "menu item", "combo box", "link", "switch", "checkbox", "radio"}
)
_CONTROLS = frozenset({"field", "checkbox", "radio", "combo box", "spin box", "button", "slider"})
_PADDED = frozenset({"button"})
_FRAME_NAMES = {"menu": "window menu", "minimise": "minimize", "maximise": "maximize", "close": "close"}


def elements_of(scene: Scene, picture: Image, scale: float = 1.0) -> tuple[RenderedElement, ...]:
    """Return what can be pointed at on ``picture``, in the order of the tree; parents are set."""
    scene = mended(scene, scale)
    boxes = visible(scene)
    items = _items(scene, boxes, scale)
    found = [
        element
        for item in items.values()
        if (element := _element(item, items, scene, picture, scale)) is not None
    ]
    found += [
        _frame_part(part, w, picture) for w in scene.windows for part in w.buttons if _shows(part, w, scene)
    ]
    return _with_parents(_without_loose_text(_without_doubles(found)))


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
        if role == "button" and node.name and _is_popover_entry(node, scene):
            role = "menu item"
        if role is None or (role == "menu item" and not _is_menu_entry(node, parent_role, popup)):
            continue
        if popup is not None and (
            role in ("window", "dialog") or (role != "menu item" and _fills(node.box, popup))
        ):
            continue
        items[node.index] = Item(node, role, boxes[node.index], above)
        holders[node.index] = node.index
    return items


def _is_menu_entry(node: Node, parent_role: str, popup: Bounds | None) -> bool:
    """Say no to entries of menus that are not open, and to GTK4's menus as a whole, which lack words."""
    if popup is None:
        return parent_role not in ("menu", "menu item")
    return bool(node.name or node.text) or node.kit != "GTK4"


def _is_popover_entry(node: Node, scene: Scene) -> bool:
    popover = popover_of(node, scene)
    width = node.box[2] - node.box[0]
    return popover is not None and width > 0.7 * (popover.box[2] - popover.box[0])


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


def _element(
    item: Item, items: dict[int, Item], scene: Scene, picture: Image, scale: float
) -> RenderedElement | None:
    node, role = item.node, item.role
    holder = items.get(item.holder)
    if holder is not None and _is_absorbed(item, holder, items):
        return None
    words = clean_name(node.name, node.kit)
    inner = " ".join(labels_below(item, items))
    text, name = text_and_name(item, words, inner)
    box = item.box
    if role == "text":
        text = text or words
        if not text.strip() or any(o.holder == node.index and o.role in _CONTROLS for o in items.values()):
            return None
    if role in ("text", "icon"):
        box = tight(picture, box)
    if not is_drawn(role, box, picture):
        return None
    if node.kit == "GTK4" and role in _PADDED and not is_wrapper(item, items):
        box = padded(picture, box, scale)
    label = " ".join(clean_name(scene.nodes[i].name or scene.nodes[i].text, node.kit) for i in node.labels)
    text, name, label = (without_objects(words) for words in (text, name, label))
    if role == "text" and not text:
        return None
    return RenderedElement(box, role, text, name, "", label.rstrip(":"), states_of(node, role))


def _is_absorbed(item: Item, holder: Item, items: dict[int, Item]) -> bool:
    """Return whether ``item`` is only the label or picture that its holder shows."""
    if holder.role == "combo box" and item.role in ("button", "text", "menu"):
        return True
    if item.role in ("icon", "image"):
        return holder.role in _HOLDS_ITS_ICON
    if item.role == "button" and is_wrapper(holder, items):
        return True
    if (
        item.role == holder.role
        and overlap(item.box, holder.box) > 0.85
        and item.role in ("button", "cell", "list item")
    ):
        return True
    if item.role != "text":
        return False
    if holder.role in _HOLDS_ITS_LABEL or holder.role in _HOLDS_WHAT_IS_TYPED:
        return True
    return holder.role in _HOLDS_ONE_LABEL and len(labels_below(holder, items)) <= 1


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
        return RenderedElement(tight_title(picture, box), "text", window.title)
    return RenderedElement(box, "button", "", _FRAME_NAMES[part.kind])


def _without_doubles(elements: Sequence[RenderedElement]) -> list[RenderedElement]:
    """Drop an element that says the same as another one in the same place."""
    kept: list[RenderedElement] = []
    for element in elements:
        same = [
            i for i, k in enumerate(kept) if k.role == element.role and overlap(k.box, element.box) > 0.85
        ]
        if not same:
            kept.append(element)
        elif not (kept[same[0]].text or kept[same[0]].name):
            kept[same[0]] = element
    return kept


def _without_loose_text(elements: Sequence[RenderedElement]) -> list[RenderedElement]:
    """Drop words that hold controls or other words: names of whole sections, not what is drawn there."""
    parts = [e for e in elements if e.role not in ("window", "dialog")]
    return [
        e
        for e in elements
        if e.role != "text"
        or not any(o is not e and contains(e.box, o.box, 0) and area(o.box) < area(e.box) for o in parts)
    ]


def _with_parents(elements: list[RenderedElement]) -> tuple[RenderedElement, ...]:
    areas = [(e.box[2] - e.box[0]) * (e.box[3] - e.box[1]) for e in elements]
    done = []
    for index, element in enumerate(elements):
        around = [
            i
            for i, other in enumerate(elements)
            if (areas[i], -i) > (areas[index], -index) and i != index and contains(other.box, element.box, 2)
        ]
        parent = min(around, key=lambda i: areas[i], default=-1)
        done.append(replace(element, parent=parent))
    return tuple(done)
