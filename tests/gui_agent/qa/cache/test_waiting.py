"""What is known to come is waited for no longer than it takes, and caches are used as the flags say."""

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
