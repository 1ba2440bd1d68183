"""Runs as training data: each step with its reflection, subgoal, thought, action and expectation.

What InfiGUIAgent's second stage has another model invent (arXiv 2501.04575) stands in a journal already: the
plan, why a step was taken, what was expected of it and what came of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.action import Click, Drag, Move, Scroll
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.training.recordings import InvalidRecording
from gui_agent.errors import JournalError
from gui_agent.journal import read_journal
from gui_agent.recorded_clicks import box_in_picture, point_in_picture
from gui_agent.serialize import StoredScreenshot, to_json
from gui_agent.types import Ending, Step
from gui_agent.words import describe_expectation

IMAGES = "images"
_USUAL: Mapping[str, object] = {"button": "left", "count": 1}


def rows_of_run(folder: Path, out: Path) -> list[dict[str, Any]]:
    """Return a row for every step of an accomplished run that worked; pictures are put into ``out``.

    Steps that failed are not taught, but stand in the history of those that mended them. A run that was
    not accomplished gives no rows. Raises `InvalidRecording` where the journal cannot be used.
    """
    try:
        contents = read_journal(folder)
        steps = contents.steps()
    except JournalError as error:
        raise InvalidRecording(f"The run in {folder} cannot be used: {error}") from error
    if not steps or steps[-1].ending is not Ending.ACCOMPLISHED:
        return []
    task = " ".join(contents.header.task.split())
    return [
        _row(task, steps[:number], step, folder, out) for number, step in enumerate(steps) if worked(step)
    ]


def worked(step: Step) -> bool:
    """Return whether what was expected of a step was seen afterwards, or the step ended the task."""
    if step.error or not isinstance(step.observation.screenshot, StoredScreenshot):
        return False
    return step.reflection is not None and step.reflection.verdict in ("success", "finished")


def _row(task: str, before: Sequence[Step], step: Step, folder: Path, out: Path) -> dict[str, Any]:
    planned = step.planned
    row: dict[str, Any] = {
        "kind": "step",
        "image": _picture(step, folder, out),
        "group": folder.name,
        "task": task,
        "history": [_line(each) for each in before],
        "reflection": _outcome(before[-1]) if before else "",
        "subgoal": _subgoal(step),
        "thought": planned.thought,
        "action": _action(step),
        "expectation": describe_expectation(planned.expectation) if planned.expectation else "",
    }
    return row | _place(step)


def _action(step: Step) -> dict[str, Any]:
    """Return the planned action in words, without what goes without saying."""
    planned = step.planned
    arguments = {
        name: value
        for name, value in to_json(planned.arguments).items()
        if value not in ("", [], None) and _USUAL.get(name) != value
    }
    said = {"kind": planned.kind, "target": planned.target, "arguments": arguments}
    return {name: value for name, value in said.items() if value}


def _place(step: Step) -> dict[str, list[int]]:
    """Return where a step points, in pixels of its picture, as rows have it; nothing if nowhere."""
    shot, action = step.observation.screenshot, step.action
    at = action.path[0] if isinstance(action, Drag) else getattr(action, "point", None)
    if not isinstance(action, Click | Move | Scroll | Drag) or not isinstance(at, Point):
        return {}
    if step.grounding is None or not step.grounding.box.contains(at):
        point = point_in_picture(at, shot)
        return {"point": [point.x, point.y]}
    box = _inside(box_in_picture(step.grounding.box, shot), shot)
    return {"box": [box.x1, box.y1, box.x2 - 1, box.y2 - 1]}


def _inside(box: Box, shot: Screenshot) -> Box:
    width, height = round(shot.region.width * shot.scale), round(shot.region.height * shot.scale)
    return box.clipped(Box(0, 0, width, height))


def _subgoal(step: Step) -> str:
    subgoals = step.plan.subgoals if step.plan else ()
    return subgoals[step.planned.subgoal] if 0 <= step.planned.subgoal < len(subgoals) else ""


def _line(step: Step) -> str:
    what = " ".join(part for part in (step.planned.kind, step.planned.target) if part)
    arguments = ", ".join(f"{name}={value}" for name, value in _action(step).get("arguments", {}).items())
    return f"{what}{f' ({arguments})' if arguments else ''}: {_outcome(step)}"


def _outcome(step: Step) -> str:
    """Return what came of a step beside what was expected of it."""
    wanted = (
        f", expected: {describe_expectation(step.planned.expectation)}" if step.planned.expectation else ""
    )
    if step.error:
        return f"it did not work: {step.error}{wanted}"
    if step.reflection is None:
        return "it was done"
    good = step.reflection.verdict in ("success", "finished")
    return f"{'it worked' if good else 'it did not work'}: {step.reflection.feedback}{wanted}"


def _picture(step: Step, folder: Path, out: Path) -> str:
    shot = step.observation.screenshot
    source = Path(getattr(shot, "path"))  # noqa: B009
    if not source.is_file():
        raise InvalidRecording(f"The run in {folder}, step {step.number}: there is no picture {source}.")
    # Pictures are named by their content: the same one of another run is the same file.
    kept = out / IMAGES / source.name
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, kept)
        except OSError:
            shutil.copy(source, kept)
    return f"{IMAGES}/{source.name}"
