"""Sessions with a client, and the book that is kept of them so that they can be loaded again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from acp.schema import SessionInfo

from gui_agent.doors.job import Job, Manner
from gui_agent.doors.run_records import is_run_name
from gui_agent.journal import FILE_NAME

BOOK = "acp-sessions.jsonl"


@dataclass(slots=True)
class Session:
    """A conversation: where the client works, how it approves, and the task under way.

    It is ``at_work`` from the moment that a prompt comes.
    """

    cwd: str
    mode: str
    manner: Manner = field(default_factory=Manner)
    job: Job | None = None
    at_work: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One task of a session; ``record`` names its run, ``time`` is ISO 8601 in UTC."""

    session: str
    cwd: str
    task: str
    record: str
    time: str


class SessionBook:
    """What was done in which session: a file of JSON lines beside the runs."""

    def __init__(self, runs: Path) -> None:
        self._runs = runs

    def add(self, session: str, cwd: str, task: str, record: str) -> None:
        """Note a task that is over. Raises OSError."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = {"session": session, "cwd": cwd, "task": task, "record": record, "time": now}
        with (self._runs / BOOK).open("a", encoding="utf-8") as book:
            # A line that a crash cut off must not swallow this one.
            book.write("\n" + json.dumps(line, ensure_ascii=False) + "\n")

    def entries(self, session: str) -> tuple[Entry, ...]:
        """Return the tasks of a session whose records are there, the oldest first."""
        return tuple(entry for entry in self._read() if entry.session == session)

    def sessions(self, cwd: str | None) -> list[SessionInfo]:
        """Return every session, or those of the folder ``cwd``, the youngest first."""
        found: dict[str, SessionInfo] = {}
        for entry in self._read():
            if cwd is not None and entry.cwd != cwd:
                continue
            first = found.pop(entry.session, None)
            title = first.title if first else entry.task
            found[entry.session] = SessionInfo(
                session_id=entry.session, cwd=entry.cwd, title=title, updated_at=entry.time
            )
        return list(reversed(found.values()))

    def folder(self, entry: Entry) -> Path:
        """Return where the record of ``entry`` is."""
        return self._runs / entry.record

    def _read(self) -> Iterator[Entry]:
        try:
            lines = (self._runs / BOOK).read_text("utf-8", errors="replace").split("\n")
        except OSError:
            return
        for line in lines:
            entry = _entry(line)
            # Runs may have been removed.
            if entry and is_run_name(entry.record) and (self.folder(entry) / FILE_NAME).exists():
                yield entry


def _entry(line: str) -> Entry | None:
    """Read a line; None for one that a crash cut off, or that is none."""
    try:
        data = json.loads(line)
        values = [data[name] for name in ("session", "cwd", "task", "record", "time")]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return Entry(*values) if all(isinstance(value, str) for value in values) else None
