"""A model that answers what a test says, and remembers what it was asked."""

from collections.abc import Sequence

import numpy as np

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import TargetNotFound
from grounding.public_models.asking import Answer, PublicGroundingModel, Question
from grounding.public_models.formats import ModelFormat
from grounding.public_models.table import format_named
from grounding.types import Candidate, Grounding


class ScriptedAnswerer:
    """Gives one answer after the other."""

    def __init__(self, format_: ModelFormat, answers: Sequence[Answer | str]) -> None:
        self.format = format_
        self.asked: list[Question] = []
        self._answers = [Answer(each) if isinstance(each, str) else each for each in answers]

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        self.asked += questions
        return [self._answers.pop(0) for _ in questions]

    def close(self) -> None:
        """Nothing is held."""


def scripted(*answers: Answer | str, name: str = "uground") -> tuple[PublicGroundingModel, ScriptedAnswerer]:
    answerer = ScriptedAnswerer(format_named(name), answers)
    return PublicGroundingModel(answerer), answerer


def screen(
    width: int = 1000, height: int = 500, at: tuple[int, int] = (0, 0), scale: float = 1.0
) -> Screenshot:
    """A screen on which every place looks different: blue grows to the right, green downwards."""
    w, h = round(width * scale), round(height * scale)
    image = np.zeros((h, w, 3), np.uint8)
    image[:, :, 0] = np.linspace(0, 255, w, dtype=np.uint8)
    image[:, :, 1] = np.linspace(0, 255, h, dtype=np.uint8)[:, None]
    return Screenshot(image, Box(at[0], at[1], at[0] + width, at[1] + height), scale)


class Knowing:
    """A grounding model that knows one answer."""

    def __init__(self, answer: Grounding | TargetNotFound) -> None:
        self._answer = answer

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def place(box: Box, score: float = 0.6, label: str = "Save") -> Grounding:
    return Grounding(box.center, box, score, label)


def candidate(box: Box, score: float = 0.5, label: str = "Save") -> Candidate:
    return Candidate(box.center, box, score, label)
