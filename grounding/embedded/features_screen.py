"""What the matcher knows about the elements of a screen before anybody asks for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.embedded.tokens import PADDING, word_ids, words_of
from grounding.labels import folded
from grounding.types import Role, State, UIElement

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

ROLES: tuple[Role, ...] = get_args(Role)
STATES: tuple[State, ...] = get_args(State)
LABEL_IDS = 16
PAIR_SIZE = 16
_RANKS = 6
_LONGEST = 200
_MOST_WORDS = 12
_LABELLED = frozenset(
    {"field", "combo box", "spin box", "slider", "checkbox", "radio", "switch", "document", "icon", "image"}
)
# These too, where nothing stands on them: a field is often taken for a button.
_LABELLED_IF_BARE = frozenset({"button", "tab", "cell", "list item"})
_FREE_SIZE = 22
_RANK_GROUPS = 6
ELEMENT_SIZE = len(ROLES) + len(STATES) + _FREE_SIZE + _RANK_GROUPS * (_RANKS + 1)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one kind (text, label beside, meaning) of all elements, sorted by element.

    ``word`` indexes the screen's vocabulary, ``element`` the elements; ``starts`` the first word of each
    element in ``owners``, the elements that have any.
    """

    word: NDArray[np.intp]
    starts: NDArray[np.intp]
    owners: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ScreenFeatures:
    """``elements`` [n, ELEMENT_SIZE], ``label_ids`` [n, 3, LABEL_IDS] of text, label beside and meaning,
    ``icons`` [n, D] or [n, 0]; the rest is what `compare` needs.
    """  # noqa: D205

    source: tuple[UIElement, ...]
    region: Box
    boxes: Floats
    elements: Floats
    label_ids: Ids
    icons: Floats
    texts: tuple[tuple[str, ...], ...]
    phrases: tuple[tuple[str, ...], ...]
    vocabulary: tuple[str, ...]
    words: tuple[Words, ...]
    ranks: Floats = field(repr=False)


def describe_screen(
    elements: Sequence[UIElement], region: Box, icons: Floats | None = None
) -> ScreenFeatures:
    """Return the features of elements; ``icons`` are their icon vectors [n, D], zeros where none."""
    n = len(elements)
    boxes = np.array([[e.box.x1, e.box.y1, e.box.x2, e.box.y2] for e in elements], np.float32).reshape(-1, 4)
    own = [folded(e.text[:_LONGEST]) for e in elements]
    beside = _labels_beside(elements, boxes, own)
    meaning = [folded(e.meaning[:_LONGEST]) for e in elements]
    vocabulary: dict[str, int] = {}
    split = [[words_of(t)[:_MOST_WORDS] for t in texts] for texts in (own, beside, meaning)]
    words = tuple(_words(rows, vocabulary) for rows in split)
    ranks = _ranks(elements, boxes, own)
    return ScreenFeatures(
        tuple(elements),
        region,
        boxes,
        _element_features(elements, boxes, region, own, ranks),
        _label_ids(split, n),
        np.zeros((n, 0), np.float32) if icons is None else icons.astype(np.float32, copy=False),
        (tuple(own), tuple(beside), tuple(meaning)),
        tuple(tuple(f" {' '.join(row)} " if row else "" for row in rows) for rows in split),
        tuple(vocabulary),
        words,
        ranks,
    )


def _words(rows: list[list[str]], vocabulary: dict[str, int]) -> Words:
    word: list[int] = []
    starts: list[int] = []
    owners: list[int] = []
    for i, row in enumerate(rows):
        if row:
            starts.append(len(word))
            owners.append(i)
            word += [vocabulary.setdefault(w, len(vocabulary)) for w in row]
    return Words(np.array(word, np.intp), np.array(starts, np.intp), np.array(owners, np.intp))


def _label_ids(split: list[list[list[str]]], n: int) -> Ids:
    """Return whole-word ids first, then ids of pieces while there is room."""
    ids = np.full((n, len(split), LABEL_IDS), PADDING, np.int64)
    known: dict[str, list[int]] = {}
    for kind, rows in enumerate(split):
        for i, row in enumerate(rows):
            if not row:
                continue
            for word in row:
                if word not in known:
                    known[word] = word_ids([word])[0]
            whole = [known[w][0] for w in row[:8]]
            pieces = [p for w in row[:4] for p in known[w][1:4]]
            chosen = (whole + pieces)[:LABEL_IDS]
            ids[i, kind, : len(chosen)] = chosen
    return ids


def _labels_beside(elements: Sequence[UIElement], boxes: Floats, own: list[str]) -> list[str]:
    """Return, for what is named from outside, the nearest text left of it in its row or right above it."""
    beside = [""] * len(elements)
    text = np.array(
        [e.role in ("text", "link") and bool(t) for e, t in zip(elements, own, strict=True)], bool
    )
    sources = np.flatnonzero(text)
    if not len(sources):
        return beside
    s = boxes[sources]
    for i, e in enumerate(elements):
        bare = e.role in _LABELLED_IF_BARE and not own[i]
        named = own[i] and e.role in ("checkbox", "radio", "switch")
        if named or not (bare or e.role in _LABELLED):
            continue
        cost = _label_cost(boxes[i], s, after=e.role in ("checkbox", "radio", "switch"))
        best = int(np.argmin(cost))
        if cost[best] < 400 and sources[best] != i:
            beside[i] = own[sources[best]]
    return beside


def _label_cost(box: Floats, texts: Floats, after: bool) -> Floats:
    """Return how unlikely each text is to name ``box``; 400 and more is too unlikely."""
    middle = (texts[:, 1] + texts[:, 3]) / 2
    in_row = np.abs(middle - min((box[1] + box[3]) / 2, box[1] + 20)) < np.maximum(
        10, (texts[:, 3] - texts[:, 1]) * 0.7
    )
    left = np.where(in_row & (texts[:, 2] <= box[0] + 6), box[0] - texts[:, 2], 1e6)
    overlap = (texts[:, 0] < box[2]) & (texts[:, 0] >= box[0] - 14)
    drop = box[1] - texts[:, 3]
    above = np.where(
        overlap & (drop > -5) & (drop < 40), 40 + 6 * np.maximum(drop, 0) + texts[:, 0] - box[0], 1e6
    )
    drop = texts[:, 1] - box[3]
    centred = np.abs(texts[:, [0, 2]].mean(1) - box[[0, 2]].mean()) < 30
    below = np.where(
        centred & (drop > -5) & (drop < 16) & (box[3] - box[1] > 20), 60 + 6 * np.maximum(drop, 0), 1e6
    )
    right = np.where(in_row & (texts[:, 0] >= box[2] - 6), texts[:, 0] - box[2] - 200 * after + 150, 1e6)
    right = np.where(right < (60 if after else 0), right, 1e6)
    return np.asarray(np.minimum.reduce([left, above, right, below]), np.float32)


def _ranks(elements: Sequence[UIElement], boxes: Floats, own: list[str]) -> Floats:
    """Return positions [n, _RANK_GROUPS] counted from 1, negative from the end, among like elements.

    Columns: of the role in reading order and from the end, in its row from left and right, in its column
    from the top, among equal texts.
    """
    n = len(elements)
    ranks = np.zeros((n, _RANK_GROUPS), np.float32)
    if not n:
        return ranks
    middle = np.asarray((boxes[:, 1] + boxes[:, 3]) / 2, np.float32)
    rows = _row_numbers(middle)
    order = np.lexsort((boxes[:, 0], rows))
    roles = [("icon" if e.role == "button" and not t else e.role) for e, t in zip(elements, own, strict=True)]
    columns = np.round(boxes[:, 0] / 24).astype(int)
    _count([(r,) for r in roles], order, ranks[:, 0], ranks[:, 1])
    _count([(r, int(y)) for r, y in zip(roles, rows, strict=True)], order, ranks[:, 2], ranks[:, 3])
    _count([(r, int(x)) for r, x in zip(roles, columns, strict=True)], order, ranks[:, 4], None)
    _count(
        [(t, r) if t else (i,) for i, (t, r) in enumerate(zip(own, roles, strict=True))],
        order,
        ranks[:, 5],
        None,
    )
    return ranks


def _row_numbers(middle: Floats) -> NDArray[np.intp]:
    order = np.argsort(middle, kind="stable")
    steps = np.diff(middle[order], prepend=middle[order[:1]]) > 6
    rows = np.empty(len(middle), np.intp)
    rows[order] = np.cumsum(steps)
    return rows


def _count(
    groups: Sequence[tuple[object, ...]], order: NDArray[np.intp], ahead: Floats, behind: Floats | None
) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for i in order.tolist():
        seen[groups[i]] = seen.get(groups[i], 0) + 1
        ahead[i] = seen[groups[i]]
    if behind is not None:
        for i, group in enumerate(groups):
            behind[i] = seen[group] + 1 - ahead[i]


def _element_features(
    elements: Sequence[UIElement], boxes: Floats, region: Box, own: list[str], ranks: Floats
) -> Floats:
    n = len(elements)
    out = np.zeros((n, ELEMENT_SIZE), np.float32)
    for i, e in enumerate(elements):
        out[i, ROLES.index(e.role)] = 1
        for state in e.state:
            out[i, len(ROLES) + STATES.index(state)] = 1
    start = len(ROLES) + len(STATES)
    out[:, start : start + _FREE_SIZE] = _free_features(elements, boxes, region, own)
    start += _FREE_SIZE
    steps = np.arange(1, _RANKS + 1, dtype=np.float32)
    for group in range(_RANK_GROUPS):
        out[:, start : start + _RANKS] = ranks[:, group : group + 1] == steps
        out[:, start + _RANKS] = np.minimum(ranks[:, group], 20) / 20
        start += _RANKS + 1
    return out


def _free_features(elements: Sequence[UIElement], boxes: Floats, region: Box, own: list[str]) -> Floats:
    n = len(elements)
    out = np.zeros((n, _FREE_SIZE), np.float32)
    if not n:
        return out
    size = np.array([max(1, region.width), max(1, region.height)], np.float32)
    origin = np.array([region.x1, region.y1], np.float32)
    center = ((boxes[:, :2] + boxes[:, 2:]) / 2 - origin) / size
    sides = boxes[:, 2:] - boxes[:, :2]
    out[:, 0:2], out[:, 2:4] = center, sides / size
    out[:, 4:6] = np.log1p(np.maximum(sides, 0)) / 7
    out[:, 6] = np.log((sides[:, 0] + 1) / (sides[:, 1] + 1)) / 4
    for k, corner in enumerate(((0, 0), (1, 0), (0, 1), (1, 1))):
        out[:, 7 + k] = np.abs(center - np.array(corner, np.float32)).sum(1) / 2
    out[:, 11] = [bool(t) for t in own]
    out[:, 12] = [min(len(t), 60) / 60 for t in own]
    out[:, 13] = [len(t) in (1, 2) for t in own]
    out[:, 14] = [t[:1].isdigit() for t in own]
    out[:, 15] = [bool(e.meaning) for e in elements]
    out[:, 16] = [e.score for e in elements]
    out[:, 17:22] = _surroundings(elements, boxes)
    return out


def _surroundings(elements: Sequence[UIElement], boxes: Floats) -> Floats:
    """Return whether each element is in a dialog, in the front window, covered, and where in its window."""
    n = len(elements)
    out = np.zeros((n, 5), np.float32)
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    smallest = np.full(n, np.inf, np.float32)
    for i, e in enumerate(elements):
        if e.role not in ("window", "dialog"):
            continue
        b = boxes[i]
        area = (b[2] - b[0]) * (b[3] - b[1])
        inside = (center >= b[:2]).all(1) & (center < b[2:]).all(1) & (area < smallest)
        inside[i] = False
        smallest[inside] = area
        out[inside, 0] = e.role == "dialog"
        out[inside, 1] = "focused" in e.state
        out[inside, 2] = 1
        out[inside, 3:5] = (center[inside] - b[:2]) / np.maximum(b[2:] - b[:2], 1)
    return out


def pair_features(boxes: Floats, others: Floats) -> Floats:
    """Return how each of ``boxes`` [n, 4] stands to each of ``others`` [m, 4]: [n, m, PAIR_SIZE]."""
    out = np.zeros((len(boxes), len(others), PAIR_SIZE), np.float32)
    x1, y1, x2, y2 = (boxes[:, k, None] for k in range(4))
    u1, v1, u2, v2 = (others[None, :, k] for k in range(4))
    gap_x, gap_y = np.maximum(x1 - u2, u1 - x2), np.maximum(y1 - v2, v1 - y2)
    shared_x = np.clip(-gap_x / np.maximum(np.minimum(x2 - x1, u2 - u1), 1), 0, 1)
    shared_y = np.clip(-gap_y / np.maximum(np.minimum(y2 - y1, v2 - v1), 1), 0, 1)
    cx, cy, cu, cv = (x1 + x2) / 2, (y1 + y2) / 2, (u1 + u2) / 2, (v1 + v2) / 2
    dx, dy = np.asarray(cx - cu, np.float32), np.asarray(cy - cv, np.float32)
    free_x, free_y = np.maximum(gap_x, 0), np.maximum(gap_y, 0)
    out[..., 0], out[..., 1] = shared_y, shared_x
    out[..., 2], out[..., 3] = _soft(dx, 60), _soft(dy, 40)
    out[..., 4], out[..., 5] = _soft(dx, 400), _soft(dy, 300)
    out[..., 6], out[..., 7] = 1 / (1 + free_x / 24), 1 / (1 + free_y / 12)
    out[..., 8] = 1 / (1 + (free_x + free_y) / 100)
    along_x, along_y = shared_y / (1 + free_x / 80), shared_x / (1 + free_y / 40)
    out[..., 9], out[..., 10] = along_x * (dx > 0), along_x * (dx < 0)
    out[..., 11], out[..., 12] = along_y * (dy > 0), along_y * (dy < 0)
    out[..., 13] = (cx >= u1) & (cx < u2) & (cy >= v1) & (cy < v2)
    out[..., 14] = (cu >= x1) & (cu < x2) & (cv >= y1) & (cv < y2)
    out[..., 15] = (dx == 0) & (dy == 0) & (x1 == u1) & (y1 == v1)
    return out


def _soft(distance: Floats, scale: float) -> Floats:
    """Return ``distance`` in -1 to 1, cheaper than a hyperbolic tangent."""
    return np.asarray(distance / (scale + np.abs(distance)), np.float32)
