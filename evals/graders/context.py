"""What grading one task works with."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Protocol, runtime_checkable

from evals.graders.errors import StateUnavailable
from evals.graders.state import Absent
from evals.machines.errors import GuestFileIsFolder, GuestFileMissing, GuestFileUnfit
from evals.machines.machine import Machine
from evals.setup.downloads import Downloads


@runtime_checkable
class Reachable(Protocol):
    """A machine whose network ports can be reached from outside, as upstream's virtual machines."""

    def address(self, port: int) -> tuple[str, int]:
        """Return host and port where the guest's ``port`` answers."""
        ...


def now_here() -> datetime:
    """Return the present, with the time zone of this host."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class GradingContext:
    """The machine to grade, a folder for what is fetched, and where downloads come from.

    ``cache`` belongs to this one grading and holds also what setup's commands wrote (their ``stdout``).
    ``home`` and ``password`` are the guest user's. ``folder`` is that of the task file. ``from_guest`` notes
    which files of the cache were asked of the guest: what they hold is the agent's work. One that cannot be
    read is looked at again after ``second_look_after`` seconds.
    """

    machine: Machine
    cache: Path
    downloads: Downloads
    home: str = "/home/user"
    folder: Path = field(default_factory=Path)
    password: str = "password"
    now: datetime = field(default_factory=now_here)
    from_guest: set[Path] = field(default_factory=set)
    second_look_after: float = 1.0

    def fetch(self, path: str, name: str) -> Path | Absent:
        """Copy a file of the guest into the cache; `Absent` where there is none. Raises `MachineError`."""
        where = self.place(name)
        self.from_guest.add(where)
        try:
            content = self.machine.get(path)
        except GuestFileMissing:
            return Absent(f"the guest has no file {path}")
        except GuestFileIsFolder:
            return Absent(f"{path} in the guest is a folder, not a file")
        except GuestFileUnfit as error:
            return Absent(str(error))
        where.write_bytes(content)
        return where

    def wait_before_second_look(self) -> None:
        """Give a program of the guest the time to finish writing."""
        time.sleep(self.second_look_after)

    def place(self, name: str) -> Path:
        """Return the path of ``name`` in the cache; names that lead elsewhere are refused."""
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or name.startswith("/"):
            raise StateUnavailable(f"“{name}” is no name inside the cache")
        where = self.cache.joinpath(*(re.sub(r"[\0\\]", "_", part) for part in parts))
        where.parent.mkdir(parents=True, exist_ok=True)
        return where

    def address(self, port: int) -> tuple[str, int]:
        """Return where a port of the guest answers. Raises `StateUnavailable`."""
        if isinstance(self.machine, Reachable):
            return self.machine.address(port)
        raise StateUnavailable(
            f"this machine's network port {port} cannot be reached from outside; use --machine remote or qemu"
        )
