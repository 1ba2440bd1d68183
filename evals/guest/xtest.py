"""Mouse and keyboard through the XTEST extension, with nothing but ctypes."""

from __future__ import annotations

import ctypes
import time
from types import MappingProxyType
from typing import Any

from evals.guest.problems import Failed

_SHIFT_KEYSYM = 0xFFE1
_UNICODE = 0x01000000
_SPARE_SECONDS = 0.03
_LAST_SECONDS = 0.3

KEYSYMS = MappingProxyType(
    {
        **{"enter": 0xFF0D, "return": 0xFF0D, "\n": 0xFF0D, "\r": 0xFF0D, "tab": 0xFF09, "\t": 0xFF09},
        **{"esc": 0xFF1B, "escape": 0xFF1B, "backspace": 0xFF08, "delete": 0xFFFF, "del": 0xFFFF},
        **{"insert": 0xFF63, "home": 0xFF50, "end": 0xFF57, "pageup": 0xFF55, "pgup": 0xFF55},
        **{"pagedown": 0xFF56, "pgdn": 0xFF56, "left": 0xFF51, "up": 0xFF52, "right": 0xFF53, "down": 0xFF54},
        **{"space": 0x20, "shift": 0xFFE1, "shiftleft": 0xFFE1, "shiftright": 0xFFE2, "ctrl": 0xFFE3},
        **{"ctrlleft": 0xFFE3, "ctrlright": 0xFFE4, "alt": 0xFFE9, "altleft": 0xFFE9, "altright": 0xFFEA},
        **{"win": 0xFFEB, "winleft": 0xFFEB, "winright": 0xFFEC, "command": 0xFFEB, "option": 0xFFE9},
        **{"capslock": 0xFFE5, "numlock": 0xFF7F, "scrolllock": 0xFF14, "apps": 0xFF67, "menu": 0xFF67},
        **{"printscreen": 0xFF61, "prtsc": 0xFF61, "pause": 0xFF13, "add": 0xFFAB, "subtract": 0xFFAD},
        **{"multiply": 0xFFAA, "divide": 0xFFAF, "decimal": 0xFFAE, "volumeup": 0x1008FF13},
        **{"volumedown": 0x1008FF11, "volumemute": 0x1008FF12, "playpause": 0x1008FF14},
        **{"nexttrack": 0x1008FF17, "prevtrack": 0x1008FF16, "stop": 0x1008FF15},
        **{f"f{number}": 0xFFBD + number for number in range(1, 25)},
        **{f"num{number}": 0xFFB0 + number for number in range(10)},
    }
)


class XTest:
    """One connection that sends synthetic events; `close` gives borrowed keys back."""

    def __init__(self) -> None:
        try:
            self._x11 = ctypes.CDLL("libX11.so.6")
            self._xtst = ctypes.CDLL("libXtst.so.6")
        except OSError as error:
            raise Failed(f"the guest lacks libX11 or libXtst: {error}") from error
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        for name in ("XkbKeycodeToKeysym", "XDefaultRootWindow"):
            getattr(self._x11, name).restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(None))
        if not self._display:
            raise Failed("the display cannot be opened")
        self._borrowed: list[int] = []
        self._lent: dict[int, int] = {}

    def move(self, x: int, y: int) -> None:
        self._xtst.XTestFakeMotionEvent(self._display, -1, int(x), int(y), _now())
        self._sync()

    def button(self, number: int, down: bool) -> None:
        self._xtst.XTestFakeButtonEvent(self._display, number, int(down), _now())
        self._sync()

    def key(self, name: str, down: bool) -> None:
        """Press or release a key by its name or character."""
        keycode, shifted = self._place(keysym_of(name))
        if shifted and down:
            self._fake(self._keycode(_SHIFT_KEYSYM), True)
        self._fake(keycode, down)
        if shifted and not down:
            self._fake(self._keycode(_SHIFT_KEYSYM), False)
        self._sync()

    def type(self, character: str) -> None:
        self.key(character, True)
        self.key(character, False)

    def close(self) -> None:
        """Give borrowed keys back, once those who were typed at have looked them up."""
        if self._borrowed:
            time.sleep(_LAST_SECONDS)
            for keycode in self._borrowed:
                self._bind(keycode, 0)
        self._x11.XCloseDisplay(self._display)

    def _place(self, keysym: int) -> tuple[int, bool]:
        """Return the key that gives ``keysym``, and whether with Shift; a spare one is bound if need be."""
        if keysym in self._lent:
            return self._lent[keysym], False
        keycode = self._keycode(keysym)
        for level in (0, 1):
            if keycode and self._x11.XkbKeycodeToKeysym(self._display, keycode, 0, level) == keysym:
                return keycode, level == 1
        return self._borrow(keysym), False

    def _borrow(self, keysym: int) -> int:
        first, last = ctypes.c_int(), ctypes.c_int()
        self._x11.XDisplayKeycodes(self._display, ctypes.byref(first), ctypes.byref(last))
        for keycode in range(last.value, first.value - 1, -1):
            levels = [self._x11.XkbKeycodeToKeysym(self._display, keycode, 0, level) for level in range(4)]
            if not any(levels) and keycode not in self._borrowed:
                self._borrowed.append(keycode)
                break
        else:
            if not self._borrowed:
                raise Failed("the keyboard has no spare key for characters it lacks")
            time.sleep(_LAST_SECONDS)
            keycode = self._borrowed.pop(0)
            self._borrowed.append(keycode)
            self._lent = {known: key for known, key in self._lent.items() if key != keycode}
        self._bind(keycode, keysym)
        self._lent[keysym] = keycode
        time.sleep(_SPARE_SECONDS)
        return keycode

    def _bind(self, keycode: int, keysym: int) -> None:
        symbols = (ctypes.c_ulong * 2)(keysym, keysym)
        self._x11.XChangeKeyboardMapping(self._display, keycode, 2, symbols, 1)
        self._sync()

    def _keycode(self, keysym: int) -> int:
        return int(self._x11.XKeysymToKeycode(self._display, ctypes.c_ulong(keysym))) & 0xFF

    def _fake(self, keycode: int, down: bool) -> None:
        self._xtst.XTestFakeKeyEvent(self._display, keycode, int(down), _now())

    def _sync(self) -> None:
        self._x11.XSync(self._display, 0)


def keysym_of(name: str) -> int:
    """Return the number of a key's name or of a character."""
    known = KEYSYMS.get(name if len(name) == 1 else name.lower())
    if known is not None:
        return known
    if len(name) != 1:
        raise Failed(f"there is no key {name!r}")
    code = ord(name)
    return code if 0x20 <= code < 0x7F or 0xA0 <= code < 0x100 else _UNICODE | code


def _now() -> Any:
    return ctypes.c_ulong(0)
