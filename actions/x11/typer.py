"""Types text exactly, whatever the layout, the locks and the modifiers somebody holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from actions.errors import InputFailed, TakenOver
from actions.interrupts import let_signals_through
from actions.x11.connection import X11Connection
from actions.x11.keyboard import Keyboard
from actions.x11.keymap import Keymap, Stroke
from actions.x11.keysyms import keysym_of_character
from actions.x11.off_limits import OffLimitsWindows
from actions.x11.spare_keys import SpareKeys

_CHUNK = 8
"""Characters that are sent at once: a person who takes over meanwhile sees no more than these come."""
_KEYMAP_AGE_SECONDS = 0.25


class Typer:
    """Turns text into strokes, lending spare keycodes to characters that the layout lacks."""

    def __init__(
        self, connection: X11Connection, keyboard: Keyboard, spare: SpareKeys, off_limits: OffLimitsWindows
    ) -> None:
        self._connection, self._off_limits = connection, off_limits
        self._keyboard = keyboard
        self._spare = spare
        self._keymap_read_at = 0.0
        self.keymap = self.refresh()

    def refresh(self) -> Keymap:
        """Read the keyboard map again: the person may have switched the layout."""
        self.keymap = Keymap.read(self._connection, self._spare.lent)
        self._spare.refresh(self.keymap)
        self._keymap_read_at = time.monotonic()
        return self.keymap

    def type_text(self, text: str, before_event: Callable[[], None]) -> None:
        """Type ``text``; ``before_event`` is called between chunks and stops the rest by raising."""
        keysyms = [keysym_of_character(char) for char in text]
        self._spare.typed_into(self._connection.focused_window())
        self.refresh()
        with self._keyboard.neutral():
            for start in range(0, len(keysyms), _CHUNK):
                let_signals_through()
                try:
                    before_event()
                except TakenOver as taken:
                    taken.typed = start
                    raise
                if time.monotonic() - self._keymap_read_at > _KEYMAP_AGE_SECONDS:
                    self.refresh()
                self._type_chunk(keysyms, start)

    def _type_chunk(self, keysyms: list[int], start: int) -> None:
        position, end = start, min(start + _CHUNK, len(keysyms))
        while position < end:
            strokes = self._ready_strokes(keysyms[position:end])
            if not strokes:
                self._lend_from(keysyms, position)
                strokes = self._ready_strokes(keysyms[position:end])
            if not strokes:
                raise InputFailed("a character could not be given a key; nothing after it was typed")
            self._tap(strokes)
            position += len(strokes)

    def _ready_strokes(self, keysyms: Sequence[int]) -> list[Stroke]:
        """Return the strokes up to the first character that has no key."""
        strokes = []
        for keysym in keysyms:
            stroke = self.stroke(keysym)
            if stroke is None:
                break
            strokes.append(stroke)
        return strokes

    def _tap(self, strokes: Sequence[Stroke]) -> None:
        with self._off_limits.keyboard_free():
            # This round trip also paces the chunks: the server has carried out all that was sent before.
            self._keyboard.release_held_modifiers(self.keymap)
            try:
                for stroke in strokes:
                    self._keyboard.tap(stroke)
            finally:
                self._connection.sync()

    def stroke(self, keysym: int) -> Stroke | None:
        """Return the stroke of ``keysym`` in the current map, a lent keycode included."""
        return self._spare.stroke(keysym) or self.keymap.strokes.get(keysym)

    def lend(self, keysym: int) -> Stroke | None:
        """Give a keycode to ``keysym`` and return its stroke."""
        self._spare.lend([keysym])
        return self.stroke(keysym)

    def _lend_from(self, keysyms: list[int], position: int) -> None:
        # Ahead as far as there is room: one change of the map serves many characters.
        strokes = self.keymap.strokes
        self._spare.lend(k for k in keysyms[position:] if k not in strokes)
