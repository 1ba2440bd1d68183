"""Actions as a person's hands do them: single input events in the right order and pace."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from actions.action import Click, Drag, HoldKeys, MouseButton, Move, PressKeys, Scroll, TypeText, Wait
from actions.errors import TakenOver
from actions.geometry import Point
from actions.guard import Guard
from actions.input_backend import InputBackend

PRESS_SECONDS = 0.006
"""How long a button stays down in a click."""
BETWEEN_PRESSES_SECONDS = 0.06
"""The pause between the presses of a double click; toolkits allow 250 ms or more."""
KEY_AGAIN_SECONDS = 0.27
"""The pause before a key that may press the same button again: those of GTK are deaf for 250 ms."""
CHECK_SECONDS = 0.05
"""The fail-safe is looked at this often while nothing else happens."""

_DOUBLE_CLICK_SECONDS = 0.5
_DOUBLE_CLICK_PIXELS = 8.0
_MOTION_SECONDS = 0.012
_MIN_MOTIONS = 12
_LONGEST_SUM = 40
_SUM_CHARACTERS = frozenset("0123456789+-*/=.,%^!() \n")
_PRESSES_BUTTONS = _SUM_CHARACTERS | {"enter", "space"}

InputAction: TypeAlias = Click | Move | Drag | Scroll | TypeText | PressKeys | HoldKeys | Wait


class Hands:
    """Turns actions into events of ``backend``; ``guard`` raises `Stopped` where a person wants an end."""

    def __init__(self, backend: InputBackend, guard: Guard) -> None:
        self._backend = backend
        self._guard = guard
        self._last_click: tuple[float, Point, MouseButton] | None = None
        self._last_presses: dict[str, float] = {}
        self._begun = False

    def perform(self, action: InputAction) -> None:
        """Do ``action``; `TakenOver` says whether anything was pressed by then."""
        self._begun = False
        try:
            self._perform(action)
        except TakenOver as taken:
            taken.begun = self._begun or taken.typed > 0
            raise

    def _perform(self, action: InputAction) -> None:
        match action:
            case Click():
                self.click(action)
            case Move(point):
                self._move(point)
            case Drag():
                self.drag(action)
            case Scroll():
                self.scroll(action)
            case TypeText(text):
                self.type(text)
            case PressKeys(keys, count):
                self.press(keys, count)
            case HoldKeys(keys, seconds):
                self.hold(keys, seconds)
            case Wait(seconds):
                self.wait(seconds)

    def click(self, action: Click) -> None:
        self._move(action.point)
        self._keep_clicks_apart(action)
        with self.held(action.modifiers):
            for number in range(action.count):
                if number:
                    self.wait(BETWEEN_PRESSES_SECONDS)
                with self._pressed(action.button):
                    self.wait(PRESS_SECONDS)
        self._last_click = (time.monotonic(), action.point, action.button)

    def drag(self, action: Drag) -> None:
        """Press at the first point, pass through the others, and let go at the last."""
        points = motion_path(action.path, action.seconds)
        pause = action.seconds / len(points)
        self._move(action.path[0])
        with self.held(action.modifiers), self._pressed(action.button):
            for point in points:
                self.wait(pause)
                self._move(point)
            # Drop targets look at the last motion before they take the release for a drop.
            self.wait(PRESS_SECONDS)

    def scroll(self, action: Scroll) -> None:
        self._move(action.point)
        with self.held(action.modifiers):
            self._guard()
            self._begun = True
            self._backend.scroll(action.dx, action.dy)

    def type(self, text: str) -> None:
        """Type ``text``; a sum, as a calculator takes it, at the pace of buttons."""
        if len(text) > _LONGEST_SUM or not _SUM_CHARACTERS.issuperset(text):
            self._backend.type_text(text)
            return
        typed = 0
        for part in _without_repeats(text):
            try:
                self._keep_presses_apart(part)
                self._backend.type_text(part)
            except TakenOver as taken:
                taken.typed += typed
                raise
            typed += len(part)

    def press(self, keys: Sequence[str], count: int) -> None:
        """Press ``keys`` together; where several times, the last one while the others stay held."""
        self._guard.presses(keys)
        held, again = (keys[:-1], keys[-1:]) if count > 1 else ((), keys)
        with self.held(held):
            for _ in range(count):
                if len(keys) == 1 and keys[0] in _PRESSES_BUTTONS:
                    self._keep_presses_apart(keys)
                with self.held(again):
                    pass

    def hold(self, keys: Sequence[str], seconds: float) -> None:
        with self.held(keys):
            self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Sleep, looking at the fail-safe meanwhile."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._guard()
            time.sleep(min(left, CHECK_SECONDS))

    @contextlib.contextmanager
    def held(self, keys: Sequence[str]) -> Iterator[None]:
        """Hold ``keys`` down, pressed in order and released in reverse whatever happens."""
        self._guard.presses(keys)
        with contextlib.ExitStack() as releases:
            for key in keys:
                releases.callback(self._backend.release_key, key)
                self._backend.press_key(key)
                self._begun = True
            yield

    @contextlib.contextmanager
    def _pressed(self, button: MouseButton) -> Iterator[None]:
        try:
            self._backend.press_button(button)
            self._begun = True
            yield
        finally:
            self._backend.release_button(button)

    def _move(self, point: Point) -> None:
        self._guard.moves_to(point)
        self._backend.move(point)

    def _keep_clicks_apart(self, action: Click) -> None:
        """Wait where two clicks so close together would be taken for one double click."""
        if self._last_click is None:
            return
        when, where, button = self._last_click
        if button == action.button and where.distance_to(action.point) <= _DOUBLE_CLICK_PIXELS:
            self.wait(when + _DOUBLE_CLICK_SECONDS - time.monotonic())

    def _keep_presses_apart(self, keys: Sequence[str]) -> None:
        """Wait where a button would not take one of ``keys`` yet, and note that they are pressed now."""
        last = max((self._last_presses.get(key, 0.0) for key in keys), default=0.0)
        self.wait(last + KEY_AGAIN_SECONDS - time.monotonic())
        self._last_presses.update(dict.fromkeys(keys, time.monotonic()))


def _without_repeats(text: str) -> Iterator[str]:
    """Cut ``text`` before each character that its part has already."""
    start = 0
    for end in range(1, len(text)):
        if text[end] in text[start:end]:
            yield text[start:end]
            start = end
    if text:
        yield text[start:]


def motion_path(path: Sequence[Point], seconds: float) -> list[Point]:
    """Return the points a drag passes after its first one, slow at both ends; every corner is among them."""
    total = max(_MIN_MOTIONS, round(seconds / _MOTION_SECONDS))
    lengths = [start.distance_to(end) for start, end in pairwise(path)]
    whole = sum(lengths) or 1.0
    points: list[Point] = []
    for start, end, length in zip(path, path[1:], lengths, strict=False):
        steps = max(2, math.ceil(total * length / whole))
        points += [_between(start, end, _eased(step / steps)) for step in range(1, steps + 1)]
    # A drag on the spot still moves: without motion some toolkits see a click.
    return points + [points[-1]] * max(0, _MIN_MOTIONS - len(points))


def _between(start: Point, end: Point, share: float) -> Point:
    return Point(round(start.x + (end.x - start.x) * share), round(start.y + (end.y - start.y) * share))


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)
