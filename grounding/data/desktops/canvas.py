"""A picture one draws on while the truth of what is drawn is written down."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from grounding.data.desktops.icon_files import icon_picture
from grounding.data.sample import Bounds, RenderedElement, RenderedLine
from grounding.types import Role, State

Colour = tuple[int, int, int]


@cache
def font_file(family: str) -> str:
    """Return the file of a font family's regular face as fontconfig finds it."""
    return subprocess.run(
        ["fc-match", "-f", "%{file}", family], capture_output=True, text=True, check=True
    ).stdout


@cache
def font(family: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(family), size)


@dataclass(slots=True)
class Canvas:
    """A layer of the desktop: RGBA picture, elements and lines on it, what it covers (layer pixels)."""

    picture: Image.Image
    family: str
    icons: str
    elements: list[RenderedElement] = field(default_factory=list)
    lines: list[RenderedLine] = field(default_factory=list)
    covers: list[Bounds] = field(default_factory=list)

    def fill(self, box: Bounds, colour: Colour, alpha: int = 255, radius: int = 0) -> None:
        drawn = Image.new("RGBA", (box[2] - box[0], box[3] - box[1]), (0, 0, 0, 0))
        shape = (0, 0, drawn.width - 1, drawn.height - 1)
        ImageDraw.Draw(drawn).rounded_rectangle(shape, radius, (*colour, alpha))
        self.picture.alpha_composite(drawn, (box[0], box[1]))
        self.covers.append(box)

    def text(
        self,
        at: tuple[int, int],
        text: str,
        size: int,
        colour: Colour,
        anchor: str = "lm",
        shadow: bool = False,
    ) -> Bounds:
        """Draw one line; ``anchor`` as Pillow's. Return the box of its ink, which is noted as a line."""
        face, draw = font(self.family, size), ImageDraw.Draw(self.picture)
        if shadow:
            draw.text((at[0] + 1, at[1] + 1), text, (0, 0, 0, 200), face, anchor)
        draw.text(at, text, (*colour, 255), face, anchor)
        x1, y1, x2, y2 = (round(v) for v in draw.textbbox(at, text, face, anchor))
        self.lines.append(RenderedLine((x1, y1, x2, y2), text))
        return x1, y1, x2, y2

    def width(self, text: str, size: int) -> int:
        return round(font(self.family, size).getlength(text))

    def icon(self, name: str, at: tuple[int, int], size: int, tint: Colour | None = None) -> bool:
        """Draw a theme's icon with its corner ``at``, tinted where asked; False when no theme has it."""
        found = icon_picture(self.icons, name, size)
        if found is None:
            return False
        if tint:
            coloured = Image.new("RGBA", found.size, (*tint, 255))
            coloured.putalpha(found.getchannel("A"))
            found = coloured
        self.picture.alpha_composite(found, at)
        return True

    def tell(
        self, box: Bounds, role: Role, text: str = "", name: str = "", icon: str = "", *state: State
    ) -> None:
        self.elements.append(RenderedElement(box, role, text=text, name=name, icon=icon, state=state))


def shortened(canvas: Canvas, text: str, size: int, room: int) -> str:
    """Return the text, cut with "…" so that it is at most ``room`` pixels wide."""
    if canvas.width(text, size) <= room:
        return text
    while text and canvas.width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
