"""The screens of a run as a film: pointer, meant place, thought and verdict, in compressed time."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actions.action import Click, Drag, HoldKeys, PressKeys, TypeText
from actions.geometry import Box, Point
from actions.screenshot import Image, Screenshot
from gui_agent.errors import JournalError, SettingsError
from gui_agent.journal import JournalContents, read_journal
from gui_agent.report.captions import EVIDENCE, TARGET, Caption, Captioner, with_box, with_pointer
from gui_agent.report.figures import points_of_action
from gui_agent.report.model import outcome_of
from gui_agent.types import Observation, Step
from gui_agent.wording import shown
from gui_agent.words import describe_action, describe_expectation

FILE_NAME = "video.mp4"
CODEC = "vp09"
"""What OpenCV's own encoders write into MP4 files and browsers play."""
FRAMES_PER_SECOND = 6
WIDEST = 1280
_SHORTEST, _LONGEST = 0.5, 2.0
"""Seconds that one screen is shown: as long as it took, long waits shortened to the root of them."""
_END_SECONDS = 2.0
_GLIDE_FRAMES = 3


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the film and how many frames it stays."""

    picture: Image
    caption: Caption
    frames: int = 1


def film(folder: Path, path: Path | None = None) -> Path | None:
    """Write the film of the run in ``folder`` to ``path``, ``video.mp4`` in it where None.

    None without a journal or a picture; pictures that are missing or damaged are left out. Raises
    `JournalError` where the film cannot be written.
    """
    try:
        contents = read_journal(folder)
        shots = _Director(contents).shots()
        first = next(shots, None)
    except JournalError:
        return None
    if first is None:
        return None
    return _write(path or folder / FILE_NAME, first, shots)


def _write(path: Path, first: Shot, rest: Iterator[Shot]) -> Path:
    import cv2

    if path.suffix.lower() != ".mp4":
        raise SettingsError(f"{path} cannot be a film: its name has to end in .mp4")
    size = first.picture.shape[1], first.picture.shape[0]
    # A name of its own: the same film may be asked for twice at once.
    partial = path.with_name(f".{path.stem}.part-{secrets.token_hex(4)}{path.suffix}")
    writer = cv2.VideoWriter(str(partial), cv2.VideoWriter.fourcc(*CODEC), FRAMES_PER_SECOND, size)
    try:
        if not writer.isOpened():
            raise JournalError(f"the film {path} cannot be written: is the folder there, and writable?")
        for shot in (first, *rest):
            for _ in range(shot.frames):
                writer.write(shot.picture)
        writer.release()
        partial.replace(path)
    except OSError as error:
        raise JournalError(f"the film {path} cannot be written: {error.strerror or error}") from error
    finally:
        writer.release()
        partial.unlink(missing_ok=True)
    return path


class _Director:
    """Turns the steps of a run into pictures with captions, all of one size."""

    def __init__(self, contents: JournalContents) -> None:
        self._steps = contents.steps()
        self._clocks = _clocks(contents)
        region = next(
            (s.observation.screenshot.region for s in self._steps if _picture(s.observation) is not None),
            None,
        )
        shrunk = min(1.0, WIDEST / region.width) if region else 1.0
        self._width = round(region.width * shrunk) // 2 * 2 if region else 0
        self._height = round(region.height * shrunk) // 2 * 2 if region else 0
        self._captioner = Captioner(self._width, self._height)
        self._at: Point | None = None

    def shots(self) -> Iterator[Shot]:
        for step, clock in zip(self._steps, self._clocks, strict=True):
            yield from self._before(step, clock)
            yield from self._after(step, clock)

    def _before(self, step: Step, clock: str) -> Iterator[Shot]:
        """Show what was meant, with the pointer on its way there."""
        picture = _picture(step.observation)
        if picture is None:
            return
        region = step.observation.screenshot.region
        picture = self._sized(picture)
        if step.grounding is not None:
            picture = with_box(picture, self._box(step.grounding.box, region), TARGET)
        title = f"{step.number}. {shown(step.planned.thought or step.planned.kind)}"
        told = describe_action(step.action) if step.action is not None else step.explanation
        if step.planned.expectation is not None:
            told += f" — expects that {describe_expectation(step.planned.expectation)}"
        caption = Caption(title, shown(told), "idle", clock)
        for point in points_of_action(step.action):
            yield from self._glide(picture, self._point(point, region), caption)
        pressed = isinstance(step.action, Click | Drag)
        held = _frames(step.timing.plan + step.timing.ground + step.timing.approve)
        yield self._shot(picture, caption, held, pressed=pressed)

    def _after(self, step: Step, clock: str) -> Iterator[Shot]:
        """Show what came of it."""
        observation = step.after or (step.observation if step.ending is not None else None)
        picture = _picture(observation) if observation is not None else None
        if observation is None or picture is None:
            return
        picture = self._sized(picture)
        evidence = step.reflection.evidence if step.reflection else None
        if evidence is not None:
            picture = with_box(picture, self._box(evidence, observation.screenshot.region), EVIDENCE)
        tone, outcome = outcome_of(step)
        said = step.error or (step.reflection.feedback if step.reflection else "") or step.explanation
        title = f"{step.number}. {shown(step.planned.thought or step.planned.kind)}"
        caption = Caption(title, shown(f"{outcome}: {said}" if said else outcome), tone, clock)
        seconds = _END_SECONDS if step.ending is not None else 0.0
        frames = max(_frames(step.timing.execute + step.timing.settle), round(seconds * FRAMES_PER_SECOND))
        if isinstance(step.action, TypeText | PressKeys | HoldKeys):
            frames = max(frames, FRAMES_PER_SECOND // 2 + 1)
        yield self._shot(picture, caption, frames)

    def _glide(self, picture: Image, to: Point, caption: Caption) -> Iterator[Shot]:
        start, self._at = self._at or to, to
        if start.distance_to(to) < 8:
            return
        for number in range(_GLIDE_FRAMES):
            part = math.sin(math.pi / 2 * (number + 1) / (_GLIDE_FRAMES + 1))
            at = Point(round(start.x + part * (to.x - start.x)), round(start.y + part * (to.y - start.y)))
            yield Shot(self._captioner.put(with_pointer(picture, at), caption), caption)

    def _shot(self, picture: Image, caption: Caption, frames: int, *, pressed: bool = False) -> Shot:
        if self._at is not None:
            picture = with_pointer(picture, self._at, pressed=pressed)
        return Shot(self._captioner.put(picture, caption), caption, frames)

    def _sized(self, picture: Image) -> Image:
        import cv2

        if picture.shape[:2] == (self._height, self._width):
            return picture
        shrunk = cv2.resize(picture, (self._width, self._height), interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(shrunk).astype(np.uint8)

    def _point(self, point: Point, region: Box) -> Point:
        across = (point.x - region.x1) * self._width / max(1, region.width)
        return Point(round(across), round((point.y - region.y1) * self._height / max(1, region.height)))

    def _box(self, box: Box, region: Box) -> Box:
        inside = box.clipped(region)
        first = self._point(Point(inside.x1, inside.y1), region)
        last = self._point(Point(inside.x2, inside.y2), region)
        return Box(first.x, first.y, last.x, last.y)


def _picture(observation: Observation) -> Image | None:
    screenshot: Screenshot = observation.screenshot
    try:
        image = screenshot.image
    except JournalError:
        return None
    return image if image.size > 3 else None


def _frames(seconds: float) -> int:
    shortened = min(_LONGEST, max(_SHORTEST, math.sqrt(max(0.0, seconds))))
    return max(1, round(shortened * FRAMES_PER_SECOND))


def _clocks(contents: JournalContents) -> list[str]:
    """Return for each step when it was over, as minutes and seconds since the run began."""
    clocks, spent, last = [], 0.0, contents.records[0].monotonic
    for record in contents.records:
        spent += 0.0 if record.kind == "resumption" else max(0.0, record.monotonic - last)
        last = record.monotonic
        if record.kind == "step":
            clocks.append(f"{int(spent) // 60}:{int(spent) % 60:02}")
    return clocks
