"""Which accessibility nodes can be seen, and how much of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grounding.data.apps.boxes import center, contains, overlap
from grounding.data.apps.tree import UNKNOWN, Node, Scene, top_of
from grounding.data.apps.windows import Window, owners
from grounding.data.sample import Bounds

_POPUP_HOLDERS = frozenset({"menu", "combo box", "menu bar", "menu item", "popup menu", "window", "list box"})
# As on composed desktops.
_LEAST_OF_WINDOW = 0.3
_CLIPPING = frozenset(
    {"viewport", "scroll pane", "tree table", "tree", "table", "layered pane", "document web"}
)


def visible(scene: Scene) -> dict[int, Bounds]:
    """Return the visible box of every node that can be seen, by its index.

    A node counts when it is at least 4x4 pixels, on the screen, its centre lies in all of its ancestors, and
    its own window is on top there. What another window covers in part is cut off where a box remains.
    """
    top = owners(list(scene.windows), scene.size)
    mine = windows_of_frames(scene)
    layers, layer_of = _popovers(scene)
    masks: dict[tuple[int, int], NDArray[np.bool_]] = {}
    found: dict[int, Bounds] = {}
    for node in scene.nodes:
        if node.index in mine:
            seen = _seen_of_frame(scene.windows[mine[node.index]], top == mine[node.index], scene.size)
            if seen is not None:
                found[node.index] = seen
            continue
        box = _clipped(node, scene)
        if box is None or not _is_on_screen(box, scene.size):
            continue
        window = _window_of(node, box, scene, top, mine)
        if window is None or not _is_inside_ancestors(node, scene, window):
            continue
        place = window, layer_of[node.index]
        if place not in masks:
            masks[place] = (top == place[0]) & (layers == place[1])
        rest = _uncovered(box, masks[place], scene.size)
        if rest is not None:
            found[node.index] = rest
    return found


def _seen_of_frame(window: Window, mine: NDArray[np.bool_], size: tuple[int, int]) -> Bounds | None:
    """Return the box around what can be seen of a window and its decorations; None where that is little."""
    x1, y1, x2, y2 = window.frame
    x1, y1, x2, y2 = max(0, x1), max(0, y1), min(size[0], x2), min(size[1], y2)
    part = mine[y1:y2, x1:x2]
    if part.size == 0 or part.mean() < _LEAST_OF_WINDOW:
        return None
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return x1 + int(columns[0]), y1 + int(rows[0]), x1 + int(columns[-1]) + 1, y1 + int(rows[-1]) + 1


def popover_of(node: Node, scene: Scene) -> Node | None:
    """Return the popover that holds ``node``: GTK 3 and Swing draw those over a window, inside of it."""
    while node.parent >= 0:
        above = scene.nodes[node.parent]
        if node.role == "panel" and "modal" in node.states and above.role in ("frame", "dialog"):
            return node
        if node.role == "popup menu" and node.kit.startswith("J2SE"):
            return node
        node = above
    return None


def _popovers(scene: Scene) -> tuple[NDArray[np.int64], dict[int, int]]:
    """Return which popover is on top at every pixel (-1: none), and which one each node belongs to."""
    layers = np.full((scene.size[1], scene.size[0]), -1, dtype=np.int64)
    layer_of: dict[int, int] = {}
    for node in scene.nodes:
        popover = popover_of(node, scene) if node.parent >= 0 else None
        layer_of[node.index] = -1 if popover is None else popover.index
        is_drawn = popover is not None and node.box != UNKNOWN
        if popover is not None and is_drawn and node.parent == popover.index:
            x1, y1, x2, y2 = (max(0, v) for v in node.box)
            layers[y1:y2, x1:x2] = popover.index
    return layers, layer_of


def _clipped(node: Node, scene: Scene) -> Bounds | None:
    """Cut the node's box where a scrolling ancestor cuts its drawing; None where hardly anything is left."""
    x1, y1, x2, y2 = node.box
    parent = node.parent
    while parent >= 0:
        above = scene.nodes[parent]
        parent = above.parent
        if above.role in _CLIPPING and above.box != UNKNOWN:
            x1, y1 = max(x1, above.box[0]), max(y1, above.box[1])
            x2, y2 = min(x2, above.box[2]), min(y2, above.box[3])
        if above.role in _POPUP_HOLDERS:
            break
    return (x1, y1, x2, y2) if x2 - x1 >= 4 and y2 - y1 >= 4 else None


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
    if frame.box == UNKNOWN:
        return 0.0
    same_title = bool(window.title) and frame.name.strip() == window.title.strip()
    shared = max(overlap(frame.box, window.box), overlap(frame.box, window.frame))
    return shared + (0.4 if same_title and shared > 0.3 else 0.0)


def _is_on_screen(box: Bounds, size: tuple[int, int]) -> bool:
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    return 0 <= x < size[0] and 0 <= y < size[1]


def _window_of(
    node: Node, box: Bounds, scene: Scene, top: NDArray[np.int64], mine: dict[int, int]
) -> int | None:
    """Return the index of the node's window: its program's window, or the popup that it lies in."""
    x, y = center(box)
    here = int(top[y, x])
    if here < 0:
        return None
    window = scene.windows[here]
    frame = top_of(node, scene.nodes)
    if window.kind == "popup" and mine.get(frame.index) != here:
        return here if _belongs_to_popup(node, scene, window.box) else None
    shows = "showing" in node.states or node.kit == "GTK4"
    return here if shows and mine.get(frame.index) == here else None


def _belongs_to_popup(node: Node, scene: Scene, popup: Bounds) -> bool:
    if not contains(popup, node.box, 3):
        return False
    if "showing" not in node.states and node.kit != "GTK4":
        # An entry of a GTK 2 menu: perhaps of a closed one, which would not fill this popup.
        return abs(node.box[0] - popup[0]) <= 8 and abs(node.box[2] - popup[2]) <= 8
    climbing: Node | None = node
    while climbing is not None:
        if climbing.role in _POPUP_HOLDERS and climbing is not node:
            return overlap(climbing.box, popup) > 0.5 or (
                climbing.role == "menu" and node.role.endswith(("item", "menu"))
            )
        if climbing.box != UNKNOWN and overlap(climbing.box, popup) > 0.7:
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
        if popup is not None and not contains(popup, above.box, 3):
            return True
        # The content of a page counts as below its tab, which says nothing about where it is.
        if above.box == UNKNOWN or above.role in ("page tab", "application"):
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
