"""A dense 1920x1080 screen drawn in real fonts, with the words it holds: about 470 words of 9-13 px."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from actions.geometry import Box
from actions.screenshot import Image, Screenshot

WIDTH, HEIGHT = 1920, 1080
_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf")
_MENUS = ("File", "Edit", "View", "Insert", "Format", "Sheet", "Data", "Tools", "Window", "Help")
_WORDS = (
    "Account", "Invoice", "Quarter", "Report", "Summary", "Balance", "Customer", "Order", "Payment",
    "Shipping", "Address", "Contact", "Project", "Status", "Pending", "Approved", "Rejected", "Review",
    "Budget", "Meeting", "Notes", "Draft", "Final", "Version", "Update", "Server", "Client", "Network",
    "Storage", "Backup", "Restore", "Folder", "Document", "Picture", "Archive", "Download", "Upload",
    "Monday", "Tuesday", "Wednesday", "January", "February", "March", "Berlin", "London", "Warsaw",
    "Paris", "Madrid", "Alice", "Robert", "Margaret", "Thomas", "Julia", "Henry", "Sales", "Marketing",
    "Support", "Research", "Office", "Travel", "Training", "Equipment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word, where it stands (picture pixels) and how many pixels high its font is."""

    text: str
    box: Box
    size: int


@dataclass(frozen=True, slots=True)
class DrawnScreen:
    """A picture with the words drawn on it."""

    image: Image
    words: tuple[WrittenWord, ...]

    def screenshot(self) -> Screenshot:
        height, width = self.image.shape[:2]
        return Screenshot(self.image.copy(), Box(0, 0, width, height))


def dense_screen(seed: int) -> DrawnScreen:
    """Draw a window with menus, a toolbar, a side list and a table; equal seeds give equal screens."""
    return _draw(random.Random(seed), None)


def with_dialog(screen: DrawnScreen, seed: int) -> DrawnScreen:
    """Draw a dialog that covers less than a fifth of the screen."""
    return _draw(random.Random(seed), screen)


def _draw(rng: random.Random, below: DrawnScreen | None) -> DrawnScreen:
    picture = (
        PillowImage.fromarray(below.image[:, :, ::-1]) if below else PillowImage.new("RGB", (WIDTH, HEIGHT))
    )
    pen = _Pen(ImageDraw.Draw(picture), rng, [])
    if below is None:
        _draw_window(pen)
        kept: list[WrittenWord] = []
    else:
        box = _draw_dialog(pen)
        kept = [w for w in below.words if not w.box.overlaps(box)]
    image = np.ascontiguousarray(np.asarray(picture, np.uint8)[:, :, ::-1])
    return DrawnScreen(image, (*kept, *pen.words))


@dataclass(frozen=True, slots=True)
class _Pen:
    draw: ImageDraw.ImageDraw
    rng: random.Random
    words: list[WrittenWord]

    def write(self, at: tuple[int, int], text: str, size: int, ink: str = "#202020", font: int = 0) -> None:
        """Write ``text`` from ``at`` (left, top), noting its words."""
        face = _font(_FONTS[font], size)
        x = float(at[0])
        for word in text.split():
            self.draw.text((x, at[1]), word, ink, face)
            left, top, right, bottom = self.draw.textbbox((x, at[1]), word, face)
            self.words.append(
                WrittenWord(word, Box(int(left), int(top), int(right) + 1, int(bottom) + 1), size)
            )
            x += face.getlength(word + " ")

    def phrase(self, most: int) -> str:
        return " ".join(self.rng.choice(_WORDS) for _ in range(self.rng.randint(1, most)))


def _draw_window(pen: _Pen) -> None:
    draw, rng = pen.draw, pen.rng
    draw.rectangle((0, 0, WIDTH, HEIGHT), "#f4f4f4")
    draw.rectangle((0, 0, WIDTH, 30), "#3b5b8c")
    pen.write((860, 8), f"{rng.choice(_WORDS)} - Table", 13, "#ffffff", 2)
    for i, name in enumerate(_MENUS):
        pen.write((12 + 64 * i, 38), name, 13)
    for i in range(36):
        x = 10 + 34 * i
        draw.rectangle((x, 62, x + 26, 88), None, "#c0c0c0")
        _draw_sign(draw, rng, x + 5, 67)
    _draw_list(pen)
    _draw_table(pen)


def _draw_list(pen: _Pen) -> None:
    pen.draw.rectangle((0, 100, 260, HEIGHT), "#ffffff", "#c8c8c8")
    for row in range(46):
        y = 106 + 21 * row
        _draw_sign(pen.draw, pen.rng, 8, y)
        pen.write((34, y + 1), pen.phrase(2), pen.rng.choice((11, 12, 13)), font=pen.rng.choice((0, 1)))


def _draw_table(pen: _Pen) -> None:
    draw, rng = pen.draw, pen.rng
    draw.rectangle((268, 100, WIDTH, HEIGHT), "#ffffff", "#c8c8c8")
    for row in range(48):
        y = 102 + 20 * row
        if row % 2:
            draw.rectangle((268, y, WIDTH, y + 19), "#eef2f8")
        for column in range(7):
            x = 276 + 235 * column
            text = pen.phrase(2) if column % 2 == 0 else f"{rng.randint(1, 99999) / 100:.2f}"
            size = rng.choice((9, 10, 11, 12, 13))
            pen.write((x, y + 3), text, size, "#1a1a1a" if row else "#000000", rng.choice((0, 1, 3)))


def _draw_dialog(pen: _Pen) -> Box:
    draw = pen.draw
    box = Box(640, 330, 1240, 700)
    draw.rectangle((box.x1, box.y1, box.x2 - 1, box.y2 - 1), "#ffffff", "#707070")
    draw.rectangle((box.x1, box.y1, box.x2 - 1, box.y1 + 28), "#d8dfe8")
    pen.write((box.x1 + 220, box.y1 + 7), "Confirm changes", 13, font=2)
    for row in range(8):
        pen.write((box.x1 + 24, box.y1 + 48 + 26 * row), f"{pen.phrase(3)} {row}", 13)
    for i, name in enumerate(("Cancel", "Discard", "Save")):
        x = box.x1 + 260 + 110 * i
        draw.rounded_rectangle((x, box.y2 - 46, x + 96, box.y2 - 16), 4, "#f0f0f0", "#909090")
        pen.write((x + 26, box.y2 - 39), name, 13)
    return box


def _draw_sign(draw: ImageDraw.ImageDraw, rng: random.Random, x: int, y: int) -> None:
    """Draw a made-up icon of 16x16 pixels."""
    color = rng.choice(("#2a6fb0", "#b04a2a", "#3a8a3a", "#444444"))
    match rng.randrange(4):
        case 0:
            draw.ellipse((x, y, x + 15, y + 15), None, color, 2)
        case 1:
            draw.polygon(((x, y + 15), (x + 8, y), (x + 15, y + 15)), color)
        case 2:
            draw.rectangle((x, y + 3, x + 15, y + 13), color)
            draw.rectangle((x, y, x + 6, y + 3), color)
        case _:
            draw.line((x + 2, y + 8, x + 13, y + 8), color, 3)
            draw.line((x + 8, y + 2, x + 8, y + 13), color, 3)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)
