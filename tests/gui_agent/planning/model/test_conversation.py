"""What a model is told of the steps before."""

from dataclasses import replace

import numpy as np

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.planning.model.conversation import STEPS_TOLD, TOLD_IN_FULL, situation
from gui_agent.types import Observation, PlannedAction, Reflection, Step

BOX = Box(0, 0, 40, 30)
SEEN = Observation(Screenshot(np.zeros((30, 40, 3), np.uint8), BOX), ParsedScreen((), BOX))


def step(number: int, verdict: str = "success", error: str = "") -> Step:
    reflection = Reflection(verdict, f"saw thing {number}")  # type: ignore[arg-type]
    return Step(number, SEEN, PlannedAction("press"), reflection=reflection, error=error)


def told(*steps: Step) -> str:
    return situation("the task", SEEN, steps)


def test_the_last_steps_are_told_in_full_and_earlier_ones_that_worked_in_a_word() -> None:
    text = told(*(step(number) for number in range(1, 6)))
    assert text.count("saw thing") == TOLD_IN_FULL
    assert "1. press: worked\n" in text
    assert "5. press: worked, saw thing 5" in text


def test_what_did_not_work_is_told_however_long_ago() -> None:
    text = told(step(1, "no_effect"), step(2, error="no such window"), *(step(n) for n in range(3, 9)))
    assert "1. press: DID NOT WORK: saw thing 1" in text
    assert "2. press: DID NOT WORK: no such window" in text


def test_a_long_history_is_cut_at_its_beginning() -> None:
    text = told(*(replace(step(1), number=number) for number in range(1, 41)))
    assert f"(the first {40 - STEPS_TOLD} steps are left out)" in text
    assert "25. press" not in text
    assert "26. press" in text
