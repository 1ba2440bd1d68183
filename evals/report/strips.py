"""The pictures of a report: a strip of small ones per episode, all of them within a budget."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from actions.screenshot import Image
from evals.report.trajectory import Moment, Trajectory
from gui_agent.errors import JournalError
from gui_agent.serialize import read_picture

WIDTH, LARGE_WIDTH = 288, 576
FEW_PICTURES = 800
"""So many pictures may be large without making the page heavy."""
QUALITY = 62
LONGEST_STRIP = 8
SHORTEST_STRIP = 4
MAX_PICTURES = 2400
MAX_BYTES = 24_000_000


@dataclass(frozen=True, slots=True)
class Thumb:
    """One small picture; ``spot`` is where the pointer acted, in percent. ``wrong``: the step went wrong."""

    uri: str
    number: int
    caption: str
    spot: tuple[float, float] | None = None
    wrong: bool = False
    last: bool = False


@dataclass(slots=True)
class Budget:
    """How many pictures and bytes a page may still take, and what was made small already."""

    pictures: int = MAX_PICTURES
    bytes_: int = MAX_BYTES
    width: int = WIDTH
    made: dict[str, str] = field(default_factory=dict)

    def take(self, folder: Path, name: str) -> str:
        """Return the small picture of a file named by its content; empty where it cannot be read."""
        if not self.made.get(name):
            # The first screens of many episodes are the same.
            self.made[name] = _embedded(folder / name, self.width)
        self.pictures -= 1
        self.bytes_ -= len(self.made[name])
        return self.made[name]

    @property
    def left(self) -> bool:
        return self.pictures > 0 and self.bytes_ > 0


def strip_length(episodes: int) -> int:
    """Return how many pictures each of so many episodes may have."""
    return max(SHORTEST_STRIP, min(LONGEST_STRIP, MAX_PICTURES // max(1, episodes)))


def picture_width(episodes: int) -> int:
    """Return how many pixels wide the pictures of so many episodes may be."""
    return LARGE_WIDTH if episodes * strip_length(episodes) <= FEW_PICTURES else WIDTH


def make_strip(
    folder: Path, trajectory: Trajectory, length: int, keep: Iterable[int], budget: Budget
) -> tuple[Thumb, ...]:
    """Return the strip of an episode: its first and last screen, steps ``keep``, and others spread between.

    Pictures that are missing are left out; so is everything once ``budget`` is spent.
    """
    thumbs: list[Thumb] = []
    for moment in chosen(trajectory.moments, length, set(keep)):
        if not budget.left:
            break
        if uri := budget.take(folder, moment.picture) if moment.picture else "":
            last = moment is trajectory.last
            thumbs.append(Thumb(uri, moment.number, _caption(moment), moment.spot, moment.wrong, last))
    return tuple(thumbs)


def chosen(moments: Sequence[Moment], length: int, keep: set[int]) -> list[Moment]:
    """Return at most ``length`` of ``moments``: the ends, those numbered ``keep``, others evenly between."""
    if len(moments) <= length:
        return list(moments)
    wanted = {0, len(moments) - 1}
    wanted.update(i for i, moment in enumerate(moments) if moment.number in keep)
    spread = [round(i * (len(moments) - 1) / (length - 1)) for i in range(length)]
    for index in spread:
        if len(wanted) < length:
            wanted.add(index)
    return [moments[index] for index in sorted(wanted)[-length:]]


def thumbnail(image: Image, most: int = WIDTH) -> str:
    """Return ``image`` (HxWx3 BGR), at most ``most`` pixels wide, as a WebP data address."""
    height, width = image.shape[:2]
    if width > most:
        size = (most, max(1, round(height * most / width)))
        shrunk = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    else:
        shrunk = image
    _, data = cv2.imencode(".webp", shrunk, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    return "data:image/webp;base64," + base64.b64encode(data.tobytes()).decode("ascii")


def _embedded(file: Path, most: int) -> str:
    try:
        image = read_picture(file)
    except JournalError:
        return ""
    return thumbnail(image, most) if image.size else ""


def _caption(moment: Moment) -> str:
    said = moment.explanation if moment.ending else moment.words
    return f"{moment.number}. {said}" if said else str(moment.number)
