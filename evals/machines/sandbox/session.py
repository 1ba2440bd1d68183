"""The lines to a sandbox: one to its keeper outside, one to the first process inside."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.machines.errors import CommandFailed, CommandTimedOut, MachineFailed, MachineLost
from evals.machines.machine import NOTHING, CommandResult

READY_SECONDS = 30.0
END_SECONDS = 20.0
MAX_MESSAGE = 200_000
MAX_OUTPUT_BYTES = 64 << 20
_RUN_KEEPER = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from evals.machines.sandbox.keeper import main; main(sys.argv[2:])"
)


class Line:
    """A conversation with another process: one message with descriptors there, one back."""

    def __init__(self, connection: socket.socket, whom: str) -> None:
        self._connection = connection
        self._whom = whom
        self._lock = threading.Lock()

    def ask(self, message: Mapping[str, Any], descriptors: Sequence[int] = ()) -> dict[str, Any]:
        """Send and wait for the answer. Raises `MachineLost`; `MachineFailed` where it says no."""
        data = json.dumps(message).encode()
        if len(data) > MAX_MESSAGE:
            raise MachineFailed(f"a request of {len(data):,} bytes is too long; put it into a file first")
        with self._lock:
            try:
                socket.send_fds(self._connection, [data], list(descriptors))
            except OSError as error:
                raise MachineLost(self._gone()) from error
            return self._receive(READY_SECONDS)[0]

    def dial(self, port: int) -> socket.socket:
        """Return a connection to ``port`` of the guest's loopback. Raises `CommandFailed`."""
        with self._lock:
            try:
                self._connection.send(json.dumps({"do": "connect", "port": port}).encode())
                _, (descriptor,) = self._receive(READY_SECONDS)
            except OSError as error:
                raise MachineLost(self._gone()) from error
            except MachineFailed as error:
                raise CommandFailed(f"nobody listens on port {port} of the guest ({error})") from error
        return socket.socket(fileno=descriptor)

    def await_ready(self) -> list[int]:
        """Wait for the other side's first message, and return the descriptors that came with it."""
        with self._lock:
            return self._receive(READY_SECONDS)[1]

    def close(self) -> None:
        self._connection.close()

    def _receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        try:
            readable, _, _ = select.select([self._connection], [], [], seconds)
            if not readable:
                raise MachineLost(f"{self._whom} has not answered for {seconds:.0f} s; reset the machine")
            data, handed, _, _ = socket.recv_fds(self._connection, MAX_MESSAGE, 4)
        except (OSError, ValueError) as error:
            raise MachineLost(self._gone()) from error
        if not data:
            raise MachineLost(self._gone())
        answer: dict[str, Any] = json.loads(data)
        if "error" in answer:
            raise MachineFailed(str(answer["error"]))
        return answer, handed

    def _gone(self) -> str:
        return f"{self._whom} ended; reset the machine"


class KeeperProcess:
    """The keeper as a child of this process; closing it ends every sandbox it made."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = str(Path(__file__).resolve().parents[3])
        command = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            _RUN_KEEPER,
            root,
            str(theirs.fileno()),
            str(os.getpid()),
        ]
        with theirs:
            self.process = subprocess.Popen(
                command,
                pass_fds=(theirs.fileno(),),
                env={"PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,  # Ctrl-C in our terminal must not reach it
            )
        self._connection = ours
        self.line = Line(ours, "the keeper of the sandbox")

    def start_sandbox(self, plan: Mapping[str, Any]) -> tuple[dict[str, Any], Line]:
        """Make a sandbox after ``plan``, ending an earlier one; return facts about it and the line to it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                facts = self.line.ask({"do": "start", **plan}, [theirs.fileno()])
        except BaseException:
            ours.close()
            raise
        return facts, Line(ours, "the sandbox")

    def close(self) -> None:
        """End everything and wait for it; safe to call twice."""
        self._connection.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run_command(
    line: Line,
    command: Sequence[str],
    *,
    timeout: float,
    folder: str,
    environment: Mapping[str, str],
    most: int = MAX_OUTPUT_BYTES,
) -> CommandResult:
    """Run a program in the sandbox and collect what it says, at most ``most`` bytes."""
    pipes = [os.pipe() for _ in range(3)]
    readers, writers = [reader for reader, _ in pipes], [writer for _, writer in pipes]
    try:
        request = {"do": "run", "argv": list(command), "folder": folder, "environment": dict(environment)}
        pid = _started(line, request, writers)
        for writer in writers:
            os.close(writer)
        writers.clear()
        try:
            return _collect(readers, command[0], timeout, most)
        except BaseException:
            with contextlib.suppress(MachineLost, MachineFailed):
                line.ask({"do": "kill", "pid": pid})
            raise
    finally:
        for descriptor in (*readers, *writers):
            os.close(descriptor)


def start_command(
    line: Line, command: Sequence[str], *, folder: str = "", environment: Mapping[str, str] = NOTHING
) -> None:
    """Start a program in the sandbox and leave it running."""
    request = {"do": "run", "argv": list(command), "folder": folder, "environment": dict(environment)}
    _started(line, request, ())


def _started(line: Line, request: Mapping[str, Any], descriptors: Sequence[int]) -> int:
    try:
        return int(line.ask(request, descriptors)["pid"])
    except MachineFailed as error:
        raise CommandFailed(str(error)) from error


def _collect(readers: Sequence[int], name: str, timeout: float, most: int) -> CommandResult:
    """Read both streams until the program has ended; what it left running may keep them open."""
    output, errors, report = readers
    said: dict[int, list[bytes]] = {output: [], errors: []}
    length = 0
    status = b""
    open_ones = {output, errors, report}
    deadline = time.monotonic() + timeout
    while open_ones:
        left = 0.0 if status else deadline - time.monotonic()
        readable, _, _ = select.select(list(open_ones), [], [], max(0.0, left))
        if not readable:
            if status:
                break
            raise CommandTimedOut(
                f"{name} did not end within {timeout:g} s and was ended; allow it more time"
            )
        for descriptor in readable:
            chunk = os.read(descriptor, 1 << 16)
            if not chunk:
                open_ones.discard(descriptor)
            elif descriptor == report:
                status += chunk
            else:
                said[descriptor].append(chunk)
                length += len(chunk)
        if length > most:
            raise CommandFailed(
                f"{name} said more than {most:,} bytes and was ended; write to a file instead"
            )
        if report not in open_ones and not status:
            raise MachineLost(f"the sandbox ended while {name} was running in it; reset the machine")
    return CommandResult(int(status), b"".join(said[output]), b"".join(said[errors]))
