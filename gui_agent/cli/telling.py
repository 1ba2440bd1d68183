"""How a run is told: live lines, JSON lines, or nothing but what came of it."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from gui_agent.recorder import StepRecorder
    from gui_agent.session import Outcome
    from gui_agent.types import Step


@dataclass(frozen=True, slots=True)
class Telling:
    """What a run prints, and where.

    ``as_json``: one object per step, the last with the verdict. ``result_only``: standard output receives
    what came of the task and nothing else, as text or as the verdict's object; the rest goes to standard
    error.
    """

    as_json: bool = False
    result_only: bool = False

    def watcher(self) -> StepRecorder:
        """Return what shows steps as they happen."""
        if self.as_json and not self.result_only:
            return JsonLines()
        from rich.console import Console

        from tui.progress import ConsoleProgress

        return ConsoleProgress(Console(stderr=self.result_only), result_follows=self.result_only)

    def conclude(self, outcome: Outcome) -> None:
        """Tell what came of the run: where the report is, the verdict as JSON, or the result itself."""
        if self.as_json:
            print(json.dumps(_verdict(outcome), ensure_ascii=False), flush=True)
            return
        typer.echo(f"Report: {outcome.report}", err=self.result_only)
        if outcome.remark:
            typer.echo(f"Nothing was learned from this run: {outcome.remark}", err=True)
        if self.result_only and outcome.ending.value == 0:
            typer.echo(_printable(outcome.explanation).rstrip("\n"))

    def aside(self, line: str) -> None:
        """Say something to a person who watches."""
        typer.echo(line, err=self.as_json or self.result_only)


class JsonLines:
    """Prints every step as one JSON object on standard output."""

    def intent(self, step: Step) -> None: ...

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None:
        from gui_agent.serialize import step_to_json

        print(json.dumps(step_to_json(step), ensure_ascii=False), flush=True)


def read_task(task: str | None, *, piped: bool) -> str:
    """Return the task; “-”, or none where it may be ``piped``, is read from standard input.

    Raises `SettingsError` where nobody said what to do, or what is piped is no text.
    """
    from gui_agent.errors import SettingsError

    if task is None and (not piped or sys.stdin is None or sys.stdin.isatty()):
        raise SettingsError("say what to do: gui-agent run TASK, or pipe the task into gui-agent run -p")
    said = _read_standard_input() if task in (None, "-") else str(task)
    if not said.strip():
        raise SettingsError("the task is empty; say what to do, as in gui-agent run 'click \"OK\"'")
    return said


def _read_standard_input() -> str:
    from gui_agent.errors import SettingsError

    data = sys.stdin.buffer.read(_LONGEST_TASK + 1)
    if len(data) > _LONGEST_TASK:
        raise SettingsError(f"the task on standard input is longer than {_LONGEST_TASK:,} bytes; say less")
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise SettingsError("the task on standard input is no text in UTF-8; pipe text") from error


_LONGEST_TASK = 100_000


def _verdict(outcome: Outcome) -> dict[str, object]:
    return {
        "verdict": outcome.ending.name.lower(),
        "explanation": outcome.explanation,
        "exit_code": outcome.ending.value,
        "steps": outcome.steps,
        "seconds": round(outcome.seconds, 3),
        "folder": str(outcome.folder),
        "report": str(outcome.report),
    }


def _printable(text: str) -> str:
    """Return ``text``, which a model or a screen may have written, without what would steer a terminal."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
