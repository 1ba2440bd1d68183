"""What runs left behind, for readers behind a door."""

from __future__ import annotations

import json
from pathlib import Path

from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, JournalContents, read_journal
from gui_agent.serialize import step_to_json

LONGEST_NAME = 255
"""Bytes in the name of a file, at most."""


def is_run_name(name: str) -> bool:
    """Say whether ``name`` may be that of a folder of runs: no path leads out of it, nor into one."""
    if name in ("", ".", "..") or Path(name).name != name or not name.isprintable():
        return False
    return len(name.encode()) <= LONGEST_NAME


class RunRecords:
    """The runs below one folder; names with a path in them are refused."""

    def __init__(self, runs: Path) -> None:
        self._runs = runs

    def listing(self) -> str:
        """Return every run as JSON: name, task, steps, ending."""
        folders = sorted((path.parent for path in self._runs.glob(f"*/{FILE_NAME}")), reverse=True)
        return json.dumps([_summary(folder) for folder in folders], ensure_ascii=False)

    def record(self, name: str) -> str:
        """Return the steps of one run as JSON, without pictures. Raises `JournalError`."""
        if not is_run_name(name):
            raise JournalError(f"“{name}” is no run; gui-agent://runs lists them")
        if not (self._runs / name / FILE_NAME).is_file():
            raise JournalError(f"there is no run “{name}”; gui-agent://runs lists them")
        contents = read_journal(self._runs / name)
        steps = [step_to_json(step) for step in contents.steps()]
        return json.dumps({**_about(contents), "steps": steps}, ensure_ascii=False)


def _summary(folder: Path) -> dict[str, object]:
    try:
        return {"name": folder.name, **_about(read_journal(folder))}
    except JournalError as error:
        return {"name": folder.name, "damaged": str(error)}


def _about(contents: JournalContents) -> dict[str, object]:
    end = contents.end
    return {
        "task": contents.header.task,
        "steps": sum(record.kind == "step" for record in contents.records),
        "ending": end.payload.get("ending") if end else None,
        "explanation": end.payload.get("explanation", "") if end else "the run broke off",
    }
