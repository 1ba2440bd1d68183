"""Mouse and keyboard of Windows and macOS: pyautogui, and pynput for what pyautogui gets wrong there."""

from __future__ import annotations

import contextlib
import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from actions.action import MouseButton
from actions.desktop_keys import pyautogui_name, pynput_code, pynput_name
from actions.errors import (
    DisplayUnavailable,
    InputFailed,
    MissingDependency,
    Stopped,
    TakenOver,
    UnknownKey,
)
from actions.geometry import Point

CHUNK = 20
"""How many characters are typed between two looks at the fail-safe."""

_SERIES_SECONDS = 0.3
_SERIES_PIXELS = 4.0
_PASTE_SECONDS = 0.3
_CAPS_LOCK = 0x14

_UNITS_PER_NOTCH: Mapping[str, int] = MappingProxyType({"win32": 120, "darwin": 4})
"""Of pyautogui's vertical wheel: Windows counts 120 in a notch, a Mac lines of about ten points."""
_MAC_STEPS_PER_NOTCH = 4
"""pynput counts steps of ten points; both wheels go equally far."""

_PYNPUT_BUTTONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # pyautogui knows three buttons.
        "win32": {"back": "x1", "forward": "x2"},
        "linux": {"back": "button8", "forward": "button9"},
        # pyautogui does not number the clicks of a series, so that two are no double click, and lets go
        # with a motion that is no drag.
        "darwin": {"left": "left", "middle": "middle", "right": "right"},
    }
)
# Windows swaps injected buttons for left-handed people; pyautogui swaps these two back.
_PYAUTOGUI_BUTTONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"win32": {"left": "primary", "right": "secondary"}}
)


@dataclass(frozen=True, slots=True)
class _Contact:
    """Presses a key or a button and lets it go, by whichever library does it right."""

    down: Callable[[], object]
    up: Callable[[], object]


class DesktopInput:
    """An `InputBackend` on Windows or macOS; ``before_event`` is called before each event.

    Points are those of `ScreenCapture.region`: physical pixels on Windows, which is asked for them here, and
    the system's points on macOS, whose scale is the screenshot's business. Making one sets ``PAUSE`` and
    ``FAILSAFE`` in pyautogui's module, for the whole process. Raises `MissingDependency`, and
    `DisplayUnavailable` where the input system cannot be reached.
    """

    def __init__(
        self, *, before_event: Callable[[], None] = lambda: None, platform: str | None = None
    ) -> None:
        self.before_event = before_event
        self._platform = platform or sys.platform
        if self._platform == "win32":
            see_physical_pixels()  # first: importing pyautogui settles for less
        self._pyautogui: Any = _library("pyautogui")
        self._pyautogui.PAUSE = 0
        self._pyautogui.FAILSAFE = False  # actions.failsafe has its own
        self._keys: Any = _library("pynput.keyboard")
        self._mice: Any = _library("pynput.mouse")
        with _translated("mouse and keyboard cannot be reached", DisplayUnavailable):
            self._keyboard: Any = self._keys.Controller()
            self._mouse: Any = self._mice.Controller()
        self._held_keys: dict[str, _Contact] = {}
        self._held_buttons: dict[MouseButton, _Contact] = {}
        self._series: tuple[float, Point, MouseButton] | None = None

    def pointer_position(self) -> Point:
        # From pynput: pyautogui cuts off the fractions a Mac has.
        with _translated("the pointer's position could not be read"):
            x, y = self._mouse.position
            return Point(round(x), round(y))

    def move(self, point: Point) -> None:
        self.before_event()
        with _translated("the pointer could not be moved"):
            if self._platform == "darwin" and self._held_buttons:
                # A Mac takes a plain motion for no drag, so pyautogui has another call for it.
                button = next(reversed(self._held_buttons))
                self._pyautogui.dragTo(point.x, point.y, duration=0, button=button, mouseDownUp=False)
            else:
                self._pyautogui.moveTo(point.x, point.y, duration=0)

    def press_button(self, button: MouseButton) -> None:
        """Press ``button``; presses in quick succession at one place count as one series of clicks."""
        contact = self._button(button)
        self.before_event()
        with _translated(f"the {button} button could not be pressed"):
            self._count_clicks(button)
            self._held_buttons[button] = contact
            contact.down()

    def release_button(self, button: MouseButton) -> None:
        contact = self._held_buttons.get(button)
        if contact is None:
            return
        with _translated(f"the {button} button could not be released"):
            contact.up()
        del self._held_buttons[button]

    def scroll(self, dx: int, dy: int) -> None:
        units = _UNITS_PER_NOTCH.get(self._platform, 1)
        for _ in range(abs(dy)):
            self._turn(lambda: self._pyautogui.vscroll(-units if dy > 0 else units))
        # pyautogui's horizontal wheel is the vertical one on Windows, and knows one direction on a Mac. There
        # pynput does not turn the sign: a Mac counts to the left.
        right = -_MAC_STEPS_PER_NOTCH if self._platform == "darwin" else 1
        for _ in range(abs(dx)):
            self._turn(lambda: self._mouse.scroll(right if dx > 0 else -right, 0))

    def press_key(self, key: str) -> None:
        contact = self._key(key)
        self.before_event()
        with _translated(f"the key {key!r} could not be pressed"):
            self._held_keys[key] = contact
            contact.down()

    def release_key(self, key: str) -> None:
        contact = self._held_keys.get(key)
        if contact is None:
            return
        with _translated(f"the key {key!r} could not be released"):
            contact.up()
        del self._held_keys[key]

    def type_text(self, text: str) -> None:
        """Type ``text`` character by character; on macOS, text beyond U+FFFF goes through the clipboard."""
        # By pynput, which sends characters: pyautogui presses keys of an American keyboard and leaves out
        # every other character.
        if self._platform == "darwin" and any(ord(char) > 0xFFFF for char in text):
            self._paste(text)
            return
        with self._caps_lock_off():
            for start in range(0, len(text), CHUNK):
                try:
                    self.before_event()
                except TakenOver as taken:
                    taken.typed = start
                    raise
                with _translated("the text could not be typed"):
                    self._keyboard.type(text[start : start + CHUNK])

    def release_all(self) -> None:
        for contact in (*reversed(self._held_keys.values()), *self._held_buttons.values()):
            with contextlib.suppress(Exception):
                contact.up()
        self._held_keys.clear()
        self._held_buttons.clear()

    def close(self) -> None:
        self.release_all()

    def _turn(self, wheel: Callable[[], object]) -> None:
        self.before_event()
        with _translated("the wheel could not be turned"):
            wheel()

    def _count_clicks(self, button: MouseButton) -> None:
        """Tell pynput where a series begins: macOS wants each press numbered, or it sees single clicks."""
        if self._platform != "darwin":
            return
        now, here = time.monotonic(), self.pointer_position()
        same = (
            self._series is not None
            and self._series[2] == button
            and now - self._series[0] < _SERIES_SECONDS
            and self._series[1].distance_to(here) <= _SERIES_PIXELS
        )
        if not same:
            self._mouse.__exit__(None, None, None)
            self._mouse.__enter__()
        self._series = (now, here, button)

    def _button(self, button: MouseButton) -> _Contact:
        name = _PYNPUT_BUTTONS.get(self._platform, {}).get(button)
        if name is not None:
            known = getattr(self._mice.Button, name)
            return _Contact(lambda: self._mouse.press(known), lambda: self._mouse.release(known))
        if button in ("back", "forward"):
            raise InputFailed(
                f"the mouse button {button!r} cannot be pressed on this system; use a key such as alt+left"
            )
        called = _PYAUTOGUI_BUTTONS.get(self._platform, {}).get(button, button)
        return _Contact(
            lambda: self._pyautogui.mouseDown(button=called), lambda: self._pyautogui.mouseUp(button=called)
        )

    def _key(self, key: str) -> _Contact:
        """Return how to press ``key``: pyautogui where it is right, pynput where not (`desktop_keys`)."""
        pyautogui = self._pyautogui
        table = pyautogui.platformModule.keyboardMapping
        name = pyautogui_name(key, self._platform, table, pyautogui.isShiftCharacter, self._layout())
        if name is not None:
            return _Contact(lambda: pyautogui.keyDown(name), lambda: pyautogui.keyUp(name))
        known = self._pynput_key(key)
        if self._platform == "darwin" and self._held_keys:
            # pynput would send it bare: on a Mac it knows only of modifiers it pressed itself.
            raise InputFailed(
                f"the key {key!r} cannot be combined with others on this system; press it alone"
            )
        return _Contact(lambda: self._keyboard.press(known), lambda: self._keyboard.release(known))

    def _layout(self) -> Mapping[str, int]:
        """Return the key codes of the characters on a Mac's keyboard, which only pynput knows."""
        # Without this attribute of pynput's, keys are where an American keyboard has them.
        return getattr(self._keyboard, "_mapping", {}) if self._platform == "darwin" else {}

    def _pynput_key(self, key: str) -> Any:
        named = getattr(self._keys.Key, pynput_name(key), None) if len(key) > 1 else None
        if named is not None:
            return named
        code = pynput_code(key, self._platform)
        if code is not None:
            return self._keys.KeyCode.from_vk(code)
        if len(key) == 1:
            return self._keys.KeyCode.from_char(key)
        raise UnknownKey(f"the key {key!r} does not exist on this system; use another key")

    @contextlib.contextmanager
    def _caps_lock_off(self) -> Iterator[None]:
        """Switch Caps Lock off on Windows, where it would turn letters round, and on again."""
        switched = self._platform == "win32" and _windows_lock_is_on(_CAPS_LOCK)
        if switched:
            self._keyboard.tap(self._keys.Key.caps_lock)
        try:
            yield
        finally:
            if switched:
                self._keyboard.tap(self._keys.Key.caps_lock)

    def _paste(self, text: str) -> None:
        """Put ``text`` on the clipboard, paste it, and put back what was there."""
        self.before_event()
        with _translated("the text could not be pasted"):
            before = subprocess.run(["pbpaste"], capture_output=True, check=True).stdout
            subprocess.run(["pbcopy"], input=text.encode(), check=True)
            try:
                with self._keyboard.pressed(self._keys.Key.cmd):
                    self._keyboard.tap("v")
                time.sleep(_PASTE_SECONDS)  # the application reads the clipboard when it gets round to it
            finally:
                subprocess.run(["pbcopy"], input=before, check=True)


def see_physical_pixels() -> None:
    """Make Windows speak of physical pixels to this process, on every monitor; harmless when done before."""
    import ctypes

    libraries: Any = getattr(ctypes, "windll")  # noqa: B009 - absent off Windows
    per_monitor_v2 = ctypes.c_void_p(-4)
    attempts: Sequence[Callable[[], Any]] = (
        lambda: libraries.user32.SetProcessDpiAwarenessContext(per_monitor_v2),
        lambda: libraries.shcore.SetProcessDpiAwareness(2) == 0,
        lambda: libraries.user32.SetProcessDPIAware(),
    )
    for attempt in attempts:
        with contextlib.suppress(AttributeError, OSError):
            if attempt():
                return


def _windows_lock_is_on(key: int) -> bool:
    import ctypes

    libraries: Any = getattr(ctypes, "windll")  # noqa: B009 - absent off Windows
    return bool(libraries.user32.GetKeyState(key) & 1)


def _library(name: str) -> Any:
    """Import a module that needs a display. Raises `MissingDependency`, `DisplayUnavailable`."""
    package = name.partition(".")[0]
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        wanted = error.name or package
        raise MissingDependency(
            f"{wanted} is not installed, which mouse and keyboard need here; install it with "
            f"python -m pip install {package}"
        ) from error
    except (Exception, SystemExit) as error:  # without tkinter, a part of pyautogui ends the process
        raise DisplayUnavailable(f"mouse and keyboard cannot be reached: {error}") from error


@contextlib.contextmanager
def _translated(message: str, kind: type[Exception] = InputFailed) -> Iterator[None]:
    try:
        yield
    except (InputFailed, Stopped, TakenOver, UnknownKey):
        raise
    except Exception as error:
        raise kind(f"{message}: {error}") from error
