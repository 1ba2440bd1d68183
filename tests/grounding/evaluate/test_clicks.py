"""Accuracy, refusals, ranking and calibration are counted from what models answer."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.errors import InvalidTarget, TargetNotFound
from grounding.evaluate.cases import ClickCase
from grounding.evaluate.clicks import run_cases, summaries, summary
from grounding.types import Candidate, Grounding

RIGHT, WRONG = Point(15, 15), Point(90, 90)
TARGET = Box(10, 10, 20, 20)


class Answers:
    """Answers every instruction as written down: a point with a score, stood by or not."""

    def __init__(self, answers: dict[str, tuple[Point, float, bool]]) -> None:
        self._answers = answers

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if target not in self._answers:
            raise InvalidTarget("unreadable")
        point, score, sure = self._answers[target]
        box = Box.around(point, 4, 4)
        if not sure:
            raise TargetNotFound("not there", (Candidate(point, box, score),))
        return Grounding(point, box, score)

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        if target not in self._answers:
            raise InvalidTarget("unreadable")
        point, score, _ = self._answers[target]
        return Candidate(point, Box.around(point, 4, 4), score)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), np.zeros((100, 100, 3), np.uint8))
    return path


def case(picture: Path, words: str, kind: str = "text", present: bool = True) -> ClickCase:
    return ClickCase(words, picture, words, (TARGET,) if present else (), kind, "apps")


def test_the_figures_of_a_model(picture: Path) -> None:
    cases = [
        case(picture, "sure and right"),
        case(picture, "sure and wrong"),
        case(picture, "unsure and right"),
        case(picture, "not there", "absent", present=False),
        case(picture, "???"),
    ]
    model = Answers(
        {
            "sure and right": (RIGHT, 0.9, True),
            "sure and wrong": (WRONG, 0.8, True),
            "unsure and right": (RIGHT, 0.3, False),
            "not there": (WRONG, 0.1, False),
        }
    )
    figures = summary(run_cases({"model": model}, cases)["model"])
    assert (figures["cases"], figures["hits"], figures["accuracy"]) == (4, 2, 0.5)
    assert (figures["answered"], figures["answered_right"]) == (2, 1)
    assert (figures["absent"], figures["absent_refused"]) == (1, 1)
    assert figures["absent_auroc"] == 0.75


def test_models_stand_side_by_side_and_kinds_apart(picture: Path) -> None:
    cases = [case(picture, "a"), case(picture, "b", "icon")]
    good = Answers({"a": (RIGHT, 1.0, True), "b": (RIGHT, 1.0, True)})
    bad = Answers({"a": (RIGHT, 1.0, True), "b": (WRONG, 1.0, True)})
    results = run_cases({"good": good, "bad": bad}, cases)
    assert summaries(results["good"])["apps"]["hits"] == 2
    assert summaries(results["bad"])["apps"]["hits"] == 1
    assert summaries(results["bad"])["apps / icon"]["hits"] == 0
