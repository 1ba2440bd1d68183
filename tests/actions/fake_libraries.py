"""pyautogui, pynput and the libraries of Windows, as far as input needs them, with a log of what was sent."""

from __future__ import annotations

import ctypes
import sys
import types
from collections.abc import Mapping
from typing import Any, get_args

import pytest

from actions.action import MouseButton
from actions.desktop_backend import DesktopInput

Event = tuple[Any, ...]
Log = list[Event]
BUTTONS: tuple[MouseButton, ...] = get_args(MouseButton)


class FakeMouse:
    position = (0.4, 0.6)

    def __init__(self, log: Log) -> None:
        self._log = log

    def press(self, button: str) -> None:
        self._log.append(("pynput press", button))

    def release(self, button: str) -> None:
        self._log.append(("pynput release", button))

    def scroll(self, dx: int, dy: int) -> None:
        self._log.append(("pynput scroll", dx, dy))

    def __enter__(self) -> FakeMouse:
        self._log.append(("series begins",))
        return self

    def __exit__(self, *_: object) -> None:
        self._log.append(("series ends",))


class FakeKeyboard:
    def __init__(self, log: Log, layout: dict[str, int]) -> None:
        self._log = log
        self._mapping = layout

    def press(self, key: object) -> None:
        self._log.append(("pynput down", key))

    def release(self, key: object) -> None:
        self._log.append(("pynput up", key))

    def tap(self, key: object) -> None:
        self._log.append(("pynput tap", key))

    def type(self, text: str) -> None:
        self._log.append(("type", text))


class FakeKeyCode:
    @staticmethod
    def from_char(char: str) -> str:
        return f"char {char}"

    @staticmethod
    def from_vk(code: int) -> str:
        return f"code {code:#x}"


class FakeLibraries:
    """pyautogui and pynput as one platform shows them; everything sent is in ``log``.

    ``table`` is pyautogui's, ``layout`` what pynput knows of a Mac's keyboard.
    """

    def __init__(
        self,
        table: dict[str, int | None],
        key_names: tuple[str, ...],
        buttons: tuple[str, ...],
        layout: dict[str, int] | None = None,
    ) -> None:
        self.log: Log = []
        self.mouse = types.SimpleNamespace(
            Controller=lambda: FakeMouse(self.log),
            Button=types.SimpleNamespace(**{name: name for name in buttons}),
        )
        self.keyboard = types.SimpleNamespace(
            Controller=lambda: FakeKeyboard(self.log, layout or {}),
            KeyCode=FakeKeyCode,
            Key=types.SimpleNamespace(**{name: f"Key.{name}" for name in key_names}),
        )
        self.pyautogui = types.SimpleNamespace(
            PAUSE=0.1,
            FAILSAFE=True,
            platformModule=types.SimpleNamespace(keyboardMapping=table),
            isShiftCharacter=lambda char: char.isupper() or char in set('~!@#$%^&*()_+{}|:"<>?'),
            moveTo=lambda x, y, duration: self.log.append(("move", x, y)),
            dragTo=lambda x, y, duration, button, mouseDownUp: self.log.append(("drag", x, y, button)),
            mouseDown=lambda button: self.log.append(("press", button)),
            mouseUp=lambda button: self.log.append(("release", button)),
            vscroll=lambda clicks: self.log.append(("vscroll", clicks)),
            keyDown=lambda key: self.log.append(("down", key)),
            keyUp=lambda key: self.log.append(("up", key)),
        )

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyautogui", self.pyautogui)
        monkeypatch.setitem(sys.modules, "pynput", types.SimpleNamespace())
        monkeypatch.setitem(sys.modules, "pynput.mouse", self.mouse)
        monkeypatch.setitem(sys.modules, "pynput.keyboard", self.keyboard)


MAC_TABLE: dict[str, int | None] = {
    **{"a": 0x00, "s": 0x01, "q": 0x0C, "1": 0x12, "!": 0x12, "&": 0x1A, "7": 0x1A, "=": 0x18, "+": 0x18},
    **{"A": 0x00, "\t": 0x30, "command": 0x37, "ctrl": 0x3B, "option": 0x3A, "optionright": 0x3D},
    **{"escape": 0x35, "left": 0x7B, "pageup": 0x74, "help": 0x72, "volumeup": 0x48, "enter": 0x24},
    **{"num0": None, "num8": None, "add": None, "browserback": None, "playpause": None},
}
MAC_KEYS = ("cmd", "alt_r", "left", "media_play_pause", "media_volume_up")
AMERICAN_MAC = {"a": 0x00, "s": 0x01, "q": 0x0C, "1": 0x12, "7": 0x1A, "=": 0x18}
FRENCH_MAC = {"q": 0x00, "s": 0x01, "a": 0x0C, "&": 0x12, "è": 0x1A, "-": 0x18, "é": 0x13}

WINDOWS_TABLE: dict[str, int | None] = {
    **{"a": 0x41, "s": 0x53, "A": 0x141, "+": 0x1BB, "=": 0xBB},
    **{"win": 0x5B, "ctrl": 0x11, "alt": 0x12, "altright": 0xA5, "escape": 0x1B, "enter": 0x0D},
    **{"left": 0x25, "pageup": 0x21, "insert": 0x2D, "num0": 0x60, "num8": 0x68, "add": 0x6B},
    **{"browserback": 0xA6, "volumeup": 0xAF, "playpause": 0xB3, "apps": 0x5D},
}
WINDOWS_KEYS = ("cmd", "alt_r", "left", "page_up", "insert", "caps_lock")


def fake_mac(layout: dict[str, int]) -> FakeLibraries:
    return FakeLibraries(MAC_TABLE, MAC_KEYS, ("left", "middle", "right"), layout)


class Windll:
    """The libraries of Windows, with Caps Lock as given."""

    def __init__(self, caps_lock: bool = False) -> None:
        self.calls: list[str] = []
        self.user32 = types.SimpleNamespace(
            SetProcessDpiAwarenessContext=lambda context: self.calls.append("per monitor") or True,
            GetKeyState=lambda key: int(caps_lock and key == 0x14),
        )


def on_mac(monkeypatch: pytest.MonkeyPatch, layout: dict[str, int]) -> tuple[DesktopInput, Log]:
    fake = fake_mac(layout)
    fake.install(monkeypatch)
    return DesktopInput(platform="darwin"), fake.log


def on_windows(
    monkeypatch: pytest.MonkeyPatch, caps_lock: bool = False, changed: Mapping[str, int] | None = None
) -> tuple[DesktopInput, Log]:
    """Open Windows with an American keyboard, but for what ``changed`` says of pyautogui's table."""
    buttons = ("left", "middle", "right", "x1", "x2")
    fake = FakeLibraries({**WINDOWS_TABLE, **(changed or {})}, WINDOWS_KEYS, buttons)
    fake.install(monkeypatch)
    monkeypatch.setattr(ctypes, "windll", Windll(caps_lock), raising=False)
    return DesktopInput(platform="win32"), fake.log
