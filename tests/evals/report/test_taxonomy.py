"""Why episodes were not solved, read off journals that the real journal wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from actions.action import Action, Click, Done, Fail, PressKeys, Scroll, TypeText, Wait
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from evals.episodes.result import Ending, EpisodeResult
from evals.report.taxonomy import Failure, diagnose
from evals.report.trajectory import Trajectory, read_trajectory
from grounding.types import Grounding, ParsedScreen
from gui_agent import types
from gui_agent.types import Observation, PlannedAction, Reflection, Step
from tests.evals.report.sample_runs import broken, episode, write_journal

SCREEN = Box(0, 0, 64, 40)
CLICK, TYPE = Click(Point(10, 20)), TypeText("Ana")


def seen(shade: int) -> Observation:
    picture = np.full((40, 64, 3), shade, np.uint8)
    return Observation(Screenshot(picture, SCREEN), ParsedScreen((), SCREEN))


def step(
    number: int,
    kind: types.ActionKind,
    action: Action | None,
    verdict: str = "success",
    *,
    shade: int | None = None,
    sure: float | None = None,
    error: str = "",
    optional: bool = False,
    repairs: int | None = None,
) -> Step:
    """Return a step on a screen of its own shade, unless one is given."""
    point = Point(10, 20)
    found = Grounding(point, Box(8, 18, 12, 22), sure) if sure is not None else None
    planned = PlannedAction(kind, thought=f"{kind} something", optional=optional, repairs=repairs)
    looked = Reflection(verdict, f"it was {verdict}") if verdict and not error else None  # type: ignore[arg-type]
    place = seen(number if shade is None else shade)
    return Step(
        number,
        place,
        planned,
        action,
        found,
        reflection=looked,
        error="it broke" if error else "",
        error_kind=error,
    )


def done(number: int) -> Step:
    last = step(number, "done", Done(), "finished")
    return replace(last, ending=types.Ending.ACCOMPLISHED, explanation="all was carried out")


def gave_up(number: int, why: str = "it did not work", *, infeasible: bool = False) -> Step:
    last = step(number, "fail", Fail(why, infeasible), "infeasible" if infeasible else "finished")
    return replace(last, ending=types.Ending.NOT_ACCOMPLISHED, explanation=why)


def cut_off(number: int) -> Step:
    return replace(step(number, "fail", None, error="x"), ending=types.Ending.BUDGET_SPENT, error_kind="")


def told(
    tmp_path: Path, steps: Sequence[Step], result: EpisodeResult | None = None
) -> tuple[str, int | None]:
    write_journal(tmp_path / "journal", steps)
    trajectory = read_trajectory(tmp_path / "journal")
    assert not trajectory.trouble
    found = diagnose(result or episode(score=0.0, agent_ending=""), trajectory)
    assert found is not None
    return str(found.failure), found.step


GOOD = [step(1, "click", CLICK, sure=0.9), step(2, "type", TYPE)]

CASES: dict[str, tuple[list[Step], tuple[Failure, int | None]]] = {
    "a target that is nowhere": (
        [*GOOD, step(3, "click", None, error="TargetNotFound"), gave_up(4)],
        (Failure.GROUNDING, 3),
    ),
    "two targets alike": (
        [*GOOD, step(3, "click", None, error="AmbiguousTarget"), gave_up(4)],
        (Failure.GROUNDING, 3),
    ),
    "clicks that do nothing, from the first of them": (
        [
            *GOOD,
            step(3, "click", CLICK, "no_effect", sure=0.8),
            step(4, "click", CLICK, "unexpected", sure=0.2),
            gave_up(5),
        ],
        (Failure.GROUNDING, 3),
    ),
    "scrolling that shows something else": (
        [step(1, "scroll", Scroll(Point(3, 3), 5), "unexpected"), gave_up(2)],
        (Failure.GROUNDING, 1),
    ),
    "text that does not arrive": (
        [*GOOD, step(3, "type", TYPE, "no_effect"), gave_up(4)],
        (Failure.EXECUTION, 3),
    ),
    "text that arrives, and is not seen where it belongs": (
        [*GOOD, step(3, "type", TYPE, "unexpected"), gave_up(4)],
        (Failure.GROUNDING, 3),
    ),
    "trouble that began where mending it began": (
        [
            step(1, "type", TYPE, "no_effect"),
            step(2, "scroll", Scroll(Point(3, 3), 5), repairs=1),
            step(3, "click", CLICK, "no_effect", sure=0.9, repairs=1),
            gave_up(4),
        ],
        (Failure.EXECUTION, 1),
    ),
    "a program that does not start": (
        [step(1, "launch", None, error="LaunchFailed"), gave_up(2)],
        (Failure.EXECUTION, 1),
    ),
    "a key that nobody knows": (
        [*GOOD, step(3, "press", None, error="UnknownKey"), gave_up(4)],
        (Failure.PLANNING, 3),
    ),
    "waiting for what does not come": (
        [*GOOD, step(3, "wait", Wait(1.0), "no_effect"), gave_up(4)],
        (Failure.PLANNING, 3),
    ),
    "the same three times on the same screen": (
        [*(step(n, "press", PressKeys(("tab",)), "no_effect", shade=7) for n in (1, 2, 3)), cut_off(4)],
        (Failure.LOOP, 3),
    ),
    "the same three times by an agent that does not look what came of it": (
        [*(step(n, "press", PressKeys(("tab",)), "", shade=7) for n in (1, 2, 3)), cut_off(4)],
        (Failure.LOOP, 3),
    ),
    "looking three times for what is not there is no loop": (
        [*(step(n, "click", None, shade=7, error="TargetNotFound") for n in (1, 2, 3)), gave_up(4)],
        (Failure.GROUNDING, 1),
    ),
    "the same three times, mended before something else went wrong": (
        [
            *(step(n, "click", CLICK, "no_effect", shade=7, sure=0.9) for n in (1, 2)),
            step(3, "click", CLICK, shade=7, sure=0.9),
            step(4, "click", CLICK, "no_effect", shade=7, sure=0.9),
            step(5, "type", TYPE),
            step(6, "type", TYPE, "no_effect"),
            gave_up(7),
        ],
        (Failure.EXECUTION, 6),
    ),
    "stopped for going in circles": (
        [*GOOD, gave_up(3, "going in circles: “press it” failed 3 times on the same screen")],
        (Failure.LOOP, 3),
    ),
    "said to be done": ([*GOOD, done(3)], (Failure.PREMATURE_STOP, None)),
    "said to be done after a guess": (
        [step(1, "click", CLICK, sure=0.3), step(2, "type", TYPE), done(3)],
        (Failure.GROUNDING, 1),
    ),
    "said to be done after a guess that was seen to fail and mended": (
        [step(1, "click", CLICK, "no_effect", sure=0.3), step(2, "click", CLICK, sure=0.8), done(3)],
        (Failure.PREMATURE_STOP, None),
    ),
    "given up though it can be done": (
        [*GOOD, gave_up(3, "there is no such menu", infeasible=True)],
        (Failure.PREMATURE_STOP, None),
    ),
    "the budget spent on steps that work": (
        [step(n, "click", Click(Point(n, n)), sure=0.9) for n in range(1, 6)] + [cut_off(6)],
        (Failure.PLANNING, None),
    ),
    "an optional step that fails is no trouble": (
        [*GOOD, step(3, "click", None, error="TargetNotFound", optional=True), done(4)],
        (Failure.PREMATURE_STOP, None),
    ),
    "trouble that was mended is none": (
        [step(1, "click", CLICK, "no_effect", sure=0.9), step(2, "click", CLICK, sure=0.9), done(3)],
        (Failure.PREMATURE_STOP, None),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_rule(tmp_path: Path, name: str) -> None:
    steps, expected = CASES[name]
    assert told(tmp_path, steps) == expected


def test_waiting_over_and_over_is_no_loop(tmp_path: Path) -> None:
    steps = [step(n, "wait", Wait(1.0), "no_effect", shade=7) for n in (1, 2, 3)]
    assert told(tmp_path, [*steps, cut_off(4)])[0] == Failure.PLANNING


def test_doing_the_same_on_screens_that_differ_is_no_loop(tmp_path: Path) -> None:
    steps = [step(n, "press", PressKeys(("tab",)), "no_effect") for n in (1, 2, 3)]
    assert told(tmp_path, [*steps, cut_off(4)])[0] == Failure.EXECUTION


def test_a_task_that_cannot_be_done_was_not_recognised(tmp_path: Path) -> None:
    result = episode(score=0.0, infeasible=True)
    assert told(tmp_path, [*GOOD, done(3)], result) == (Failure.PLANNING, None)


def test_an_agent_that_crashed(tmp_path: Path) -> None:
    result = episode(score=0.0, agent_ending="NOT_ACCOMPLISHED", failure="agent_crashed")
    assert told(tmp_path, GOOD, result) == (Failure.EXECUTION, None)


@pytest.mark.parametrize(
    ("ending", "said", "failure"),
    [
        (Ending.FAILED, "ACCOMPLISHED", Failure.PREMATURE_STOP),
        (Ending.REFUSED, "NOT_ACCOMPLISHED", Failure.PLANNING),
        (Ending.BUDGET, "BUDGET_SPENT", Failure.PLANNING),
    ],
)
def test_without_a_journal_the_ending_alone_tells(ending: Ending, said: str, failure: Failure) -> None:
    found = diagnose(episode(score=0.0, ending=ending, agent_ending=said), Trajectory())
    assert found is not None
    assert found.failure is failure


def test_what_the_infrastructure_broke_is_no_failure_of_the_agent(tmp_path: Path) -> None:
    steps = [*GOOD, step(3, "click", None, error="TargetNotFound"), gave_up(4)]
    assert told(tmp_path, steps, broken())[0] == Failure.INFRASTRUCTURE


def test_what_was_solved_needs_no_reason() -> None:
    assert diagnose(episode(), Trajectory()) is None
