"""The memory file: its tables, how older ones are brought up to date, and how it is opened.

::

    records   id, kind, key (unique within a kind), title, application, trust, body (JSON),
              supports, contradicts, created, updated
    found     the words of titles and bodies (FTS5), row by row with records
    vectors   record, model, vector (float32): meanings by a served model, where one is used
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from gui_agent.errors import MemoryFileError

BUSY_SECONDS = 30.0
"""How long a process waits for another one that is writing."""
MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE records (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        title TEXT NOT NULL,
        application TEXT NOT NULL,
        trust TEXT NOT NULL,
        body TEXT NOT NULL,
        supports INTEGER NOT NULL DEFAULT 0,
        contradicts INTEGER NOT NULL DEFAULT 0,
        created TEXT NOT NULL,
        updated TEXT NOT NULL,
        UNIQUE (kind, key)
    );
    CREATE INDEX by_application ON records (kind, application);
    CREATE VIRTUAL TABLE found USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
    CREATE TABLE vectors (
        record INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (record, model)
    );
    """,
)
"""Number n brings a file of version n to version n + 1."""


def open_database(path: Path, migrations: Sequence[str] = MIGRATIONS) -> sqlite3.Connection:
    """Open the file at ``path``, made or brought up to date where needed. Raises `MemoryFileError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise trouble(path, error) from error
    try:
        path.chmod(0o600)  # What a person did is nobody else's business.
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        _bring_up_to_date(connection, path, migrations)
    except (OSError, sqlite3.Error) as error:
        connection.close()
        raise trouble(path, error) from error
    except MemoryFileError:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    if _version(connection, path, migrations) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited.
        for number in range(_version(connection, path, migrations), len(migrations)):
            for statement in migrations[number].split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise MemoryFileError(
            f"the memory {path} was written by a newer version of this program: update it, or name another "
            "file with --memory FILE"
        )
    return version


def trouble(path: Path, error: Exception) -> MemoryFileError:
    """Return ``error`` as one that says what to do."""
    return MemoryFileError(
        f"the memory {path} cannot be used: {error}. Move it away to begin a new one, or name another file "
        "with --memory FILE."
    )
