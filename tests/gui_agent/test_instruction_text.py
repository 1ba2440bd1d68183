"""A screen that shows the task itself: its words are found, and nothing else is taken for them."""

from __future__ import annotations

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.types import Candidate, Grounding, ParsedScreen, UIElement
from gui_agent.attention import ground_attentively
from gui_agent.instruction_text import beside_instruction, instruction_boxes
from gui_agent.types import Observation

TASK = "Click button ONE, then click button TWO."
FIRST = UIElement(Box(5, 5, 200, 20), "text", "Click button ONE, then click")
SECOND = UIElement(Box(5, 22, 90, 37), "text", "button TWO.")
ONE = UIElement(Box(60, 120, 110, 160), "button", "ONE")
TWO = UIElement(Box(10, 44, 60, 80), "button", "TWO")
REGION = Box(0, 0, 300, 200)


def seen(*elements: UIElement) -> Observation:
    shot = Screenshot(np.zeros((200, 300, 3), np.uint8), REGION)
    return Observation(shot, ParsedScreen(elements, REGION))


def candidate(element: UIElement, label: str | None = None) -> Candidate:
    return Candidate(element.box.center, element.box, 0.9, element.text if label is None else label)


class Answers:
    """A grounding model that has one answer for everything."""

    def __init__(self, *found: Candidate, ambiguous: bool = False) -> None:
        self._found, self._ambiguous = found, ambiguous

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if self._ambiguous:
            raise AmbiguousTarget("several", self._found)
        best, *others = self._found
        return Grounding(best.point, best.box, best.score, best.label, tuple(others))


def test_the_lines_of_the_task_are_found_and_its_buttons_are_not() -> None:
    screen = seen(FIRST, SECOND, TWO, ONE).screen
    assert set(instruction_boxes(TASK, screen)) == {FIRST.box, SECOND.box}
    assert beside_instruction(screen.elements, (FIRST.box, SECOND.box)) == (TWO, ONE)


def test_a_button_called_like_the_end_of_the_task_is_no_task() -> None:
    assert (
        instruction_boxes("Click Submit", seen(UIElement(Box(5, 5, 90, 30), "button", "Submit")).screen) == ()
    )


def test_a_screen_that_does_not_show_the_task_has_none() -> None:
    assert instruction_boxes(TASK, seen(ONE, TWO).screen) == ()
    assert instruction_boxes("", seen(FIRST).screen) == ()


def test_the_tasks_own_words_are_no_place_to_click() -> None:
    model = Answers(candidate(FIRST), candidate(ONE))
    observation = seen(FIRST, SECOND, ONE)
    assert ground_attentively(model, observation, "button ONE", TASK).point == ONE.box.center
    assert ground_attentively(model, observation, "button ONE").point == FIRST.box.center


def test_what_only_the_task_says_is_not_found() -> None:
    with pytest.raises(TargetNotFound, match="Only the task itself"):
        ground_attentively(Answers(candidate(FIRST)), seen(FIRST, SECOND), "button ONE", TASK)


def test_a_part_of_the_screen_may_lie_on_the_task() -> None:
    model = Answers(candidate(FIRST))
    assert ground_attentively(model, seen(FIRST, SECOND), "top edge of the screen", TASK)


def test_of_several_fields_the_one_that_holds_nothing_is_filled() -> None:
    full, empty = (UIElement(Box(10, y, 90, y + 20), "field", "") for y in (60, 100))
    model = Answers(candidate(full, "Ana"), candidate(empty, ""), ambiguous=True)
    assert ground_attentively(model, seen(full, empty), "text field").point == empty.box.center
    with pytest.raises(AmbiguousTarget):
        ground_attentively(model, seen(full, empty), "OK button")


def test_a_label_right_below_a_misread_task_is_none_of_its_words() -> None:
    task = "Select 7jRP, EoPV, Q0af and click Submit."
    lines = (UIElement(Box(5, 5, 200, 18), "text", "Select 7jRP, EoPV, QOaf and"),)
    end = UIElement(Box(5, 22, 90, 35), "text", "click Submit.")
    label = UIElement(Box(20, 60, 90, 82), "checkbox", "Q0af")
    assert label.box not in instruction_boxes(task, seen(*lines, end, label).screen)
    assert end.box in instruction_boxes(task, seen(*lines, end, label).screen)
