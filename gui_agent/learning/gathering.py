"""Everything a user has to learn from, gathered into files of one format for fine-tuning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grounding.finetuning.generated import has_screens, rows_of_screens
from grounding.finetuning.samples import ROWS, write_rows
from grounding.training.recordings import InvalidRecording
from gui_agent.journal import FILE_NAME
from gui_agent.learning.trajectories import rows_of_run
from gui_agent.recorded_clicks import clicks_of_run

GATHERED = "gathered.jsonl"


def gather(paths: Sequence[Path], out: Path, seed: int) -> list[Path]:
    """Return the files of rows that ``paths`` hold or become.

    ``paths`` are files of rows, folders of runs, folders of generated screens, and folders of such. Runs
    and screens are written into the folder ``out`` once: a second call leaves that file as it is, so that
    a training goes on with the data it began with. Raises `InvalidRecording`.
    """
    files: list[Path] = []
    runs: list[Path] = []
    screens: list[Path] = []
    for path in paths:
        for found in _found(path):
            where = runs if (found / FILE_NAME).is_file() else files if found.is_file() else screens
            where.append(found)
    if not runs and not screens:
        return files
    gathered = out / GATHERED
    if not gathered.is_file():
        rows = [row for run in runs for row in _rows_of_run(run, out)]
        write_rows(gathered, [*rows, *(row for folder in screens for row in rows_of_screens(folder, seed))])
    return [*files, gathered]


def _found(path: Path) -> Iterator[Path]:
    if path.name == FILE_NAME:
        yield path.parent
    elif path.is_file() or (path / FILE_NAME).is_file() or has_screens(path):
        yield path
    elif path.is_dir():
        for each in sorted(path.iterdir()):
            if each.is_dir() or each.suffix == ROWS:
                yield from _found(each)
    else:
        raise InvalidRecording(f"There is no file or folder {path}.")


def _rows_of_run(run: Path, out: Path) -> list[dict[str, Any]]:
    clicks = [
        {
            "image": str(click.image.absolute()),
            "group": run.name,
            "instruction": click.instruction,
            "box": [click.box.x1, click.box.y1, click.box.x2 - 1, click.box.y2 - 1],
        }
        for click in clicks_of_run(run)
    ]
    return [*clicks, *rows_of_run(run, out)]
