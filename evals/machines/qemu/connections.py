"""Connections to servers inside a virtual machine that has no network: over its line."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from pathlib import Path

from actions.computer import Window
from actions.errors import ComputerError
from actions.x11.input import X11Input
from actions.x11.windows import X11Windows
from evals.machines.errors import CommandFailed, MachineError, MachineLost
from evals.machines.qemu.inside.frames import DATA, END, FINISH
from evals.machines.qemu.line import Line, Stream, raise_failure
from evals.machines.sandbox.ports import PortRelay

_DIAL_SECONDS = 20.0
_IDLE_SECONDS = 3600.0
_CHUNK = 1 << 16


def dial(line: Line, port: int | None) -> socket.socket:
    """Return a connection to ``port`` of the guest's loopback, or to its X server where None.

    Raises `CommandFailed`, `MachineLost`.
    """
    stream = line.open({"do": "connect", "port": port})
    try:
        kind, payload = stream.receive(time.monotonic() + _DIAL_SECONDS)
        if kind == END:
            raise_failure(json.loads(payload), f"port {port}")
    except (MachineError, TimeoutError) as error:
        stream.close()
        if isinstance(error, MachineLost):
            raise
        raise CommandFailed(f"nobody listens on port {port} of the guest ({error})") from error
    ours, theirs = socket.socketpair()
    for work in (_to_guest, _from_guest):
        threading.Thread(target=work, args=(stream, theirs), name="guest connection", daemon=True).start()
    return ours


def _to_guest(stream: Stream, there: socket.socket) -> None:
    with contextlib.suppress(OSError, MachineError):
        while data := there.recv(_CHUNK):
            stream.send(data)
        stream.finish()


def _from_guest(stream: Stream, there: socket.socket) -> None:
    with there, stream, contextlib.suppress(OSError, MachineError, TimeoutError):
        while True:
            kind, payload = stream.receive(time.monotonic() + _IDLE_SECONDS)
            if kind == DATA:
                there.sendall(payload)
            elif kind == FINISH:
                there.shutdown(socket.SHUT_WR)
            elif kind == END:
                there.shutdown(socket.SHUT_RDWR)
                return


class GuestDisplay:
    """The guest's X server, reached through a socket in ``folder``: for what the screen and keys cannot do.

    Windows by their title, and texts with characters that no key makes. Nothing is connected before it is
    needed. Raises `ComputerError` kinds.
    """

    def __init__(self, line: Line, folder: Path) -> None:
        self._line = line
        self._path = folder / "x"
        self._relay: PortRelay | None = None
        self._windows: X11Windows | None = None
        self._hands: X11Input | None = None

    def windows(self) -> list[Window]:
        return self._opened().windows()

    def ids(self) -> set[int]:
        return self._opened().ids()

    def focus(self, title: str) -> None:
        self._opened().focus(title)

    def close(self, title: str = "") -> None:
        self._opened().close(title)

    def paint_background(self, colour: int) -> None:
        self._opened().paint_background(colour)

    def hands(self) -> X11Input:
        """Return a keyboard and a mouse through the X server, for machines that have no other."""
        if self._hands is None:
            self._hands = X11Input(self._name())
        return self._hands

    def type_text(self, text: str) -> None:
        """Type ``text`` with the X server's help. Raises `CommandFailed`."""
        try:
            backend = X11Input(self._name())
            try:
                backend.type_text(text)
            finally:
                backend.close()
        except ComputerError as error:
            raise CommandFailed(str(error)) from error

    def disconnect(self) -> None:
        if self._hands is not None:
            self._hands.close()
            self._hands = None
        if self._windows is not None:
            with contextlib.suppress(ComputerError):
                self._windows.disconnect()
            self._windows = None
        if self._relay is not None:
            self._relay.close()
            self._relay = None

    def _opened(self) -> X11Windows:
        if self._windows is None:
            self._windows = X11Windows(self._name())
        return self._windows

    def _name(self) -> str:
        if self._relay is None:
            self._path.unlink(missing_ok=True)
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(str(self._path))
            listening.listen()
            self._relay = PortRelay(lambda: dial(self._line, None), listening)
        return str(self._path)
