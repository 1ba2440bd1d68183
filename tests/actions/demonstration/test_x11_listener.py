"""What is done on a real display is heard as it was done."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from actions.action import Action, Click, Drag, PressKeys, Scroll, TypeText
from actions.demonstration.joining import Joiner
from actions.demonstration.x11_listener import X11Listener
from actions.geometry import Point
from actions.local import open_x11

DONE: list[Action] = [
    Click(Point(50, 60), count=2),
    TypeText("Hello, ř€ 2!"),
    PressKeys(("ctrl", "s")),
    Drag((Point(10, 10), Point(200, 200))),
    Scroll(Point(99, 99), 3),
    PressKeys(("shift", "tab")),
    Click(Point(70, 60), "right", 1, ("ctrl",)),
    PressKeys(("enter",)),
]


PLAIN: list[Action] = [DONE[0], TypeText("Hello 2!"), DONE[2], DONE[4]]


def heard_within(seconds: float, enough: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not enough() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_clicks_drags_wheel_and_keys_come_as_they_were_done(x_display: str) -> None:
    heard: list[Action] = []
    joiner = Joiner(lambda performed: heard.append(performed.action))
    listener = X11Listener(joiner.hear, x_display)
    try:
        with open_x11(x_display) as hands:
            for action in DONE:
                hands.execute(action)
        heard_within(5.0, lambda: len(heard) >= len(DONE) - 1)
        time.sleep(0.1)
    finally:
        listener.close()
        listener.close()
    joiner.finish()
    assert [_untimed(a) for a in heard] == [_untimed(a) for a in DONE]


def _untimed(action: Action) -> object:
    return action.path if isinstance(action, Drag) else action


PROGRAM = """
import sys, time
from actions.demonstration.desktop_listener import DesktopListener
from actions.demonstration.joining import Joiner
joiner = Joiner(lambda performed: print(performed.action, flush=True))
listener = DesktopListener(joiner.hear)
print("ready", flush=True)
sys.stdin.readline()
time.sleep(0.3)
listener.close()
joiner.finish()
"""


def test_pynput_hears_the_same_on_this_desktop(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display)
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=pipe, stdout=pipe, text=True) as listening:
        assert listening.stdin
        assert listening.stdout
        assert listening.stdout.readline() == "ready\n"
        with open_x11(x_display) as hands:
            for action in PLAIN:
                hands.execute(action)
        heard, _ = listening.communicate("\n", timeout=20)
    assert heard.splitlines() == [str(action) for action in PLAIN]
