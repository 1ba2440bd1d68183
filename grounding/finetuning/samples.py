"""What a model is fine-tuned on: JSON lines of targets on pictures, and of steps of trajectories.

One format for every source (``docs/finetuning.md``): the rows of labelled clicks that adapting reads, and
rows of ``"kind": "step"`` that `gui_agent.learning` makes of runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from actions.geometry import Box
from grounding.training.recordings import InvalidRecording, click_of_row, object_of_line, read_lines

ROWS = ".jsonl"
STEP = "step"
_LONGEST = 4000
_MOST_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Pointing:
    """Words and where they mean on a picture: ``box`` is in picture pixels.

    Samples of one ``group`` stay on one side of the split; ``where`` names file and line for messages.
    """

    image: Path
    instruction: str
    box: Box
    group: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step of a trajectory with the reasons for it; ``box`` (picture pixels) where it points.

    ``history`` says what was done before, one line a step; ``reflection`` what came of the last of them;
    ``action`` is the step in words (kind, target, arguments), ``expectation`` what the screen should show.
    """

    image: Path
    task: str
    group: str
    action: Mapping[str, Any]
    history: tuple[str, ...] = ()
    reflection: str = ""
    subgoal: str = ""
    thought: str = ""
    expectation: str = ""
    box: Box | None = None
    where: str = ""


Sample: TypeAlias = Pointing | NextStep


@dataclass(frozen=True, slots=True)
class Divided:
    """Samples to learn from, and samples held back to check on."""

    learned: tuple[Sample, ...] = field(default=())
    held_back: tuple[Sample, ...] = field(default=())


def read_samples(paths: Sequence[Path]) -> list[Sample]:
    """Read files of rows, and all ``*.jsonl`` of folders. Raises `InvalidRecording` naming file and line."""
    samples = [sample for path in paths for file in _files(path) for sample in _samples_in(file)]
    if not samples:
        shown = ", ".join(str(path) for path in paths)
        raise InvalidRecording(
            f"There are no samples in {shown}: give JSON lines as docs/finetuning.md says."
        )
    return samples


def divide(samples: Sequence[Sample], held_back: float, seed: int) -> Divided:
    """Split ``samples`` by their groups, the same way on every machine; ``held_back`` is a share in 0-1.

    Where everything or nothing would be held back, all are learned from.
    """
    kept = [sample for sample in samples if _position(sample.group, seed) >= held_back]
    if len(kept) in (0, len(samples)):
        return Divided(tuple(samples))
    away = [sample for sample in samples if _position(sample.group, seed) < held_back]
    return Divided(tuple(kept), tuple(away))


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write ``rows`` whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    partial.replace(path)


def _position(group: str, seed: int) -> float:
    digest = hashlib.sha256(f"{seed} {group}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _files(path: Path) -> list[Path]:
    return sorted(path.glob(f"*{ROWS}")) if path.is_dir() else [path]


def _samples_in(file: Path) -> Iterator[Sample]:
    for line, where in read_lines(file):
        row = object_of_line(line, where)
        yield (
            _step(row, file.parent, where) if row.get("kind") == STEP else _pointing(row, file.parent, where)
        )


def _pointing(row: dict[str, Any], folder: Path, where: str) -> Pointing:
    click = click_of_row(row, folder, where)
    return Pointing(click.image, click.instruction, click.box, _group(row, where), where)


def _step(row: dict[str, Any], folder: Path, where: str) -> NextStep:
    task, action = _text(row, "task", where), row.get("action")
    if not task:
        raise InvalidRecording(f"{where}: “task” must be a text that is not empty.")
    if not isinstance(action, dict) or not isinstance(action.get("kind"), str):
        raise InvalidRecording(f"{where}: “action” must be an object with a kind.")
    places = {name: row[name] for name in ("box", "point") if row.get(name) is not None}
    # The same checks of picture and place that labelled clicks get.
    given = {"image": row.get("image"), "instruction": task[:200], **(places or {"point": [0, 0]})}
    click = click_of_row(given, folder, where)
    return NextStep(
        click.image,
        task,
        _group(row, where),
        action,
        _history(row, where),
        reflection=_text(row, "reflection", where),
        subgoal=_text(row, "subgoal", where),
        thought=_text(row, "thought", where),
        expectation=_text(row, "expectation", where),
        box=click.box if places else None,
        where=where,
    )


def _history(row: dict[str, Any], where: str) -> tuple[str, ...]:
    lines = row.get("history", [])
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise InvalidRecording(f"{where}: “history” must be a list of texts.")
    return tuple(line[:_LONGEST] for line in lines[-_MOST_HISTORY:])


def _group(row: dict[str, Any], where: str) -> str:
    return _text(row, "group", where) or str(row.get("image"))


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise InvalidRecording(f"{where}: “{name}” must be a text of at most {_LONGEST} characters.")
    return " ".join(value.split())
