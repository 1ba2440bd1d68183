from dataclasses import replace

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.lessons import describe_lessons, forbids, lessons_of
from gui_agent.stagnation import TRIES, cycling, looping, visits
from gui_agent.types import Lesson, Observation, PlannedAction, Reflection, Step

REGION = Box(0, 0, 200, 100)
CLICK = PlannedAction("click", "Imprint", thought="click Imprint")
NEXT, BACK, HOME = (PlannedAction("click", name, thought=name) for name in ("Next", "Back", "Home"))
WORKED = Reflection("success")


def screen(shade: int, *, counted: bool = False) -> Observation:
    image = np.full((100, 200, 3), shade, np.uint8)
    if counted:
        image[41:47, 81:85] = 255 - shade
    return Observation(Screenshot(image, REGION), ParsedScreen((), REGION))


def failures(*shades: int) -> tuple[Step, ...]:
    return tuple(Step(i, screen(shade), CLICK, error="not there") for i, shade in enumerate(shades, 1))


def made(*steps: tuple[PlannedAction, int]) -> tuple[Step, ...]:
    return tuple(
        Step(i, screen(shade), planned, reflection=WORKED) for i, (planned, shade) in enumerate(steps, 1)
    )


def test_the_same_failure_on_the_screen_as_it_is_now_is_a_loop() -> None:
    reason = looping(failures(*[1] * TRIES), CLICK, screen(1))
    assert "click Imprint" in reason


def test_a_screen_that_has_moved_on_deserves_another_try() -> None:
    assert looping(failures(*[1] * TRIES), CLICK, screen(2)) == ""
    assert looping(failures(1, 2, 3, 4), CLICK, screen(5)) == ""


def test_another_action_or_a_success_is_no_loop() -> None:
    history = failures(*[1] * TRIES)
    assert looping(history, replace(CLICK, target="Contact"), screen(1)) == ""
    assert looping(tuple(replace(s, error="") for s in history), CLICK, screen(1)) == ""


@pytest.mark.parametrize("row", [((NEXT, 1), (BACK, 2)), ((NEXT, 1), (NEXT, 2), (HOME, 3))])
def test_a_row_of_actions_that_leads_back_to_where_it_began_is_a_circle(
    row: tuple[tuple[PlannedAction, int], ...],
) -> None:
    twice = made(*row, *row)
    reason = cycling(twice, row[0][0], screen(row[0][1]))
    assert all(planned.target in reason for planned, _ in row)
    assert cycling(twice[1:], row[0][0], screen(row[0][1])) == "", "it may be begun twice"


def test_the_same_row_on_screens_that_move_on_is_work() -> None:
    filled = made((NEXT, 1), (BACK, 2), (NEXT, 3), (BACK, 4))
    assert cycling(filled, NEXT, screen(5)) == ""
    assert cycling(made((NEXT, 1), (BACK, 2), (NEXT, 1), (BACK, 2)), HOME, screen(1)) == ""


def test_a_screen_counts_as_visited_once_for_each_time_it_was_left() -> None:
    history = made((NEXT, 1), (CLICK, 2), (BACK, 2), (NEXT, 1), (BACK, 3))
    assert visits(history, screen(1)) == (1, 4)
    assert visits(history, screen(2)) == (3,)
    assert visits(history, screen(9)) == ()
    assert visits(made((CLICK, 1), (CLICK, 1)), screen(1)) == (), "nothing happened: it was never left"


def test_a_counter_that_went_up_makes_another_screen() -> None:
    assert visits(made((NEXT, 1), (BACK, 9)), screen(1, counted=True)) == ()


LESSON = Lesson("the login page", "click Imprint", "it leads away", "click Sign in")
TAUGHT = (Step(1, screen(1), CLICK, reflection=Reflection("unexpected", by="model", lesson=LESSON)),)


def test_a_lesson_forbids_the_action_on_that_screen_and_is_told_everywhere() -> None:
    assert forbids(TAUGHT, CLICK, screen(1)) == LESSON
    assert forbids(TAUGHT, CLICK, screen(2)) is None
    assert forbids(TAUGHT, NEXT, screen(1)) is None
    assert lessons_of(TAUGHT * 3) == (LESSON,)
    assert "in the login page, do not click Imprint: it leads away; instead: click Sign in" in (
        describe_lessons(TAUGHT)
    )
    assert describe_lessons(made((NEXT, 1))) == ""
