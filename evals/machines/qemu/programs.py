"""Programs of a virtual machine's guest, run over its line."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.errors import LaunchFailed
from actions.launch import Launcher, StartedProgram
from evals.machines.errors import CommandFailed, CommandTimedOut, MachineError
from evals.machines.machine import NOTHING, CommandResult
from evals.machines.qemu.inside.frames import END, ERRORS
from evals.machines.qemu.line import Line, Stream, raise_failure
from evals.machines.sandbox.screen import lookup_environment

CODE = "/run/code"
"""Where the guest server's package lies in the guest: in memory, and only root may write there."""

MAX_OUTPUT_BYTES = 64 << 20
_TAIL_BYTES = 2048


def request_to_run(
    command: Sequence[str], folder: str = "", environment: Mapping[str, str] = NOTHING, **more: Any
) -> dict[str, Any]:
    return {"do": "run", "argv": list(command), "folder": folder, "environment": dict(environment), **more}


def run_command(
    line: Line,
    command: Sequence[str],
    *,
    timeout: float,
    folder: str = "",
    environment: Mapping[str, str] = NOTHING,
    most: int = MAX_OUTPUT_BYTES,
) -> CommandResult:
    """Run a program in the guest and collect what it says, at most ``most`` bytes."""
    said: dict[bytes, list[bytes]] = {}
    length = 0
    deadline = time.monotonic() + timeout
    with line.open(request_to_run(command, folder, environment)) as stream:
        while True:
            try:
                kind, payload = stream.receive(deadline)
            except TimeoutError as error:
                raise CommandTimedOut(
                    f"{command[0]} did not end within {timeout:g} s and was ended; allow it more time"
                ) from error
            if kind == END:
                facts = json.loads(payload)
                raise_failure(facts, command[0])
                errors = b"".join(said.pop(ERRORS, []))
                return CommandResult(
                    facts["code"], b"".join(chunk for each in said.values() for chunk in each), errors
                )
            said.setdefault(kind, []).append(payload)
            length += len(payload)
            if length > most:
                raise CommandFailed(
                    f"{command[0]} said more than {most:,} bytes and was ended; write to a file instead"
                )


class _StartedThere:
    """A program in the guest that was left running; what it says comes over its stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._code: int | None = None
        self._errors = b""

    def code(self) -> int | None:
        with contextlib.suppress(TimeoutError):
            while self._code is None:
                kind, payload = self._stream.receive(time.monotonic())
                if kind == END:
                    facts = json.loads(payload)
                    raise_failure(facts, "the program")
                    self._code = int(facts["code"])
                elif kind == ERRORS:
                    self._errors = (self._errors + payload)[-_TAIL_BYTES:]
        return self._code

    def errors(self) -> str:
        return self._errors.decode("utf-8", "replace").strip()


def guest_launcher(
    line: Line, root: Path, searched: Mapping[str, str], window_ids: Callable[[], set[int]]
) -> Launcher:
    """Return what finds applications in the image at ``root``, and starts them in the guest."""
    prefix = str(root)

    def start(argv: Sequence[str], folder: str, environment: Mapping[str, str]) -> StartedProgram:
        words = [argv[0].removeprefix(prefix), *argv[1:]]
        try:
            started = _StartedThere(
                line.open(request_to_run(words, folder.removeprefix(prefix), lasting=True))
            )
            started.code()
        except MachineError as error:
            raise LaunchFailed(str(error)) from error
        return started

    return Launcher(lookup_environment(root, searched), start, window_ids, private=True)
