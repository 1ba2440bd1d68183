"""Of several places with one name: the active window's, and of those what has just come up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.types import Candidate, Grounding, ParsedScreen, UIElement
from gui_agent.attention import ground_attentively
from gui_agent.types import Observation

REGION = Box(0, 0, 400, 300)
BEHIND = Window(1, "Calculator", "calculator", Box(0, 0, 200, 300))
FRONT = Window(2, "Editor", "editor", Box(200, 0, 400, 300), active=True)
MENU = Box(210, 40, 330, 200)


def seen(*windows: Window) -> Observation:
    shot = Screenshot(np.zeros((300, 400, 3), np.uint8), REGION)
    return Observation(shot, ParsedScreen((), REGION), windows=windows)


def place(x: int, y: int, score: float, label: str = "Edit") -> Candidate:
    box = Box(x, y, x + 40, y + 20)
    return Candidate(box.center, box, score, label)


class Answers:
    """A grounding model with one answer; ``ambiguous`` makes it ask back."""

    def __init__(self, *found: Candidate, ambiguous: bool = False) -> None:
        self._found, self._ambiguous = found, ambiguous

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if self._ambiguous:
            raise AmbiguousTarget("several", self._found)
        best, *others = self._found
        return Grounding(best.point, best.box, best.score, best.label, tuple(others))


def test_a_menu_is_the_one_of_the_window_in_front() -> None:
    behind, front = place(10, 10, 0.7), place(220, 10, 0.4)
    found = ground_attentively(Answers(behind, front), seen(BEHIND, FRONT), "Edit")
    assert found.point == front.point
    assert found.alternatives == (behind,)


def test_a_place_far_less_likely_or_with_another_name_is_no_equal() -> None:
    behind = place(10, 10, 0.9)
    for other in (place(220, 10, 0.1), place(220, 10, 0.8, "Edited")):
        assert ground_attentively(Answers(behind, other), seen(BEHIND, FRONT), "Edit").point == behind.point


def test_words_that_say_which_one_are_obeyed() -> None:
    behind, front = place(10, 10, 0.7), place(220, 10, 0.6)
    for words in ("first Edit", "Edit at the left", "the Edit button next to File"):
        assert ground_attentively(Answers(behind, front), seen(BEHIND, FRONT), words).point == behind.point


@pytest.mark.parametrize("ambiguous", [False, True])
def test_an_entry_of_the_menu_that_came_up_is_meant_and_not_the_words_behind_it(ambiguous: bool) -> None:
    word, entry = place(345, 250, 0.7), place(220, 60, 0.6)
    found = ground_attentively(
        Answers(word, entry, ambiguous=ambiguous), seen(BEHIND, FRONT), "Edit", fresh=(MENU,)
    )
    assert found.point == entry.point


def test_a_menu_may_stand_out_of_its_window() -> None:
    word, entry = place(345, 250, 0.6), place(150, 60, 0.7)
    menu = Box(140, 40, 260, 200)
    assert (
        ground_attentively(Answers(word, entry), seen(BEHIND, FRONT), "Edit", fresh=(menu,)).point
        == entry.point
    )


def test_where_all_of_it_came_up_the_model_decides() -> None:
    word, entry = place(345, 250, 0.7), place(220, 60, 0.6)
    assert (
        ground_attentively(Answers(word, entry), seen(BEHIND, FRONT), "Edit", fresh=(REGION,)).point
        == word.point
    )
    with pytest.raises(AmbiguousTarget):
        ground_attentively(Answers(word, entry, ambiguous=True), seen(BEHIND, FRONT), "Edit", fresh=(REGION,))


def test_without_windows_only_what_came_up_alone_is_preferred() -> None:
    word, entry, other = place(345, 250, 0.7), place(220, 60, 0.6), place(220, 90, 0.5)
    answer = Answers(word, entry, other)
    assert ground_attentively(answer, seen(), "Edit").point == word.point
    assert ground_attentively(answer, seen(), "Edit", fresh=(MENU,)).point == word.point
    assert ground_attentively(Answers(word, entry), seen(), "Edit", fresh=(MENU,)).point == entry.point
    with pytest.raises(AmbiguousTarget):
        ground_attentively(Answers(word, entry, ambiguous=True), seen(), "Edit")


@pytest.mark.parametrize(
    ("task", "target", "found"),
    [
        ("click Send the letter to Ana - Normal - open", "Send the letter to Ana - Normal - open", True),
        ('click "Send the letter to Ana - Normal - open"', '"Send the letter to Ana - Normal - open"', True),
        ("click Send the letter to Ana - Normal - open", "letter", False),
        ("Now Send the letter to Ana - Normal - open", "letter", False),
    ],
)
def test_a_long_name_is_not_taken_for_the_task_that_hardly_says_more(
    task: str, target: str, found: bool
) -> None:
    row = place(220, 60, 0.9, "Send the letter to Ana - Normal - open")
    screen = ParsedScreen((UIElement(row.box, "text", row.label),), REGION)
    observation = replace(seen(FRONT), screen=screen)
    if found:
        assert ground_attentively(Answers(row), observation, target, task).point == row.point
    else:
        with pytest.raises(TargetNotFound):
            ground_attentively(Answers(row), observation, target, task)
