"""Is the text that was typed where it was to go?  Its field may have no label, and mask or shorten it."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from actions.geometry import Box, Size
from grounding.types import UIElement
from gui_agent.expectation import FieldHolds
from gui_agent.finding import Finding, Scene, shortened
from gui_agent.masked import FEWEST, count_masked
from gui_agent.reading_again import CarefulReader
from gui_agent.screen_text import contains, find_text, fold

UNREADABLE = 3
"""Texts of at most so many characters may escape the reader."""
LEAST_NEARLY = 4
"""Texts of so many characters are known again with one of them misread."""
LETTER = Size(24, 48)
CARET_ROOM = 8
CARET_LETTERS = frozenset("|li1]j!")
MASK_MARGIN = 2
_FINISHED = re.compile(r"[\d.,()\s]*\d\s*(?:[-+*/×÷^%][\d.,()\s]*)+=")
"""A calculation with its sign of equality: a calculator's display shows only the result then."""
_NUMBER = re.compile(r"[-−]?[\d.,\s]*\d")


def find_typed_text(wanted: FieldHolds, scene: Scene, reader: CarefulReader) -> Finding:
    """Look for typed text where the screen changed: its field may have no label to find it by.

    Only what was typed just now may be misread: keys are pressed exactly.
    """
    screen = scene.after.screen
    with_caret = (e for e in screen.elements if _is_with_caret(e.text, wanted.text))
    found = find_text(screen, wanted.text) if scene.acted else reader.find(scene.after, wanted.text)
    shown = (*found, *with_caret)
    changed = [e for e in shown if any(e.box.expanded(4).overlaps(c) for c in scene.after.changes)]
    if changed:
        return Finding(True, f"“{shortened(wanted.text)}” stands there", changed[0].box)
    if scene.acted and (near := _nearly_read(wanted.text, scene)) is not None:
        return Finding(
            True, f"“{near.text}” stands there, a letter away from “{shortened(wanted.text)}”", near.box
        )
    if (operand := _last_operand(wanted.text)) and (display := _changed_to(operand, scene)):
        return Finding(True, f"“{operand}”, the last number of it, stands there", display.box)
    if _FINISHED.fullmatch(wanted.text.strip()) and (display := _changed_to_number(scene)):
        return Finding(True, f"“{display.text}” stands there, which came of it", display.box)
    for change in scene.after.changes:
        if len(wanted.text) >= FEWEST and count_masked(
            scene.after.screenshot.crop(change.expanded(MASK_MARGIN))
        ) == len(wanted.text):
            return Finding(True, f"{len(wanted.text)} masked characters stand there", change)
    if (place := _too_short_to_read(wanted.text, scene)) is not None:
        return Finding(
            True, f"“{wanted.text}” is too short to be read, but something of its size came", place
        )
    return Finding(False, f"I cannot read “{shortened(wanted.text)}” where it was typed")


def _nearly_read(text: str, scene: Scene) -> UIElement | None:
    """Return what was read at the only place that changed, where one letter of ``text`` was misread.

    Keys are pressed exactly; letters at a text cursor or without sense are what readers get wrong. A digit
    read as another stays a difference.
    """
    typed = fold(text)
    if len(typed) < LEAST_NEARLY or len(scene.after.changes) != 1:
        return None
    place = scene.after.changes[0]
    read = [e for e in scene.after.screen.elements if fold(e.text) and e.box.expanded(4).overlaps(place)]
    return next((e for e in read if _one_letter_off(fold(e.text), typed)), None)


def _one_letter_off(read: str, typed: str) -> bool:
    if Levenshtein.distance(read, typed, score_cutoff=1) > 1:
        return False
    digits = [[c for c in word if c.isdigit()] for word in (read, typed)]
    return digits[0] == digits[1]


def _is_with_caret(read: str, typed: str) -> bool:
    """Say whether ``read`` is ``typed`` followed by a text cursor, which is read as a thin letter."""
    return fold(read)[:-1] == fold(typed) and fold(read)[-1:] in CARET_LETTERS


def _too_short_to_read(text: str, scene: Scene) -> Box | None:
    """Return the one place that changed, where it has the size of ``text`` and nothing readable is there."""
    if not 0 < len(text.strip()) <= UNREADABLE or len(scene.after.changes) != 1:
        return None
    place = scene.after.changes[0]
    read = [e for e in scene.after.screen.elements if fold(e.text) and e.box.overlaps(place)]
    fits = place.width <= LETTER.width * len(text) + CARET_ROOM and place.height <= LETTER.height
    return place if fits and all(contains(text, e.text) for e in read) else None


def _last_operand(text: str) -> str:
    """Return the last number of a calculation: a calculator's display shows no more while it is typed."""
    calculation = re.fullmatch(r"[\d.,()\s]*\d\s*[-+*/×÷^%][-+*/×÷^%\d.,()\s]*?([\d.,]+)\)*", text.strip())
    return calculation[1] if calculation else ""


def _changed_to_number(scene: Scene) -> UIElement | None:
    """Return the element that shows just a number where the screen changed: the result of a calculation."""
    numbers = (e for e in scene.after.screen.elements if _NUMBER.fullmatch(e.text.strip()))
    return next((e for e in numbers if any(e.box.overlaps(c) for c in scene.after.changes)), None)


def _changed_to(text: str, scene: Scene) -> UIElement | None:
    """Return the element that shows just ``text`` where the screen changed."""
    exact = (e for e in scene.after.screen.elements if fold(e.text) == fold(text))
    return next((e for e in exact if any(e.box.overlaps(c) for c in scene.after.changes)), None)
