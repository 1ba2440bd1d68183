"""Raw input events of an X display with the device each came from, grabs or not (XInput 2.2).

They are read from the socket by hand: python-xlib needs a multiple of the time an event may take when
an agent types a thousand characters a second.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from actions.errors import InputFailed
from actions.interrupts import signals_held_back
from actions.x11.connection import BUTTON_PRESS, BUTTON_RELEASE, KEY_PRESS, KEY_RELEASE, MOTION
from actions.x11.displays import close_display, open_display

_GENERIC_EVENT = 35
_HEADER = struct.Struct("=BBHIHHIIHHI")
_SELECT = struct.Struct("=BBHIHxxHHI")
_KINDS = {13: KEY_PRESS, 14: KEY_RELEASE, 15: BUTTON_PRESS, 16: BUTTON_RELEASE, 17: MOTION}
_XI_SELECT_EVENTS, _ALL_MASTERS = 46, 1
_REPEAT = 1 << 16
_VERSION = (2, 2)
"""From 2.1 on raw events are told during grabs too, from 2.2 on with their source."""
_END_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class RawEvent:
    """``kind`` as in `actions.x11.connection`; ``detail`` is the keycode or button, ``device`` the source.

    ``position`` is what the device tells of its first two axes: a place, or how far it was moved.
    """

    kind: int
    detail: int
    device: int
    position: tuple[int, int] | None = None


class RawEvents:
    """Tells ``hear`` every press, release and motion of ``display_name``, on a thread of its own.

    Raises `DisplayUnavailable`, and `InputFailed` where the server lacks XInput 2.2.
    """

    def __init__(self, hear: Callable[[RawEvent], None], display_name: str) -> None:
        self._hear = hear
        self._display = open_display(display_name)
        try:
            with signals_held_back():
                self._opcode = _require_version(self._display, display_name)
                # Flushed, and its answer read: from here on the socket is ours.
                self._display.sync()
            self._socket: socket.socket = self._display.display.socket
            self._socket.setblocking(True)
            self._socket.sendall(self._selection())
        except BaseException:
            close_display(self._display)
            raise
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="raw-input", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether input is still heard."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(_END_SECONDS)
        close_display(self._display)

    def _selection(self) -> bytes:
        mask = sum(1 << number for number in _KINDS)
        root = self._display.screen().root.id
        return _SELECT.pack(self._opcode, _XI_SELECT_EVENTS, 5, root, 1, _ALL_MASTERS, 1, mask)

    def _run(self) -> None:
        # A display that goes away ends the listening; whoever looks at the screen reports that.
        data = bytearray(self._display.display.data_recv)
        with contextlib.suppress(OSError, ValueError):
            while chunk := self._receive():
                data += chunk
                self._take(data)

    def _receive(self) -> bytes:
        select.select([self._socket], [], [])
        return self._socket.recv(65536)

    def _take(self, data: bytearray) -> None:
        """Tell the whole events at the beginning of ``data`` and remove them."""
        start = 0
        while len(data) - start >= _HEADER.size:
            kind = data[start] & 0x7F
            length = 32
            if kind in (1, _GENERIC_EVENT):
                length += 4 * struct.unpack_from("=I", data, start + 4)[0]
            if len(data) - start < length:
                break
            if kind == _GENERIC_EVENT and data[start + 1] == self._opcode:
                self._tell(data, start, length)
            start += length
        del data[:start]

    def _tell(self, data: bytearray, start: int, length: int) -> None:
        _, _, _, _, what, _, _, detail, device, words, flags = _HEADER.unpack_from(data, start)
        kind = _KINDS.get(what)
        if kind is None or flags & _REPEAT:
            return
        position = _position(data, start + 32, words) if kind == MOTION and words else None
        self._hear(RawEvent(kind, detail, device, position))


def _position(data: bytearray, start: int, words: int) -> tuple[int, int]:
    """Return the first two axes; 0 for one of which the event tells nothing."""
    told, place, found = data[start], start + 4 * words, [0, 0]
    for axis in (0, 1):
        if told & (1 << axis):
            found[axis] = struct.unpack_from("=i", data, place)[0]
            place += 8
    return found[0], found[1]


def _require_version(display: Any, name: str) -> int:
    from Xlib.ext import xinput

    if not display.has_extension(xinput.extname):
        raise InputFailed(f"the X server {name} lacks the {xinput.extname} extension; enable it")
    opcode = int(display.display.get_extension_major(xinput.extname))
    reply = xinput.XIQueryVersion(
        display=display.display, opcode=opcode, major_version=_VERSION[0], minor_version=_VERSION[1]
    )
    if (reply.major_version, reply.minor_version) < _VERSION:
        raise InputFailed(
            f"the X server {name} speaks XInput {reply.major_version}.{reply.minor_version}, "
            "too old to tell whose hand moves the mouse"
        )
    return opcode
