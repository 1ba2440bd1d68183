"""The table's row: how one family of public grounding models is asked, and how its answers are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from actions.geometry import Box, Point, Size
from grounding.errors import UnreadableAnswer
from grounding.public_models.frames import Frame, Resize, Units

MAX_ANSWER = 20_000
"""Characters of an answer that are looked at; a longer one is cut."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The place in a message where the screenshot goes."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a prompt."""

    role: Literal["system", "user"]
    parts: tuple[str | Picture, ...]


Numbers = tuple[float, float] | tuple[float, float, float, float]
"""A point or a box as the model wrote it, in its own units."""


@dataclass(frozen=True, slots=True)
class ModelFormat:
    """How to ask a family of models for a place, and what its answers mean.

    ``prompt`` makes the messages of a target and of the resized picture's size; ``reader`` takes an answer
    apart into the model's own numbers, None where the model says that the target is not there, and raises
    `UnreadableAnswer`; ``writer`` writes numbers (already as text) as the model would. ``digits`` are the
    decimals the model was trained to write. ``opening`` replaces the beginning of the model's turn that the
    chat template would write, and ``answer_start`` is put into its mouth and belongs to its answer.
    ``source`` says where the facts come from.
    """

    name: str
    models: tuple[str, ...]
    architectures: tuple[str, ...]
    units: Units
    resize: Resize
    prompt: Callable[[str, Size], tuple[Message, ...]]
    reader: Callable[[str], Numbers | None]
    writer: Callable[[tuple[str, ...], Size], str]
    source: str
    digits: int = 0
    writes_boxes: bool = False
    opening: str = ""
    answer_start: str = ""
    max_new_tokens: int = 128

    def frame(self, region: Box, size: Size | None = None) -> Frame:
        """Return the frame of a screenshot of ``region`` with ``size`` pixels (as large by default)."""
        return Frame(self.units, region, self.resize(size or Size(region.width, region.height)))

    def messages(self, target: str, size: Size) -> tuple[Message, ...]:
        """Return the prompt for ``target`` on a picture of ``size`` (already resized)."""
        return self.prompt(target, size)

    def read(self, answer: str, frame: Frame) -> Point | Box | None:
        """Return the answered place in screen pixels, None where the model says there is none.

        Raises `UnreadableAnswer` for anything else; a number is never made up.
        """
        try:
            numbers = self.reader(answer[:MAX_ANSWER])
        except (UnreadableAnswer, ValueError, OverflowError, RecursionError) as error:
            raise UnreadableAnswer(unreadable(self.name, answer)) from error
        match numbers:
            case None | (-1, -1):
                return None
            case (x, y):
                return frame.point_on_screen(x, y)
            case (x1, y1, x2, y2):
                return frame.box_on_screen(x1, y1, x2, y2)

    def write(self, place: Point | Box, frame: Frame, *, exact: bool = False) -> str:
        """Return the answer that names ``place``, in the model's own precision.

        With ``exact`` it has as many decimals as one screen pixel needs.
        """
        digits = max(self.digits, 3 + _decimals(frame.units)) if exact else self.digits
        corners = _corners(place) if self.writes_boxes else (_middle(place),)
        written = tuple(
            f"{number:.{digits}f}" for corner in corners for number in frame.numbers_of(corner.x, corner.y)
        )
        return self.writer(written, frame.sent)


def unreadable(name: str, answer: str) -> str:
    """Return the message for an answer of model format ``name`` that says no place."""
    shown = " ".join(answer.split())[:120]
    said = f"“{shown}”" if shown else "nothing"
    return f"The grounding model answered {said}, which is no place in the format {name}."


def _decimals(units: Units) -> int:
    return 3 if units is Units.FRACTIONS else 0


def _middle(place: Point | Box) -> Point:
    return place.center if isinstance(place, Box) else place


def _corners(place: Point | Box) -> tuple[Point, ...]:
    if isinstance(place, Point):
        return place, place
    return Point(place.x1, place.y1), Point(place.x2, place.y2)
