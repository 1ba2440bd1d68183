"""Earlier runs as lines of a list, read quickly: their records are verified when one is opened."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BROKE_OFF, UNREADABLE, UNDER_WAY = "broke off", "unreadable", "under way"
_JOURNAL = "journal.jsonl"
_APPLICATION = re.compile(rb'"application":"([^"\\]{1,60})"')
_LINE = b'{"kind":"'


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the list; ``ending`` is an `Ending` in words, or one of the three above.

    ``when`` is local time to the minute, or the beginning of the folder's name where that tells none.
    """

    folder: Path
    task: str
    steps: int
    ending: str
    applications: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        name = self.folder.name
        day, time = name[:10], name[11:15]
        return f"{day} {time[:2]}:{time[2:]}" if len(time) == 4 and time.isdigit() else name[:16]

    def fits(self, wanted: str) -> bool:
        """Say whether every word of ``wanted`` is in its task, outcome, time or programs."""
        text = " ".join((self.task, self.ending, self.when, *self.applications)).casefold()
        return all(word in text for word in wanted.casefold().split())


def read_runs(runs: Path) -> list[Run]:
    """Return the runs below ``runs``, newest first."""
    folder = runs.expanduser().absolute()
    found = sorted((path.parent for path in folder.glob(f"*/{_JOURNAL}")), reverse=True)
    return [read_run(each) for each in found]


def read_run(folder: Path) -> Run:
    """Return the run in ``folder``, whatever became of it."""
    try:
        data = (folder / _JOURNAL).read_bytes()
        lines = [line for line in data.split(b"\n")[:-1] if line.startswith(_LINE)]
        task = str(_payload(lines[0])["task"])
        return Run(folder, task, _count(lines), _ending(lines, folder), _applications(data))
    except (OSError, ValueError, LookupError, TypeError):
        return Run(folder, folder.name, 0, UNREADABLE)


def _count(lines: list[bytes]) -> int:
    return sum(_is(line, "step") for line in lines)


def _ending(lines: list[bytes], folder: Path) -> str:
    last = next((ln for ln in reversed(lines) if any(_is(ln, k) for k in ("end", "step", "resumption"))), b"")
    ending = _payload(last).get("ending") if last else None
    if ending:
        return str(ending).lower().replace("_", " ")
    from gui_agent.journal import is_under_way

    return UNDER_WAY if is_under_way(folder) else BROKE_OFF


def _applications(data: bytes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.decode("utf-8", "replace") for name in _APPLICATION.findall(data)))


def _is(line: bytes, kind: str) -> bool:
    return line.startswith(_LINE + kind.encode() + b'"')


def _payload(line: bytes) -> dict[str, Any]:
    payload = json.loads(line)["payload"]
    if not isinstance(payload, dict):
        raise TypeError
    return payload
