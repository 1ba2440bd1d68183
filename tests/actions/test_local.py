"""A real X display worked end to end: what is done arrives, what makes no sense is refused."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.action import (
    Click,
    CloseWindow,
    Done,
    Drag,
    Fail,
    FocusWindow,
    HoldKeys,
    Launch,
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.computer import Computer, WindowLister
from actions.errors import DisplayLost, InputFailed, InvalidAction, Stopped, UnknownKey, WindowNotFound
from actions.geometry import Box, Point, Size
from actions.local import LocalComputer, open_x11
from actions.open_computer import open_computer
from actions.virtual_desktop import VirtualDesktop
from actions.x11.displays import close_display, open_display
from tests.conftest import XServer

pytestmark = pytest.mark.x11


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


class EventWindow:
    """A window at (100, 100) to (500, 400) that keeps every input event it gets."""

    def __init__(self, display_name: str) -> None:
        from Xlib import X

        self._display: Any = open_display(display_name)
        screen = self._display.screen()
        mask = (
            X.ButtonPressMask | X.ButtonReleaseMask | X.PointerMotionMask | X.KeyPressMask | X.KeyReleaseMask
        )
        window = screen.root.create_window(
            100, 100, 400, 300, 0, screen.root_depth, event_mask=mask, override_redirect=True
        )
        window.map()
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()
        self._names = {
            X.ButtonPress: "press",
            X.ButtonRelease: "release",
            X.MotionNotify: "move",
            X.KeyPress: "down",
            X.KeyRelease: "up",
        }

    def events(self) -> list[tuple[str, int, int]]:
        """Return kind, button or keycode, and modifier state of what has come in."""
        self._display.sync()
        found = []
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type in self._names:
                found.append((self._names[event.type], event.detail, event.state & 0xFF))
        return found

    def pressed(self) -> tuple[int, bytes]:
        """Return the buttons and the keys that are down on this display."""
        buttons = self._display.screen().root.query_pointer().mask & 0x1F00
        return buttons, bytes(self._display.query_keymap())

    def close(self) -> None:
        close_display(self._display)


NOTHING_PRESSED = (0, bytes(32))
SHIFT, CONTROL = 1, 4


@pytest.fixture
def computer(x_display: str) -> Iterator[LocalComputer]:
    with open_x11(x_display) as opened:
        yield opened


@pytest.fixture
def receiver(x_display: str) -> Iterator[EventWindow]:
    window = EventWindow(x_display)
    yield window
    window.close()


def test_it_is_a_computer_that_lists_windows(computer: LocalComputer) -> None:
    assert isinstance(computer, Computer)
    assert isinstance(computer, WindowLister)
    assert computer.screen_size == Size(1280, 800)
    assert computer.monitors()[0].box == Box(0, 0, 1280, 800)
    assert computer.screenshot(Box(0, 0, 10, 10)).size == Size(10, 10)


def test_clicks_arrive_with_button_count_and_modifiers(
    computer: LocalComputer, receiver: EventWindow
) -> None:
    computer.execute(Click(Point(200, 200), "right", 2, ("ctrl", "shift")))
    clicks = [event for event in receiver.events() if event[0] in ("press", "release")]
    held = CONTROL | SHIFT
    assert clicks == [("press", 3, held), ("release", 3, held)] * 2
    assert receiver.pressed() == NOTHING_PRESSED


def test_a_drag_is_many_motions_with_the_button_down(computer: LocalComputer, receiver: EventWindow) -> None:
    computer.execute(Drag((Point(150, 150), Point(450, 350)), seconds=0.1))
    events = [event[0] for event in receiver.events()]
    start, end = events.index("press"), events.index("release")
    assert events[start:end].count("move") >= 10
    assert receiver.pressed() == NOTHING_PRESSED


def test_the_wheel_turns_both_ways_by_notches(computer: LocalComputer, receiver: EventWindow) -> None:
    computer.execute(Scroll(Point(200, 200), dy=2))
    computer.execute(Scroll(Point(200, 200), dy=-1, dx=3))
    turned = [detail for kind, detail, _ in receiver.events() if kind == "press"]
    assert turned == [5, 5, 4, 7, 7, 7]


def test_keys_are_pressed_held_and_released(computer: LocalComputer, receiver: EventWindow) -> None:
    computer.execute(PressKeys(("ctrl", "a"), 2))
    computer.execute(HoldKeys(("shift",), 0.01))
    kinds = [kind for kind, _, _ in receiver.events() if kind in ("down", "up")]
    # Ctrl stays down between the two, and Shift is held alone.
    assert kinds == ["down", *["down", "up"] * 2, "up", "down", "up"]
    assert receiver.pressed() == NOTHING_PRESSED


@pytest.mark.parametrize(
    "action",
    [
        Click(Point(1280, 10)),
        Move(Point(-1, 0)),
        Scroll(Point(10, 800), dy=1),
        Drag((Point(10, 10), Point(5000, 10))),
    ],
)
def test_points_off_the_screen_are_refused_before_anything_moves(
    computer: LocalComputer, receiver: EventWindow, action: Click | Move | Scroll | Drag
) -> None:
    with pytest.raises(InvalidAction, match="outside the screen of 1280x800 pixels"):
        computer.execute(action)
    assert receiver.events() == []


def test_an_unknown_key_leaves_nothing_pressed(computer: LocalComputer, receiver: EventWindow) -> None:
    with pytest.raises(UnknownKey):
        computer.execute(PressKeys(("ctrl", "no such key")))
    assert receiver.pressed() == NOTHING_PRESSED


def test_the_agents_words_about_the_task_do_nothing(computer: LocalComputer, receiver: EventWindow) -> None:
    for action in (Done("42"), Fail("no"), Wait(0)):
        computer.execute(action)
    assert receiver.events() == []


def test_a_missing_window_is_reported(computer: LocalComputer) -> None:
    with pytest.raises(WindowNotFound, match="no window is open"):
        computer.execute(FocusWindow("anything"))
    with pytest.raises(WindowNotFound, match="no window is active; no window is open"):
        computer.execute(CloseWindow())


def test_without_a_window_system_or_launcher_it_says_so(computer: LocalComputer) -> None:
    bare = LocalComputer(computer._capture, computer._backend)
    assert bare.windows() == []
    with pytest.raises(InputFailed, match="click the window"):
        bare.execute(FocusWindow("x"))
    with pytest.raises(InputFailed, match="launched by name"):
        bare.execute(Launch("x"))


def test_a_vanished_display_is_reported_as_lost(x_server: XServer) -> None:
    computer = open_x11(x_server.name)
    x_server.process.kill()
    x_server.process.wait()
    with pytest.raises(DisplayLost):
        computer.execute(Click(Point(5, 5)))
    with pytest.raises(DisplayLost):
        computer.screenshot()
    computer.close()
    computer.close()


def test_a_person_stops_it_by_pushing_the_pointer_into_a_corner(
    x_display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    person = open_display(x_display)
    with open_x11(x_display, fail_safe=True) as computer:
        computer.execute(Move(Point(600, 400)))
        person.screen().root.warp_pointer(0, 0)
        person.sync()
        with pytest.raises(Stopped):
            computer.execute(Wait(30))
        with pytest.raises(Stopped):
            computer.execute(Click(Point(300, 300)))
    close_display(person)


def test_the_agent_itself_may_go_into_a_corner(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with open_x11(x_display, fail_safe=True) as computer:
        for point in (Point(600, 400), Point(0, 0), Point(300, 300), Point(1279, 799)):
            computer.execute(Click(point))
            computer.execute(Wait(0.03))


@pytest.mark.app
def test_a_note_is_written_in_mousepad_and_saved(virtual_desktop: VirtualDesktop) -> None:
    if shutil.which("mousepad") is None:
        pytest.skip("mousepad is not installed (apt-get install mousepad)")
    note = Path(virtual_desktop.home, "note.txt")
    note.write_text("")
    virtual_desktop.execute(Launch("Mousepad", (str(note),)))
    assert until(lambda: any("note.txt" in window.title for window in virtual_desktop.windows()))
    virtual_desktop.execute(FocusWindow("note.txt"))
    (window,) = virtual_desktop.windows()
    virtual_desktop.execute(Click(window.box.center))
    virtual_desktop.execute(TypeText("Zażółć <b> 1\n2\tend"))
    virtual_desktop.execute(PressKeys(("ctrl", "s")))
    assert until(lambda: note.read_text("utf-8").rstrip("\n") == "Zażółć <b> 1\n2\tend")
    virtual_desktop.execute(CloseWindow("note.txt"))
    assert until(lambda: virtual_desktop.windows() == [])


def test_this_desktop_is_opened_by_its_kind(x_display: str) -> None:
    computer = open_computer("local", display_name=x_display, fail_safe=False)
    assert computer.screen_size == Size(1280, 800)
    computer.close()


def test_a_private_desktop_is_opened_by_its_kind(tmp_path: Path) -> None:
    if shutil.which("openbox") is None:
        pytest.skip("openbox is not installed (apt-get install openbox)")
    computer = open_computer("virtual", size=Size(800, 600), home=tmp_path)
    assert computer.screen_size == Size(800, 600)
    computer.close()
    assert tmp_path.is_dir()


def test_a_kind_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="choose local or virtual"):
        open_computer("remote")  # type: ignore[arg-type]


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    import subprocess

    script = (
        "import sys, actions.open_computer, actions.local, actions.virtual_desktop, actions.capture, "
        "actions.desktop_backend\n"
        "print(*sorted({'mss', 'Xlib', 'pynput', 'pyautogui', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env={})
    assert done.stdout.strip() == ""
