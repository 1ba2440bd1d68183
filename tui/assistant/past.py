"""Earlier runs: what is listed of them, and what can be made of one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, read_journal

BROKE_OFF = "broke off"
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the list; ``ending`` is “broke off” where the journal has no end."""

    folder: Path
    task: str
    steps: int
    ending: str


def read_runs(runs: Path) -> list[Run]:
    """Return the readable runs below ``runs``, newest first."""
    folder = runs.expanduser().absolute()
    found = sorted((path.parent for path in folder.glob(f"*/{FILE_NAME}")), reverse=True)
    return [run for each in found if (run := read_run(each)) is not None]


def read_run(folder: Path) -> Run | None:
    """Return the run in ``folder``; None where it cannot be read."""
    try:
        contents = read_journal(folder)
    except JournalError:
        return None
    ended = str(contents.end.payload.get("ending") or BROKE_OFF) if contents.end else BROKE_OFF
    steps = sum(record.kind == "step" for record in contents.records)
    return Run(folder, contents.header.task, steps, ended.lower().replace("_", " "))


def export_json(run: Run) -> Path:
    """Write the records of ``run`` as one JSON file beside its journal. Raises `JournalError`."""
    contents = read_journal(run.folder)
    told = {
        "task": run.task,
        "computer": contents.header.computer,
        "machine": dict(contents.header.machine),
        "ending": run.ending,
        "steps": [record.payload for record in contents.records if record.kind == "step"],
    }
    return _write(run.folder / "run.json", json.dumps(told, ensure_ascii=False, indent=1))


def write_test(run: Run) -> Path:
    """Write the task of ``run`` as a step file that `gui-agent test` plays. Raises `JournalError`.

    The steps are the sentences of the task. Raises `NotUnderstood` where a language model planned them and
    the step language has no such sentence.
    """
    from gui_agent.planning.understanding import shipped_reader, understand

    understand(run.task, shipped_reader())
    plans = [step.plan for step in read_journal(run.folder).steps() if step.plan is not None]
    steps = plans[-1].subgoals if plans else (run.task,)
    if any("\n" in step.strip() for step in steps):
        raise JournalError("a step of that run has several lines, which a step file cannot hold")
    lines = [*_head(run.task), f"# {_title(run.task)}", ""]
    lines += [f"{number}. {step.strip()}" for number, step in enumerate(steps, 1)]
    return _write(run.folder / f"{run.folder.name}.steps.md", "\n".join([*lines, ""]))


def _head(task: str) -> list[str]:
    """Say that what looks like a placeholder stands for itself."""
    names = sorted(set(_PLACEHOLDER.findall(task)))
    if not names:
        return []
    return ["---", "variables:", *(f'  {name}: "{{{name}}}"' for name in names), "---"]


def _title(task: str) -> str:
    """Return a heading: no placeholder, no mark that ends it."""
    return " ".join(re.sub(r"[#{}]", "", task).split())[:70].strip() or "A run"


def _write(path: Path, text: str) -> Path:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise JournalError(f"cannot write {path}: {error.strerror or error}") from error
    return path
