"""A person's terminal connected to a program in a virtual machine."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Sequence

from evals.machines.errors import MachineError
from evals.machines.qemu.inside.frames import END
from evals.machines.qemu.line import Stream, raise_failure
from evals.machines.qemu.machine import VirtualMachine
from evals.machines.sandbox.terminal import raw_input

_FOR_EVER = 10 * 365 * 24 * 3600.0
_CHUNK = 4096


def attach(machine: VirtualMachine, command: Sequence[str]) -> int:
    """Run ``command`` with our standard streams as its terminal; return its exit code."""
    size = shutil.get_terminal_size()
    with machine.start_on_terminal(command, size.lines, size.columns) as stream, raw_input():
        threading.Thread(target=_type, args=(stream,), name="keyboard", daemon=True).start()
        while True:
            kind, payload = stream.receive(time.monotonic() + _FOR_EVER)
            if kind == END:
                facts = json.loads(payload)
                raise_failure(facts, command[0])
                return int(facts["code"])
            sys.stdout.buffer.write(payload)
            sys.stdout.buffer.flush()


def _type(stream: Stream) -> None:
    with contextlib.suppress(MachineError, OSError):
        while typed := os.read(sys.stdin.fileno(), _CHUNK):
            stream.send(typed)
        stream.send(b"\x04")
