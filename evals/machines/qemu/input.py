"""The hands on a virtual machine: a keyboard and a tablet that QEMU moves, from outside the guest."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from actions.action import MouseButton
from actions.errors import DisplayLost, InputFailed
from actions.geometry import Point, Size
from evals.machines.errors import MachineError, MachineFailed, MachineLost
from evals.machines.qemu.hardware import KEYBOARD, TABLET
from evals.machines.qemu.keys import SHIFT, STROKES, key_name, needs_shift
from evals.machines.qemu.qmp import Qmp

_BUTTONS: Mapping[str, str] = MappingProxyType(
    {"left": "left", "middle": "middle", "right": "right", "back": "side", "forward": "extra"}
)
_FULL_SCALE = 0x7FFF
_QUEUE = 64
"""Buffers the guest offers each device; an event that finds none is lost."""

_TAKEN_SECONDS = 20.0
_POLL_SECONDS = 0.001
_STROKE_SECONDS = 0.006
"""The guest's X server reads what its kernel has taken with a buffer of 64 events."""

TypeElsewhere = Callable[[str], None]
"""Types a text that has characters no key makes."""


class QmpInput:
    """An `InputBackend` on the machine behind ``qmp``, whose screen has ``size``.

    No program of the guest takes part, except for texts with characters that no key of the layout makes:
    ``type_elsewhere`` types them. Every event is waited for until the guest's kernel has taken it: a queue
    that is full drops events without a word.
    """

    def __init__(self, qmp: Qmp, size: Size, type_elsewhere: TypeElsewhere) -> None:
        self._qmp = qmp
        self._size = size
        self._type_elsewhere = type_elsewhere
        self._position = Point(size.width // 2, size.height // 2)
        self._keys: dict[str, None] = {}
        self._buttons: dict[str, None] = {}
        self._capitals = False

    # pointer

    def pointer_position(self) -> Point:
        return self._position

    def move(self, point: Point) -> None:
        x, y = (_scaled(*each) for each in ((point.x, self._size.width), (point.y, self._size.height)))
        self._send(TABLET, _event("abs", axis="x", value=x), _event("abs", axis="y", value=y))
        self._position = point

    def press_button(self, button: MouseButton) -> None:
        name = _BUTTONS[button]
        self._buttons[name] = None
        self._send(TABLET, _event("btn", button=name, down=True))

    def release_button(self, button: MouseButton) -> None:
        if (name := _BUTTONS[button]) in self._buttons:
            self._send(TABLET, _event("btn", button=name, down=False))
            del self._buttons[name]

    def scroll(self, dx: int, dy: int) -> None:
        for _ in range(abs(dy)):
            self._turn("wheel-down" if dy > 0 else "wheel-up")
        if not dx:
            return
        # The tablet has one wheel; with Shift toolkits turn it sideways.
        self._press(SHIFT)
        try:
            for _ in range(abs(dx)):
                self._turn("wheel-down" if dx > 0 else "wheel-up")
        finally:
            self._release(SHIFT)

    # keyboard

    def press_key(self, key: str) -> None:
        name = key_name(key)
        if needs_shift(key):
            self._press(SHIFT)
        self._press(name)
        if key == "capslock":
            self._capitals = not self._capitals

    def release_key(self, key: str) -> None:
        self._release(key_name(key))
        if needs_shift(key):
            self._release(SHIFT)

    def type_text(self, text: str) -> None:
        """Type exactly ``text``. Raises `InputFailed` where nobody can type a character of it."""
        self._release_pressed()
        with self._small_letters():
            if all(character in STROKES for character in text):
                for character in text:
                    self._type(character)
                return
            try:
                self._type_elsewhere(text)
            except MachineError as error:
                missing = sorted({character for character in text if character not in STROKES})
                raise InputFailed(
                    f"no key of the layout us types {' '.join(missing[:8])}, and the X server's help "
                    f"failed ({error}); paste the text from a file instead"
                ) from error

    def release_all(self) -> None:
        with contextlib.suppress(InputFailed, DisplayLost):
            self._release_pressed()
        self._keys.clear()
        self._buttons.clear()

    def close(self) -> None:
        self.release_all()

    def _release_pressed(self) -> None:
        for name in reversed(list(self._keys)):
            self._release(name)
        for name in list(self._buttons):
            self._send(TABLET, _event("btn", button=name, down=False))
            del self._buttons[name]

    @contextlib.contextmanager
    def _small_letters(self) -> Any:
        """Undo Caps Lock for a while, where we have locked it."""
        locked = self._capitals
        if locked:
            self._stroke("caps_lock")
        yield
        if locked:
            self._stroke("caps_lock")

    def _type(self, character: str) -> None:
        name, shifted = STROKES[character]
        begun = time.monotonic()
        if shifted:
            self._press(SHIFT)
        self._stroke(name)
        if shifted:
            self._release(SHIFT)
        time.sleep(max(0.0, begun + _STROKE_SECONDS - time.monotonic()))

    def _stroke(self, name: str) -> None:
        self._send(KEYBOARD, _key(name, True), _key(name, False))

    def _press(self, name: str) -> None:
        self._keys[name] = None
        self._send(KEYBOARD, _key(name, True))

    def _release(self, name: str) -> None:
        if name in self._keys:
            self._send(KEYBOARD, _key(name, False))
            del self._keys[name]

    def _turn(self, button: str) -> None:
        self._send(TABLET, _event("btn", button=button, down=True), _event("btn", button=button, down=False))

    # events

    def _send(self, device: str, *events: dict[str, Any]) -> None:
        try:
            self._qmp.ask("input-send-event", {"events": list(events)})
            self._await_taken(device)
        except MachineLost as error:
            raise DisplayLost(str(error)) from error
        except MachineFailed as error:
            raise InputFailed(str(error)) from error

    def _await_taken(self, device: str) -> None:
        """Wait until the guest's kernel has taken all events of ``device`` and offers room for new ones."""
        deadline = time.monotonic() + _TAKEN_SECONDS
        queue = {"path": f"/machine/peripheral/{device}/virtio-backend", "queue": 0}
        while True:
            used = int(self._qmp.ask("x-query-virtio-queue-status", queue)["last-avail-idx"])
            offered = int(self._qmp.ask("x-query-virtio-queue-element", queue)["avail"]["idx"])
            if (offered - used) & 0xFFFF >= _QUEUE:
                return
            if time.monotonic() > deadline:
                raise InputFailed("the guest's kernel does not take input any more; reset the machine")
            time.sleep(_POLL_SECONDS)


def _scaled(position: int, length: int) -> int:
    """Return where the middle of a pixel lies on the tablet."""
    return min(_FULL_SCALE, round((2 * position + 1) * _FULL_SCALE / (2 * length)))


def _event(kind: str, **data: Any) -> dict[str, Any]:
    return {"type": kind, "data": data}


def _key(name: str, down: bool) -> dict[str, Any]:
    return _event("key", key={"type": "qcode", "data": name}, down=down)
