"""The serial line to the first process of a virtual machine: programs, files, connections."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.machines.errors import (
    CommandFailed,
    GuestFileError,
    GuestFileIsFolder,
    GuestFileMissing,
    GuestFileUnfit,
    MachineError,
    MachineFailed,
    MachineLost,
)
from evals.machines.qemu.inside.frames import (
    DATA,
    END,
    FINISH,
    HELLO,
    MAX_PAYLOAD,
    NONCE_BYTES,
    REQUEST,
    Frames,
    frame,
)

ANSWER_SECONDS = 60.0
_KINDS = {
    "missing": GuestFileMissing,
    "folder": GuestFileIsFolder,
    "unfit": GuestFileUnfit,
    "file": GuestFileError,
    "start": CommandFailed,
}
_LOST = "the virtual machine ended; reset the machine"

Message = tuple[bytes, bytes]


class Stream:
    """One request and what comes back for it."""

    def __init__(self, line: Line, number: int) -> None:
        self._line = line
        self._number = number
        self.arrived: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._over = False

    def receive(self, deadline: float) -> Message:
        """Return the next kind and payload. Raises `TimeoutError` at ``deadline``, `MachineLost`."""
        try:
            message = self.arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if message is None:
            self._over = True
            raise MachineLost(_LOST)
        self._over = message[0] == END
        return message

    def send(self, data: bytes) -> None:
        for start in range(0, len(data), MAX_PAYLOAD):
            self._line.send(frame(DATA, self._number, data[start : start + MAX_PAYLOAD]))

    def finish(self) -> None:
        """Say that nothing more will be sent."""
        self._line.send(frame(FINISH, self._number))

    def close(self) -> None:
        """Forget the stream; a program that still runs on it is killed."""
        self._line.forget(self._number)
        if not self._over:
            self._over = True
            with contextlib.suppress(MachineError):
                self._line.send(frame(END, self._number))

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Line:
    """The conversation over ``connection``, which it owns; any number of streams at once."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._lock = threading.Lock()
        self._streams: dict[int, Stream] = {}
        self._last = 0
        self._nonce = b""
        self._greeted = threading.Event()
        self._lost = False
        threading.Thread(target=self._listen, name="virtual machine's line", daemon=True).start()

    def greet(self, seconds: float) -> None:
        """Begin anew, after a start or a jump back in time, and set the guest's clock.

        Raises `MachineLost` where nobody answers.
        """
        self._end_all()
        self._greeted.clear()
        self._nonce = os.urandom(NONCE_BYTES)
        self.send(frame(HELLO, 0, self._nonce + json.dumps({"time": time.time()}).encode()))
        if not self._greeted.wait(seconds) or self._lost:
            raise MachineLost("the virtual machine does not answer on its line; reset the machine")

    def open(self, request: Mapping[str, Any]) -> Stream:
        with self._lock:
            if self._lost:
                raise MachineLost(_LOST)
            self._last += 1
            number = self._last
            stream = self._streams[number] = Stream(self, number)
        payload = json.dumps(dict(request)).encode()
        if len(payload) > MAX_PAYLOAD:
            raise CommandFailed(f"a request of {len(payload):,} bytes is too long; put it into a file first")
        self.send(frame(REQUEST, number, payload))
        return stream

    def ask(self, request: Mapping[str, Any], content: Iterator[bytes] | None = None) -> bytes:
        """Have ``request`` carried out, sending ``content`` after it; return the bytes that come back."""
        with self.open(request) as stream:
            if content is not None:
                for chunk in content:
                    stream.send(chunk)
                stream.finish()
            said: list[bytes] = []
            while True:
                try:
                    kind, payload = stream.receive(time.monotonic() + ANSWER_SECONDS)
                except TimeoutError as error:
                    raise MachineLost(
                        f"the virtual machine has not answered for {ANSWER_SECONDS:.0f} s; reset the machine"
                    ) from error
                if kind == END:
                    raise_failure(json.loads(payload), str(request.get("path", request["do"])))
                    return b"".join(said)
                said.append(payload)

    def send(self, data: bytes) -> None:
        with self._sending:
            try:
                self._connection.sendall(data)
            except OSError as error:
                raise MachineLost(_LOST) from error

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Let nothing be sent, and nothing be half read by the guest, while its state is saved."""
        self.ask({"do": "sync"})
        with self._sending:
            yield

    def forget(self, number: int) -> None:
        with self._lock:
            self._streams.pop(number, None)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def _listen(self) -> None:
        frames = Frames()
        with contextlib.suppress(OSError):
            while data := self._connection.recv(1 << 18):
                if not self._greeted.is_set():
                    frames, data = self._sought(frames, data)
                for kind, number, payload in frames.feed(data):
                    with self._lock:
                        stream = self._streams.get(number)
                    if stream is not None and kind != HELLO:
                        stream.arrived.put((kind, payload))
        self._lost = True
        self._end_all()
        self._greeted.set()

    def _sought(self, frames: Frames, data: bytes) -> tuple[Frames, bytes]:
        """Throw away what was said before the answer to our greeting."""
        held = frames.rest() + data
        answer = frame(HELLO, 0, self._nonce)
        place = held.find(answer) if self._nonce else -1
        fresh = Frames()
        if place < 0:
            fresh.hold(held[-(len(answer) - 1) :])
            return fresh, b""
        self._nonce = b""
        self._greeted.set()
        return fresh, held[place + len(answer) :]

    def _end_all(self) -> None:
        with self._lock:
            ended, self._streams = list(self._streams.values()), {}
        for stream in ended:
            stream.arrived.put(None)


def raise_failure(facts: Mapping[str, Any], what: str) -> None:
    """Raise what ``facts`` about an end say, if they say that something went wrong."""
    if "error" not in facts:
        return
    kind = _KINDS.get(str(facts.get("kind")), MachineFailed)
    if kind is GuestFileMissing:
        raise GuestFileMissing(f"there is no {what} in the guest")
    if issubclass(kind, GuestFileError):
        raise kind(f"{what} in the guest cannot be used: {facts['error']}")
    raise kind(str(facts["error"]))


def chunks_of(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as source:
        while chunk := source.read(MAX_PAYLOAD):
            yield chunk
