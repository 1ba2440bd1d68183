"""A second look at controls without words: digits, operators and single letters that are no text line.

The finder of lines is made for words. What stands alone in the middle of a key or a cell is cut out here by
its ink, so that the reader of lines can say what it is; and what it said is believed where it is sure, or
where the control is one key among others of its size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.reader import ReadLine
from grounding.glyphs import ARROWS, plain_sign, shape_of
from grounding.types import Role, UIElement

_LOOKED_AT: frozenset[Role] = frozenset({"button", "cell", "tab", "link", "list item", "column header"})
_WIDEST, _HIGHEST = 400, 160
_LEAST_CONTRAST = 40
_MOST_PIECES = 6
_MOST_SPREAD = 25.0
_MOST_FILLED = 0.65
_OPERATORS = frozenset("+-−×÷=%.,()/√<>!^*±:;€$£#@&?")
_PEERS = 4
_DIGIT_AMONG_KEYS, _DIGIT_IN_FIELD = 0.75, 0.8
_HOLD_NUMBERS: frozenset[Role] = frozenset({"field", "spin box"})
_SURE, _SURE_LETTER, _SURE_ROUND, _SURE_KEY = 0.95, 0.99, 0.98, 0.45


@dataclass(frozen=True, slots=True)
class LoneSign:
    """Where the ink of a sign stands in its control, and what is ``drawn`` there [h, w]."""

    box: Box
    drawn: NDArray[np.bool_]


def is_looked_at(element: UIElement) -> bool:
    """Say whether ``element`` may be a key or a cell with a sign that was not read, or read as a speck."""
    size = element.box
    unread = not any(c.isalnum() for c in element.text) and len(element.text) <= 2
    return unread and element.role in _LOOKED_AT and size.width <= _WIDEST and size.height <= _HIGHEST


def sign_in(control: Image) -> LoneSign | None:
    """Return the lone sign in a picture of a control; None where there is none.

    A sign is small, of one colour, in a few pieces, near the middle, and off the control's border.
    """
    height, width = control.shape[:2]
    rim = max(2, min(8, min(height, width) // 8))
    inner = control[rim : height - rim, rim : width - rim]
    if min(inner.shape[:2]) < 6:
        return None
    ink = _ink(cv2.cvtColor(inner, cv2.COLOR_BGR2GRAY))
    if ink is None:
        return None
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x2, y2 = stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
    rows, columns = ink.shape
    # What touches the rim belongs to a border or a neighbour.
    inside = (stats[:, 0] > 0) & (stats[:, 1] > 0) & (x2 < columns) & (y2 < rows) & (stats[:, 4] >= 2)
    inside[0] = False
    chosen = np.flatnonzero(inside)
    if not 1 <= len(chosen) <= _MOST_PIECES:
        return None
    box = Box(
        int(stats[chosen, 0].min()), int(stats[chosen, 1].min()), int(x2[chosen].max()), int(y2[chosen].max())
    )
    if not _is_small_and_central(box, columns, rows):
        return None
    drawn = np.isin(labels[box.y1 : box.y2, box.x1 : box.x2], chosen)
    if not _is_of_one_colour(inner[box.y1 : box.y2, box.x1 : box.x2][drawn]):
        return None
    if (
        drawn.mean() > _MOST_FILLED
        and max(box.width, box.height) > height / 12
        and box.height > 4 < box.width
    ):
        # Arrow heads and other filled shapes.
        return None
    return LoneSign(box.offset(rim, rim), drawn)


def _ink(grey: NDArray[Any]) -> NDArray[np.uint8] | None:
    ground = int(np.bincount(grey.ravel(), minlength=256).argmax())
    apart = cv2.absdiff(grey, np.full_like(grey, ground))
    strongest = int(apart.max())
    if strongest < _LEAST_CONTRAST:
        return None
    return np.asarray(apart > max(20, 0.4 * strongest), np.uint8)


def _is_small_and_central(box: Box, width: int, height: int) -> bool:
    across, down = abs(box.x1 + box.x2 - width), abs(box.y1 + box.y2 - height)
    small = box.height <= 0.8 * height and box.width <= 3 * max(box.height, 12)
    return small and across <= max(6, 0.3 * width) and down <= max(6, 0.4 * height)


def _is_of_one_colour(pixels: NDArray[np.uint8]) -> bool:
    tint = pixels.astype(np.float32)
    tint -= tint.mean(axis=1, keepdims=True)
    return float(tint.std(axis=0).max()) <= _MOST_SPREAD


def believed(
    elements: Sequence[UIElement], asked: Sequence[int], signs: Sequence[LoneSign], read: Sequence[ReadLine]
) -> dict[int, str]:
    """Return what stands on the elements ``asked`` (indices), where its reading can be believed."""
    sure = {i: r.text.strip() for i, s, r in zip(asked, signs, read, strict=True) if _is_sure(s, r)}
    # Short readings of other kinds are misread icons at times.
    digits = {
        i for i, r in zip(asked, read, strict=True) if r.text.isdigit() and r.score >= _DIGIT_AMONG_KEYS
    }
    digits |= {i for i, e in enumerate(elements) if e.text.isdigit() and e.role in _LOOKED_AT}
    keys = [elements[i] for i in sorted(digits | sure.keys())]
    found = {i: t for i, r in zip(asked, read, strict=True) if (t := _value(elements, i, r))} | sure
    for i, sign, reading in zip(asked, signs, read, strict=True):
        if i not in found and _key_sign(sign, reading) and _is_among(elements[i], keys):
            found[i] = _key_sign(sign, reading)
    return found


def _is_sure(sign: LoneSign, reading: ReadLine) -> bool:
    text = reading.text.strip()
    plain = text.replace(".", "").replace(",", "").replace("/", "").replace("%", "")
    if not plain.isalnum() or reading.foreign or len(text) > 6:
        return False
    if text in ("0", "O", "o"):
        return reading.score >= _SURE_ROUND and sign.box.width < 0.9 * sign.box.height
    return reading.score >= (_SURE if len(text) > 1 or text.isdigit() else _SURE_LETTER)


def _key_sign(sign: LoneSign, reading: ReadLine) -> str:
    """Return what stands on a key, given that it is one; "" where that cannot be told."""
    shape = shape_of(sign.drawn)
    if shape:
        return "" if shape in ARROWS else shape
    text = plain_sign(reading.text)
    if text == ".":
        return text
    likely = reading.score >= _SURE_KEY and not reading.foreign and len(text) <= 3
    return text if likely and all(c.isalnum() or c in _OPERATORS for c in text) else ""


def _value(elements: Sequence[UIElement], asked: int, reading: ReadLine) -> str:
    """Return the number that stands alone in an empty field, as in one with arrows beside it."""
    text, box = reading.text.strip(), elements[asked].box
    if not re.fullmatch(r"[-+]?\d{1,3}", text) or reading.score < _DIGIT_IN_FIELD:
        return ""
    held = (
        e.role in _HOLD_NUMBERS and not e.text and e.box.contains(box.center) and e.box.area > box.area
        for e in elements
    )
    return text if any(held) else ""


def _is_among(element: UIElement, keys: Sequence[UIElement]) -> bool:
    w, h = element.box.width, element.box.height
    alike = (
        k.role == element.role and 0.65 <= k.box.width / w <= 1.5 and 0.65 <= k.box.height / h <= 1.5
        for k in keys
    )
    return sum(alike) >= _PEERS
