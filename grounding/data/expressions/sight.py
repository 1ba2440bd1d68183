"""What can really be read on a rendered screen: cleaned words, checked against its lines of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from grounding.data.sample import Bounds, RenderedLine

_UNREADABLE = re.compile(r"[\ufffc\ufffd\ue000-\uf8ff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f]")
_POINTERS = re.compile(r"^[▸▾▼▲►◂◀⌄⌃›‹•·\s]+|[\s▸▾▼▲►◂◀⌄⌃›‹•·]+$")
_SHORTCUT = re.compile(
    r"(?<=\S)\s+(?:[⌘⌥⇧⌃]+\S{0,3}|(?:(?:Ctrl|Alt|Shift|Super|Strg|Maj|Control)\s?\+\s?)+\S+|F\d{1,2})$", re.I
)
_ALIKE = 84
_REACH = 8
_BESIDE = 260


def readable(text: str) -> str:
    """Return ``text`` without object characters, pointing triangles and shortcuts; "" for mere signs.

    A lone sign or letter (“+”, “7”) stays.
    """
    plain = " ".join(_UNREADABLE.sub(" ", text).split())
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    plain = _SHORTCUT.sub("", _POINTERS.sub("", plain)).strip()
    has_words = any(c.isalnum() for c in plain)
    return plain if has_words or len(plain) == 1 else ""


def fold(label: str) -> str:
    """Return ``label`` without what does not tell labels apart: case, spaces, ellipsis, colon."""
    text = " ".join(label.replace("…", "...").casefold().split())
    return re.sub(r"(?<=\w)\s*(\.{2,}|[:*])+$", "", text)


class Sight:
    """Answers whether words stand somewhere; where lines are unknown, everything said to be there is."""

    def __init__(self, lines: Sequence[RenderedLine] | None) -> None:
        self.known = lines is not None
        self._lines = [line for line in lines or () if line.text.strip()]
        self.folded = [fold(readable(line.text)) for line in self._lines]

    @cached_property
    def _middles(self) -> NDArray[np.float32]:
        boxes = np.array([line.box for line in self._lines], np.float32).reshape(-1, 4)
        return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2, np.float32)

    def stands_in(self, text: str, box: Bounds) -> bool:
        """Return whether ``text`` can be read in ``box`` (picture pixels)."""
        return not self.known or _holds(self._texts_in(_grown(box, _REACH, _REACH)), text)

    def stands_beside(self, text: str, box: Bounds) -> bool:
        """Return whether ``text`` can be read in ``box``, left of it or right above it, as labels are."""
        if not self.known:
            return True
        x1, y1, x2, y2 = box
        around = (x1 - _BESIDE, y1 - 40, x2 + _BESIDE // 2, y2 + 10)
        wanted = fold(text)
        near = self._texts_in(around)
        return _holds(near, text) or any(fuzz.ratio(wanted, t) >= _ALIKE for t in near)

    def is_blank(self, box: Bounds) -> bool:
        """Return whether no words are known to stand in ``box``."""
        return not any(len(t) > 1 for t in self._texts_in(box))

    def stands_outside(self, wanted: str, boxes: Iterable[Bounds], partly: bool) -> bool:
        """Return whether folded words stand in a line whose middle is in none of ``boxes``."""
        held = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        grown = [_grown(b, 4, 4) for b in boxes]
        for text, (x, y) in zip(self.folded, self._middles.tolist(), strict=True):
            here = bool(held.search(text)) if partly else text == wanted
            if here and not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in grown):
                return True
        return False

    def count(self, wanted: str) -> int:
        """Return in how many lines folded words stand."""
        held = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        return sum(bool(held.search(t)) for t in self.folded)

    def _texts_in(self, box: Bounds) -> list[str]:
        if not self._lines:
            return []
        m = self._middles
        inside = (m[:, 0] >= box[0]) & (m[:, 0] <= box[2]) & (m[:, 1] >= box[1]) & (m[:, 1] <= box[3])
        return [self.folded[i] for i in np.flatnonzero(inside)]


def _holds(texts: Sequence[str], text: str) -> bool:
    wanted = fold(text).replace(" ", "")
    joined = "".join(texts).replace(" ", "")
    if not wanted or not joined:
        return False
    if len(wanted) <= 3:
        return wanted in joined
    # A line longer than the words may hold them; shorter ones must be most of them.
    return len(joined) >= 0.8 * len(wanted) and fuzz.partial_ratio(wanted, joined) >= _ALIKE


def _grown(box: Bounds, x: int, y: int) -> Bounds:
    return box[0] - x, box[1] - y, box[2] + x, box[3] + y
