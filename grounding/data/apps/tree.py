"""Accessibility nodes in screen pixels, and which of them can be seen.

Toolkits disagree about coordinates: GTK4 counts from its window, GTK and Qt in logical pixels when scaled,
LibreOffice forgets its menu bar. All of that ends here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grounding.data.apps.catalogue import Toolkit
from grounding.data.apps.windows import Window, owners
from grounding.data.sample import Bounds

_POPUP_HOLDERS = frozenset({"menu", "combo box", "menu bar", "menu item", "popup menu", "window", "list box"})
_UNKNOWN: Bounds = (-1, -1, -1, -1)


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
    attributes: dict[str, str] = field(default_factory=dict)

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
    nodes = _from_window_coordinates(nodes, windows)
    if toolkit == "LibreOffice":
        nodes = _below_menu_bar(nodes)
    if toolkit == "Chromium":
        nodes = _without_scale_in_pages(nodes, factor)
    return tuple(nodes)


def _node(index: int, entry: dict[str, Any], toolkit: Toolkit, factor: float) -> Node:
    x, y, width, height = entry["box"]
    scale = 1.0 if toolkit == "Gecko" else factor
    known = width >= 0 and height >= 0 and (width, height) != (0, 0) and x > -20000
    box = tuple(round(v * scale) for v in (x, y, x + width, y + height)) if known else _UNKNOWN
    return Node(
        index,
        entry["parent"],
        entry["role"],
        entry["name"],
        entry["description"],
        entry["text"],
        frozenset(entry["states"]),
        box,  # type: ignore[arg-type]  # four numbers
        entry["action"],
        entry["kit"],
        tuple(entry["labelled by"]),
        entry["attributes"],
    )


def _moved(box: Bounds, x: int, y: int) -> Bounds:
    return box if box == _UNKNOWN else (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


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
        return abs(x2 - x1 - width) + abs(y2 - y1 - height) + (0 if frame.name.startswith(window.title) else 8)

    window = min((w for w in windows if w.kind == "window"), key=distance, default=None)
    if window is None or distance(window) > 200:
        return 0, 0
    x1, y1, x2, y2 = window.box
    return x1 + (x2 - x1 - width) // 2 - frame.box[0], y1 + (y2 - y1 - height) // 2 - frame.box[1]


def _below_menu_bar(nodes: list[Node]) -> list[Node]:
    """Move LibreOffice's own drawing down to where the widget around it really is.

    Native parts inside of it know their place; they are recognised by a parent of the same size that lies as much too high.
    """
    inside: dict[int, int] = {}
    for node in nodes:
        if node.role == "root pane" and node.parent >= 0 and nodes[node.parent].box != _UNKNOWN:
            inside[node.index] = nodes[node.parent].box[1] - node.box[1]
        elif node.parent in inside:
            offset = inside[node.parent]
            is_native = node.box == _moved(nodes[node.parent].box, 0, offset)
            inside[node.index] = 0 if is_native else offset
    return [replace(n, box=_moved(n.box, 0, inside[n.index])) if n.index in inside else n for n in nodes]


def _top_of(node: Node, nodes: Sequence[Node]) -> Node:
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
        if n.index in inside and n.box != _UNKNOWN
        else n
        for n in nodes
    ]


def visible(scene: Scene) -> dict[int, Bounds]:
    """Return the visible box of every node that can be seen, by its index.

    A node counts when it is at least 4x4 pixels, on the screen, its centre lies in all of its ancestors, and
    its own window is on top there. What another window covers in part is cut off where a box remains.
    """
    top = owners(list(scene.windows), scene.size)
    mine = windows_of_frames(scene)
    found: dict[int, Bounds] = {}
    for node in scene.nodes:
        if not node.is_sized or not _is_on_screen(node.box, scene.size):
            continue
        window = _window_of(node, scene, top, mine)
        if window is None or not _is_inside_ancestors(node, scene, window):
            continue
        box = _uncovered(node.box, top == window, scene.size)
        if box is not None:
            found[node.index] = box
    return found


def windows_of_frames(scene: Scene) -> dict[int, int]:
    """Match each program window in the tree with one X window, best likeness first."""
    pairs = [
        (_likeness(node, window), node.index, place)
        for node in scene.nodes
        if node.parent < 0
        for place, window in enumerate(scene.windows)
    ]
    matched: dict[int, int] = {}
    for likeness, index, place in sorted(pairs, reverse=True):
        if likeness > 0.55 and index not in matched and place not in matched.values():
            matched[index] = place
    return matched


def _likeness(frame: Node, window: Window) -> float:
    if frame.box == _UNKNOWN:
        return 0.0
    same_title = bool(window.title) and frame.name.strip() == window.title.strip()
    overlap = max(_overlap(frame.box, window.box), _overlap(frame.box, window.frame))
    return overlap + (0.4 if same_title and overlap > 0.3 else 0.0)


def _is_on_screen(box: Bounds, size: tuple[int, int]) -> bool:
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    return 0 <= x < size[0] and 0 <= y < size[1]


def _window_of(node: Node, scene: Scene, top: NDArray[np.int64], mine: dict[int, int]) -> int | None:
    """Return the index of the node's window: its program's window, or the popup that it lies in."""
    x, y = (node.box[0] + node.box[2]) // 2, (node.box[1] + node.box[3]) // 2
    here = int(top[y, x])
    if here < 0:
        return None
    window = scene.windows[here]
    frame = _top_of(node, scene.nodes)
    if window.kind == "popup" and mine.get(frame.index) != here:
        return here if _belongs_to_popup(node, scene, window.box) else None
    return here if mine.get(frame.index) == here else None


def _belongs_to_popup(node: Node, scene: Scene, popup: Bounds) -> bool:
    if not _contains(popup, node.box, 3):
        return False
    climbing: Node | None = node
    while climbing is not None:
        if climbing.role in _POPUP_HOLDERS and climbing is not node:
            return _overlap(climbing.box, popup) > 0.5 or climbing.role == "menu" and node.role.endswith(("item", "menu"))
        if climbing.box != _UNKNOWN and _overlap(climbing.box, popup) > 0.7:
            return True
        climbing = scene.nodes[climbing.parent] if climbing.parent >= 0 else None
    return False


def _is_inside_ancestors(node: Node, scene: Scene, window: int) -> bool:
    x, y = (node.box[0] + node.box[2]) / 2, (node.box[1] + node.box[3]) / 2
    popup = scene.windows[window].box if scene.windows[window].kind == "popup" else None
    parent = node.parent
    while parent >= 0:
        above = scene.nodes[parent]
        parent = above.parent
        if popup is not None and not _contains(popup, above.box, 3):
            return True
        # The content of a page counts as below its tab, which says nothing about where it is.
        if above.box == _UNKNOWN or above.role in ("page tab", "application"):
            continue
        if not (above.box[0] <= x <= above.box[2] and above.box[1] <= y <= above.box[3]):
            return False
    return True


def _uncovered(box: Bounds, mine: NDArray[np.bool_], size: tuple[int, int]) -> Bounds | None:
    x1, y1, x2, y2 = max(0, box[0]), max(0, box[1]), min(size[0], box[2]), min(size[1], box[3])
    part = mine[y1:y2, x1:x2]
    if part.size == 0 or part.mean() < 0.4:
        return None
    if part.all():
        return x1, y1, x2, y2
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    left, right, upper, lower = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
    rest = part[upper:lower, left:right]
    if rest.mean() < 0.9 and part.mean() < 0.75:
        return None
    return int(x1 + left), int(y1 + upper), int(x1 + right), int(y1 + lower)


def _contains(outer: Bounds, inner: Bounds, slack: int) -> bool:
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and outer[2] + slack >= inner[2]
        and outer[3] + slack >= inner[3]
    )


def _overlap(a: Bounds, b: Bounds) -> float:
    """Return the intersection over the union."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)
