"""Windows and macOS input against fakes of pyautogui and pynput (real: `test_desktop_backend_x11`)."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from actions import desktop_backend
from actions.desktop_backend import DesktopInput, see_physical_pixels
from actions.errors import (
    DisplayUnavailable,
    InputFailed,
    MissingDependency,
    Stopped,
)
from actions.geometry import Point
from tests.actions.fake_libraries import (
    AMERICAN_MAC,
    BUTTONS,
    FakeMouse,
    Log,
    Windll,
    fake_mac,
    on_mac,
    on_windows,
)


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> tuple[DesktopInput, Log]:
    return on_mac(monkeypatch, AMERICAN_MAC)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> tuple[DesktopInput, Log]:
    return on_windows(monkeypatch)


def test_pyautogui_neither_pauses_nor_stops_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = fake_mac(AMERICAN_MAC)
    fake.install(monkeypatch)
    DesktopInput(platform="darwin")
    assert (fake.pyautogui.PAUSE, fake.pyautogui.FAILSAFE) == (0, False)


def test_windows_swaps_no_buttons_of_left_handed_people_and_has_five(
    windows: tuple[DesktopInput, Log],
) -> None:
    hands, log = windows
    for button in BUTTONS:
        hands.press_button(button)
        hands.release_button(button)
        hands.release_button(button)
    assert log == [
        *(("press", "primary"), ("release", "primary")),
        *(("press", "middle"), ("release", "middle")),
        *(("press", "secondary"), ("release", "secondary")),
        *(("pynput press", "x1"), ("pynput release", "x1")),
        *(("pynput press", "x2"), ("pynput release", "x2")),
    ]


def test_a_mac_has_no_back_button(mac: tuple[DesktopInput, Log]) -> None:
    with pytest.raises(InputFailed, match="back"):
        mac[0].press_button("back")


def test_presses_in_quick_succession_on_a_mac_are_one_series_of_clicks(
    mac: tuple[DesktopInput, Log], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, log = mac
    for _ in range(2):
        hands.press_button("left")
        hands.release_button("left")
    monkeypatch.setattr(FakeMouse, "position", (200, 200))
    hands.press_button("left")
    begun = [number for number, event in enumerate(log) if event == ("series begins",)]
    pressed = [number for number, event in enumerate(log) if event == ("pynput press", "left")]
    assert len(begun) == 2
    assert begun[0] < pressed[0] < pressed[1] < begun[1] < pressed[2]


def test_a_mac_is_told_that_a_motion_is_a_drag(mac: tuple[DesktopInput, Log]) -> None:
    hands, log = mac
    hands.move(Point(1, 1))
    hands.press_button("right")
    hands.move(Point(2, 2))
    hands.release_button("right")
    hands.move(Point(3, 3))
    assert [event for event in log if event[0] in ("move", "drag")] == [
        *(("move", 1, 1), ("drag", 2, 2, "right"), ("move", 3, 3))
    ]


def test_windows_takes_plain_motions_for_a_drag(windows: tuple[DesktopInput, Log]) -> None:
    hands, log = windows
    hands.press_button("left")
    hands.move(Point(2, 2))
    assert log == [("press", "primary"), ("move", 2, 2)]


def test_the_pointer_is_at_the_nearest_pixel(mac: tuple[DesktopInput, Log]) -> None:
    assert mac[0].pointer_position() == Point(0, 1)


def test_the_wheel_turns_notch_by_notch_in_the_units_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    hands, log = on_windows(monkeypatch)
    hands.scroll(dx=1, dy=2)
    hands.scroll(dx=-1, dy=-1)
    assert log == [
        *(("vscroll", -120), ("vscroll", -120), ("pynput scroll", 1, 0)),
        *(("vscroll", 120), ("pynput scroll", -1, 0)),
    ]
    hands, log = on_mac(monkeypatch, AMERICAN_MAC)
    hands.scroll(dx=2, dy=1)
    hands.scroll(dx=-1, dy=-1)
    assert log == [
        *(("vscroll", -4), ("pynput scroll", -4, 0), ("pynput scroll", -4, 0)),
        *(("vscroll", 4), ("pynput scroll", 4, 0)),
    ]


def test_text_is_typed_in_chunks_between_looks_at_the_fail_safe(windows: tuple[DesktopInput, Log]) -> None:
    hands, log = windows
    looks: list[int] = []
    hands.before_event = lambda: looks.append(len(log))
    text = "Zażółć 😀\n" * 5
    hands.type_text(text)
    assert "".join(event[1] for event in log) == text
    assert len(looks) == len(log) == 3


def test_caps_lock_is_off_while_windows_is_typed_into(monkeypatch: pytest.MonkeyPatch) -> None:
    hands, log = on_windows(monkeypatch, caps_lock=True)
    hands.type_text("a")
    assert log == [("pynput tap", "Key.caps_lock"), ("type", "a"), ("pynput tap", "Key.caps_lock")]


def test_nothing_is_sent_after_a_person_has_stopped_it(mac: tuple[DesktopInput, Log]) -> None:
    hands, log = mac

    def stop() -> None:
        raise Stopped("enough")

    hands.before_event = stop
    attempts: list[Callable[[], None]] = [
        lambda: hands.move(Point(1, 1)),
        lambda: hands.press_button("left"),
        lambda: hands.scroll(0, 1),
        lambda: hands.press_key("a"),
        lambda: hands.type_text("a"),
        lambda: hands.type_text("😀"),
    ]
    for attempt in attempts:
        with pytest.raises(Stopped):
            attempt()
    assert log == []


def test_everything_pressed_is_released_at_the_end(mac: tuple[DesktopInput, Log]) -> None:
    hands, log = mac
    hands.press_key("ctrl")
    hands.press_key("a")
    hands.press_button("left")
    log.clear()
    hands.close()
    hands.close()
    assert log == [("up", "a"), ("up", "ctrl"), ("pynput release", "left")]


def test_a_failing_library_is_reported_as_failed_input(mac: tuple[DesktopInput, Log]) -> None:
    hands, _ = mac
    hands._mouse.press = lambda button: 1 / 0
    with pytest.raises(InputFailed, match="the left button could not be pressed"):
        hands.press_button("left")


def test_a_mac_pastes_what_its_key_events_cannot_carry_and_restores_the_clipboard(
    mac: tuple[DesktopInput, Log], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, log = mac
    clipboard = [b"before"]
    seen: list[bytes] = []

    def run(command: list[str], **options: Any) -> Any:
        if command == ["pbcopy"]:
            clipboard[0] = options["input"]
        return types.SimpleNamespace(stdout=clipboard[0])

    class Pressed:
        def __enter__(self) -> None:
            log.append(("down", "Key.cmd"))

        def __exit__(self, *_: object) -> None:
            seen.append(clipboard[0])
            log.append(("up", "Key.cmd"))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(desktop_backend, "_PASTE_SECONDS", 0.0)
    hands._keyboard.pressed = lambda key: Pressed()
    hands.type_text("smile 😀")
    assert seen == ["smile 😀".encode()]
    assert clipboard == [b"before"]
    assert log == [("down", "Key.cmd"), ("pynput tap", "v"), ("up", "Key.cmd")]


def test_windows_is_asked_for_physical_pixels_by_the_best_way_it_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newest = Windll()
    monkeypatch.setattr(ctypes, "windll", newest, raising=False)
    see_physical_pixels()
    assert newest.calls == ["per monitor"]

    calls: list[int] = []
    older = types.SimpleNamespace(
        user32=types.SimpleNamespace(),
        shcore=types.SimpleNamespace(SetProcessDpiAwareness=lambda level: calls.append(level) or 0),
    )
    monkeypatch.setattr(ctypes, "windll", older, raising=False)
    see_physical_pixels()
    assert calls == [2]


@pytest.mark.parametrize("package", ["pyautogui", "pynput"])
def test_a_missing_package_is_reported_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    fake_mac(AMERICAN_MAC).install(monkeypatch)
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingDependency, match=f"python -m pip install {package}$"):
        DesktopInput(platform="darwin")


@pytest.mark.parametrize("body", ["raise KeyError('DISPLAY')", "raise SystemExit('install tkinter')"])
def test_an_input_system_out_of_reach_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str
) -> None:
    (tmp_path / "pyautogui.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DisplayUnavailable, match="cannot be reached"):
        DesktopInput(platform="darwin")
