"""The slice of the suite that continuous integration plays: what it takes for right and wrong."""

from __future__ import annotations

import pytest

from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.suites import slice as played
from evals.suites.desktop.suite import load_suite


def result(task: str, score: float, ending: Ending | None = None) -> EpisodeResult:
    ended = ending or (Ending.SOLVED if score == 1 else Ending.FAILED)
    return EpisodeResult(EpisodeKey("desktop", task), ended, score, "because", failure="machine")


def test_the_lean_image_is_enough_for_a_part_of_the_suite_and_the_full_one_for_all() -> None:
    tasks = load_suite()
    lean = played.tasks_of(tasks, "lean")
    assert 10 < len(lean) < len(tasks)
    assert {task.image for task in lean} == {"lean"}
    assert played.tasks_of(tasks, "full") == tasks


@pytest.mark.parametrize(
    ("agent", "results", "told"),
    [
        ("oracle", [result("a", 1)], []),
        ("oracle", [result("a", 0.5)], ["oracle: a was not solved (0.5): because"]),
        ("nothing", [result("a", 0)], []),
        ("nothing", [result("a", 0, Ending.BUDGET)], []),
        ("nothing", [result("a", 1)], ["nothing: a scored 1 though nothing was done: because"]),
        ("nothing", [result("a", 0.1)], ["nothing: a scored 0.1 though nothing was done: because"]),
        ("oracle", [], ["oracle: a was not played"]),
        (
            "nothing",
            [result("a", 0, Ending.INFRASTRUCTURE)],
            ["nothing: a could not be judged: machine: because"],
        ),
    ],
)
def test_what_is_wrong_is_told(agent: str, results: list[EpisodeResult], told: list[str]) -> None:
    assert played.problems(agent, ["a"], results) == told
