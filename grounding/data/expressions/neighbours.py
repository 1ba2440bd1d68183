"""Which words stand so near an element, and so alone, that a person could point at it by them."""

from __future__ import annotations

import numpy as np

from grounding.data.expressions.scene import Scene
from grounding.data.expressions.words import LABELLED_ROLES
from grounding.types import Role

_ANCHOR_ROLES: frozenset[Role] = frozenset(
    {
        "text", "button", "checkbox", "radio", "tab", "link", "menu", "menu item", "list item", "tree item",
        "column header", "cell",
    }
)  # fmt: skip
_ROW_NAMES: frozenset[Role] = frozenset({"text", "list item", "tree item", "cell", "link"})
_IN_BARS: frozenset[Role] = frozenset({"menu", "tab", "column header", "menu item"})
_HOLDERS: frozenset[Role] = frozenset({"window", "dialog", "document"})
_FARTHEST = {"left of": 90.0, "right of": 90.0, "above": 40.0, "below": 40.0}
_LONGEST = 26
_ROW_REACH = 700.0


def anchors_of(scene: Scene, target: int) -> list[tuple[int, str]]:
    """Return (anchor, relation) pairs of words that the target is the nearest thing to on a side."""
    found = []
    for anchor in _words_near(scene, target):
        relation, far = side_of(scene, target, anchor), gap(scene, target, anchor)
        near = bool(relation) and far <= _FARTHEST[relation] and is_aligned(scene, target, anchor)
        if near and _is_next(scene, target, anchor, relation):
            found.append((anchor, relation))
            beside = relation in ("left of", "right of") and scene.noun(target) not in _IN_BARS
            if far <= 24 and beside and _is_alone_beside(scene, target, anchor):
                found.append((anchor, "next to"))
    return found


def row_anchors_of(scene: Scene, target: int) -> list[tuple[int, str]]:
    """Return words that stand in the target's row and in that of none of its equals."""
    equals = scene.by_label.get(scene.folded[target], ())
    found = []
    for anchor in range(len(scene.elements)):
        if scene.elements[anchor].role not in _ROW_NAMES or not _in_one_row(scene, target, anchor):
            continue
        if not _is_anchor(scene, anchor, target):
            continue
        rivals = [i for i in equals if not scene.same_thing(i, target) and _in_one_row(scene, i, anchor)]
        if not rivals and gap(scene, target, anchor) <= _ROW_REACH:
            found.append((anchor, "in row of"))
    return found


def _words_near(scene: Scene, target: int) -> list[int]:
    near = np.argsort(np.abs(scene.centers - scene.centers[target]).sum(1))[1:24]
    return [int(i) for i in near if _is_anchor(scene, int(i), target)]


def _is_anchor(scene: Scene, anchor: int, target: int) -> bool:
    """Say whether an element's words stand nowhere else and are short enough to say."""
    label, role = scene.folded[anchor], scene.elements[anchor].role
    if role not in _ANCHOR_ROLES or not 2 <= len(label) <= _LONGEST or not any(c.isalpha() for c in label):
        return False
    if scene.same_thing(target, anchor) or (label == scene.folded[target] and _bears(scene, target)):
        return False
    bars = {role, scene.noun(target)}
    if bars & _IN_BARS and len(bars) > 1:
        # Nobody says “the button below the File menu”.
        return False
    alone = len(scene.distinct(i for i in scene.by_label[label] if _bears(scene, i))) == 1
    return alone and (not scene.sight.known or scene.sight.count(label) == 1)


def _bears(scene: Scene, index: int) -> bool:
    """Say whether an element's label stands on itself, not beside it."""
    e = scene.elements[index]
    return e.role not in LABELLED_ROLES and (bool(e.text) or not e.label)


def _is_next(scene: Scene, target: int, anchor: int, relation: str) -> bool:
    """Say whether nothing else that could be meant stands on that side of the anchor about as near."""
    mine = gap(scene, target, anchor)
    for i, e in enumerate(scene.elements):
        if i == anchor or e.role in _HOLDERS or scene.same_thing(i, target) or scene.same_thing(i, anchor):
            continue
        if side_of(scene, i, anchor) == relation and gap(scene, i, anchor) < 1.5 * mine + 16:
            closer = gap(scene, i, anchor) < mine + 4
            if closer or _is_rival(scene, i, target):
                return False
    return True


def _is_alone_beside(scene: Scene, target: int, anchor: int) -> bool:
    """Say whether nothing else in the anchor's row is about as near to it."""
    mine = gap(scene, target, anchor)
    return not any(
        gap(scene, i, anchor) < 2.5 * mine + 24
        and _is_rival(scene, i, target)
        and side_of(scene, i, anchor) in ("left of", "right of")
        for i in range(len(scene.elements))
        if i != anchor and not scene.same_thing(i, target) and not scene.same_thing(i, anchor)
    )


def _is_rival(scene: Scene, i: int, target: int) -> bool:
    """Say whether a person may take one for the other: buttons, icons and drop-downs look much alike."""
    pressed: set[Role] = {"button", "icon", "image", "combo box", "menu", "link", "tab"}
    filled: set[Role] = {"field", "combo box", "spin box", "document"}
    mine, other = scene.noun(target), scene.noun(i)
    return mine == other or {mine, other} <= pressed or {mine, other} <= filled


def _in_one_row(scene: Scene, i: int, j: int) -> bool:
    heights = scene.sizes[[i, j], 1]
    return bool(abs(scene.centers[i][1] - scene.centers[j][1]) <= 0.35 * heights.min() and heights.max() < 80)


def is_aligned(scene: Scene, target: int, anchor: int) -> bool:
    """Say whether two boxes in a row share their middles, or two in a column their middles or left sides."""
    a, b = scene.boxes[target], scene.boxes[anchor]
    off = np.abs(scene.centers[target] - scene.centers[anchor])
    if side_of(scene, target, anchor) in ("left of", "right of"):
        return bool(off[1] <= 0.35 * min(scene.sizes[target][1], scene.sizes[anchor][1]) + 3)
    widths = scene.sizes[[target, anchor], 0]
    return bool(abs(a[0] - b[0]) <= 10 or (off[0] <= 24 and widths.max() < 3 * widths.min()))


def is_row(scene: Scene, indices: list[int]) -> bool:
    """Say whether elements stand in one row."""
    return len(scene.rows(indices)) == 1


def side_of(scene: Scene, target: int, anchor: int) -> str:
    """Return on which side of the anchor the target stands, "" where neither row nor column is shared."""
    a, b = scene.boxes[target], scene.boxes[anchor]
    shared_y = min(a[3], b[3]) - max(a[1], b[1])
    shared_x = min(a[2], b[2]) - max(a[0], b[0])
    if shared_y > 0.5 * min(scene.sizes[target][1], scene.sizes[anchor][1]) and shared_x <= 2:
        return "left of" if a[2] <= b[0] + 2 else "right of"
    if shared_x > 0.3 * min(scene.sizes[target][0], scene.sizes[anchor][0]) and shared_y <= 2:
        return "above" if a[3] <= b[1] + 2 else "below"
    return ""


def gap(scene: Scene, i: int, j: int) -> float:
    """Return the free distance between two boxes in pixels."""
    a, b = scene.boxes[i], scene.boxes[j]
    dx = max(0.0, float(b[0] - a[2]), float(a[0] - b[2]))
    dy = max(0.0, float(b[1] - a[3]), float(a[1] - b[3]))
    return dx + dy
