"""What is drawn on the pictures of a film: the pointer, the meant places, and lines of text below."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from actions.geometry import Box, Point
from actions.screenshot import Image

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

LINES = 2
_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "arial.ttf", "Arial.ttf")
_MARKS = {"good": "✓", "warn": "!", "bad": "✗", "idle": "·"}
_INK = {"good": (120, 220, 130), "warn": (90, 200, 250), "bad": (120, 120, 255), "idle": (200, 200, 200)}
_WHITE, _MUTED, _GROUND = (245, 245, 245), (190, 190, 190), (38, 32, 28)
TARGET, EVIDENCE = (78, 36, 224), (80, 170, 40)
_ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (12, 12))


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below a picture; ``tone`` is good, warn, bad or idle, and told by a mark as well."""

    title: str
    text: str
    tone: str = "idle"
    clock: str = ""


@dataclass(slots=True)
class Captioner:
    """Lays captions below pictures of one size; ``width`` and ``height`` are those of the pictures."""

    width: int
    height: int
    _drawn: dict[Caption, Image] = field(default_factory=dict)

    @property
    def bar_height(self) -> int:
        """Height of the captions in pixels; with the picture it is even, as films want it."""
        return 2 * self._size * LINES + self._size // 4 * 2 - self.height % 2

    def put(self, picture: Image, caption: Caption) -> Image:
        """Return ``picture`` (HxWx3 BGR) with ``caption`` below it."""
        if caption not in self._drawn:
            self._drawn[caption] = self._bar(caption)
        return np.vstack((picture, self._drawn[caption]))

    @property
    def _size(self) -> int:
        return max(12, self.width // 56)

    def _bar(self, caption: Caption) -> Image:
        from PIL import Image as Pictures
        from PIL import ImageDraw

        bar = Pictures.new("RGB", (self.width, self.bar_height), _rgb(_GROUND))
        draw, size = ImageDraw.Draw(bar), self._size
        font = _font(size)
        clock = int(draw.textlength(caption.clock, font)) if caption.clock else 0
        room = self.width - 2 * size
        draw.text((self.width - size - clock, size // 2), caption.clock, _rgb(_MUTED), font)
        title = _fitted(draw, caption.title, font, room - clock - size)
        draw.text((size, size // 2), title, _rgb(_WHITE), font)
        words = f"{_MARKS[caption.tone]} {caption.text}" if caption.text else ""
        draw.text((size, 2 * size), _fitted(draw, words, font, room), _rgb(_INK[caption.tone]), font)
        return np.ascontiguousarray(np.asarray(bar)[:, :, ::-1])


def with_box(picture: Image, box: Box, color: tuple[int, int, int]) -> Image:
    """Return ``picture`` with ``box``, in its own pixels, drawn on it."""
    import cv2

    drawn = picture.copy()
    thick = max(2, picture.shape[1] // 480)
    cv2.rectangle(drawn, (box.x1, box.y1), (box.x2, box.y2), (255, 255, 255), thick + 2)
    cv2.rectangle(drawn, (box.x1, box.y1), (box.x2, box.y2), color, thick)
    return drawn


def with_pointer(picture: Image, at: Point, *, pressed: bool = False) -> Image:
    """Return ``picture`` with a pointer, and a ring around it where it is ``pressed``."""
    import cv2

    drawn = picture.copy()
    scale = max(1.0, picture.shape[1] / 900)
    if pressed:
        cv2.circle(drawn, (at.x, at.y), round(15 * scale), (255, 255, 255), round(4 * scale), cv2.LINE_AA)
        cv2.circle(drawn, (at.x, at.y), round(15 * scale), TARGET, round(2 * scale), cv2.LINE_AA)
    arrow = np.array([[at.x + x * scale, at.y + y * scale] for x, y in _ARROW], np.int32)
    cv2.fillPoly(drawn, [arrow], (20, 20, 20), cv2.LINE_AA)
    cv2.polylines(drawn, [arrow], True, (255, 255, 255), max(1, round(scale)), cv2.LINE_AA)
    return drawn


def _rgb(color: tuple[int, int, int]) -> tuple[int, int, int]:
    return color[2], color[1], color[0]


def _fitted(draw: Any, text: str, font: FreeTypeFont | ImageFont, room: int) -> str:
    if draw.textlength(text, font) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if draw.textlength(text[:middle] + "…", font) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@lru_cache(maxsize=8)
def _font(size: int) -> FreeTypeFont | ImageFont:
    from PIL import ImageFont

    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
