"""Pictures in words: how steps and locators name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actions.geometry import Point

IMAGE_SIMILAR = 0.7
"""What an image must reach where its pattern says nothing, as in SikuliX."""
_QUOTED = r"(?:\"[^\"]+\"|“[^“”]+[“”]|”[^“”]+[“”]|«[^»]+»|'[^']+')"
_WORDS = re.compile(
    rf"(?:the\s+)?(needle|image|picture)\s+({_QUOTED})"
    r"(?:\s+\(similar (\d(?:\.\d+)?)(?:, offset (-?\d+),(-?\d+))?\))?$",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:needle|image|picture)\s+{_QUOTED}", re.IGNORECASE)
IMAGE_FILES = (".png", ".jpg", ".jpeg")
"""What the file of an image ends in, in small letters."""


@dataclass(frozen=True, slots=True)
class PictureTarget:
    """A picture in words: a needle by its name or tag, or an image by its file.

    ``str()`` is what locators and steps say; ``offset`` is from its middle, in pixels.
    """

    kind: str
    name: str
    similar: float = IMAGE_SIMILAR
    offset: Point = field(default=Point(0, 0))

    def __str__(self) -> str:
        words = f'{self.kind} "{self.name}"'
        if self.kind == "needle" or (self.similar == IMAGE_SIMILAR and self.offset == Point(0, 0)):
            return words
        return f"{words} (similar {self.similar:.2f}, offset {self.offset.x},{self.offset.y})"


def picture_target(words: str) -> PictureTarget | None:
    """Return the picture that ``words`` name; None where they name something else.

    An image is one by the ending of its file: “image "Logo"” is words.
    """
    found = _WORDS.fullmatch(words.strip())
    if found is None:
        return None
    kind, name = found[1].casefold(), found[2][1:-1]
    if kind == "needle":
        return PictureTarget("needle", name)
    if not name.casefold().endswith(IMAGE_FILES):
        return None
    offset = Point(int(found[4] or 0), int(found[5] or 0))
    return PictureTarget("image", name, float(found[3] or IMAGE_SIMILAR), offset)


def pictures_in(step: str) -> tuple[PictureTarget, ...]:
    """Return the pictures that the sentences of ``step`` name."""
    found = (picture_target(each[0]) for each in _NAMED.finditer(step))
    return tuple(target for target in found if target is not None)
