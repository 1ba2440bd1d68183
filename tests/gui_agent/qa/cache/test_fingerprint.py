"""A target is known again while it and its surroundings look as they did."""

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import Grounding, ParsedScreen, UIElement
from gui_agent.qa.cache.fingerprint import (
    Fingerprint,
    fingerprint_from_json,
    fingerprint_of,
    fingerprint_to_json,
)

SAVE = Box(100, 80, 160, 104)


def screen(button: int = 90, *, elsewhere: int = 200) -> Screenshot:
    image = np.full((200, 320, 3), 230, np.uint8)
    image[80:104, 100:160] = button
    image[88:96, 110:150:4] = 10
    image[150:190, 250:310] = elsewhere
    return Screenshot(image, Box(0, 0, 320, 200))


def known() -> Fingerprint:
    seen = ParsedScreen((UIElement(SAVE, "button", "Save"),), Box(0, 0, 320, 200))
    found = fingerprint_of("Save button", screen(), seen, Grounding(SAVE.center, SAVE, 0.9, "Save"))
    assert found is not None
    return found


def test_it_says_what_the_target_is_and_where() -> None:
    save = known()
    assert (save.text, save.role, save.box, save.place) == ("Save", "button", SAVE, (0.406, 0.46))
    assert save.as_grounding().point == SAVE.center


def test_it_is_there_whatever_changes_far_away() -> None:
    assert known().is_there(screen(elsewhere=20))


@pytest.mark.parametrize("now", [screen(button=200), Screenshot(screen().image[:90], Box(0, 0, 320, 90))])
def test_another_look_or_another_screen_is_not_it(now: Screenshot) -> None:
    assert not known().is_there(now)


def test_what_moved_is_not_there() -> None:
    moved = np.roll(screen().image, 30, axis=1)
    assert not known().is_there(Screenshot(moved, Box(0, 0, 320, 200)))


def test_other_surroundings_are_told_apart() -> None:
    image = screen().image.copy()
    image[20:70, 40:220] = np.tile(np.arange(180, dtype=np.uint8)[None, :, None], (50, 1, 3))
    image[112:168, 40:220] = 0
    assert not known().is_there(Screenshot(image, Box(0, 0, 320, 200)))


def test_it_outlives_the_file() -> None:
    again = fingerprint_from_json(fingerprint_to_json(known()))
    assert again == known()
    assert again.is_there(screen())


def test_a_target_outside_of_the_picture_is_not_kept() -> None:
    outside = Box(400, 10, 420, 20)
    seen = ParsedScreen((), Box(0, 0, 320, 200))
    assert fingerprint_of("x", screen(), seen, Grounding(outside.center, outside, 1.0)) is None
