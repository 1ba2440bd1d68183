"""A picture to be found on the screen, and what of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.geometry import Box, Point
from actions.screenshot import Image

AreaKind = Literal["match", "exclude", "ocr"]

NEEDLE_SIMILAR = 0.96
"""What an area of a needle must reach where its file says nothing."""
MARGIN = 50
"""Pixels around its place in which an area of a needle is looked for where its file says nothing."""


@dataclass(frozen=True, slots=True)
class PictureArea:
    """A part of a picture; ``box`` is in the picture's pixels, ``similar`` in 0-1.

    ``match`` is looked for, ``exclude`` does not count, ``ocr`` holds ``words`` to be read there. ``click``
    is the point to be clicked, from the area's top left corner; it may lie outside.
    """

    box: Box
    kind: AreaKind = "match"
    similar: float = NEEDLE_SIMILAR
    margin: int = MARGIN
    click: Point | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What to look for: the ``areas`` of ``image`` (BGR).

    A needle's picture is a whole screen, whose areas are expected at their places; what is not ``placed`` may
    be anywhere. ``strictly``: colours count as much as shapes.
    """

    name: str
    image: Image
    areas: tuple[PictureArea, ...]
    placed: bool = True
    strictly: bool = True
    tags: tuple[str, ...] = ()

    @property
    def target(self) -> PictureArea:
        """The area that is clicked: the one with a point to click, else the last that must match."""
        wanted = [area for area in self.areas if area.kind != "exclude"]
        pointed = [area for area in wanted if area.click is not None]
        matched = [area for area in wanted if area.kind == "match"]
        return (pointed or matched or wanted)[-1]
