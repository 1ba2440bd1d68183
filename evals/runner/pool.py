"""Slots that are processes of this host: each can be killed at any moment, and is replaced."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from evals.episodes.result import EpisodeKey
from evals.runner.assignment import Assignment, Lost, SlotReport, SlotSettings
from evals.runner.scratch import make_scratch, remove_scratch, sweep_abandoned

_CLOSE_SECONDS = 30.0


class WorkerPool:
    """A `Crew` of ``count`` worker processes; what they print goes to ``logs`` in the run folder."""

    def __init__(self, settings: SlotSettings, count: int) -> None:
        sweep_abandoned()
        self._settings = settings
        self._workers: list[_Worker] = []
        for slot in range(count):
            self._workers.append(_Worker.start(settings, slot))

    def idle(self) -> Sequence[int]:
        return [slot for slot, worker in enumerate(self._workers) if worker.playing is None]

    def assign(self, slot: int, assignment: Assignment) -> None:
        worker = self._workers[slot]
        if not worker.tell(assignment):
            # It died while it had nothing to do: no episode is hurt.
            self.discard(slot)
            worker = self._workers[slot]
            worker.tell(assignment)
        worker.playing = assignment.key

    def wait(self, seconds: float) -> list[tuple[int, SlotReport]]:
        busy = {w.connection: slot for slot, w in enumerate(self._workers) if w.playing is not None}
        reports: list[tuple[int, SlotReport]] = []
        for ready in wait(list(busy), seconds):
            slot = next(slot for connection, slot in busy.items() if connection is ready)
            reports.append((slot, self._hear(slot)))
        return reports

    def discard(self, slot: int) -> None:
        self._workers[slot].kill()
        self._workers[slot] = _Worker.start(self._settings, slot)

    def close(self) -> None:
        for worker in self._workers:
            worker.dismiss()
        for worker in self._workers:
            worker.end()
        self._workers = []

    @property
    def pids(self) -> list[int]:
        """The numbers of the worker processes, by slot."""
        return [worker.process.pid for worker in self._workers]

    def _hear(self, slot: int) -> SlotReport:
        worker = self._workers[slot]
        key = worker.playing
        assert key is not None
        try:
            report: SlotReport = worker.connection.recv()
        except (EOFError, OSError):
            self.discard(slot)
            code = worker.process.returncode
            return Lost(key, f"its worker ended with {code}; see {worker.log}")
        worker.playing = None
        return report


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    lifeline: int
    log: Path
    scratch: Path
    playing: EpisodeKey | None = None

    @classmethod
    def start(cls, settings: SlotSettings, slot: int) -> _Worker:
        log = settings.root / "logs" / f"worker-{slot + 1}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        ours, theirs = socket.socketpair()
        watched, lifeline = os.pipe()
        scratch = make_scratch()
        try:
            with log.open("ab") as said:
                process = subprocess.Popen(
                    [sys.executable, "-m", "evals.runner.worker", str(theirs.fileno()), str(watched)],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    env={**os.environ, "TMPDIR": str(scratch)},
                    pass_fds=(theirs.fileno(), watched),
                    # Ctrl-C is for the runner, which ends its workers itself.
                    start_new_session=True,
                )
        finally:
            theirs.close()
            os.close(watched)
        worker = cls(process, Connection(ours.detach()), lifeline, log, scratch)
        worker.tell(settings)
        return worker

    def tell(self, message: object) -> bool:
        """Send a message; False where nobody is there any more."""
        try:
            self.connection.send(message)
        except OSError:
            return False
        return True

    def dismiss(self) -> None:
        """Let an idle worker end in order, and kill a busy one."""
        if self.playing is None and self.tell(None):
            return
        self.process.kill()

    def end(self) -> None:
        try:
            self.process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._let_go()

    def kill(self) -> None:
        self.process.kill()
        self._let_go()

    def _let_go(self) -> None:
        self.process.wait()
        with contextlib.suppress(OSError):
            self.connection.close()
        os.close(self.lifeline)
        remove_scratch(self.scratch)
