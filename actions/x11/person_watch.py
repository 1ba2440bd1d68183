"""Notices a person at an X display, and tells their hands from the agent's own doing.

Devices other than XTEST's are hands. What comes through XTEST and was not sent from here is somebody's, too:
a remote desktop passes hands on that way.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from actions.errors import ComputerError
from actions.geometry import Point
from actions.takeover import PersonActed, TakeOver
from actions.x11.asking_windows import Asking, AskingWindows
from actions.x11.connection import BUTTON_PRESS, KEY_PRESS, KEY_RELEASE, MOTION, X11Connection
from actions.x11.input_devices import programs_devices
from actions.x11.late_programs import LatePrograms
from actions.x11.raw_events import RawEvent, RawEvents
from actions.x11.sent_events import SentEvents

JITTER_PIXELS = 3.0
"""A pointer moved no farther than this was moved by a bump of the desk."""
_JITTER_SECONDS = 1.0
_CORNER_SECONDS = 0.02
_PROGRAM_SECONDS = 0.05
"""How long after an event it may be told whose it was."""
_WHEEL = range(4, 8)
_SWITCHING = frozenset({"Alt_L", "Alt_R", "Super_L", "Super_R", "Meta_L", "Meta_R"})
_ALT_OR_SUPER = 0x8 | 0x40


class PersonWatch:
    """Tells ``takeover`` what a person does on ``display_name``; ``sent`` is what we send ourselves.

    ``asking`` makes known in which windows a person is asked; ``pointer_moved`` is told where a person has
    moved the pointer to. Raises `DisplayUnavailable` and `InputFailed`.
    """

    def __init__(
        self,
        display_name: str,
        takeover: TakeOver,
        sent: SentEvents,
        asking: Asking | None = None,
        pointer_moved: Callable[[Point], object] = lambda point: None,
    ) -> None:
        self._takeover, self._sent, self._pointer_moved = takeover, sent, pointer_moved
        self._lock = threading.Lock()
        self._connection = X11Connection(display_name)
        self._display: Any = self._connection.display
        self._asking = AskingWindows(self._display, asking) if asking else None
        self._late: LatePrograms | None = None
        self._down: set[int] = set()
        self._told: dict[int, tuple[int, int]] = {}
        self._rest, self._rested_at, self._cornered_at = Point(0, 0), 0.0, 0.0
        try:
            self._late = LatePrograms(display_name) if asking else None
            self._programs = programs_devices(self._display)
            self._switching = self._keycodes(_SWITCHING)
            self.begin()
            self._events = RawEvents(self._hear, display_name)
        except BaseException:
            self._close_rest()
            raise

    def hears_person(self) -> bool:
        """Say whether a person would be noticed. Raises `DisplayLost` where the display is gone."""
        if self._events.alive:
            return True
        with self._lock, self._connection.guarded():
            self._pointer()
        return False

    def begin(self) -> None:
        """Take the pointer and the keys as they are now for what was there before."""
        with self._lock, self._connection.guarded():
            self._rest, self._rested_at = self._pointer(), time.monotonic()
            keys = self._display.query_keymap()
            self._down = {code for code in range(8, 256) if keys[code // 8] & (1 << code % 8)}

    def hears_answers(self) -> bool:
        """Whether a person is asked on this screen, so that their answer would be heard."""
        if self._asking is None or not self._events.alive:
            return False
        with contextlib.suppress(ComputerError), self._lock, self._connection.guarded():
            return self._asking.everywhere
        return False

    def close(self) -> None:
        """Stop watching; safe to call twice."""
        self._events.close()
        self._close_rest()

    def _close_rest(self) -> None:
        if self._late is not None:
            self._late.close()
        self._connection.close()

    def _hear(self, event: RawEvent) -> None:
        if event.device in self._programs and self._sent.cross_off(event.kind, event.detail, event.position):
            return
        if event.kind == KEY_RELEASE:
            self._down.discard(event.detail)
        if event.kind not in (KEY_PRESS, BUTTON_PRESS, MOTION):
            return
        # A window or the display may go at any moment; what is heard next counts again.
        with contextlib.suppress(ComputerError):
            with self._lock, self._connection.guarded():
                act = self._judge(event)
            if act is not None:
                self._takeover.person_acted(act)

    def _judge(self, event: RawEvent) -> PersonActed | None:
        match event.kind:
            case kind if kind == KEY_PRESS:
                if event.detail in self._down:
                    return None  # held since before, and repeated
                self._down.add(event.detail)
                asked = self._asking is not None and self._asking.have_keyboard() and self._by_hand(event)
                return PersonActed("a key was pressed", asked, not asked and self._switches(event.detail))
            case kind if kind == BUTTON_PRESS:
                asked = self._asking is not None and self._asking.at_pointer() and self._by_hand(event)
                wheel = event.detail in _WHEEL
                return PersonActed("the wheel was turned" if wheel else "a mouse button was pressed", asked)
        leapt = self._leapt(event)
        if self._takeover.taken:
            self._look_for_corner()
            return None
        if not self._takeover.watching or not (leapt or self._moved()):
            return None
        if self._asking is not None and self._asking.at_pointer():
            return None
        return PersonActed("the mouse was moved", on_the_way=True)

    def _by_hand(self, event: RawEvent) -> bool:
        """Say whether an event may be a person's answer: one that a program of late sent is none."""
        if event.device not in self._programs or self._late is None:
            return True
        return not self._late.sent(event.kind, event.detail, _PROGRAM_SECONDS)

    def _leapt(self, event: RawEvent) -> bool:
        """Say whether one event alone went farther than a bump.

        While the agent moves the pointer too, it is back on its path before anybody could look. Devices tell
        a place or a distance, and not all say truly which: what is little as either is little.
        """
        now = event.position or (0, 0)
        before = self._told.get(event.device, now)
        self._told[event.device] = now
        return any(
            min(abs(here), abs(here - there)) > JITTER_PIXELS for here, there in zip(now, before, strict=True)
        )

    def _moved(self) -> bool:
        """Say whether the pointer is farther than a bump would move it from where it should be."""
        here, now = self._pointer(), time.monotonic()
        if all(here.distance_to(point) > JITTER_PIXELS for point in (self._rest, *self._sent.positions())):
            return True
        if now - self._rested_at > _JITTER_SECONDS:
            self._rest, self._rested_at = here, now
        return False

    def _look_for_corner(self) -> None:
        now = time.monotonic()
        if now - self._cornered_at > _CORNER_SECONDS:
            self._cornered_at = now
            self._pointer_moved(self._pointer())

    def _pointer(self) -> Point:
        found = self._connection.root.query_pointer()
        return Point(int(found.root_x), int(found.root_y))

    def _switches(self, keycode: int) -> bool:
        """Say whether a key only leads to another window: Alt or Super, and what is pressed with them."""
        return keycode in self._switching or bool(self._connection.root.query_pointer().mask & _ALT_OR_SUPER)

    def _keycodes(self, names: frozenset[str]) -> frozenset[int]:
        from Xlib import XK

        keysyms = (XK.string_to_keysym(name) for name in names)
        return frozenset(code for symbol in keysyms for code, _ in self._display.keysym_to_keycodes(symbol))
