"""Lets a person stop the agent: by a hot key, or by pushing the pointer into a corner of the screen."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from actions.errors import Stopped, UnknownKey
from actions.geometry import Point, Size
from actions.keys import canonical_key, describe_combination, parse_combination

DEFAULT_HOT_KEY = "ctrl+alt+escape"
_CORNER_PIXELS = 2
_Corner: TypeAlias = tuple[bool, bool]  # (right, bottom)
_OWN_KEYS_SECONDS = 2.0
_LISTENER_START_SECONDS = 5.0
_LISTENER_END_SECONDS = 1.0


class FailSafe:
    """Raises `Stopped` from `check` once a person has used the hot key or a screen corner.

    ``screen_size`` (pixels) enables the corners. ``hot_key`` is a combination such as ``ctrl+alt+escape``,
    or empty for none; it is heard on the display of ``$DISPLAY``, where the person sits, and
    `hot_key_works` says whether it is. Raises `UnknownKey` for a combination that has no meaning.
    """

    def __init__(self, screen_size: Size | None = None, *, hot_key: str = DEFAULT_HOT_KEY) -> None:
        self.screen_size = screen_size
        self._hot_key = frozenset(parse_combination(hot_key)) if hot_key else frozenset()
        self._stopped = threading.Event()
        self._reason = ""
        self._tell: list[Callable[[], object]] = []
        self._checked = False
        self._last_corner: _Corner | None = None
        self._own_corner: _Corner | None = None
        self._own_keys: dict[str, float] = {}
        self._listener = _start_listener(self._hot_key, self._hot_key_used) if self._hot_key else None

    @property
    def hot_key_works(self) -> bool:
        """Whether the hot key is being listened for."""
        return self._listener is not None and self._listener.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether a person has stopped the agent, as far as the last `check` and the hot key know."""
        return self._stopped.is_set()

    def check(self, pointer: Point | None = None) -> None:
        """Raise `Stopped` after the hot key, `stop`, or where ``pointer`` is in a corner by a person."""
        if pointer is not None and self._pushed_into_corner(pointer):
            self.stop("the pointer was pushed into a corner of the screen")
        if self._stopped.is_set():
            raise Stopped(f"stopped by a person: {self._reason}")

    def stop(self, reason: str) -> None:
        """Make every `check` from now on raise, for ``reason``; may be called from any thread."""
        if not self._stopped.is_set():
            self._reason = reason
            self._stopped.set()
            for tell in tuple(self._tell):
                tell()

    def when_stopped(self, tell: Callable[[], object]) -> None:
        """Call ``tell`` when the agent is stopped, at once where it is: for those who wait for something.

        It is called on whatever thread notices the person, and must not wait itself.
        """
        if tell not in self._tell:
            self._tell.append(tell)
        if self._stopped.is_set():
            tell()

    def reset(self) -> None:
        """Forget the stop: the person lets the agent go on, wherever the pointer is now."""
        self._stopped.clear()
        self._reason = ""
        self._checked = False
        self._own_corner = None

    def agent_moves_to(self, point: Point) -> None:
        """Say, before it happens, that the agent itself moves the pointer to ``point``."""
        self._own_corner = self._corner(point)

    def agent_presses(self, keys: Collection[str]) -> None:
        """Say, before it happens, that the agent itself presses ``keys`` (canonical names)."""
        now = time.monotonic()
        self._own_keys.update(dict.fromkeys(keys, now))

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()
            if hasattr(listener, "_display_record"):
                _end_recording(listener)
            listener.join(_LISTENER_END_SECONDS)

    def _pushed_into_corner(self, pointer: Point) -> bool:
        corner = self._corner(pointer)
        first, self._checked = not self._checked, True
        if corner is None:
            if self._last_corner is not None and self._last_corner == self._own_corner:
                # It has been there and left: going back would be the person's doing.
                self._own_corner = None
        elif not first and corner not in (self._last_corner, self._own_corner):
            return True
        # A pointer parked in a corner before the agent began is no sign.
        self._last_corner = corner
        return False

    def _corner(self, point: Point) -> _Corner | None:
        if self.screen_size is None:
            return None
        right, bottom = self.screen_size.width - _CORNER_PIXELS, self.screen_size.height - _CORNER_PIXELS
        across = point.x < _CORNER_PIXELS or point.x >= right
        down = point.y < _CORNER_PIXELS or point.y >= bottom
        return (point.x >= right, point.y >= bottom) if across and down else None

    def _hot_key_used(self) -> None:
        since = time.monotonic() - _OWN_KEYS_SECONDS
        if any(self._own_keys.get(key, 0.0) < since for key in self._hot_key):
            self.stop(f"{describe_combination(self._hot_key)} was pressed")


def _start_listener(hot_key: frozenset[str], used: Callable[[], None]) -> Any | None:
    """Return a running pynput listener that calls ``used``, or None where this machine allows none."""
    if os.name == "posix" and os.uname().sysname == "Linux" and not os.environ.get("DISPLAY"):
        return None
    try:
        from pynput import keyboard
    except Exception:
        # pynput connects on import, and each platform fails with errors of its own kind.
        return None

    class QuietListener(keyboard.Listener):  # type: ignore[misc]
        def run(self) -> None:
            # A display that goes away ends the listener; the agent reports that by itself.
            try:
                super().run()
            except Exception:
                self._running = False

    held: set[str] = set()

    def pressed(key: Any) -> None:
        name = _canonical_name(key)
        if name in hot_key and name not in held:
            held.add(name)
            if held == hot_key:
                used()

    def released(key: Any) -> None:
        held.discard(_canonical_name(key))

    listener = QuietListener(on_press=pressed, on_release=released)
    listener.start()
    deadline = time.monotonic() + _LISTENER_START_SECONDS
    while listener.is_alive() and not getattr(listener, "_ready", True) and time.monotonic() < deadline:
        time.sleep(0.005)
    return listener


def _end_recording(listener: Any) -> None:
    # pynput asks on the very connection that is busy recording, so that it ends with the next key only.
    with contextlib.suppress(Exception):
        listener._display_stop.record_disable_context(listener._context)
        listener._display_stop.flush()


def _canonical_name(key: Any) -> str:
    """Return the canonical name of a pynput key, or an empty one for keys without a name."""
    name = getattr(key, "name", None) or getattr(key, "char", None)
    try:
        return canonical_key(name) if name else ""
    except UnknownKey:
        return ""
