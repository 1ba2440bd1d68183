"""The part of pyautogui's interface that OSWorld's clients use, exact for every character.

Not the package of that name: machines of ours need nothing installed to be worked by such clients.
"""

from __future__ import annotations

import atexit
import time
from collections.abc import Iterable
from functools import cache
from typing import Any

from evals.guest import display
from evals.guest.xtest import XTest

FAILSAFE = False
PAUSE = 0.0
TYPES_ANYTHING = True
_BUTTONS = {"left": 1, "middle": 2, "right": 3, "primary": 1, "secondary": 3}
_STEP_SECONDS = 0.01


@cache
def _hands() -> XTest:
    hands = XTest()
    atexit.register(hands.close)
    return hands


def position() -> tuple[int, int]:
    x, y = display.cursor_position()
    return x, y


def size() -> tuple[int, int]:
    found = display.screen_size()
    return found["width"], found["height"]


def moveTo(x: Any = None, y: Any = None, duration: float = 0.0, *_: Any, **__: Any) -> None:
    here = position()
    target = (here[0] if x is None else round(x), here[1] if y is None else round(y))
    steps = max(1, int(duration / _STEP_SECONDS))
    for step in range(1, steps + 1):
        part = step / steps
        _hands().move(*(round(a + (b - a) * part) for a, b in zip(here, target, strict=True)))
        if steps > 1:
            time.sleep(_STEP_SECONDS)


def moveRel(xOffset: float = 0, yOffset: float = 0, duration: float = 0.0, *_: Any, **__: Any) -> None:
    x, y = position()
    moveTo(x + xOffset, y + yOffset, duration)


def mouseDown(x: Any = None, y: Any = None, button: str = "left", *_: Any, **__: Any) -> None:
    _go(x, y)
    _hands().button(_BUTTONS[button], True)


def mouseUp(x: Any = None, y: Any = None, button: str = "left", *_: Any, **__: Any) -> None:
    _go(x, y)
    _hands().button(_BUTTONS[button], False)


def click(
    x: Any = None, y: Any = None, clicks: int = 1, interval: float = 0.0, button: str = "left", **_: Any
) -> None:
    _go(x, y)
    for number in range(clicks):
        if number and interval:
            time.sleep(interval)
        _hands().button(_BUTTONS[button], True)
        _hands().button(_BUTTONS[button], False)


def doubleClick(x: Any = None, y: Any = None, button: str = "left", **_: Any) -> None:
    click(x, y, clicks=2, button=button)


def tripleClick(x: Any = None, y: Any = None, button: str = "left", **_: Any) -> None:
    click(x, y, clicks=3, button=button)


def rightClick(x: Any = None, y: Any = None, **_: Any) -> None:
    click(x, y, button="right")


def middleClick(x: Any = None, y: Any = None, **_: Any) -> None:
    click(x, y, button="middle")


def dragTo(x: Any = None, y: Any = None, duration: float = 0.2, button: str = "left", **_: Any) -> None:
    mouseDown(button=button)
    moveTo(x, y, max(duration, 5 * _STEP_SECONDS))
    mouseUp(button=button)


def scroll(clicks: float, x: Any = None, y: Any = None, **_: Any) -> None:
    _turn(4 if clicks > 0 else 5, clicks, x, y)


vscroll = scroll


def hscroll(clicks: float, x: Any = None, y: Any = None, **_: Any) -> None:
    _turn(7 if clicks > 0 else 6, clicks, x, y)


def keyDown(key: str, **_: Any) -> None:
    _hands().key(key, True)


def keyUp(key: str, **_: Any) -> None:
    _hands().key(key, False)


def press(keys: str | Iterable[str], presses: int = 1, interval: float = 0.0, **_: Any) -> None:
    for _number in range(presses):
        for key in [keys] if isinstance(keys, str) else keys:
            keyDown(key)
            keyUp(key)
            time.sleep(interval)


def hotkey(*keys: Any, interval: float = 0.0, **_: Any) -> None:
    names = keys[0] if len(keys) == 1 and not isinstance(keys[0], str) else keys
    for key in names:
        keyDown(key)
        time.sleep(interval)
    for key in reversed(list(names)):
        keyUp(key)


def write(message: str | Iterable[str], interval: float = 0.0, **_: Any) -> None:
    for character in message:
        _hands().type(character)
        time.sleep(interval)


typewrite = write


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def _go(x: Any, y: Any) -> None:
    if x is not None and not isinstance(x, (int, float)):
        x, y = x  # a point
    if x is not None or y is not None:
        moveTo(x, y)


def _turn(button: int, clicks: float, x: Any, y: Any) -> None:
    _go(x, y)
    for _ in range(abs(int(clicks))):
        _hands().button(button, True)
        _hands().button(button, False)
