"""Labelled clicks from what a user has: files of rows, run folders of this product, folders of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from actions.action import Click
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.training.recordings import InvalidRecording, LabelledClick, around, read_rows, unique
from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, read_journal
from gui_agent.serialize import StoredScreenshot
from gui_agent.types import Step

ROWS = ".jsonl"


def read_recordings(paths: Sequence[Path]) -> list[LabelledClick]:
    """Return the clicks of files of rows, of run folders and of folders that hold such, each click once.

    Of a run only clicks count whose expected outcome was seen afterwards.
    Raises `InvalidRecording` naming file, line and field, and `JournalDamaged` for a changed run.
    """
    clicks = unique([click for path in paths for click in _clicks_in(path)])
    if not clicks:
        shown = ", ".join(str(p) for p in paths)
        raise InvalidRecording(
            f"There are no labelled clicks in {shown}: give JSON lines with image, instruction and box or "
            "point, or folders of runs with clicks that had the expected outcome."
        )
    return clicks


def _clicks_in(path: Path) -> Iterator[LabelledClick]:
    if path.is_dir():
        if (path / FILE_NAME).is_file():
            yield from clicks_of_run(path)
            return
        for each in sorted(path.iterdir()):
            if each.is_dir() or each.suffix == ROWS:
                yield from _clicks_in(each)
    elif path.name == FILE_NAME:
        yield from clicks_of_run(path.parent)
    else:
        yield from read_rows(path)


def clicks_of_run(folder: Path) -> list[LabelledClick]:
    """Return the clicks of a run that were found by words and did what was expected of them.

    Raises `InvalidRecording` where the journal has no header, `JournalDamaged` where it was changed.
    """
    try:
        steps = read_journal(folder).steps()
    except JournalError as error:
        raise InvalidRecording(f"The run in {folder} cannot be used: {error}") from error
    clicks = (_click(step, folder) for step in steps)
    return [click for click in clicks if click is not None]


def _click(step: Step, folder: Path) -> LabelledClick | None:
    verified = step.reflection is not None and step.reflection.verdict == "success"
    shot = step.observation.screenshot
    if not verified or step.error or step.planned.expectation is None or not step.planned.target:
        return None
    if not isinstance(step.action, Click) or step.grounding is None or not isinstance(shot, StoredScreenshot):
        return None
    where = f"{folder / FILE_NAME}, step {step.number}"
    image = Path(getattr(shot, "path"))  # noqa: B009
    if not image.is_file():
        raise InvalidRecording(f"{where}: there is no picture {image}.")
    at = point_in_picture(step.action.point, shot)
    box = step.grounding.box
    # A person may have moved the click when asked: then the point is the label, not the box.
    if not box.contains(step.action.point):
        return LabelledClick(image, step.planned.target, around(at), at, where)
    return LabelledClick(image, step.planned.target, box_in_picture(box, shot), None, where)


def box_in_picture(box: Box, shot: Screenshot) -> Box:
    """Return a box of screen pixels in pixels of the picture of ``shot``."""
    one, other = (point_in_picture(Point(x, y), shot) for x, y in ((box.x1, box.y1), (box.x2, box.y2)))
    return Box(one.x, one.y, other.x, other.y)


def point_in_picture(point: Point, shot: Screenshot) -> Point:
    """Return a point of screen pixels in pixels of the picture of ``shot``."""
    return Point(
        round((point.x - shot.region.x1) * shot.scale), round((point.y - shot.region.y1) * shot.scale)
    )
