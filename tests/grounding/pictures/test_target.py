"""How steps and locators name pictures."""

from __future__ import annotations

import pytest

from actions.geometry import Point
from grounding.pictures.target import PictureTarget, picture_target, pictures_in


@pytest.mark.parametrize(
    "target",
    [
        PictureTarget("needle", "login-button"),
        PictureTarget("image", "save.png"),
        PictureTarget("image", "it's.png"),
        PictureTarget("image", "save.png", 0.85),
        PictureTarget("image", "save.png", 0.7, Point(-3, 12)),
    ],
)
def test_what_is_said_is_what_is_meant(target: PictureTarget) -> None:
    assert picture_target(str(target)) == target


@pytest.mark.parametrize(
    "words", ['the image "Logo"', 'Save "needle"', "needle in a haystack", "", 'image ""']
)
def test_other_words_name_no_picture(words: str) -> None:
    assert picture_target(words) is None


def test_the_pictures_of_a_step_are_found() -> None:
    step = 'Drag image "a.png" to the needle “b”, then click "Save" and the picture "Logo"'
    assert pictures_in(step) == (PictureTarget("image", "a.png"), PictureTarget("needle", "b"))
    assert pictures_in('Click image "it\'s.png"') == (PictureTarget("image", "it's.png"),)
