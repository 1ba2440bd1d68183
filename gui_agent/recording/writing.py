"""A recording on disk: the journal of a run, readable steps, and labelled clicks."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, Journal, RunHeader
from gui_agent.pictures import FOLDER as PICTURES
from gui_agent.qa.steps.case import standing_for_themselves
from gui_agent.recorded_clicks import clicks_of_run
from gui_agent.recording.making import SECRET
from gui_agent.report import render_report
from gui_agent.types import Ending, Step

STEPS, CLICKS = "recording.steps.md", "clicks.jsonl"
_SENTENCE = re.compile(
    r"(Click|Double-click|Triple-click|Right-click|Middle-click|Drag|Type|Press|Open|Scroll) "
)


def write_recording(folder: Path, name: str, steps: Sequence[Step], computer: str = "") -> Path:
    """Write everything into ``folder``, which must hold no run yet, and return the report.

    Raises `JournalError`.
    """
    journal = Journal(folder, RunHeader(name, computer))
    try:
        for step in steps:
            journal.intent(step)
            journal.acknowledge(step.number, "")
            journal.complete(step)
        journal.end(Ending.ACCOMPLISHED, "recorded from a person")
    finally:
        journal.close()
    try:
        (folder / STEPS).write_text(as_steps(name, steps), "utf-8")
        (folder / CLICKS).write_text(_rows(folder), "utf-8")
    except OSError as error:
        raise JournalError(f"the recording in {folder} cannot be written: {error.strerror}") from error
    return render_report(folder)


def rewrite_recording(folder: Path, name: str, steps: Sequence[Step], computer: str = "") -> Path:
    """Replace the recording in ``folder`` by these steps; it stays whole where that fails."""
    folder = folder.resolve()
    fresh = folder.with_name(f".{folder.name}.new")
    old = folder.with_name(f".{folder.name}.old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    write_recording(fresh, name, steps, computer)
    try:
        old.mkdir()
        for made in (FILE_NAME, STEPS, CLICKS, PICTURES, "report.html"):
            if (folder / made).exists():
                (folder / made).rename(old / made)
            if (fresh / made).exists():
                (fresh / made).rename(folder / made)
    except OSError as error:
        raise JournalError(f"{folder} cannot be written to ({error.strerror}); parts are in {old}") from error
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    return folder / "report.html"


def as_steps(name: str, steps: Sequence[Step]) -> str:
    """Return the steps as a test of the step language; what it has no words for becomes a remark."""
    launch, rest = _launched(steps)
    lines = ["---", "tags: [recorded]", *launch, *_variables(rest), "---", f"# {_one_line(name)}", ""]
    number = 0
    last = max((s.number for s in rest if s.planned.expectation is not None), default=0)
    for step in rest:
        said = step.planned.thought
        if step.number > last and step.planned.kind != "type":
            # A test must not end with what nobody can see to have worked.
            lines += ["", f"> Nothing was seen to come of this: {said}", ""]
        elif _SENTENCE.match(said):
            number += 1
            lines.append(f"{number}. {said}")
        else:
            lines += ["", f"> Only `gui-agent replay` can do this: {said}", ""]
    return "\n".join(lines) + "\n"


def _launched(steps: Sequence[Step]) -> tuple[list[str], Sequence[Step]]:
    if not steps or steps[0].planned.kind != "launch":
        return [], steps
    given = steps[0].planned.arguments
    arguments = given.get("arguments", ())
    command = [str(given["application"]), *(arguments if isinstance(arguments, tuple) else ())]
    return [f"launch: {json.dumps(command, ensure_ascii=False)}"], steps[1:]


def _variables(steps: Sequence[Step]) -> list[str]:
    """Give every placeholder a value: texts in braces stand for themselves, secrets are to be filled in."""
    values = standing_for_themselves("\n".join(step.planned.thought for step in steps))
    secrets = {str(step.planned.arguments[SECRET]) for step in steps if SECRET in step.planned.arguments}
    values |= dict.fromkeys(secrets & values.keys(), "write it here")
    return [f"variables: {json.dumps(values, ensure_ascii=False)}"] if values else []


def _one_line(name: str) -> str:
    return " ".join(name.split()) or "Recording"


def _rows(folder: Path) -> str:
    rows = [
        {
            "image": str(click.image.relative_to(folder)),
            "instruction": click.instruction,
            # Rows name the last pixel inside of a box.
            "box": [click.box.x1, click.box.y1, click.box.x2 - 1, click.box.y2 - 1],
        }
        for click in clicks_of_run(folder)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
