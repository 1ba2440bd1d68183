"""Reading a run folder: the verified records of its journal, and what they tell of the run."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from gui_agent.errors import JournalDamaged, JournalError, JournalUnreadable
from gui_agent.serialize import from_json, step_from_json
from gui_agent.types import Ending, Step

FILE_NAME = "journal.jsonl"
FORMAT = 1
RecordKind = Literal["header", "intent", "acknowledgement", "step", "resumption", "end"]
"""A resumption marks where a run that broke off was taken up again."""

NO_CHECKSUM = "0" * 64
_LOOK_SECONDS = 0.005


def describe_machine() -> dict[str, str]:
    """Return what a reader of a report wants to know about this machine."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "cores": str(os.cpu_count() or 1),
        "architecture": platform.machine(),
    }


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What a run is about, written before anything happens.

    ``home`` is the home folder of the programs on a private desktop; empty where there is none or it is not
    kept.
    """

    task: str
    computer: str = ""
    machine: Mapping[str, str] = field(default_factory=describe_machine)
    home: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One verified line of a journal; ``time`` is ISO 8601 in UTC."""

    sequence: int
    kind: RecordKind
    time: str
    monotonic: float
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JournalContents:
    """A whole journal, its ``length`` in bytes and the ``checksum`` of its last record.

    ``torn``: the last line was cut off, as a crash leaves it, and is not among these.
    """

    folder: Path
    header: RunHeader
    records: tuple[Record, ...]
    torn: bool = False
    length: int = 0
    checksum: str = NO_CHECKSUM

    def steps(self) -> list[Step]:
        """Return the completed steps; their pictures are read when wanted. Raises `JournalUnreadable`."""
        try:
            return [step_from_json(r.payload, self.folder) for r in self.records if r.kind == "step"]
        except JournalUnreadable:
            raise
        except JournalError as error:
            raise JournalUnreadable(f"a step of the run in {self.folder} makes no sense: {error}") from error

    @property
    def unfinished(self) -> Record | None:
        """The intent after which no step was completed: what was under way when the run broke off."""
        finished = {r.payload.get("number") for r in self.records if r.kind == "step"}
        intents = [r for r in self.records if r.kind == "intent" and r.payload.get("number") not in finished]
        return intents[-1] if intents else None

    @property
    def acknowledged(self) -> bool:
        """Whether the action that was under way was carried out for certain."""
        number = self.unfinished.payload.get("number") if self.unfinished else None
        told = (r for r in self.records if r.kind == "acknowledgement" and not r.payload.get("error"))
        return number is not None and any(r.payload.get("number") == number for r in told)

    @property
    def end(self) -> Record | None:
        """How the run ended; None where it broke off, or is still going on."""
        last = next((r for r in reversed(self.records) if r.kind in ("end", "resumption")), None)
        return last if last is not None and last.kind == "end" else None

    @property
    def ending(self) -> Ending | None:
        """The verdict, of the last step where the line after it lacks; None where the run broke off."""
        told = [r for r in self.records if r.kind in ("step", "end", "resumption")]
        name = told[-1].payload.get("ending") if told else None
        return Ending.__members__.get(str(name))

    @property
    def taken_up(self) -> tuple[tuple[int, str], ...]:
        """After which steps the run was taken up again, and when (ISO 8601)."""
        found, steps = [], 0
        for record in self.records:
            steps += record.kind == "step"
            if record.kind == "resumption":
                found.append((steps, record.time))
        return tuple(found)

    @property
    def seconds(self) -> float:
        """How long the run took, without the time between breaking off and being taken up again."""
        return sum(max(0.0, b.monotonic - a.monotonic) for a, b in self._neighbours())

    def _neighbours(self) -> Iterator[tuple[Record, Record]]:
        return ((a, b) for a, b in pairwise(self.records) if b.kind != "resumption")


def read_journal(folder: Path) -> JournalContents:
    """Read and verify the journal in ``folder``.

    Raises `JournalDamaged` naming the line that does not fit, `JournalUnreadable` where there is no journal.
    Half a last line is what a crash leaves: it is left out and reported as ``torn``.
    """
    path = folder / FILE_NAME
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        what = f"there is no readable journal at {path}: {error.strerror}"
        raise JournalUnreadable(f"{what}; name the folder of a run, as gui-agent runs list does") from error
    finished, rest = lines[:-1], lines[-1]
    records: list[Record] = []
    previous = NO_CHECKSUM
    for number, line in enumerate(finished, start=1):
        record, previous = _verified(line, len(records), previous, f"line {number} of {path}")
        records.append(record)
    torn = bool(rest)
    if not records or records[0].kind != "header":
        raise JournalUnreadable(f"the journal {path} has no header; the run broke off before it began")
    try:
        header = from_json(RunHeader, records[0].payload, folder)
    except JournalError as error:
        raise JournalUnreadable(f"the header of the journal {path} makes no sense: {error}") from error
    length = sum(len(line) + 1 for line in finished)
    return JournalContents(folder, header, tuple(records), torn, length, previous)


def is_under_way(folder: Path) -> bool:
    """Say whether a process that lives is still writing the journal in ``folder``."""
    try:
        file = os.open(folder / FILE_NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not lock(file)
    finally:
        os.close(file)


def lock(file: int, patience: float = 0.0) -> bool:
    """Keep other processes from writing the open ``file`` until it is closed; False where one does.

    Who only looks whether it is locked has it for a moment: with ``patience`` (seconds) that is waited for.
    Where the system cannot lock files nobody is kept from anything.
    """
    try:
        import fcntl
    except ImportError:
        return True
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOK_SECONDS)
        except OSError:
            return True
        else:
            return True


def canonical(record: Mapping[str, Any]) -> bytes:
    """Return ``record`` as the bytes its checksum is taken of: sorted keys, no spaces, ASCII."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def _verified(line: bytes, sequence: int, previous: str, where: str) -> tuple[Record, str]:
    try:
        data = json.loads(line)
        checksum = data.pop("checksum")
        right = hashlib.sha256(canonical(data)).hexdigest() == checksum
        record = Record(data["sequence"], data["kind"], data["time"], data["monotonic"], data["payload"])
        follows = data["previous"] == previous and record.sequence == sequence
        if not (isinstance(record.payload, dict) and isinstance(record.monotonic, int | float)):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise JournalDamaged(f"{where} is not a journal record: the file was changed") from None
    if not right:
        raise JournalDamaged(f"{where} does not fit its checksum: it was changed after it was written")
    if not follows:
        raise JournalDamaged(f"{where} does not follow the line before it: a record was removed or moved")
    return record, checksum
