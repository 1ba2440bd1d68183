"""Joins what was detected with what was read: which words belong to which element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.embedded.detector import DetectedElement
from grounding.embedded.paragraphs import wrapped
from grounding.types import Role, State, TextPiece, UIElement

_TICKS: frozenset[Role] = frozenset({"checkbox", "radio", "switch"})
_HOLDERS: frozenset[Role] = frozenset({"window", "dialog", "document", "image", "scroll bar"})
"""Roles whose words stay elements of their own."""
_ROWS: frozenset[Role] = frozenset({"list item", "tree item", "cell", "field"})
"""Roles with several pieces of text at times, each worth pointing at."""
_ONE_TEXT: frozenset[Role] = frozenset({"button", "menu", "menu item", "link", "tab", "combo box"})
"""Roles that hold all of their words: those of cells are read across their borders at times."""
_DOUBTFUL = 0.4
_LABEL_LIKE = 0.5
_DOCUMENT_HEIGHT = 120
_DOCUMENT_SHARE = 0.25
_MOST_LABEL_DISTANCE = 24
_MOST_COVERED = 0.3


@dataclass(frozen=True, slots=True)
class ReadText:
    """A line of text with its box, in picture pixels."""

    box: Box
    text: str
    score: float


def fuse(found: Sequence[DetectedElement], lines: Sequence[ReadText]) -> list[UIElement]:
    """Return one list of elements (picture pixels): controls with their words, and the words left over."""
    controls = [_as_document(e, found) for e in found if e.role != "text"]
    controls = [c for c, cut in zip(controls, _cut_words(controls, lines), strict=True) if not cut]
    owners = _owners(lines, controls)
    words: dict[int, list[ReadText]] = defaultdict(list)
    for line, owner in zip(lines, owners, strict=True):
        if owner is not None:
            words[owner].append(line)
    labels = _tick_labels(controls, words, [x for x, o in zip(lines, owners, strict=True) if o is None])
    used = {id(line) for line in labels.values()}
    elements = [_element(e, words[i], labels.get(i)) for i, e in enumerate(controls)]
    loose = [x for x, o in zip(lines, owners, strict=True) if _stays_apart(o, controls, words)]
    return elements + _texts([x for x in loose if id(x) not in used], controls)


def joined_readings(better: Sequence[ReadText], others: Sequence[ReadText]) -> list[ReadText]:
    """Return ``better`` and those of ``others`` that stand where it has nothing."""
    if not better or not others:
        return [*better, *others]
    taken, asked = _as_array([x.box for x in better])[None], _as_array([x.box for x in others])[:, None]
    shared = np.minimum(taken[..., 2:], asked[..., 2:]) - np.maximum(taken[..., :2], asked[..., :2])
    covered = np.maximum(shared, 0).prod(axis=2).sum(axis=1)
    free = covered < _MOST_COVERED * _areas(asked[:, 0])
    return [*better, *(x for x, apart in zip(others, free, strict=True) if apart)]


def _texts(lines: Sequence[ReadText], controls: Sequence[DetectedElement]) -> list[UIElement]:
    """Return the elements of lines that stand alone: one a line, or one for all lines of a wrapped text."""
    pages = [c.box for c in controls if c.role == "document"]
    free = [x for x in lines if not any(p.contains(x.box.center) for p in pages)]
    blocks = wrapped(free)
    joined = {id(x) for block in blocks for x in block}
    single = [UIElement(x.box, "text", x.text, score=x.score) for x in lines if id(x) not in joined]
    return single + [_block(block) for block in blocks]


def _block(lines: Sequence[ReadText]) -> UIElement:
    box, text = Box.covering([x.box for x in lines]), " ".join(x.text for x in lines)
    score = min(x.score for x in lines)
    return UIElement(box, "text", text, score=score, pieces=tuple(TextPiece(x.text, x.box) for x in lines))


def _as_document(element: DetectedElement, found: Sequence[DetectedElement]) -> DetectedElement:
    """Return a field that fills a good part of its window as what it is, a page to write on."""
    if element.role != "field" or element.box.height < _DOCUMENT_HEIGHT:
        return element
    around = [
        e.box.area for e in found if e.role in ("window", "dialog") and e.box.contains(element.box.center)
    ]
    whole = min(around, default=max((e.box.area for e in found), default=0))
    return replace(element, role="document") if element.box.area >= _DOCUMENT_SHARE * whole else element


def _owners(lines: Sequence[ReadText], controls: Sequence[DetectedElement]) -> list[int | None]:
    """Return for every line the smallest control that holds it; None where it stands alone."""
    if not lines or not controls:
        return [None] * len(lines)
    text, held = _as_array([x.box for x in lines]), _as_array([c.box for c in controls])
    shared = np.minimum(text[:, None, 2:], held[None, :, 2:]) - np.maximum(
        text[:, None, :2], held[None, :, :2]
    )
    overlap = np.maximum(shared, 0).prod(axis=2)
    centers = (text[:, :2] + text[:, 2:]) / 2
    within = ((centers[:, None] >= held[None, :, :2]) & (centers[:, None] < held[None, :, 2:])).all(axis=2)
    within &= overlap >= 0.6 * _areas(text)[:, None]
    within &= np.array([c.role not in _HOLDERS for c in controls])
    sizes = np.where(within, _areas(held)[None, :], np.inf)
    smallest = sizes.argmin(axis=1)
    return [int(i) if np.isfinite(row[i]) else None for i, row in zip(smallest, sizes, strict=True)]


def _cut_words(controls: Sequence[DetectedElement], lines: Sequence[ReadText]) -> list[bool]:
    """Say which controls are doubtful, hold no line, and end in the middle of one: there is none."""
    if not lines or not controls:
        return [False] * len(controls)
    text, held = _as_array([x.box for x in lines])[:, None], _as_array([c.box for c in controls])[None]
    shared = np.minimum(text[..., 2:], held[..., 2:]) - np.maximum(text[..., :2], held[..., :2])
    tall = text[..., 3] - text[..., 1]
    in_line = (shared > 0).all(axis=2) & (shared[..., 1] >= 0.8 * tall)
    sticks_out = (text[..., 0] < held[..., 0] - tall) | (text[..., 2] > held[..., 2] + tall)
    ends_within = in_line & sticks_out & (shared[..., 0] >= tall)
    holds = (in_line & ~sticks_out).any(axis=0)
    open_ = np.array([c.score < _DOUBTFUL and c.role in _ONE_TEXT for c in controls])
    return [bool(cut) for cut in ends_within.any(axis=0) & ~holds & open_]


def _as_array(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array([(b.x1, b.y1, b.x2, b.y2) for b in boxes], np.float64)


def _areas(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    areas: NDArray[np.float64] = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return areas


def _stays_apart(
    owner: int | None, controls: Sequence[DetectedElement], words: dict[int, list[ReadText]]
) -> bool:
    """Say whether a line is an element too: nobody's, one of several columns of a row, in a doubtful control.

    What is hardly believed to be a control is often a plain label.
    """
    if owner is None or controls[owner].score < _LABEL_LIKE:
        return True
    return controls[owner].role in _ROWS and len(words[owner]) > 1


def _tick_labels(
    controls: Sequence[DetectedElement], words: dict[int, list[ReadText]], free: Sequence[ReadText]
) -> dict[int, ReadText]:
    """Return, for tick boxes without words of their own, the nearest words in their line."""
    labels = {}
    for i, control in enumerate(controls):
        if control.role not in _TICKS or words[i]:
            continue
        near = [x for x in free if _is_beside(control.box, x.box)]
        after = [x for x in near if x.box.x1 >= control.box.center.x]
        # A switch stands at the end of its row, often far from its words.
        chosen = min(after, key=lambda x: x.box.x1, default=None)
        if chosen is None and control.role == "switch":
            chosen = max(near, key=lambda x: x.box.x2, default=None)
        if chosen is not None:
            labels[i] = chosen
    return labels


def _is_beside(tick: Box, line: Box) -> bool:
    if abs(tick.center.y - line.center.y) > max(6, tick.height // 2):
        return False
    return -2 <= line.x1 - tick.x2 <= _MOST_LABEL_DISTANCE or line.x2 <= tick.x1 + 2


def _element(found: DetectedElement, lines: Sequence[ReadText], label: ReadText | None) -> UIElement:
    ordered = _in_rows(lines)
    text = " ".join(x.text for x in ordered) if label is None else label.text
    pieces = tuple(TextPiece(x.text, x.box) for x in ordered)
    return UIElement(found.box, found.role, text, _state(found), found.score, pieces=pieces)


def _in_rows(lines: Sequence[ReadText]) -> list[ReadText]:
    """Return ``lines`` from top to bottom, those of one row from left to right."""
    rows: list[list[ReadText]] = []
    for line in sorted(lines, key=lambda x: x.box.center.y):
        first = rows[-1][0].box if rows else None
        if first is not None and line.box.center.y - first.center.y <= 0.5 * min(
            first.height, line.box.height
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [x for row in rows for x in sorted(row, key=lambda x: x.box.x1)]


def _state(found: DetectedElement) -> frozenset[State]:
    if found.role not in _TICKS:
        return found.state
    # A tick box is always one or the other.
    return (
        found.state | {"checked"} if "checked" in found.state else found.state - {"checked"} | {"unchecked"}
    )
