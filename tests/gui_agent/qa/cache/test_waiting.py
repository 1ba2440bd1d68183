"""What is known to come is waited for no longer than it takes, and caches are used as the flags say."""

import time

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from actions.settle import wait_until_settled
from gui_agent.cli.steps import _cache_mode
from gui_agent.errors import SettingsError

BEFORE, AFTER = (Screenshot(np.full((40, 60, 3), grey, np.uint8), Box(0, 0, 60, 40)) for grey in (10, 200))


def test_a_frame_known_to_be_at_rest_is_not_waited_on() -> None:
    frames = iter([BEFORE, BEFORE, AFTER])
    settled = wait_until_settled(
        lambda: next(frames), before=BEFORE, quiet=60.0, timeout=90.0, known=lambda frame: frame is AFTER
    )
    assert settled.screenshot is AFTER
    assert settled.changed
    assert not settled.timed_out


def test_what_was_known_to_come_and_does_not_is_waited_for_as_ever() -> None:
    settled = wait_until_settled(lambda: AFTER, before=BEFORE, quiet=0.02, known=lambda frame: False)
    assert settled.screenshot is AFTER
    assert not settled.timed_out


def test_a_known_frame_counts_once_it_has_rested_long_enough() -> None:
    def known(frame: Screenshot) -> bool:
        return frame.image is AFTER.image

    settled = wait_until_settled(
        lambda: AFTER, before=BEFORE, quiet=60.0, timeout=90.0, known=known, known_rest=0.05
    )
    assert settled.known
    assert settled.quiet_seconds >= 0.05


def test_a_known_frame_does_not_count_before_its_time() -> None:
    settled = wait_until_settled(
        lambda: AFTER, quiet=60.0, timeout=90.0, known=lambda frame: True, known_after=0.05
    )
    assert settled.known
    assert settled.waited_seconds >= 0.05


def test_the_rest_of_a_frame_that_was_there_before_is_counted_from_then() -> None:
    long_ago = time.monotonic() - 60.0
    settled = wait_until_settled(
        lambda: AFTER,
        before=AFTER,
        quiet=90.0,
        known=lambda frame: True,
        known_rest=60.0,
        resting_since=long_ago,
    )
    assert settled.known
    settled = wait_until_settled(
        lambda: AFTER,
        before=BEFORE,
        quiet=0.02,
        known=lambda frame: True,
        known_rest=60.0,
        resting_since=long_ago,
    )
    assert not settled.known


def test_frames_with_the_same_pixels_are_one_array() -> None:
    asked: list[int] = []

    def known(frame: Screenshot) -> bool:
        asked.append(id(frame.image))
        return False

    def copy() -> Screenshot:
        return Screenshot(AFTER.image.copy(), AFTER.region)

    wait_until_settled(copy, before=BEFORE, quiet=0.05, known=known)
    assert len(asked) > 1
    assert len(set(asked)) == 1


@pytest.mark.parametrize(
    ("flags", "mode"),
    [
        ((None, False), "found"),
        ((True, False), "on"),
        ((False, False), "off"),
        ((None, True), "fresh"),
        ((True, True), "fresh"),
    ],
)
def test_the_flags_name_the_mode(flags: tuple[bool | None, bool], mode: str) -> None:
    assert _cache_mode(*flags) == mode


def test_learning_anew_without_a_cache_is_refused() -> None:
    with pytest.raises(SettingsError, match="give one of them"):
        _cache_mode(False, True)
