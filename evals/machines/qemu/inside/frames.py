"""Messages on the serial line between a virtual machine and its owner; both sides use this file.

A message is a header (kind, number of the stream, length) and its payload. Standard library only.
"""

from __future__ import annotations

import struct

HEADER = struct.Struct(">cII")
MAX_PAYLOAD = 1 << 16
PORT_NAME = "gui-agent"
NONCE_BYTES = 16

HELLO = b"h"
"""Forget every stream; the payload starts with bytes to be sent back and goes on with a time in JSON."""
REQUEST = b"q"
"""Open a stream; the payload is JSON."""
DATA = b"d"
"""Bytes to the program or connection, or from it (its output)."""
ERRORS = b"e"
"""Bytes from the program's error stream."""
FINISH = b"f"
"""No more bytes will be sent on this stream."""
END = b"x"
"""The stream is over; from inside with JSON that says how it ended, from outside without."""


def frame(kind: bytes, stream: int, payload: bytes = b"") -> bytes:
    """Return the bytes of one message."""
    return HEADER.pack(kind, stream, len(payload)) + payload


class Frames:
    """Cuts a flow of bytes into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[bytes, int, bytes]]:
        """Take bytes in; return the messages that are whole now."""
        self._buffer += data
        found: list[tuple[bytes, int, bytes]] = []
        while len(self._buffer) >= HEADER.size:
            kind, stream, length = HEADER.unpack_from(self._buffer)
            whole = HEADER.size + length
            if len(self._buffer) < whole:
                break
            found.append((kind, stream, bytes(self._buffer[HEADER.size : whole])))
            del self._buffer[:whole]
        return found

    def hold(self, data: bytes) -> None:
        """Take bytes in without looking at them."""
        self._buffer += data

    def rest(self) -> bytes:
        """Return the bytes that are not yet a whole message."""
        return bytes(self._buffer)
