"""Asks a public model for a place on a screenshot: one question, or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from actions.geometry import Box, Point, Size
from actions.screenshot import Image, Screenshot
from grounding.errors import InvalidImage, InvalidTarget, TargetNotFound, UnreadableAnswer
from grounding.public_models.formats import Message, ModelFormat
from grounding.public_models.frames import Frame
from grounding.types import Candidate, Grounding

UNCALIBRATED_SCORE = 0.5
"""The score of an answer whose probability is not known: it says nothing."""
POINT_BOX = 16
"""Side in pixels of the box around a place that was answered as a point."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What a model is shown and asked; ``picture`` is HxWx3 BGR, resized already."""

    messages: tuple[Message, ...]
    picture: Image


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote; ``confidence`` is the mean probability of the tokens with digits, where known."""

    text: str
    confidence: float | None = None


class Answerer(Protocol):
    """A model that can be asked, wherever it runs."""

    @property
    def format(self) -> ModelFormat:
        """How it is asked and how it answers."""
        ...

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer every question. Raises `ModelUnavailable` where the model cannot be asked."""
        ...

    def close(self) -> None:
        """Let go of what the model holds."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A target on a screenshot; ``shown`` is how large the model gets to see it (as it is where None)."""

    screenshot: Screenshot
    target: str
    shown: Size | None = None


class PublicGroundingModel:
    """Finds targets by asking a public model; a point is answered with a small box around it.

    The score is the mean probability of the answer's digits: it orders answers of one model and is not
    calibrated. Not safe to share between threads.
    """

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @property
    def format(self) -> ModelFormat:
        return self._answerer.format

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target`` (plain words, or an instruction).

        Raises `TargetNotFound`, `UnreadableAnswer`, `InvalidTarget`, `ModelUnavailable`.
        """
        return self.ground_wanted(Wanted(screenshot, target))

    def ground_wanted(self, wanted: Wanted) -> Grounding:
        """Find one target; raises as `ground` does."""
        match self.ground_all([wanted])[0]:
            case Grounding() as found:
                return found
            case TargetNotFound() as missing:
                raise missing

    def ground_all(self, wanted: Sequence[Wanted]) -> list[Grounding | TargetNotFound]:
        """Find many targets at once, each found or not. Raises `InvalidTarget`, `ModelUnavailable`."""
        frames = [self._frame(each) for each in wanted]
        questions = [self._question(each, frame) for each, frame in zip(wanted, frames, strict=True)]
        answers = self._answerer.answer(questions)
        return [
            self._grounding(each.target, frame, answer)
            for each, frame, answer in zip(wanted, frames, answers, strict=True)
        ]

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        """Return what the model answers; None where it names no place."""
        try:
            found = self.ground(screenshot, target)
        except TargetNotFound:
            return None
        return Candidate(found.point, found.box, found.score, found.label)

    def _frame(self, wanted: Wanted) -> Frame:
        if not wanted.target.strip():
            raise InvalidTarget("Say what to find: the target is empty.")
        shot = wanted.screenshot
        height, width = shot.image.shape[:2]
        if min(width, height, shot.region.width, shot.region.height) < 1:
            raise InvalidImage("The screenshot is empty.")
        return self.format.frame(shot.region, wanted.shown or Size(width, height))

    def _question(self, wanted: Wanted, frame: Frame) -> Question:
        messages = self.format.messages(harmless(wanted.target), frame.sent)
        return Question(messages, resized(wanted.screenshot.image, frame.sent))

    def _grounding(self, target: str, frame: Frame, answer: Answer) -> Grounding | TargetNotFound:
        try:
            place = self.format.read(self.format.answer_start + answer.text, frame)
        except UnreadableAnswer as error:
            return error
        score = UNCALIBRATED_SCORE if answer.confidence is None else answer.confidence
        match place:
            case None:
                return TargetNotFound(f"The grounding model does not see “{target}” on the screen.")
            case Point() as point:
                box = Box.around(point, POINT_BOX, POINT_BOX).clipped(frame.region)
                return Grounding(point, box, score, target)
            case Box() as box:
                return Grounding(box.center, box, score, target)


def harmless(target: str) -> str:
    """Return ``target`` without the marks that a chat template would take for its own."""
    return " ".join(target.split()).replace("<|", "< |").replace("|>", "| >")


def resized(image: Image, size: Size) -> Image:
    """Return ``image`` scaled to ``size``."""
    import cv2

    height, width = image.shape[:2]
    if (width, height) == (size.width, size.height):
        return image
    shrinking = size.width * size.height < width * height
    how = cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=how), np.uint8)
