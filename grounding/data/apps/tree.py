"""Accessibility nodes in screen pixels.

Toolkits disagree about coordinates: GTK4 counts from its window, GTK and Qt in logical pixels when scaled,
LibreOffice forgets its menu bar. All of that ends here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from grounding.data.apps.catalogue import Toolkit
from grounding.data.apps.windows import Window
from grounding.data.sample import Bounds

UNKNOWN: Bounds = (-1, -1, -1, -1)


@dataclass(frozen=True, slots=True)
class Node:
    """One accessible object; ``box`` is (x1, y1, x2, y2) in screen pixels, (-1, -1, -1, -1) if unknown."""

    index: int
    parent: int
    role: str
    name: str
    description: str
    text: str
    states: frozenset[str]
    box: Bounds
    action: str = ""
    kit: str = ""
    labels: tuple[int, ...] = ()

    @property
    def is_sized(self) -> bool:
        return self.box[2] - self.box[0] >= 4 and self.box[3] - self.box[1] >= 4


@dataclass(frozen=True, slots=True)
class Scene:
    """What was on the screen at one moment."""

    nodes: tuple[Node, ...]
    windows: tuple[Window, ...]
    size: tuple[int, int]


def read_nodes(
    raw: Sequence[dict[str, Any]], windows: Sequence[Window], toolkit: Toolkit, factor: float
) -> tuple[Node, ...]:
    """Return the nodes of a dump in screen pixels; ``factor`` is the toolkit's scale."""
    nodes = [_node(i, entry, toolkit, factor) for i, entry in enumerate(raw)]
    nodes = _from_window_coordinates(_with_known_tops(nodes), windows)
    if toolkit == "LibreOffice":
        nodes = _below_menu_bar(nodes)
    if toolkit == "Chromium":
        nodes = _without_scale_in_pages(nodes, factor)
    return tuple(nodes)


def _node(index: int, entry: dict[str, Any], toolkit: Toolkit, factor: float) -> Node:
    x, y, width, height = entry["box"]
    scale = 1.0 if toolkit == "Gecko" else factor
    known = width >= 0 and height >= 0 and (width, height) != (0, 0) and x > -20000
    box = tuple(round(v * scale) for v in (x, y, x + width, y + height)) if known else UNKNOWN
    return Node(
        index,
        entry["parent"],
        entry["role"],
        entry["name"],
        entry["description"],
        entry["text"],
        frozenset(entry["states"]),
        box,
        entry["action"],
        entry["kit"],
        tuple(entry["labelled by"]),
    )


def _with_known_tops(nodes: list[Node]) -> list[Node]:
    """Give windows without a box (Java's) that of their first child."""
    first = {node.parent: node.box for node in reversed(nodes)}
    return [
        replace(n, box=first.get(n.index, UNKNOWN)) if n.parent < 0 and n.box == UNKNOWN else n for n in nodes
    ]


def _moved(box: Bounds, x: int, y: int) -> Bounds:
    return box if box == UNKNOWN else (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def _from_window_coordinates(nodes: list[Node], windows: Sequence[Window]) -> list[Node]:
    """Move GTK4 nodes: their boxes count from the frame, which sits in the middle of its X window.

    A popover has an X window of its own and is laid out as if it hung below its button.
    """
    shift: dict[int, tuple[int, int]] = {}
    for node in nodes:
        if node.kit != "GTK4":
            continue
        if node.parent < 0:
            shift[node.index] = _origin(node, windows)
        else:
            shift[node.index] = _popover_shift(node, windows) or shift.get(node.parent, (0, 0))
    return [replace(n, box=_moved(n.box, *shift[n.index])) if n.index in shift else n for n in nodes]


def _popover_shift(node: Node, windows: Sequence[Window]) -> tuple[int, int] | None:
    if node.role != "menu" and "Popover" not in node.name:
        return None
    for window in reversed(windows):
        x1, y1, x2, y2 = window.box
        width, height = node.box[2] - node.box[0], node.box[3] - node.box[1]
        if window.kind == "popup" and abs(x2 - x1 - width) <= 2 and abs(y2 - y1 - height) <= 2:
            return x1 - node.box[0], y1 - node.box[1]
    return None


def _origin(frame: Node, windows: Sequence[Window]) -> tuple[int, int]:
    width, height = frame.box[2] - frame.box[0], frame.box[3] - frame.box[1]

    def distance(window: Window) -> float:
        x1, y1, x2, y2 = window.box
        return (
            abs(x2 - x1 - width) + abs(y2 - y1 - height) + (0 if frame.name.startswith(window.title) else 8)
        )

    window = min((w for w in windows if w.kind == "window"), key=distance, default=None)
    if window is None or distance(window) > 200:
        return 0, 0
    x1, y1, x2, y2 = window.box
    return x1 + (x2 - x1 - width) // 2 - frame.box[0], y1 + (y2 - y1 - height) // 2 - frame.box[1]


def _below_menu_bar(nodes: list[Node]) -> list[Node]:
    """Move LibreOffice's own drawing down to where the widget around it really is.

    Native parts inside of it know their place; their parent has the same size and lies as much too high.
    """
    inside: dict[int, int] = {}
    for node in nodes:
        if node.role == "root pane" and node.parent >= 0 and nodes[node.parent].box != UNKNOWN:
            inside[node.index] = nodes[node.parent].box[1] - node.box[1]
        elif node.parent in inside:
            offset = inside[node.parent]
            is_native = node.box == _moved(nodes[node.parent].box, 0, offset)
            inside[node.index] = 0 if is_native else offset
    return [replace(n, box=_moved(n.box, 0, inside[n.index])) if n.index in inside else n for n in nodes]


def top_of(node: Node, nodes: Sequence[Node]) -> Node:
    while node.parent >= 0:
        node = nodes[node.parent]
    return node


def _without_scale_in_pages(nodes: list[Node], factor: float) -> list[Node]:
    """Undo the scale for Chromium's page nodes: those are in physical pixels already."""
    inside: set[int] = set()
    for node in nodes:
        if node.role == "document web" or node.parent in inside:
            inside.add(node.index)
    return [
        replace(n, box=tuple(round(v / factor) for v in n.box))  # type: ignore[arg-type]  # four numbers
        if n.index in inside and n.box != UNKNOWN
        else n
        for n in nodes
    ]
