"""Windows of real applications are listed, raised and closed, with and without a window manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from actions.errors import DisplayLost, WindowNotFound
from actions.geometry import Box
from actions.virtual_desktop import VirtualDesktop
from actions.x11.displays import close_display, open_display
from actions.x11.properties import Properties
from actions.x11.windows import X11Windows
from tests.conftest import XServer

pytestmark = [
    pytest.mark.x11,
    pytest.mark.app,
    pytest.mark.skipif(
        shutil.which("xterm") is None, reason="xterm is not installed (apt-get install xterm)"
    ),
]


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


class Terminals:
    """Opens xterms on one display and lists them."""

    def __init__(self, display_name: str) -> None:
        self.windows = X11Windows(display_name)
        self._display_name = display_name
        self._processes: list[subprocess.Popen[bytes]] = []

    def open(self, title: str, place: str = "+100+100") -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DISPLAY": self._display_name, "LC_ALL": "C.UTF-8"}
        quiet = subprocess.DEVNULL
        command = ["xterm", "-T", title, "-geometry", f"40x10{place}"]
        process = subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
        self._processes.append(process)
        assert until(lambda: title in self.titles()), f"{title} did not open"
        return process

    def titles(self) -> list[str]:
        return [window.title for window in self.windows.windows()]

    def active(self) -> str:
        return next((window.title for window in self.windows.windows() if window.active), "")

    def close(self) -> None:
        self.windows.disconnect()
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture(params=["managed", "bare"])
def terminals(request: pytest.FixtureRequest) -> Iterator[Terminals]:
    if request.param == "managed":
        name = request.getfixturevalue("virtual_desktop").display_name
    else:
        name = request.getfixturevalue("x_display")
    opened = Terminals(name)
    yield opened
    opened.close()


def test_windows_are_listed_with_title_application_and_place(terminals: Terminals) -> None:
    assert terminals.windows.windows() == []
    terminals.open("a title")
    (window,) = terminals.windows.windows()
    assert window.title == "a title"
    assert not window.dialog
    assert window.application == "XTerm"
    assert Box(0, 0, 1280, 800).contains(window.box.center)
    assert window.box.width > 200
    assert terminals.windows.ids() == {window.id}


def test_a_window_is_focused_by_a_part_of_its_title_and_comes_to_the_top(terminals: Terminals) -> None:
    terminals.open("first one")
    terminals.open("second one", "+200+200")
    for title in ("first", "second"):
        terminals.windows.focus(title)
        assert terminals.active() == f"{title} one"
        assert terminals.titles()[-1] == f"{title} one"


def test_a_window_is_closed_by_its_title(terminals: Terminals) -> None:
    staying, going = terminals.open("stays"), terminals.open("goes")
    terminals.windows.close("goes")
    going.wait(20)
    assert until(lambda: terminals.titles() == ["stays"])
    assert staying.poll() is None


def test_the_active_window_is_closed_where_no_title_is_given(terminals: Terminals) -> None:
    terminals.open("stays")
    going = terminals.open("goes")
    terminals.windows.focus("goes")
    terminals.windows.close()
    going.wait(20)
    assert until(lambda: terminals.titles() == ["stays"])


def test_a_missing_window_is_reported_with_what_is_open(terminals: Terminals) -> None:
    terminals.open("the only one")
    with pytest.raises(WindowNotFound, match="no window fits 'spreadsheet'; open are: 'the only one'"):
        terminals.windows.focus("spreadsheet")


def test_the_box_of_a_managed_window_includes_its_title_bar(virtual_desktop: VirtualDesktop) -> None:
    terminals = Terminals(virtual_desktop.display_name)
    try:
        terminals.open("framed")
        (window,) = terminals.windows.windows()
        bar = virtual_desktop.screenshot(window.box).crop(
            Box(window.box.x1 + 40, window.box.y1 + 3, window.box.x1 + 45, window.box.y1 + 5)
        )
        assert (bar == (0xEA, 0xDC, 0xD0)).all(), "the title bar's colour is not at the top of the box"
        assert virtual_desktop.windows()[0].pid == window.pid
    finally:
        terminals.close()


def test_a_minimised_window_says_so(virtual_desktop: VirtualDesktop) -> None:
    terminals = Terminals(virtual_desktop.display_name)
    try:
        terminals.open("away")
        (window,) = terminals.windows.windows()
        assert not window.hidden
        environment = {**os.environ, "DISPLAY": virtual_desktop.display_name}
        subprocess.run(["xdotool", "windowminimize", str(window.id)], env=environment, check=True)
        assert until(lambda: terminals.windows.windows()[0].hidden)
    finally:
        terminals.close()


def test_titles_in_any_script_arrive(virtual_desktop: VirtualDesktop) -> None:
    terminals = Terminals(virtual_desktop.display_name)
    try:
        terminals.open("Zażółć 你好")
        assert terminals.titles() == ["Zażółć 你好"]
    finally:
        terminals.close()


def test_a_title_arrives_whole_however_long_it_is(terminals: Terminals) -> None:
    title = "long " * 200 + "and its end"
    terminals.open(title)
    assert terminals.titles() == [title]


def test_what_is_asked_ahead_is_as_it_was_then(x_display: str) -> None:
    from Xlib.error import BadWindow

    display = open_display(x_display)
    properties = Properties(display)
    window = display.screen().root.create_window(0, 0, 10, 10, 0, 0)
    display.sync()
    with properties.asked_ahead([window.id, window.id + 1], ("WM_CLASS",)):
        window.destroy()
        display.sync()
        assert properties.full(window.id, "WM_CLASS") is None  # as it was when it was asked
        with pytest.raises(BadWindow):
            properties.full(window.id + 1, "WM_CLASS")
    with pytest.raises(BadWindow):
        properties.full(window.id, "WM_CLASS")
    close_display(display)


def test_a_vanished_display_is_reported_as_lost(x_server: XServer) -> None:
    windows = X11Windows(x_server.name)
    x_server.process.kill()
    x_server.process.wait()
    with pytest.raises(DisplayLost):
        windows.windows()
    windows.disconnect()
