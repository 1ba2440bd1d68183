"""Finds the texts that checks ask for; what was read nearly so is read again before it is decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapidfuzz import fuzz

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen, UIElement
from gui_agent.misreadings import SHORT, shows
from gui_agent.screen_text import Shows, count_text, find_text, fold, text_within
from gui_agent.types import Observation

ReadAgain = Callable[[Screenshot, Box], Sequence[str]]
"""Returns several readings of the line in a box (screen pixels), as many for each."""
Answer = TypeVar("Answer")
_NEAR, _NEAR_SHORT = 75.0, 60.0
_SHORTEST = 3
_LEAST_OF_IT = 0.7
_MOST_PLACES = 16


@dataclass(frozen=True, slots=True)
class CarefulReader:
    """Answers questions about what is written; without ``read_again`` the first reading counts."""

    read_again: ReadAgain | None = None

    def find(self, seen: Observation, wanted: str, shows: Shows = shows) -> tuple[UIElement, ...]:
        """Return the elements that show ``wanted``."""
        first = find_text(seen.screen, wanted, shows)
        if first:
            return first
        return _of_most([find_text(s, wanted, shows) for s in self._readings(seen, wanted)], bool) or ()

    def count(self, seen: Observation, wanted: str) -> int:
        """Count how often ``wanted`` stands there."""
        first = count_text(seen.screen, wanted, shows)
        again = [count_text(s, wanted, shows) for s in self._readings(seen, wanted)]
        return max(first, _of_most(again, int) or 0)

    def read_within(self, seen: Observation, box: Box, holds: Callable[[str], bool], wanted: str) -> str:
        """Return what stands in ``box``: the reading that ``holds`` where at least half of them do."""
        first = text_within(seen.screen, box)
        if holds(first) or not is_near(first, wanted):
            return first
        inside = [e for e in seen.screen.elements if e.text and box.contains(e.box.center)]
        again = [text_within(s, box) for s in self._read_anew(seen, inside)]
        return _of_most([text if holds(text) else "" for text in again], bool) or first

    def _readings(self, seen: Observation, wanted: str) -> list[ParsedScreen]:
        """Return ``seen`` as often as it is read again, where something reads nearly like ``wanted``."""
        if self.read_again is None:
            return []
        near = [e for e in find_text(seen.screen, wanted, is_near) if not shows(e.text, wanted)]
        return self._read_anew(seen, near)

    def _read_anew(self, seen: Observation, elements: Sequence[UIElement]) -> list[ParsedScreen]:
        if self.read_again is None or not elements:
            return []
        said = {e: _texts_of(e, seen.screenshot, self.read_again) for e in elements[:_MOST_PLACES]}
        return [
            _with_texts(seen.screen, dict(zip(said, texts, strict=True)))
            for texts in zip(*said.values(), strict=True)
        ]


def is_near(read: str, wanted: str) -> bool:
    """Say whether ``read`` may be ``wanted`` with some letters misread, so that a second look is worth it."""
    short, long = fold(wanted), fold(read)
    if len(short) < _SHORTEST or len(long) < _LEAST_OF_IT * len(short):
        return False
    if len(short) > SHORT:
        return fuzz.partial_ratio(short, long) >= _NEAR
    return len(long) <= 3 * len(short) and fuzz.partial_ratio(short, long) >= _NEAR_SHORT


def _of_most(answers: Sequence[Answer], counts: Callable[[Answer], object]) -> Answer | None:
    """Return the first of ``answers`` that counts where at least half of them do."""
    good = [answer for answer in answers if counts(answer)]
    return good[0] if good and 2 * len(good) >= len(answers) else None


def _texts_of(element: UIElement, screenshot: Screenshot, read_again: ReadAgain) -> list[str]:
    """Return the readings of all lines of ``element``."""
    boxes = [piece.box for piece in element.pieces] or [element.box]
    return [" ".join(lines) for lines in zip(*(read_again(screenshot, box) for box in boxes), strict=True)]


def _with_texts(screen: ParsedScreen, texts: dict[UIElement, str]) -> ParsedScreen:
    anew = (replace(e, text=texts[e], pieces=()) if e in texts else e for e in screen.elements)
    return replace(screen, elements=tuple(anew))
