"""The fail-safe: what a person does stops the agent; what the agent itself does must not."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from actions.errors import Stopped, UnknownKey
from actions.failsafe import FailSafe
from actions.geometry import Point, Size
from tests.widgets.harness import private_display, wait_until

SIZE = Size(800, 600)
CENTER, TOP_LEFT, BOTTOM_RIGHT = Point(400, 300), Point(0, 0), Point(799, 599)


@pytest.fixture
def corners() -> FailSafe:
    return FailSafe(SIZE, hot_key="")


def stops(failsafe: FailSafe, pointer: Point | None = None) -> bool:
    try:
        failsafe.check(pointer)
    except Stopped:
        return True
    return False


@pytest.mark.parametrize("corner", [TOP_LEFT, BOTTOM_RIGHT, Point(799, 0), Point(1, 598)])
def test_pushing_the_pointer_into_any_corner_stops(corners: FailSafe, corner: Point) -> None:
    assert not stops(corners, CENTER)
    assert stops(corners, corner)


@pytest.mark.parametrize("edge", [Point(0, 300), Point(400, 599), Point(10, 10)])
def test_an_edge_is_no_corner(corners: FailSafe, edge: Point) -> None:
    assert not stops(corners, CENTER)
    assert not stops(corners, edge)


def test_a_stop_lasts_until_it_is_reset(corners: FailSafe) -> None:
    corners.check(CENTER)
    assert stops(corners, TOP_LEFT)
    assert stops(corners, CENTER)
    assert stops(corners)
    corners.reset()
    assert not stops(corners, CENTER)


def test_the_agents_own_move_into_a_corner_is_no_stop(corners: FailSafe) -> None:
    corners.check(CENTER)
    corners.agent_moves_to(TOP_LEFT)
    assert not stops(corners, CENTER), "asked once more before the move"
    assert not stops(corners, TOP_LEFT)
    assert not stops(corners, TOP_LEFT)


def test_the_agent_may_leave_its_corner_for_another(corners: FailSafe) -> None:
    corners.check(CENTER)
    corners.agent_moves_to(TOP_LEFT)
    corners.check(TOP_LEFT)
    corners.agent_moves_to(BOTTOM_RIGHT)
    assert not stops(corners, TOP_LEFT)
    assert not stops(corners, BOTTOM_RIGHT)


def test_a_person_returning_to_the_agents_corner_stops(corners: FailSafe) -> None:
    corners.check(CENTER)
    corners.agent_moves_to(TOP_LEFT)
    corners.check(TOP_LEFT)
    corners.check(CENTER)
    assert stops(corners, TOP_LEFT)


def test_another_corner_than_the_agents_stops(corners: FailSafe) -> None:
    corners.check(CENTER)
    corners.agent_moves_to(TOP_LEFT)
    assert stops(corners, BOTTOM_RIGHT)


def test_a_pointer_parked_in_a_corner_beforehand_is_no_stop(corners: FailSafe) -> None:
    assert not stops(corners, BOTTOM_RIGHT)
    assert not stops(corners, BOTTOM_RIGHT)
    assert not stops(corners, CENTER)
    assert stops(corners, BOTTOM_RIGHT)


def test_after_a_reset_the_corner_the_pointer_is_in_does_not_stop_again(corners: FailSafe) -> None:
    corners.check(CENTER)
    assert stops(corners, TOP_LEFT)
    corners.reset()
    assert not stops(corners, TOP_LEFT)


def test_the_first_reason_is_the_one_told(corners: FailSafe) -> None:
    corners.stop("the stop button was pressed")
    corners.stop("something later")
    with pytest.raises(Stopped, match="the stop button was pressed"):
        corners.check()


def test_without_a_screen_size_no_corner_stops() -> None:
    failsafe = FailSafe(hot_key="")
    assert not stops(failsafe, CENTER)
    assert not stops(failsafe, TOP_LEFT)


def test_a_hot_key_without_meaning_is_refused() -> None:
    with pytest.raises(UnknownKey):
        FailSafe(SIZE, hot_key="ctrl+nosuchkey")


def test_without_a_display_the_corners_still_work_and_the_hot_key_says_no(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    failsafe = FailSafe(SIZE)
    assert not failsafe.hot_key_works
    failsafe.check(CENTER)
    assert stops(failsafe, TOP_LEFT)
    failsafe.close()


# pynput connects to the display of its process once and for all, hence a process of its own.
_LISTENING = """
import sys, time
from actions.errors import Stopped
from actions.failsafe import FailSafe
failsafe = FailSafe(hot_key="ctrl+alt+escape")
print("works" if failsafe.hot_key_works else "silent", flush=True)
for line in sys.stdin:
    if line.startswith("own"):
        failsafe.agent_presses(("ctrl", "alt", "escape"))
    try:
        failsafe.check()
        print("goes on", flush=True)
    except Stopped as stopped:
        print(stopped, flush=True)
failsafe.close()
print("closed", flush=True)
"""


class Listening:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, word: str = "check") -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture
def display() -> Iterator[str]:
    with private_display(window_manager=False) as name:
        yield name


@pytest.fixture
def listening(display: str) -> Iterator[Listening]:
    with subprocess.Popen(
        [sys.executable, "-c", _LISTENING],
        env={"DISPLAY": display, "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "works"
        yield Listening(process)
        rest, errors = process.communicate(timeout=20)
        assert rest.strip() == "closed"
        assert errors == ""


def press_hot_key(display: str) -> None:
    from actions.x11.input import X11Input

    person = X11Input(display)
    for key in ("ctrl", "alt", "escape"):
        person.press_key(key)
    person.close()


@pytest.mark.x11
def test_the_hot_key_stops(display: str, listening: Listening) -> None:
    assert listening.ask() == "goes on"

    def stopped_by_the_person() -> bool:
        press_hot_key(display)
        return "Ctrl+Alt+Escape was pressed" in listening.ask()

    wait_until(stopped_by_the_person, what="the hot key to be heard")


@pytest.mark.x11
def test_other_keys_and_the_agents_own_hot_key_do_not_stop(display: str, listening: Listening) -> None:
    from actions.x11.input import X11Input

    agent = X11Input(display)
    agent.press_key("ctrl")
    agent.press_key("escape")
    agent.release_all()
    agent.type_text("Typed: Zażółć 你好 😀")
    agent.close()
    assert listening.ask("own") == "goes on"
    announced = time.monotonic()

    def stopped() -> bool:
        press_hot_key(display)
        return "was pressed" in listening.ask()

    # The same keys do stop, but only once the agent's announcement has lapsed.
    wait_until(stopped, what="the person's hot key to be heard")
    assert time.monotonic() - announced >= 2.0


@pytest.mark.x11
def test_a_display_that_vanishes_ends_the_hot_key_silently() -> None:
    with private_display(window_manager=False) as name:
        process = subprocess.Popen(
            [sys.executable, "-c", _LISTENING],
            env={"DISPLAY": name, "PATH": "/usr/bin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        listening = Listening(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "works"
    with process:
        assert listening.ask() == "goes on"
        rest, errors = process.communicate(timeout=20)
    assert rest.strip() == "closed"
    assert errors == ""


@pytest.mark.x11
def test_the_hot_key_stops_while_a_menu_has_the_keyboard(display: str, listening: Listening) -> None:
    from Xlib import X

    from actions.x11.connection import X11Connection

    menu = X11Connection(display)
    menu.root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
    menu.sync()

    def stopped_by_the_person() -> bool:
        press_hot_key(display)
        return "Ctrl+Alt+Escape was pressed" in listening.ask()

    wait_until(stopped_by_the_person, what="the hot key to be heard")
    menu.close()
