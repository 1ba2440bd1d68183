"""The user's screens as the parser sees them, and what the labelled clicks on them teach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box, Point
from actions.screenshot import Image, Screenshot
from grounding.data.sample import RenderedElement
from grounding.embedded.features import PhraseEncoder
from grounding.embedded.icons import SIZE, crop_icon, drawn_part
from grounding.embedded.matcher import ElementMatcher, MatcherNetwork
from grounding.embedded.model import EmbeddedGroundingModel
from grounding.errors import GroundingError, InvalidImage
from grounding.images import load_screenshot
from grounding.training.matcher_noise import seen_targets
from grounding.training.recordings import InvalidRecording, LabelledClick
from grounding.types import ParsedScreen, UIElement

Floats = NDArray[np.float32]
Crops = NDArray[np.uint8]
ClickKind = Literal["icon", "words", "other", "not seen"]
KINDS: tuple[ClickKind, ...] = ("icon", "words", "other", "not seen")
Naming = Callable[[Floats], list[tuple[str, float]]]
"""Gives each icon vector [n, D] its name ("delete, bin") and how sure that is; "" where none fits."""
OnProgress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""
_HOLDERS = frozenset({"window", "dialog", "document"})
_MOST_ANSWERS = 4


class SeeingParser(Protocol):
    """Pixels in, elements out, with what their pictures look like."""

    def parse(self, screenshot: Screenshot) -> ParsedScreen: ...

    def icon_vectors(self, screen: ParsedScreen) -> Floats: ...


@dataclass(frozen=True, slots=True)
class SeenScreen:
    """A parsed picture; ``crops`` [k, 40, 40, 3] are the drawings of the elements ``pictured`` [k].

    ``vectors`` [n, D] are the elements' icon vectors, zeros where there is no drawing.
    """

    image: Path
    screen: ParsedScreen
    vectors: Floats
    pictured: NDArray[np.intp]
    crops: Crops

    def looked_at_with(self, vectors: Floats, name: Naming) -> SeenScreen:
        """Return the screen as another icon encoder sees it; ``vectors`` [k, D] are its crops'."""
        spread = np.zeros_like(self.vectors)
        spread[self.pictured] = vectors
        elements = list(self.screen.elements)
        for i, (meaning, _) in zip(self.pictured, name(vectors), strict=True):
            elements[i] = replace(elements[i], meaning=meaning)
        return replace(self, vectors=spread, screen=replace(self.screen, elements=tuple(elements)))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled click with the elements ``answers`` of screen number ``screen`` that it means."""

    click: LabelledClick
    screen: int
    answers: tuple[int, ...]
    kind: ClickKind


def look_at(
    clicks: Sequence[LabelledClick], parser: SeeingParser, on_progress: OnProgress
) -> tuple[list[SeenScreen], list[Lesson]]:
    """Parse every picture once; return the screens and what each click means there.

    Raises `InvalidRecording` where a picture cannot be read.
    """
    numbers: dict[Path, int] = {}
    screens: list[SeenScreen] = []
    images = list(dict.fromkeys(c.image for c in clicks))
    for image in images:
        first = next(c for c in clicks if c.image == image)
        numbers[image] = len(screens)
        screens.append(_seen(image, parser, first.where))
        on_progress("looking at your screens", len(screens), len(images))
    return screens, [_lesson(c, numbers[c.image], screens[numbers[c.image]]) for c in clicks]


def _seen(image: Path, parser: SeeingParser, where: str) -> SeenScreen:
    try:
        shot = load_screenshot(image)
    except InvalidImage as error:
        raise InvalidRecording(f"{where}: “image”: {error}") from error
    screen = parser.parse(shot)
    vectors = parser.icon_vectors(screen)
    pictured = np.flatnonzero(np.abs(vectors).sum(1) > 0)
    crops = [crop_icon(shot.image, drawn_part(screen.elements[i].box)) for i in pictured]
    stacked = np.stack(crops) if crops else np.zeros((0, SIZE, SIZE, 3), np.uint8)
    return SeenScreen(image, screen, vectors, pictured, stacked)


def _lesson(click: LabelledClick, number: int, seen: SeenScreen) -> Lesson:
    elements = seen.screen.elements
    answers = _at(click.point, elements) if click.point else _in(click.box, elements)
    worded = any(len(elements[a].text) > 2 for a in answers)
    drawn = set(seen.pictured.tolist()) & set(answers)
    kind: ClickKind = "words" if worded else "icon" if drawn else "other"
    return Lesson(click, number, tuple(sorted(answers)), kind if answers else "not seen")


def _at(point: Point, elements: Sequence[UIElement]) -> set[int]:
    """Return the smallest element at the point, and what is in the same place."""
    around = [i for i, e in enumerate(elements) if e.role not in _HOLDERS and e.box.contains(point)]
    if not around:
        return set()
    best = min(around, key=lambda i: elements[i].box.area)
    return _in(elements[best].box, elements)


def _in(box: Box, elements: Sequence[UIElement]) -> set[int]:
    """Return the elements that a click meant for ``box``: those in its place, else those inside of it."""
    truth = RenderedElement((box.x1, box.y1, box.x2, box.y2), "button")
    found = seen_targets(elements, [truth], [0])
    if found:
        return found
    inside = {i for i, e in enumerate(elements) if e.role not in _HOLDERS and box.contains(e.box.center)}
    return inside if len(inside) <= _MOST_ANSWERS else set()


@dataclass(frozen=True, slots=True)
class Recalled:
    """Stands in for the parser where the screen was parsed before."""

    seen: SeenScreen

    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        return self.seen.screen

    def icon_vectors(self, screen: ParsedScreen) -> Floats:
        return self.seen.vectors


@dataclass(frozen=True, slots=True)
class Answer:
    """What the grounding model said to a click: ``hit`` by its best guess, ``sure`` where it stood by it."""

    lesson: Lesson
    hit: bool
    sure: bool


def answers_to(
    lessons: Sequence[Lesson],
    screens: Mapping[int, SeenScreen] | Sequence[SeenScreen],
    network: MatcherNetwork,
    encode: PhraseEncoder | None,
) -> list[Answer]:
    """Ask the product's grounding model about each lesson on its screen as it was parsed."""
    matcher = ElementMatcher(network, encode)
    answered: dict[int, Answer] = {}
    # One screen after the other: what depends on the screen alone is prepared once.
    for place in sorted(range(len(lessons)), key=lambda i: lessons[i].screen):
        lesson = lessons[place]
        model = EmbeddedGroundingModel(Recalled(screens[lesson.screen]), matcher)
        answered[place] = _answer(model, lesson)
    return [answered[i] for i in range(len(lessons))]


def _answer(model: EmbeddedGroundingModel, lesson: Lesson) -> Answer:
    shot = Screenshot(_blank(), Box(0, 0, 1, 1))
    words, right = lesson.click.instruction, lesson.click.box
    try:
        found = model.ground(shot, words)
        return Answer(lesson, right.contains(found.point), True)
    except GroundingError:
        pass
    try:
        guess = model.best_guess(shot, words)
    except GroundingError:
        guess = None
    return Answer(lesson, guess is not None and right.contains(guess.point), False)


def _blank() -> Image:
    return np.zeros((1, 1, 3), np.uint8)
