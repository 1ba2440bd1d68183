"""What toolkits tell wrongly about single nodes, put right before anything is made of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from grounding.data.apps.tree import UNKNOWN, Node, Scene
from grounding.data.sample import Bounds

_WINDOWS = frozenset(
    {"frame", "window", "dialog", "alert", "file chooser", "color chooser", "font chooser", "internal frame"}
)
_PAGES = ("Gecko", "Chromium", "WebKitGTK")
_TREES = frozenset({"tree", "tree table"})
_NO_WORDS = frozenset(
    {"entry", "text", "push button", "toggle button", "combo box", "spin button", "slider", "scroll bar",
     "frame", "dialog", "switch", "password text", "page tab"}
)  # fmt: skip
_PICTURES = frozenset({"icon", "image", "graphic"})
# "page-label-entry" is what a programmer calls a widget, nothing that users see.
_IDENTIFIER = re.compile(r"^[a-z0-9]+([-_][a-z0-9]+)+$")
_OBJECT = "\ufffc"
_LONE_TAB_PADDING = 12
_MOST_TAB_PADDING = 400


def mended(scene: Scene, scale: float) -> Scene:
    """Return ``scene`` with better roles, names and boxes; indices and parents stay."""
    children: dict[int, list[Node]] = defaultdict(list)
    for node in scene.nodes:
        children[node.parent].append(node)
    changes: dict[int, Node] = {}
    for node in scene.nodes:
        below = children[node.index]
        changed = _cut_to_header(_with_role(_with_words(node), scene), below)
        if changed is not node:
            changes[node.index] = changed
    for parent, below in children.items():
        above = scene.nodes[parent] if parent >= 0 else None
        if above is None:
            continue
        for node in (*_tree_items(above, below), *_tabs(above, below, children, scale)):
            changes[node.index] = replace(changes.get(node.index, node), role=node.role, box=node.box)
        for node in _joined_cells(changes.get(parent, above), below):
            changes[node.index] = node
    return replace(scene, nodes=tuple(changes.get(n.index, n) for n in scene.nodes))


def _with_words(node: Node) -> Node:
    if any(_OBJECT in w for w in (node.name, node.description)):
        # The text keeps its marks: sections are told apart by them.
        node = replace(node, name=without_objects(node.name), description=without_objects(node.description))
    if not _IDENTIFIER.match(node.name):
        return node
    if node.role in _PICTURES:
        return replace(node, name=node.name.removesuffix("-symbolic").replace("-", " "))
    return replace(node, name="") if node.role in _NO_WORDS else node


def without_objects(words: str) -> str:
    """Return ``words`` without the marks that stand for embedded objects."""
    return " ".join(words.replace(_OBJECT, " ").split())


def _with_role(node: Node, scene: Scene) -> Node:
    is_in_page = node.role == "dialog" and node.kit in _PAGES
    if node.parent >= 0 and node.role in _WINDOWS and not is_in_page:
        # Docks and embedded choosers call themselves windows too.
        return replace(node, role="panel")
    width, height = node.box[2] - node.box[0], node.box[3] - node.box[1]
    is_office = scene.nodes and node.role == "toggle button" and _is_in(node, scene, "root pane")
    if is_office and node.name and width > 3.5 * height:
        return replace(node, role="combo box")
    return node


def _is_in(node: Node, scene: Scene, role: str) -> bool:
    while node.parent >= 0:
        node = scene.nodes[node.parent]
        if node.role == role:
            return True
    return False


def _cut_to_header(node: Node, below: list[Node]) -> Node:
    """Cut a GTK expander, which counts its contents as its own, to the line that is clicked."""
    if node.role != "toggle button" or node.box == UNKNOWN:
        return node
    x1, y1, x2, y2 = node.box
    contents = [n.box for n in below if n.box != UNKNOWN and n.role not in ("label", "image", "icon")]
    top = min((box[1] for box in contents if box[2] - box[0] > 0.6 * (x2 - x1)), default=y1)
    return replace(node, box=(x1, y1, x2, top)) if y1 + 8 < top < y2 else node


def _tree_items(tree: Node, below: list[Node]) -> Iterable[Node]:
    """Call the leaves of a tree what its branches are called: cells of the column with the expanders."""
    if tree.role not in _TREES:
        return
    edges = {n.box[2] for n in below if "expandable" in n.states and n.box != UNKNOWN}
    for node in below:
        if node.role == "table cell" and any(abs(node.box[2] - e) <= 2 for e in edges):
            yield replace(node, role="tree item")


def _joined_cells(cell: Node, below: list[Node]) -> Iterable[Node]:
    """Make one cell of a GTK column's picture and words, which come as cells in a cell."""
    parts = [n for n in below if n.role == "table cell"]
    if cell.role not in ("table cell", "tree item") or not parts:
        return
    states = frozenset().union(*(n.states & {"expandable", "expanded"} for n in parts))
    name = cell.name or _name_of_parts(parts, "expandable" in states)
    yield replace(cell, name=name, states=cell.states | states)
    for part in parts:
        yield replace(part, role="panel")


def _name_of_parts(parts: list[Node], is_branch: bool) -> str:
    """Join what is drawn; parts that are hidden in this row keep the words of another one."""
    named = [n for n in parts if n.name or n.text]
    if len(named) > 1 and is_branch:
        return ""
    return " ".join(n.name or n.text for n in named if n.is_sized)


def _tabs(notebook: Node, below: list[Node], children: dict[int, list[Node]], scale: float) -> Iterable[Node]:
    """Grow GTK's tabs, which are known by their labels only, to the middle between two labels."""
    tabs = [n for n in below if n.role == "page tab" and n.box != UNKNOWN]
    pages = [c.box for t in tabs for c in children[t.index] if c.box != UNKNOWN]
    if not pages or notebook.kit not in ("gtk", "GAIL") or notebook.box == UNKNOWN:
        return
    page, lone = pages[0], round(_LONE_TAB_PADDING * scale)
    for side in (0, 1):
        if strip := _strip(notebook.box, page, [t.box for t in tabs], 1 - side):
            pads = _paddings([t.box for t in tabs], side, lone)
            yield from (replace(t, box=_grown(t.box, side, pads[t.box], strip, notebook.box)) for t in tabs)
            return


def _strip(notebook: Bounds, page: Bounds, labels: list[Bounds], side: int) -> tuple[int, int] | None:
    """Return where the tabs lie across their row (``side`` 1: from top to bottom), None if elsewhere."""
    if all(box[side + 2] <= page[side] for box in labels):
        return notebook[side], page[side]
    if all(box[side] >= page[side + 2] for box in labels):
        return page[side + 2], notebook[side + 2]
    return None


def _paddings(labels: list[Bounds], side: int, lone: int) -> dict[Bounds, int]:
    ordered = sorted(labels, key=lambda b: b[side])
    gaps = [b[side] - a[side + 2] for a, b in pairwise(ordered)]
    pads = {}
    for i, box in enumerate(ordered):
        near = [g for g in (gaps[i - 1] if i else None, gaps[i] if i < len(gaps) else None) if g is not None]
        pads[box] = min(_MOST_TAB_PADDING, max(0, min(near) // 2)) if near else lone
    return pads


def _grown(box: Bounds, side: int, padding: int, strip: tuple[int, int], notebook: Bounds) -> Bounds:
    low = max(notebook[side], box[side] - padding)
    high = min(notebook[side + 2], box[side + 2] + padding)
    return (low, strip[0], high, strip[1]) if side == 0 else (strip[0], low, strip[1], high)
