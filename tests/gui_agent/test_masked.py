"""Counting what cannot be read: the dots of a password."""

import cv2
import numpy as np
import pytest

from actions.screenshot import Image
from gui_agent.masked import count_masked


def field(dots: int, *, caret: bool = False, gap: int = 12) -> Image:
    image: Image = np.full((30, 240, 3), 255, np.uint8)
    for number in range(dots):
        cv2.circle(image, (12 + gap * number, 15), 3, (30, 30, 30), -1)
    if caret:
        image[6:24, 16 + gap * dots] = 0
    return image


@pytest.mark.parametrize("dots", [3, 7, 12])
@pytest.mark.parametrize("caret", [True, False])
def test_dots_are_counted(dots: int, caret: bool) -> None:
    assert count_masked(field(dots, caret=caret)) == dots


def test_a_caret_that_touches_the_last_dot_does_not_hide_it() -> None:
    image = field(5)
    image[4:26, 12 + 12 * 4 + 3 : 12 + 12 * 4 + 5] = 0
    assert count_masked(image) == 5


def test_dots_on_a_dark_ground_are_counted() -> None:
    assert count_masked((255 - field(5)).astype(np.uint8)) == 5


def test_an_empty_field_has_none() -> None:
    assert count_masked(field(0, caret=True)) == 0
    assert count_masked(np.zeros((0, 0, 3), np.uint8)) == 0


def test_letters_are_no_dots() -> None:
    image = field(0)
    cv2.putText(image, "s3cret!", (5, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    assert count_masked(image) == 0


def test_marks_that_are_not_evenly_spaced_are_no_entry() -> None:
    image = field(3)
    cv2.circle(image, (200, 15), 3, (30, 30, 30), -1)
    assert count_masked(image) == 0
