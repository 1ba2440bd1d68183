"""A run as one file to take along: its records as JSON, or its screens as a film."""

from __future__ import annotations

import json
from pathlib import Path

from gui_agent.errors import JournalError, JournalUnreadable
from gui_agent.journal import read_journal


def export_json(folder: Path, path: Path) -> Path:
    """Write the records of the run in ``folder`` to ``path``. Raises `JournalError`."""
    contents = read_journal(folder)
    told = {
        "task": contents.header.task,
        "computer": contents.header.computer,
        "machine": dict(contents.header.machine),
        "ending": contents.ending.name.lower() if contents.ending else None,
        "steps": [record.payload for record in contents.records if record.kind == "step"],
    }
    try:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8", errors="replace")
    except OSError as error:
        raise JournalError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def export_video(folder: Path, path: Path) -> Path:
    """Write the film of the run in ``folder`` to ``path``. Raises `JournalError`."""
    from gui_agent.report.film import film

    read_journal(folder)  # says what is wrong with it
    written = film(folder, path)
    if written is None:
        raise JournalUnreadable(f"the run in {folder} has no picture that can be read, so there is no film")
    return written
