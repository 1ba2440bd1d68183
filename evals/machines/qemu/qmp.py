"""Talking to a running QEMU: one JSON line there, one back (the QEMU Machine Protocol)."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Mapping
from typing import Any

from evals.machines.errors import MachineFailed, MachineLost
from evals.machines.machine import NOTHING

ANSWER_SECONDS = 60.0
_CHUNK = 1 << 16


class Qmp:
    """A conversation over ``connection``, which it owns; raises `MachineLost` and `MachineFailed`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._buffer = bytearray()
        connection.settimeout(ANSWER_SECONDS)

    def greet(self) -> None:
        """Wait until QEMU is there."""
        with self._lock:
            self._read_line()
        self.ask("qmp_capabilities")

    def ask(self, command: str, arguments: Mapping[str, Any] = NOTHING, descriptor: int | None = None) -> Any:
        """Have ``command`` carried out, handing over ``descriptor`` with it; return what it answers."""
        message: dict[str, Any] = {"execute": command}
        if arguments:
            message["arguments"] = dict(arguments)
        data = json.dumps(message).encode() + b"\n"
        with self._lock:
            try:
                if descriptor is None:
                    self._connection.sendall(data)
                else:
                    socket.send_fds(self._connection, [data], [descriptor])
            except OSError as error:
                raise MachineLost("the virtual machine ended; reset the machine") from error
            while True:
                answer = self._read_line()
                if "error" in answer:
                    raise MachineFailed(f"QEMU refused {command}: {answer['error'].get('desc', answer)}")
                if "return" in answer:
                    return answer["return"]

    def monitor(self, line: str) -> None:
        """Have a line of QEMU's human monitor carried out; what it says is what went wrong."""
        said = str(self.ask("human-monitor-command", {"command-line": line})).strip()
        if said:
            raise MachineFailed(f"QEMU refused {line.split()[0]}: {said}")

    def await_status(self, wanted: str, seconds: float, command: str = "query-status") -> None:
        """Wait until ``command`` says that the status is ``wanted``."""
        deadline = time.monotonic() + seconds
        while (status := str(self.ask(command).get("status"))) != wanted:
            if status == "failed" or time.monotonic() > deadline:
                raise MachineFailed(f"the virtual machine is {status} and not {wanted}; try again")
            time.sleep(0.01)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def _read_line(self) -> dict[str, Any]:
        while b"\n" not in self._buffer:
            try:
                data = self._connection.recv(_CHUNK)
            except TimeoutError as error:
                raise MachineLost(
                    f"QEMU has not answered for {ANSWER_SECONDS:.0f} s; reset the machine"
                ) from error
            except OSError as error:
                raise MachineLost("the virtual machine ended; reset the machine") from error
            if not data:
                raise MachineLost("the virtual machine ended; reset the machine")
            self._buffer += data
        line, _, rest = bytes(self._buffer).partition(b"\n")
        self._buffer = bytearray(rest)
        answer: dict[str, Any] = json.loads(line)
        return answer
