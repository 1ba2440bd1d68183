"""Just enough of WebSocket (RFC 6455) to talk with a browser over a connection that is already there."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import struct
import time

from gui_agent.tools.errors import ToolFailed, ToolTimedOut

MAX_MESSAGE = 64 << 20
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_HEADER_LIMIT = 16_384


class WebSocket:
    """Text messages both ways over ``connection``, which it closes. Raises `ToolFailed`, `ToolTimedOut`."""

    def __init__(self, connection: socket.socket, path: str, *, seconds: float) -> None:
        self._connection = connection
        self._pending = b""
        self._deadline = time.monotonic() + seconds
        key = base64.b64encode(os.urandom(16))
        request = (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key.decode()}\r\n\r\n"
        )
        self._write(request.encode())
        head = self._head()
        accept = base64.b64encode(hashlib.sha1(key + _GUID).digest())
        if not head.startswith(b"HTTP/1.1 101") or accept not in head:
            raise ToolFailed("the browser does not let itself be worked: no debugging page answered")

    def send(self, text: str) -> None:
        """Send one message; what a client sends is masked."""
        payload, mask = text.encode(), os.urandom(4)
        length = len(payload)
        if length < 126:
            size = struct.pack("!B", 0x80 | length)
        elif length < 1 << 16:
            size = struct.pack("!BH", 0x80 | 126, length)
        else:
            size = struct.pack("!BQ", 0x80 | 127, length)
        stretched = mask * (length // 4 + 1)
        masked = bytes(a ^ b for a, b in zip(payload, stretched, strict=False))
        self._write(bytes([0x80 | _TEXT]) + size + mask + masked)

    def receive(self, deadline: float) -> str:
        """Return the next message, waiting until ``deadline`` (monotonic seconds) at most."""
        self._deadline = deadline
        whole = b""
        while True:
            final, code, payload = self._frame()
            match code:
                case _ if code == _CLOSE:
                    raise ToolFailed("the browser closed the page; open it again")
                case _ if code == _PING:
                    self._write(bytes([0x80 | _PONG, 0x80]) + b"\0\0\0\0")
                case _ if code == _PONG:
                    pass
                case _:
                    whole += payload
                    if len(whole) > MAX_MESSAGE:
                        raise ToolFailed("the page is too large to be read; say a selector for a part of it")
                    if final:
                        return whole.decode("utf-8", "replace")

    def close(self) -> None:
        self._connection.close()

    def _frame(self) -> tuple[bool, int, bytes]:
        first, second = self._read(2)
        length = second & 127
        if length == 126:
            (length,) = struct.unpack("!H", self._read(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._read(8))
        if length > MAX_MESSAGE:
            raise ToolFailed("the page is too large to be read; say a selector for a part of it")
        return bool(first & 0x80), first & 15, self._read(length)

    def _head(self) -> bytes:
        while b"\r\n\r\n" not in self._pending:
            self._more()
            if len(self._pending) > _HEADER_LIMIT:
                raise ToolFailed("what answers on the browser's port is no browser")
        head, _, self._pending = self._pending.partition(b"\r\n\r\n")
        return head

    def _read(self, count: int) -> bytes:
        while len(self._pending) < count:
            self._more()
        taken, self._pending = self._pending[:count], self._pending[count:]
        return taken

    def _more(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ToolTimedOut("the browser did not answer in time; try something else")
        self._connection.settimeout(left)
        try:
            chunk = self._connection.recv(1 << 16)
        except TimeoutError:
            raise ToolTimedOut("the browser did not answer in time; try something else") from None
        except OSError as error:
            raise ToolFailed(f"the browser's connection broke: {error}") from error
        if not chunk:
            raise ToolFailed("the browser ended; open a page again")
        self._pending += chunk

    def _write(self, data: bytes) -> None:
        try:
            self._connection.sendall(data)
        except OSError as error:
            raise ToolFailed(f"the browser's connection broke: {error}") from error
