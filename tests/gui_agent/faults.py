"""Helpers of the fault tests: processes that must not be left behind, and a run of the command line."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.processes import descendants
from gui_agent.journal import JournalContents, read_journal

PR_SET_CHILD_SUBREAPER = 36


class Brood:
    """The processes that have come below this one, however they were detached."""

    def __init__(self) -> None:
        self._before = set(descendants(os.getpid()))

    def living(self) -> dict[int, str]:
        """Return process id and command line of each."""
        self._collect()
        now = set(descendants(os.getpid())) - self._before
        return {pid: _command_line(pid) for pid in now}

    def named(self, program: str) -> int:
        """Return the id of the only new process that runs ``program``."""
        found = [pid for pid, line in self.living().items() if Path(line.split(" ")[0]).name == program]
        assert len(found) == 1, f"{program}: {found}"
        return found[0]

    def remaining(self, seconds: float = 20.0) -> dict[int, str]:
        """Return what is still there after at most ``seconds``."""
        deadline = time.monotonic() + seconds
        while (left := self.living()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return left

    def _collect(self) -> None:
        """Collect the orphans that were handed to us and have ended."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) not in self._before:
                with contextlib.suppress(OSError, IndexError, ValueError):
                    state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                    if state == "Z" and int(parent) == os.getpid() and not _is_ours(entry):
                        os.waitpid(int(entry.name), os.WNOHANG)


@contextlib.contextmanager
def brood() -> Iterator[Brood]:
    """Become the parent of every orphan below, so that none can hide; end what is left at the end."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    young = Brood()
    try:
        yield young
    finally:
        for pid in young.living():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        young.remaining(5)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def start(*arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start ``gui-agent`` without a display of its own, in a process group as a shell would."""
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")} | variables
    return subprocess.Popen(
        [sys.executable, "-m", "gui_agent.cli", *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
    )


def require_desktop() -> None:
    """Skip the test where no private desktop can be started."""
    missing = [p for p in ("Xvfb", "xkbcomp", "openbox", "dbus-daemon") if shutil.which(p) is None]
    if missing:
        pytest.skip(f"a private desktop needs {', '.join(missing)}")


def only_journal(runs: Path) -> JournalContents:
    """Read the journal of the only run in ``runs``."""
    (folder,) = runs.iterdir()
    return read_journal(folder)


def wait_for(condition: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """Poll until ``condition`` gives something and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.01)
    pytest.fail(f"waited {seconds} s for {what}, in vain")


def _command_line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def _is_ours(entry: Path) -> bool:
    # What this process started itself is collected by its own Popen object.
    return any(child.pid == int(entry.name) for child in _started())


def _started() -> list[subprocess.Popen[bytes]]:
    import gc

    return [thing for thing in gc.get_objects() if issubclass(type(thing), subprocess.Popen)]
