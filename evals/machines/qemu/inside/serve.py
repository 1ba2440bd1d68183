"""Answering the owner of a virtual machine: programs, files and connections, many at once.

Standard library only; one thread, which is the first process of the machine.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import select
import signal
import socket
import struct
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evals.machines.qemu.inside import files
from evals.machines.qemu.inside.frames import (
    DATA,
    END,
    ERRORS,
    FINISH,
    HELLO,
    MAX_PAYLOAD,
    NONCE_BYTES,
    REQUEST,
    Frames,
    frame,
)
from evals.machines.sandbox.programs import CannotStart, Programs
from evals.machines.sandbox.rooms import X_SOCKET

_DIAL_SECONDS = 2.0
_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_UNFIT = (errno.ELOOP, errno.EACCES, errno.EPERM, errno.ENXIO, errno.ENODEV)
"""What opening says of loops, closed doors, and sockets or devices."""


@dataclass
class Stream:
    """What one request has open: descriptors to read from, one to write to, a program."""

    sources: dict[int, bytes] = field(default_factory=dict)
    target: int = -1
    pid: int = 0
    pending: bytearray = field(default_factory=bytearray)
    finishing: bool = False
    connection: socket.socket | None = None


class Server:
    """Serves the line that is read from ``port`` and written to ``answers`` (``port`` as well where None).

    ``bell`` can be read when a process has ended. It ends with the line where ``finite``; a virtual machine's
    line has no end.
    """

    def __init__(
        self, port: int, bell: int, programs: Programs, answers: int | None = None, finite: bool = False
    ) -> None:
        self._port = port
        self._answers = port if answers is None else answers
        self._finite = finite
        self._bell = bell
        self._programs = programs
        self._frames = Frames()
        self._streams: dict[int, Stream] = {}

    def run(self) -> None:
        while self._port >= 0:
            sources = {source: number for number, each in self._streams.items() for source in each.sources}
            targets = {each.target: number for number, each in self._streams.items() if each.pending}
            readable, writable, _ = select.select([self._port, self._bell, *sources], list(targets), [])
            if self._bell in readable:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._bell, 4096)
                self._reap()
            for source in readable:
                if source in sources and sources[source] in self._streams:
                    self._pass_on(sources[source], source)
            for target in writable:
                self._write(targets[target])
            if self._port in readable:
                self._receive()

    def _receive(self) -> None:
        data = os.read(self._port, MAX_PAYLOAD)
        if not data and self._finite:
            self._port = -1
        elif not data:
            time.sleep(0.01)  # nobody holds the other end just now
        for kind, number, payload in self._frames.feed(data):
            try:
                self._heed(kind, number, payload)
            except CannotStart as error:
                self._end(number, {"error": str(error), "kind": "start"})
            except OSError as error:
                self._end(number, {"error": _reason(error), "kind": _kind(error)})

    def _heed(self, kind: bytes, number: int, payload: bytes) -> None:
        if kind == HELLO:
            self._greet(payload)
        elif kind == REQUEST:
            self._open(number, json.loads(payload))
        elif number not in self._streams:
            return  # it has ended meanwhile
        elif kind == DATA:
            self._streams[number].pending += payload
            self._write(number)
        elif kind == FINISH:
            self._streams[number].finishing = True
            self._write(number)
        elif kind == END:
            self._forget(number)

    def _greet(self, payload: bytes) -> None:
        """Begin anew: the owner knows nothing of what was open, and says what time it is."""
        for number in list(self._streams):
            self._forget(number, kill=False)
        facts = json.loads(payload[NONCE_BYTES:])
        with contextlib.suppress(PermissionError):  # a container has the host's clock
            time.clock_settime(time.CLOCK_REALTIME, facts["time"])
        self._say(HELLO, 0, payload[:NONCE_BYTES])

    def _open(self, number: int, request: Mapping[str, Any]) -> None:
        stream = self._streams[number] = Stream()
        match request["do"]:
            case "run":
                self._start(stream, request)
                if request.get("background"):
                    self._end(number, {"code": 0})
            case "read":
                self._send_file(number, request["path"], request["most"])
            case "write":
                stream.target = files.open_to_write(request["path"])
            case "connect":
                self._connect(stream, request)
                self._say(DATA, number)
            case "sync":
                os.sync()
                self._end(number, {})
            case other:
                self._end(number, {"error": f"unknown request {other!r}", "kind": "start"})

    # programs

    def _start(self, stream: Stream, request: Mapping[str, Any]) -> None:
        programs = self._programs
        argv, folder, environment = request["argv"], request["folder"], request["environment"]
        if request.get("background"):
            stream.pid = 0
            programs.start(argv, environment, folder, (programs.null,) * 3)
            return
        if request.get("terminal"):
            ours, theirs = os.openpty()
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *request["size"], 0, 0))
            pairs, streams, stream.target = [(ours, DATA)], (theirs,) * 3, ours
            given = [theirs]
        else:
            (out, said), (complaints, complained) = os.pipe(), os.pipe()
            pairs, streams = [(out, DATA), (complaints, ERRORS)], (programs.null, said, complained)
            given = [said, complained]
        stream.sources = dict(pairs)
        try:
            terminal = bool(request.get("terminal"))
            stream.pid = programs.start(argv, environment, folder, streams, terminal=terminal)
        finally:
            for descriptor in given:
                os.close(descriptor)
        for source in stream.sources:
            os.set_blocking(source, False)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for number, stream in list(self._streams.items()):
                if stream.pid == pid:
                    stream.pid = 0
                    for source in list(stream.sources):
                        while self._pass_on(number, source):
                            pass
                    self._end(number, {"code": os.waitstatus_to_exitcode(status)})

    def _pass_on(self, number: int, source: int) -> bool:
        """Send what can be read now; return whether there may be more."""
        stream = self._streams[number]
        kind = stream.sources.get(source)
        if kind is None:
            return False
        try:
            data = os.read(source, MAX_PAYLOAD)
        except BlockingIOError:
            return False
        except OSError:
            data = b""  # what a terminal says when nobody is left on it
        if data:
            self._say(kind, number, data)
            return True
        del stream.sources[source]
        if stream.connection is not None:
            self._say(FINISH, number)
            if stream.finishing and not stream.pending:
                self._end(number, {})
        elif source != stream.target:
            os.close(source)
        return False

    # files and connections

    def _send_file(self, number: int, path: str, most: int) -> None:
        descriptor = files.open_to_read(path)
        try:
            length = os.fstat(descriptor).st_size
            sent = 0
            while length <= most and (chunk := os.read(descriptor, files.CHUNK)):
                self._say(DATA, number, chunk)
                sent += len(chunk)
                length = max(length, sent)
        finally:
            os.close(descriptor)
        if length > most:
            self._end(
                number, {"error": f"it is larger than {most:,} bytes; it was not read", "kind": "unfit"}
            )
        else:
            self._end(number, {})

    def _connect(self, stream: Stream, request: Mapping[str, Any]) -> None:
        """Connect to a ``port`` of the loopback, or to the X server."""
        port = request.get("port")
        dialled = socket.socket(socket.AF_UNIX if port is None else socket.AF_INET)
        dialled.settimeout(_DIAL_SECONDS)
        try:
            dialled.connect(X_SOCKET if port is None else ("127.0.0.1", port))
        except OSError:
            dialled.close()
            raise
        dialled.setblocking(False)
        stream.connection = dialled
        stream.target = dialled.fileno()
        stream.sources = {dialled.fileno(): DATA}

    def _write(self, number: int) -> None:
        """Write what waits for the stream's target, as far as it takes it."""
        stream = self._streams.get(number)
        if stream is None or stream.target < 0:
            return
        try:
            while stream.pending:
                del stream.pending[: os.write(stream.target, stream.pending)]
        except BlockingIOError:
            return
        if not stream.finishing:
            return
        if stream.connection is None and not stream.sources:
            self._end(number, {})
        elif stream.connection is not None:
            with contextlib.suppress(OSError):
                stream.connection.shutdown(socket.SHUT_WR)
            if not stream.sources:
                self._end(number, {})

    # ends

    def _end(self, number: int, facts: Mapping[str, Any]) -> None:
        self._forget(number, kill=False)
        self._say(END, number, json.dumps(facts).encode())

    def _forget(self, number: int, *, kill: bool = True) -> None:
        stream = self._streams.pop(number, None)
        if stream is None:
            return
        if stream.pid and kill:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(stream.pid, signal.SIGKILL)
        if stream.connection is not None:
            stream.connection.close()
            return
        for descriptor in {*stream.sources, stream.target} - {-1}:
            os.close(descriptor)

    def _say(self, kind: bytes, number: int, payload: bytes = b"") -> None:
        data = frame(kind, number, payload)
        while data:
            try:
                data = data[os.write(self._answers, data) :]
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.ENODEV, errno.EIO):
                    raise
                time.sleep(0.01)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _kind(error: OSError) -> str:
    kinds = {"missing": _ABSENT, "folder": (errno.EISDIR,), "unfit": _UNFIT}
    return next((kind for kind, numbers in kinds.items() if error.errno in numbers), "file")
