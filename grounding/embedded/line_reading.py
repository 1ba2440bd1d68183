"""Reads lines whose boxes may have swallowed the icon in front of the words.

“□ Save” and “Esave” come from a box that begins at the icon. Where the first run of ink stands well apart
from the rest, the words are read alone too, and the two readings tell whether that run was a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.reader import ReadLine

MARGIN = 3
"""Pixels of ground around the ink of a line in its crop."""
_LEAST_GAP, _GAP_SHARE = 3, 0.25
_SLIMMEST, _WIDEST = 0.55, 2.0
_LEAST_REST = 1.0
_HIGHER = 1.4
_OTHER_COLOUR = 48.0
_LEAST_CONTRAST = 30
_LEAST_SCORE, _DOUBTED, _BETTER = 0.85, 0.95, 0.02
_MEANT = frozenset('<%#€$£¥(){}"“„«&/.')
"""Signs that stand before words on purpose."""

Mask = NDArray[np.bool_]


class ManyReader(Protocol):
    """Reads many crops of lines at once."""

    def read(self, crops: Sequence[Image]) -> list[ReadLine]: ...


@dataclass(frozen=True, slots=True)
class Split:
    """A line's crop in two: what stands in front, and the words; ``sure`` where the front is an icon."""

    front: Box
    words: Box
    sure: bool


@dataclass(frozen=True, slots=True)
class ReadCrop:
    """What a crop says, and where in the crop that stands where it is not the whole."""

    line: ReadLine
    part: Box | None = None


def read_lines(reader: ManyReader, crops: Sequence[Image]) -> list[ReadCrop]:
    """Return what each crop (BGR, ``MARGIN`` around the line) says, icons in front of the words left out."""
    splits = {i: split for i, c in enumerate(crops) if (split := split_off(c)) is not None}
    read = reader.read([*crops, *(_cut(crops[i], split.words) for i, split in splits.items())])
    alone = dict(zip(splits, read[len(crops) :], strict=True))
    return [
        ReadCrop(alone[i], splits[i].words)
        if i in splits and has_icon_in_front(splits[i], whole, alone[i])
        else ReadCrop(whole)
        for i, whole in enumerate(read[: len(crops)])
    ]


def has_icon_in_front(split: Split, whole: ReadLine, words: ReadLine) -> bool:
    """Say whether the reading of the whole line is that of its words with an icon in front."""
    text, rest = whole.text.strip(), words.text.strip()
    if len(rest) < 2 or words.score < _LEAST_SCORE or words.foreign:
        return False
    front = text.removesuffix(rest).strip()
    if not text.endswith(rest):
        return split.sure and words.score >= whole.score + _BETTER
    if len(front) > 2 or any(c.isdigit() or c in _MEANT for c in front):
        return False
    if not front or not front.isalnum():
        return split.sure or bool(front)
    doubted = whole.score < _DOUBTED and words.score >= whole.score + _BETTER
    return len(front) == 1 and (split.sure or doubted)


def split_off(crop: Image) -> Split | None:
    """Return where a first run of ink stands apart that is as wide as an icon; None where none does."""
    height, width = crop.shape[:2]
    if height <= 2 * MARGIN or width < 1.8 * height:
        return None
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    ink = _ink(grey)
    columns = np.flatnonzero(ink[MARGIN:-MARGIN].any(axis=0))
    if len(columns) < 2:
        return None
    tall = height - 2 * MARGIN
    gaps = np.diff(columns) - 1
    wide = np.flatnonzero(gaps >= max(_LEAST_GAP, _GAP_SHARE * tall))
    if not len(wide):
        return None
    start, end, onward = int(columns[0]), int(columns[wide[0]]) + 1, int(columns[wide[0] + 1])
    words = _tight(ink, onward, int(columns[-1]) + 1)
    front = _tight(ink, start, end)
    if words.width < _LEAST_REST * tall or not _SLIMMEST * words.height <= front.width <= _WIDEST * tall:
        return None
    return Split(front, words, _is_no_letter(crop, ink, front, words))


def _is_no_letter(crop: Image, ink: Mask, front: Box, words: Box) -> bool:
    """Say whether what stands in front is higher than the words, or of other colours."""
    squarish = 0.6 <= front.width / max(1, front.height) <= 1.6
    if squarish and front.height >= _HIGHER * words.height and front.height >= words.height + 3:
        return True
    first, rest = _colours(crop, ink, front), _colours(crop, ink, words)
    return squarish and float(np.abs(first - rest).max()) >= _OTHER_COLOUR


def _colours(crop: Image, ink: Mask, box: Box) -> NDArray[np.float64]:
    """Return the ink's usual tint: its channels' distances from their mean, sharpest part of the ink."""
    pixels = crop[box.y1 : box.y2, box.x1 : box.x2][ink[box.y1 : box.y2, box.x1 : box.x2]].astype(np.float64)
    tint: NDArray[np.float64] = np.median(pixels - pixels.mean(axis=1, keepdims=True), axis=0)
    return tint


def _ink(grey: NDArray[Any]) -> Mask:
    ground = int(np.bincount(grey.ravel(), minlength=256).argmax())
    apart = cv2.absdiff(grey, np.full_like(grey, ground))
    return np.asarray(apart > max(_LEAST_CONTRAST, 0.3 * int(apart.max())))


def _tight(ink: Mask, x1: int, x2: int) -> Box:
    rows = np.flatnonzero(ink[:, x1:x2].any(axis=1))
    return Box(x1, int(rows[0]), x2, int(rows[-1]) + 1)


def _cut(crop: Image, words: Box) -> Image:
    inside = words.expanded(MARGIN).clipped(Box(0, 0, crop.shape[1], crop.shape[0]))
    return np.ascontiguousarray(crop[inside.y1 : inside.y2, inside.x1 : inside.x2])
