"""QEMU as a child of a keeper, with everything it writes in one folder that goes when it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evals.machines.errors import MachineError, MachineFailed
from evals.machines.qemu.hardware import Hardware, command_line
from evals.machines.qemu.line import Line
from evals.machines.qemu.qmp import Qmp

PREFIX = "gui-agent-vm-"
CONSOLE, LOG, OVERLAY, LOCK = "console.log", "qemu.log", "disk.qcow2", "lock"
_END_SECONDS = 20.0
_PROBED_SECONDS = 0.05


class RunFolder:
    """A folder of one run; whoever holds its lock lives."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = (self.path / LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    def close(self) -> None:
        self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)


def remove_abandoned_folders() -> list[str]:
    """Remove the folders of runs whose owner and keeper have both been killed; return them."""
    removed: list[str] = []
    for lock in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}")):
        with contextlib.suppress(OSError), lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent)
            removed.append(str(lock.parent))
    return removed


class QemuProcess:
    """A running QEMU, paused at first, with its two lines: ``qmp`` and ``line``.

    ``folder`` holds its overlay, its log and its console; it belongs to the process and goes with it.
    Raises `MachineFailed` where QEMU ends at once, with what it said.
    """

    def __init__(self, hardware: Hardware, folder: RunFolder, boot: Sequence[str]) -> None:
        self.folder = folder
        pairs = [socket.socketpair() for _ in range(3)]
        (qmp, its_qmp), (line, its_line), (self._lifeline, end) = pairs
        command = command_line(hardware, folder.path, its_qmp.fileno(), its_line.fileno(), boot)
        keeper = [sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py"))]
        handed = [its_qmp.fileno(), its_line.fileno()]
        try:
            self._keeper = subprocess.Popen(
                [*keeper, str(end.fileno()), str(folder.path), ",".join(map(str, handed)), *command],
                pass_fds=(*handed, end.fileno()),
                env={"PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in our terminal must not reach it
            )
        finally:
            for theirs in (its_qmp, its_line, end):
                theirs.close()
        self.qmp = Qmp(qmp)
        self.line = Line(line)
        try:
            self.qmp.greet()
        except MachineError as error:
            said = self.complaints()
            self.close()
            raise MachineFailed(f"QEMU did not start: {said or error}") from error

    def complaints(self) -> str:
        """Return the end of what QEMU said."""
        try:
            return (self.folder / LOG).read_text("utf-8", "replace").strip()[-600:]
        except OSError:
            return ""

    def console(self) -> str:
        """Return what the guest's kernel and first process have said."""
        try:
            return (self.folder / CONSOLE).read_text("utf-8", "replace")
        except OSError:
            return ""

    def await_console(self, marker: str, seconds: float) -> bool:
        """Wait until the guest has said ``marker``; False where it does not in time, or ends without."""
        deadline = time.monotonic() + seconds
        while marker not in self.console():
            if time.monotonic() > deadline or self.ended:
                return marker in self.console()
            time.sleep(_PROBED_SECONDS)
        return True

    @property
    def pids(self) -> list[int]:
        """The processes of this machine on the host: the keeper, then QEMU where it runs."""
        found = [self._keeper.pid]
        with contextlib.suppress(OSError):
            path = Path(f"/proc/{self._keeper.pid}/task/{self._keeper.pid}/children")
            found += [int(number) for number in path.read_text("ascii").split()]
        return found

    @property
    def ended(self) -> bool:
        """Whether QEMU runs no more."""
        return len(self.pids) < 2

    def close(self) -> None:
        """End QEMU and wait for it; its folder is gone afterwards. Safe to call twice."""
        self.qmp.close()
        self.line.close()
        self._lifeline.close()
        try:
            self._keeper.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._keeper.kill()  # and QEMU dies with it
            self._keeper.wait()
        self.folder.close()
