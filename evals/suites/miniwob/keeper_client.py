"""The harness's line to the page keeper."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.machines.errors import MachineFailed, MachineLost

ANSWER_SECONDS = 150.0
END_SECONDS = 20.0
_ABOVE = 10

_RUN_KEEPER = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from evals.suites.miniwob.page_keeper import main; main(sys.argv[2:])"
)


class PageKeeper:
    """A page keeper for the display that ``environment`` names; ``scale``: screen pixels per CSS pixel."""

    def __init__(self, environment: Mapping[str, str], scale: float) -> None:
        ours, theirs = socket.socketpair()
        self._connection = ours
        self._connection.settimeout(ANSWER_SECONDS)
        self._answers = ours.makefile("rb")
        self._process = _start(theirs)
        self._ask({"environment": dict(environment), "scale": scale})

    def begin(self, address: str, seed: int) -> str:
        """Begin an episode and return what its page asks for. Raises `MachineFailed`, `MachineLost`."""
        answer = self._ask({"do": "begin", "address": address, "seed": seed})
        if "error" in answer:
            raise MachineFailed(f"{answer['error']}; run it again, and check that Chromium starts by hand")
        return str(answer["instruction"])

    def outcome(self) -> Mapping[str, Any]:
        """Return ``over``, ``raw`` (the page's raw reward) and ``reason``. Raises `MachineLost`."""
        answer = self._ask({"do": "outcome"})
        if "error" in answer:
            raise MachineLost(f"{answer['error']}; run the episode again")
        return answer

    def close(self) -> None:
        """End the keeper and its browser, and wait for them; safe to call twice."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._answers.close()
        self._connection.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        try:
            self._connection.sendall(json.dumps(request).encode() + b"\n")
            line = self._answers.readline()
        except (OSError, ValueError) as error:
            raise MachineLost("the page keeper does not answer; run the episode again") from error
        if not line:
            raise MachineLost("the page keeper has ended; run the episode again")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _start(theirs: socket.socket) -> subprocess.Popen[bytes]:
    """Start the keeper with its socket on a descriptor out of Chromium's way."""
    root = str(Path(__file__).resolve().parents[3])
    with theirs:
        descriptor = fcntl.fcntl(theirs.fileno(), fcntl.F_DUPFD, _ABOVE)
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _RUN_KEEPER, root, str(descriptor), str(os.getpid())],
            pass_fds=(descriptor,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # Ctrl-C in our terminal must not reach it
        )
    finally:
        os.close(descriptor)
