"""Pictures of a report: each embedded once, with marks laid over it."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2

from actions.action import Click, Drag, Move, Scroll
from actions.geometry import Box, Point
from actions.screenshot import Image, Screenshot
from gui_agent.errors import JournalError
from gui_agent.serialize import StoredScreenshot
from gui_agent.tools.action import AnyAction
from gui_agent.types import Step

MAX_WIDTH = 1280
QUALITY = 78
ENCODING_EFFORT = 2
"""Of 0 to 6."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One embedded image; ``key`` is its id in the file, ``region`` the screen box it shows."""

    key: str
    uri: str
    region: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a picture, in percent of it; ``kind`` is target, alternative, evidence."""

    kind: str
    left: float
    top: float
    width: float
    height: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a picture, in percent of it."""

    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what is drawn on it; ``path`` are points of a drag as SVG coordinates."""

    picture: Picture | None
    caption: str
    label: str
    marks: tuple[Mark, ...] = ()
    spots: tuple[Spot, ...] = ()
    path: str = ""


class Album:
    """Collects the pictures of a report, each different one once.

    ``drawn`` are the data addresses of stored pictures, by the stem of their file: those are not read.
    """

    def __init__(self, drawn: Mapping[str, str] | None = None) -> None:
        self._drawn = drawn or {}
        self._pictures: dict[tuple[str, Box], Picture | None] = {}

    @property
    def pictures(self) -> list[Picture]:
        return [picture for picture in self._pictures.values() if picture is not None]

    def add(self, screenshot: Screenshot) -> Picture | None:
        """Return the embedded picture of ``screenshot``; None where its file is missing or it is empty."""
        stored = isinstance(screenshot, StoredScreenshot)
        name = str(getattr(screenshot, "path")) if stored else str(id(screenshot.image))  # noqa: B009
        known = (name, screenshot.region)
        if known not in self._pictures:
            self._pictures[known] = self._embed(screenshot, name, f"picture-{len(self._pictures) + 1}")
        return self._pictures[known]

    def _embed(self, screenshot: Screenshot, name: str, key: str) -> Picture | None:
        if screenshot.region.area and (uri := self._drawn.get(Path(name).stem)):
            return Picture(key, uri, screenshot.region)
        try:
            image = screenshot.image
        except JournalError:
            return None
        if not image.size or not screenshot.region.area:
            return None
        return Picture(key, data_uri(image), screenshot.region)


def data_uri(image: Image) -> str:
    """Return ``image`` (HxWx3 BGR), at most `MAX_WIDTH` wide, as a WebP data address."""
    from PIL import Image as Pillow

    height, width = image.shape[:2]
    if width > MAX_WIDTH:
        size = (MAX_WIDTH, max(1, round(height * MAX_WIDTH / width)))
        image = cast(Image, cv2.resize(image, size, interpolation=cv2.INTER_AREA))
    data = io.BytesIO()
    # OpenCV has no way to ask for less effort; this much is three times as fast, and no larger.
    Pillow.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB)).save(
        data, "WEBP", quality=QUALITY, method=ENCODING_EFFORT
    )
    return "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode("ascii")


def before_figure(step: Step, album: Album) -> Figure:
    """Return what was seen before the action: target, click point and numbered alternatives drawn on it."""
    shot = step.observation.screenshot
    region, grounding = shot.region, step.grounding
    marks: list[Mark] = []
    if grounding is not None:
        # Alternatives lie below the target where they overlap.
        for number, other in reversed(list(enumerate(grounding.alternatives, start=2))):
            marks.append(_mark("alternative", other.box, region, str(number)))
        marks.append(_mark("target", grounding.box, region, "1" if grounding.alternatives else ""))
    points = points_of_action(step.action)
    spots = tuple(_spot(point, region) for point in points[:1] + points[1:][-1:])
    path = " ".join(f"{p.x},{p.y}" for p in points) if len(points) > 1 else ""
    caption = "Before" if step.after is not None else "Seen"
    label = f"the screen before step {step.number}"
    return Figure(album.add(shot), caption, label, tuple(marks), spots, path)


def after_figure(step: Step, album: Album) -> Figure | None:
    """Return the settled screen after the action with the evidence drawn on it; None where there is none."""
    if step.after is None:
        return None
    shot, evidence = step.after.screenshot, step.reflection.evidence if step.reflection else None
    marks = (_mark("evidence", evidence, shot.region),) if evidence is not None else ()
    return Figure(album.add(shot), "After", f"the screen after step {step.number}", marks)


def points_of_action(action: AnyAction | None) -> tuple[Point, ...]:
    """Return where ``action`` points, in screen pixels and in order."""
    match action:
        case Click(point) | Move(point) | Scroll(point):
            return (point,)
        case Drag(path):
            return path
    return ()


def _mark(kind: str, box: Box, region: Box, text: str = "") -> Mark:
    inside = box.clipped(region)
    across = _percent(inside.x1 - region.x1, region.width)
    down = _percent(inside.y1 - region.y1, region.height)
    width, height = _percent(inside.width, region.width), _percent(inside.height, region.height)
    return Mark(kind, across, down, width, height, text)


def _spot(point: Point, region: Box) -> Spot:
    across = _percent(point.x + 0.5 - region.x1, region.width)
    return Spot(across, _percent(point.y + 0.5 - region.y1, region.height))


def _percent(part: float, whole: int) -> float:
    return round(100 * part / whole, 3) if whole else 0.0
