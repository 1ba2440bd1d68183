"""Ports of a guest that has no network: reached by connections its first process makes for us."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from functools import partial

from evals.machines.errors import MachineError

_CHUNK = 1 << 16
_IDLE_SECONDS = 600.0

Dial = Callable[[], socket.socket]
"""Returns a new connection to the guest's port; raises `MachineError`."""


class PortRelay:
    """Listens and joins every caller to a new connection that ``dial`` makes.

    It listens on this host's loopback, at ``address``, or on ``listening``, which it then owns.
    """

    def __init__(self, dial: Dial, listening: socket.socket | None = None) -> None:
        self._dial = dial
        self._listening = listening or socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listening.getsockname()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._start(self._accept)

    def close(self) -> None:
        """Stop listening and end every connection; safe to call twice."""
        with self._lock:
            self._closed = True
            remaining = [self._listening, *self._open]
            self._open.clear()
        for each in remaining:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                self._start(partial(self._join, caller))

    def _join(self, caller: socket.socket) -> None:
        with caller:
            try:
                called = self._dial()
            except MachineError:
                return  # as a port where nobody listens: the caller sees the connection end
            with called:
                with self._lock:
                    if self._closed:
                        return
                    self._open |= {caller, called}
                try:
                    _copy_both_ways(caller, called)
                finally:
                    with self._lock:
                        self._open -= {caller, called}

    def _start(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name="port relay", daemon=True).start()


def _copy_both_ways(one: socket.socket, other: socket.socket) -> None:
    """Copy until both sides have said all, or nobody has said anything for a long time."""
    peers = {one: other, other: one}
    with contextlib.suppress(OSError, ValueError):
        while peers:
            readable, _, _ = select.select(list(peers), [], [], _IDLE_SECONDS)
            if not readable:
                return
            for side in readable:
                data = side.recv(_CHUNK)
                if data:
                    (other if side is one else one).sendall(data)
                else:
                    del peers[side]
                    (other if side is one else one).shutdown(socket.SHUT_WR)
