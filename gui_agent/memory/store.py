"""The memory file as rows: put, find, count evidence, forget. Several processes may use one file at once."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from gui_agent.errors import JournalError, MemoryFileError
from gui_agent.memory.records import KINDS, Body, Entry, Kind, Record, Trust
from gui_agent.memory.schema import open_database, trouble
from gui_agent.memory.templates import SLOT
from gui_agent.serialize import from_json, to_json

_COLUMNS = "id, kind, key, title, application, trust, body, supports, contradicts, created, updated"
_WORD = re.compile(r"\w+")
MOST_WORDS = 40
"""So many words of a question are looked for."""


class MemoryStore:
    """One memory file; every method raises `MemoryFileError` where it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self._database = open_database(self.path)
        self._within = False

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the file for several reads and writes that belong together; others wait."""
        if self._within:
            yield
            return
        self._run("BEGIN IMMEDIATE")
        self._within = True
        try:
            yield
        except BaseException:
            self._within = False
            self._run("ROLLBACK")
            raise
        self._within = False
        self._run("COMMIT")

    def put(self, entry: Entry, *, supports: int = 0, contradicts: int = 0) -> int:
        """Keep ``entry``, in place of the one with its kind and key; return its number."""
        body, now = json.dumps(to_json(entry.body), ensure_ascii=False), _now()
        with self.changing():
            row = self._run(
                "INSERT INTO records (kind, key, title, application, trust, body, supports, contradicts, "
                "created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (kind, key) DO UPDATE SET title = excluded.title, "
                "application = excluded.application, trust = excluded.trust, "
                "body = excluded.body, updated = excluded.updated RETURNING id",
                (
                    *(entry.kind, entry.key, entry.title, entry.application, entry.trust, body),
                    *(supports, contradicts, now, now),
                ),
            ).fetchone()
            number = int(row[0])
            self._run("DELETE FROM found WHERE rowid = ?", (number,))
            words = " ".join((SLOT.sub(" ", entry.title), entry.application))
            self._run("INSERT INTO found (rowid, words) VALUES (?, ?)", (number, words))
            self._run("DELETE FROM vectors WHERE record = ?", (number,))
        return number

    def count(self, number: int, *, supports: int = 0, contradicts: int = 0) -> None:
        """Add to the evidence for and against record ``number``."""
        self._run(
            "UPDATE records SET supports = supports + ?, contradicts = contradicts + ?, updated = ? "
            "WHERE id = ?",
            (supports, contradicts, _now(), number),
        )

    def set_evidence(self, number: int, *, supports: int, contradicts: int) -> None:
        """Begin counting anew, as for a routine that takes the place of another one."""
        self._run(
            "UPDATE records SET supports = ?, contradicts = ? WHERE id = ?", (supports, contradicts, number)
        )

    def get(self, number: int) -> Record | None:
        row = self._run(f"SELECT {_COLUMNS} FROM records WHERE id = ?", (number,)).fetchone()
        return self._record(row) if row else None

    def with_key(self, kind: Kind, key: str) -> Record | None:
        query = f"SELECT {_COLUMNS} FROM records WHERE kind = ? AND key = ?"
        row = self._run(query, (kind, key)).fetchone()
        return self._record(row) if row else None

    def all(self, kind: Kind | None = None, application: str | None = None) -> list[Record]:
        """Return the records of a kind (all where None), of one program where it is named; oldest first."""
        query = (
            f"SELECT {_COLUMNS} FROM records WHERE (?1 IS NULL OR kind = ?1) "
            "AND (?2 IS NULL OR application = ?2) ORDER BY id"
        )
        return [self._record(row) for row in self._run(query, (kind, application))]

    def applications(self, kind: Kind) -> list[str]:
        """Return the programs that records of a kind are about."""
        rows = self._run("SELECT DISTINCT application FROM records WHERE kind = ?", (kind,))
        return [str(row[0]) for row in rows]

    def best(self, kind: Kind, applications: Iterable[str], limit: int) -> list[Record]:
        """Return the records of a kind about these programs that more speaks for than against, best first."""
        query = (
            f"SELECT {_COLUMNS} FROM records WHERE kind = ? AND supports >= contradicts "
            "AND application IN (SELECT value FROM json_each(?)) "
            "ORDER BY (supports + 1.0) / (supports + contradicts + 2) DESC, id DESC LIMIT ?"
        )
        wanted = json.dumps(sorted(applications))
        return [self._record(row) for row in self._run(query, (kind, wanted, limit))]

    def like(self, kind: Kind, text: str, limit: int = 10) -> list[Record]:
        """Return the records of a kind that share words with ``text``, the best first (bm25)."""
        words = list(dict.fromkeys(w.casefold() for w in _WORD.findall(text)))[:MOST_WORDS]
        if not words:
            return []
        wanted = " OR ".join(f'"{word}"' for word in words)
        query = (
            f"SELECT {', '.join('records.' + c.strip() for c in _COLUMNS.split(','))} FROM found "
            "JOIN records ON records.id = found.rowid WHERE found MATCH ? AND records.kind = ? "
            "ORDER BY bm25(found), records.id DESC LIMIT ?"
        )
        return [self._record(row) for row in self._run(query, (wanted, kind, limit))]

    def forget(self, number: int) -> bool:
        """Forget record ``number``; say whether there was one."""
        with self.changing():
            self._run("DELETE FROM found WHERE rowid = ?", (number,))
            return self._run("DELETE FROM records WHERE id = ?", (number,)).rowcount > 0

    def vectors(self, model: str) -> dict[int, NDArray[np.float32]]:
        """Return the meanings that ``model`` gave to records, by their number."""
        rows = self._run("SELECT record, vector FROM vectors WHERE model = ?", (model,))
        return {int(record): np.frombuffer(blob, np.float32) for record, blob in rows}

    def put_vectors(self, model: str, vectors: Sequence[tuple[int, NDArray[np.float32]]]) -> None:
        with self.changing():
            for number, vector in vectors:
                self._run(
                    "INSERT OR REPLACE INTO vectors (record, model, vector) SELECT ?1, ?2, ?3 "
                    "WHERE EXISTS (SELECT 1 FROM records WHERE id = ?1)",
                    (number, model, vector.astype(np.float32).tobytes()),
                )

    def _run(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise trouble(self.path, error) from error

    def _record(self, row: Sequence[Any]) -> Record:
        number, kind, key, title, application, trust, body, supports, contradicts, created, updated = row
        entry = Entry(kind, key, title, application, trust, body_from_json(kind, json.loads(body)))
        return Record(number, entry, supports, contradicts, created, updated)


def body_from_json(kind: str, data: object) -> Body:
    """Return the body of a record of ``kind`` that ``data`` describes. Raises `MemoryFileError`."""
    if kind not in KINDS:
        raise MemoryFileError(f"there is no kind of record “{kind}”; choose from {', '.join(KINDS)}")
    try:
        return from_json(KINDS[cast(Kind, kind)], data, Path())
    except JournalError as error:
        raise MemoryFileError(f"this is no {kind}: {error}") from error


def trust_from(text: str) -> Trust:
    """Return ``text`` as a degree of trust. Raises `MemoryFileError`."""
    match text:
        case "task" | "screen" | "untrusted":
            return text
    raise MemoryFileError(f"trust is task, screen or untrusted, not {text!r}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
