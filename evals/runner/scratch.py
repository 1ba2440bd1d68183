"""Temporary files of workers: what a killed one had no time to remove goes with its folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "gui-agent-eval-"
_OLD_SECONDS = 600.0
"""Nobody works in a folder for so long once its runner is dead."""


def make_scratch() -> Path:
    """Make a folder for one worker of this process; sockets lie in it, so its path is short."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove_scratch(folder: Path) -> None:
    """Remove a worker's folder once the worker is dead."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep_abandoned() -> None:
    """Remove the folders of runners that were killed themselves, some time ago."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        with contextlib.suppress(OSError, ValueError):
            owner = int(folder.name.removeprefix(_PREFIX).partition("-")[0])
            if not _lives(owner) and time.time() - folder.stat().st_mtime > _OLD_SECONDS:
                remove_scratch(folder)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
