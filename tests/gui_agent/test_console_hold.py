"""A person who took over lets the agent go on, from a plain terminal."""

from __future__ import annotations

import io
import os
import pty
import time
from collections.abc import Callable, Iterator

import pytest

from gui_agent.console_hold import ConsoleHold
from gui_agent.hold import Hold
from gui_agent.witness import NOT_YOURS, Witness


class Seen(Witness):
    """Has seen hands, or not."""

    hands = True

    def vouches(self, since: float) -> bool:
        return self.hands


@pytest.fixture
def keys() -> Iterator[tuple[int, io.TextIOWrapper]]:
    far, near = pty.openpty()
    with os.fdopen(near, "r") as source:
        yield far, source
    os.close(far)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_only_enter_by_hand_lets_it_go_on(keys: tuple[int, io.TextIOWrapper]) -> None:
    far, source = keys
    hold, out, witness = Hold(), io.StringIO(), Seen()
    assert ConsoleHold(hold, source, out, witness=witness).attend()
    hold.take_over("the mouse was moved")
    until(lambda: "You took over (the mouse was moved)" in out.getvalue())
    os.write(far, b"\x04")  # Ctrl-D: the end of the input
    witness.hands = False
    os.write(far, b"\n")
    until(lambda: NOT_YOURS in out.getvalue())
    assert hold.held == "taken over"
    witness.hands = True
    os.write(far, b"\n")
    until(lambda: not hold.held)


def test_without_a_terminal_nobody_attends() -> None:
    hold = Hold()
    assert not ConsoleHold(hold, io.StringIO()).attend()
    assert not hold.watched
