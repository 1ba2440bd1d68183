"""The window in which a person is asked is out of the agent's reach."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.action import Action, Click, CloseWindow, Drag, FocusWindow, Move, PressKeys, Scroll, TypeText
from actions.asking_processes import AskingProcesses, ancestors
from actions.computer import Window
from actions.errors import OffLimits
from actions.geometry import Point
from actions.local import LocalComputer, open_x11
from actions.x11.asking_windows import Asking
from evals.bench.private_display import private_display, program, wait_for

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(
        any(shutil.which(name) is None for name in ("Xvfb", "openbox", "xterm")),
        reason="needs xvfb, openbox and xterm",
    ),
]


@dataclass
class Stage:
    computer: LocalComputer
    received: Path
    display: str

    def window(self, title: str) -> Window:
        return next(window for window in self.computer.windows() if window.title == title)


def terminal(title: str, place: str, script: str) -> list[str]:
    return ["xterm", "-T", title, "-geometry", f"40x10{place}", "-e", "sh", "-c", script]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("asked")
    number, received = folder / "pid", folder / "received"
    asked = terminal("asks", "+10+10", f"echo $$ > {number}; stty -icanon; cat > {received}")
    with (
        private_display() as display,
        program(asked, display),
        program(terminal("works", "-10-10", "cat"), display),
    ):
        assert wait_for(lambda: number.exists() and received.exists(), 20.0)
        asking = Asking(AskingProcesses(int(number.read_text()), tmux=""))
        with open_x11(display, take_over=True, asking=asking) as computer:
            assert wait_for(lambda: {w.title for w in computer.windows()} == {"asks", "works"}, 20.0)
            yield Stage(computer, received, display)


def middle(stage: Stage, title: str) -> Point:
    return stage.window(title).box.center


def bar(stage: Stage, title: str) -> Point:
    box = stage.window(title).box
    return Point(box.center.x, box.y1 + 5)


TOUCHES: list[Callable[[Stage], Action]] = [
    lambda stage: Click(middle(stage, "asks")),
    lambda stage: Click(middle(stage, "asks"), "middle"),
    lambda stage: Click(bar(stage, "asks")),
    lambda stage: Move(middle(stage, "asks")),
    lambda stage: Scroll(middle(stage, "asks"), dy=1),
    lambda stage: Drag((middle(stage, "works"), middle(stage, "asks"))),
    lambda stage: CloseWindow("asks"),
]


@pytest.mark.parametrize("touch", TOUCHES)
def test_nothing_points_at_it(stage: Stage, touch: Callable[[Stage], Action]) -> None:
    with pytest.raises(OffLimits, match="where the person is asked"):
        stage.computer.execute(touch(stage))


@pytest.mark.parametrize("keys", [PressKeys(("y",)), TypeText("y\n"), PressKeys(("alt", "f4"))])
def test_no_key_reaches_it_while_it_has_the_focus(stage: Stage, keys: Action) -> None:
    stage.computer.execute(FocusWindow("asks"))
    with pytest.raises(OffLimits):
        stage.computer.execute(keys)
    assert stage.received.read_bytes() == b""


def test_after_a_switch_of_windows_the_focus_is_looked_at_again(stage: Stage) -> None:
    stage.computer.execute(FocusWindow("asks"))
    stage.computer.execute(FocusWindow("works"))
    stage.computer.execute(PressKeys(("alt", "tab")))
    for _ in range(3):
        # Before the window manager has got round to it, the other window may still have the keys.
        with contextlib.suppress(OffLimits):
            stage.computer.execute(PressKeys(("y",)))
    assert wait_for(lambda: stage.window("asks").active, 5.0)
    with pytest.raises(OffLimits):
        stage.computer.execute(PressKeys(("y",)))
    assert stage.received.read_bytes() == b""


def test_a_drag_that_ends_there_lets_go_where_it_began(stage: Stage) -> None:
    stage.computer.execute(FocusWindow("works"))
    with pytest.raises(OffLimits):
        stage.computer.execute(Drag((middle(stage, "works"), middle(stage, "asks"))))
    pointer = stage.computer._backend.pointer_position()
    assert not stage.window("asks").box.contains(pointer)


def test_every_other_window_is_worked_as_ever(stage: Stage) -> None:
    stage.computer.execute(FocusWindow("works"))
    for action in (Click(middle(stage, "works")), TypeText("plain words\n"), PressKeys(("ctrl", "l"))):
        stage.computer.execute(action)


def test_a_window_that_covers_it_may_be_touched(stage: Stage) -> None:
    box = stage.window("asks").box
    place = f"+{box.x1 + 60}+{box.y1 + 60}"
    with program(terminal("covers", place, "cat"), stage.display):
        assert wait_for(lambda: any(w.title == "covers" for w in stage.computer.windows()), 20.0)
        inside = Point(box.x1 + 100, box.y1 + 120)
        assert stage.window("covers").box.contains(inside)
        stage.computer.execute(Click(inside))
        with pytest.raises(OffLimits):
            stage.computer.execute(Click(Point(box.x1 + 20, box.y1 + 60)))


def test_the_ancestors_of_a_process_are_its_parents_upwards() -> None:
    assert ancestors(os.getpid())[0] == os.getppid()
