"""Finding a recorded place on a screen that has changed since: by words first, then by all evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from actions.geometry import Box, Point
from grounding.errors import AmbiguousTarget, GroundingError
from grounding.types import GroundingModel, UIElement
from gui_agent.attention import ground_attentively
from gui_agent.recording.evidence import (
    Marks,
    apart,
    around_likeness,
    likeness,
    picture_likeness,
    picture_place,
    predicted_point,
    text_likeness,
)
from gui_agent.recording.naming import FIELDS, HOLDERS, element_at, same_texts
from gui_agent.recording.siblings import row_of, same_row, window_at
from gui_agent.recording.translating import Translations
from gui_agent.screen_text import fold
from gui_agent.types import Observation
from gui_agent.window_checks import TITLE_BAR

How = Literal[
    "words",
    "words and surroundings",
    "translation",
    "its place in a row",
    "its place on a title bar",
    "likeness",
    "picture",
    "surroundings",
]
LEAST_LIKENESS = 0.5
"""What a place of another text must reach to be taken for the recorded one."""
LEAST_LEAD = 0.06
"""How much better than the second it must be."""
LEAST_PICTURE = 0.87
FEWEST_WITNESSES = 3
"""So many neighbours must have been there for a place that says something else to be taken for the same."""
_SAME_PLACE = 8
_OTHER_LOOK = 0.6
_LARGE = 40_000
_EXACT_SPOT = ("slider", "scroll bar", *HOLDERS)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a recorded place is now, what it says there, how it was found, and how sure that is in 0-1."""

    box: Box
    point: Point
    label: str
    how: How
    score: float


def find_again(
    marks: Marks,
    words: str,
    now: Observation,
    grounder: GroundingModel,
    *,
    thoroughly: bool,
    translations: Translations | None = None,
) -> Found | None:
    """Find a recorded place on the screen ``now``; None where it is not there.

    Unless ``thoroughly``, only its own words count: what else is like it may not be what is yet to come.
    """
    if words and (found := _by_words(marks, words, now, grounder)) and not _elsewhere(marks, found, now):
        return found
    if not thoroughly:
        return None
    known = translations or Translations(places=())
    ways: tuple[Callable[[], Found | None], ...] = (
        lambda: _by_translation(marks, now, known),
        lambda: _by_row(marks, now, known),
        lambda: _by_title_bar(marks, now),
        lambda: _by_likeness(marks, now),
        lambda: _by_picture(marks, now),
        lambda: _by_surroundings(marks, now),
    )
    return next((found for way in ways if (found := way()) and not _elsewhere(marks, found, now)), None)


def what_healed(marks: Marks, found: Found, now: Observation) -> tuple[str, ...]:
    """Say what is not as it was recorded."""
    dx, dy = found.point.x - marks.point.x, found.point.y - marks.point.y
    told: list[str] = []
    if max(abs(dx), abs(dy)) > _SAME_PLACE:
        told.append(f"moved by {dx}, {dy}")
    if marks.label and found.label and fold(marks.label) != fold(found.label):
        told.append(f"“{marks.label[:40]}” now says “{found.label[:40]}”")
    if picture_likeness(marks.patch, now.screenshot.crop(found.box)) < _OTHER_LOOK:
        told.append("looks different")
    if found.how != "words":
        told.append(f"found by {found.how}")
    return tuple(told)


def _by_words(marks: Marks, words: str, now: Observation, grounder: GroundingModel) -> Found | None:
    try:
        place = ground_attentively(grounder, now, words)
    except AmbiguousTarget as several:
        return _most_alike(marks, [c.box for c in several.candidates], now)
    except GroundingError:
        return None
    equal = same_texts(marks.label, now.screen)
    if (len(equal) > 1 or _contradicts(marks, place.label, equal)) and (
        chosen := _most_alike(marks, [e.box for e in equal], now)
    ):
        if chosen.box.overlaps(place.box):
            return replace(chosen, how="words")
        return chosen
    return Found(place.box, _spot(marks, place.box, place.point), place.label, "words", place.score)


def _elsewhere(marks: Marks, found: Found, now: Observation) -> bool:
    """Say whether a place lies in the program's window though the recorded one is in its dialog, or reverse.

    What is behind a question must not be taken for the answer to it.
    """
    window = window_at(now.windows, found.point)
    if marks.window is None or window is None or window.dialog == marks.window.dialog:
        return False
    return any(w.dialog == marks.window.dialog and not w.hidden for w in now.windows)


def _by_translation(marks: Marks, now: Observation, translations: Translations) -> Found | None:
    said = translations.of(marks.label)
    there = [
        e
        for e in now.screen.elements
        if e.role not in HOLDERS and fold(e.text).rstrip(".…:") in said and _could_be(marks, e)
    ]
    # A control and the text on it are one place.
    boxes = [e.box for e in apart(sorted(there, key=lambda e: e.role != marks.role))]
    chosen = _most_alike(marks, [box for box in boxes if _near_enough(marks, box, now)], now)
    if chosen is None:
        return None
    element = element_at(now.screen, chosen.box.center)
    return replace(chosen, label=element.text if element else "", how="translation")


def _near_enough(marks: Marks, box: Box, now: Observation) -> bool:
    return not _elsewhere(marks, Found(box, box.center, "", "translation", 0.0), now)


def _by_row(marks: Marks, now: Observation, translations: Translations) -> Found | None:
    """Where a whole row of buttons, or a menu, speaks another language: its place among them."""
    if marks.row is None:
        return None
    possible = [
        e
        for e in now.screen.elements
        if e.role == marks.role
        and (row := row_of(e, now)) is not None
        and same_row(marks.row, row, translations)
    ]
    alone = possible[:1] if len({e.box for e in possible}) == 1 else []
    return next((Found(e.box, e.box.center, e.text, "its place in a row", 0.5) for e in alone), None)


def _contradicts(marks: Marks, label: str, equal: list[UIElement]) -> bool:
    """Say whether a place says something else than the recorded one, though that can be read elsewhere."""
    if marks.role in FIELDS or not label or not equal:
        return False  # what a field holds is not its name
    return text_likeness(marks.label, label) < LEAST_LIKENESS


def _most_alike(marks: Marks, boxes: list[Box], now: Observation) -> Found | None:
    """Choose among places of the same words by what is around them, and by their pictures."""
    rated = sorted(((_rate(marks, box, now), number, box) for number, box in enumerate(boxes)), reverse=True)
    if not rated or (len(rated) > 1 and rated[0][0] - rated[1][0] < LEAST_LEAD):
        return None
    score, _, box = rated[0]
    return Found(box, _spot(marks, box, box.center), marks.label, "words and surroundings", score)


def _rate(marks: Marks, box: Box, now: Observation) -> float:
    around = around_likeness(marks, box, now)
    return 0.7 * around + 0.3 * picture_likeness(marks.patch, now.screenshot.crop(box))


def _by_title_bar(marks: Marks, now: Observation) -> Found | None:
    """Where nothing but a window's title stands, on its title bar: as far along the bar of today's window."""
    was = marks.window
    if was is None or not 0 <= marks.point.y - was.box.y1 < TITLE_BAR:
        return None
    if marks.label and fold(marks.label) not in fold(was.title):
        return None  # a button on the bar
    alike = [
        w for w in now.windows if (w.application, w.dialog, w.hidden) == (was.application, was.dialog, False)
    ]
    if len(alike) != 1:
        return None
    bar, along = alike[0].box, (marks.point.x - was.box.x1) / max(1, was.box.width)
    point = Point(bar.x1 + round(along * bar.width), bar.y1 + marks.point.y - was.box.y1)
    return Found(Box.around(point, 24, 24), point, alike[0].title, "its place on a title bar", 0.5)


def _by_likeness(marks: Marks, now: Observation) -> Found | None:
    if not marks.role or marks.role in HOLDERS:
        return None
    possible = [e for e in now.screen.elements if _could_be(marks, e)]
    rated = sorted(
        ((_likeness(marks, e, now), -number, e) for number, e in enumerate(possible)),
        key=lambda each: each[:2],
        reverse=True,
    )
    if not rated or rated[0][0] < LEAST_LIKENESS:
        return None
    if len(rated) > 1 and rated[0][0] - rated[1][0] < LEAST_LEAD and not _nested(rated[0][2], rated[1][2]):
        return None
    score, _, element = rated[0]
    place = _spot(marks, element.box, element.box.center)
    return Found(element.box, place, element.text, "likeness", score)


def _could_be(marks: Marks, element: UIElement) -> bool:
    """Say whether an element is of the recorded kind; a label may be read as plain text, or the reverse."""
    if element.role == marks.role:
        return True
    return bool(marks.label) and "text" in (element.role, marks.role) and element.role not in HOLDERS


def _likeness(marks: Marks, element: UIElement, now: Observation) -> float:
    like = likeness(marks, element, now)
    same_role = 0.1 if element.role == marks.role else 0.0
    if not marks.label:
        return 0.5 * like.around + 0.4 * like.picture + same_role
    if like.text < 0.3 and (like.around < 0.6 or len(marks.neighbours) < FEWEST_WITNESSES):
        return 0.0
    return 0.45 * like.text + 0.3 * like.around + 0.15 * like.picture + same_role


def _nested(one: UIElement, other: UIElement) -> bool:
    return one.box.overlaps(other.box)


def _by_picture(marks: Marks, now: Observation) -> Found | None:
    place = picture_place(marks, now)
    if place is None or place[1] < LEAST_PICTURE:
        return None
    box, score = place
    element = element_at(now.screen, box.center)
    label = element.text if element else ""
    return Found(box, _spot(marks, box, box.center), label, "picture", score)


def _by_surroundings(marks: Marks, now: Observation) -> Found | None:
    """Where nothing was recognised there, its neighbours say where it is."""
    if marks.label:
        return None
    point = predicted_point(marks, now)
    if point is None or not now.screenshot.region.contains(point):
        return None
    element = element_at(now.screen, point)
    around = around_likeness(marks, Box.around(point, marks.box.width, marks.box.height), now)
    if not marks.role or marks.role in HOLDERS:
        # Nothing but the place itself: a spot on a page, on a canvas, in a text.
        return Found(Box.around(point, 24, 24), point, "", "surroundings", around)
    if element is None or element.role != marks.role:
        return None
    return Found(element.box, element.box.center, element.text, "surroundings", around)


def _spot(marks: Marks, box: Box, usual: Point) -> Point:
    """Return where in ``box`` to point: in the middle, or on the recorded spot of what is worked by place."""
    if marks.role not in _EXACT_SPOT and marks.box.area < _LARGE:
        return usual
    across = (marks.point.x - marks.box.x1) / max(1, marks.box.width)
    down = (marks.point.y - marks.box.y1) / max(1, marks.box.height)
    return Point(
        min(box.x2 - 1, box.x1 + round(across * box.width)),
        min(box.y2 - 1, box.y1 + round(down * box.height)),
    )
