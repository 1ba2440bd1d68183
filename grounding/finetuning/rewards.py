"""What reinforcement rewards: a point inside of the target's box, and an answer that can be read at all.

Both are checked by code against the truth, so that there is nothing to please but the task (GUI-R1, arXiv
2504.10458, and UI-R1, arXiv 2503.21620, reward alike).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.geometry import Box, Point
from grounding.errors import UnreadableAnswer
from grounding.public_models.formats import ModelFormat
from grounding.public_models.frames import Frame

INSIDE_WEIGHT = 1.0
READABLE_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class PointRewards:
    """Rewards answers in ``format`` about pictures whose frames and true boxes come with them."""

    format: ModelFormat

    def inside(self, answers: Sequence[str], frames: Sequence[Frame], boxes: Sequence[Box]) -> list[float]:
        """Return 1 for each answer whose point (a box's middle) lies in its true box, else 0."""
        places = (self.point(a, f) for a, f in zip(answers, frames, strict=True))
        return [
            float(point is not None and box.contains(point)) for point, box in zip(places, boxes, strict=True)
        ]

    def readable(self, answers: Sequence[str], frames: Sequence[Frame]) -> list[float]:
        """Return 1 for each answer that names a place on its picture, else 0."""
        return [float(self.point(a, f) is not None) for a, f in zip(answers, frames, strict=True)]

    def point(self, answer: str, frame: Frame) -> Point | None:
        """Return the point that ``answer`` names, None where it names none."""
        try:
            place = self.format.read(answer, frame)
        except UnreadableAnswer:
            return None
        return place.center if isinstance(place, Box) else place
