"""The place of a control among its like: the second of two buttons, the sixth entry of a menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.computer import Window
from actions.geometry import Box, Point
from grounding.types import UIElement
from gui_agent.recording.naming import FIELDS, HOLDERS
from gui_agent.recording.translating import Translations
from gui_agent.screen_text import fold
from gui_agent.types import Observation

MOST = 30
_LISTED = ("menu item", "list item")
"""Roles whose elements stand below each other."""
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Row:
    """Controls of one role that stand side by side (or below each other) in one window, in their order."""

    members: tuple[UIElement, ...]
    index: int


def row_of(element: UIElement, seen: Observation) -> Row | None:
    """Return the controls that ``element`` stands in a row with; None where it stands alone."""
    if element.role in (*HOLDERS, *FIELDS, "text"):
        return None
    window = window_at(seen.windows, element.box.center)
    listed = element.role in _LISTED
    alike = [
        e
        for e in seen.screen.elements
        if e.role == element.role
        and window_at(seen.windows, e.box.center) == window
        and _in_line(e.box, element.box, listed)
    ]
    members = sorted(_apart(alike), key=lambda e: e.box.center.y if listed else e.box.center.x)
    index = next((n for n, e in enumerate(members) if e.box.overlaps(element.box)), -1)
    return Row(tuple(members), index) if 2 <= len(members) <= MOST and index >= 0 else None


def same_row(then: Row, now: Row, translations: Translations) -> bool:
    """Say whether ``now`` is the row ``then`` in another language, the same place in it.

    The others must say the same as then, or a translation of it, and at least one the latter: a button that
    merely stands where another one stood is not that one.
    """
    if len(then.members) != len(now.members) or then.index != now.index:
        return False
    others = [
        (fold(old.text), fold(new.text), old.text)
        for number, (old, new) in enumerate(zip(then.members, now.members, strict=True))
        if number != then.index
    ]
    translated = [old != new and new.rstrip(".…:") in translations.of(label) for old, new, label in others]
    return any(translated) and all(
        known or old == new for known, (old, new, _) in zip(translated, others, strict=True)
    )


def window_at(windows: Sequence[Window], point: Point) -> Window | None:
    """Return the topmost window at ``point``; None where none is known."""
    return next((w for w in reversed(windows) if not w.hidden and w.box.contains(point)), None)


def _in_line(box: Box, other: Box, listed: bool) -> bool:
    if listed:
        return abs(box.x1 - other.x1) <= _NEAR
    return abs(box.center.y - other.center.y) <= 0.5 * max(box.height, other.height)


def _apart(elements: list[UIElement]) -> list[UIElement]:
    """Return one element for each place: what is found twice is counted once."""
    kept: list[UIElement] = []
    for element in sorted(elements, key=lambda e: -e.box.area):
        if not any(other.box.contains(element.box.center) for other in kept):
            kept.append(element)
    return kept
