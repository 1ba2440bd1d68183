"""A screenshot in half cells: two pixels in each character, in any terminal with colours."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from actions.geometry import Box
from actions.screenshot import Image, Screenshot

_UPPER_HALF = "▀"
_NOTHING_YET = "the screen the agent works on appears here"
_LEVELS = 8
"""Steps of each channel: fewer styles, quicker painting."""
_TARGET = (78, 36, 224)
_BOX_WIDTH = 0.004


class ScreenPicture(Widget):
    """Shows a screenshot, with the target of the step drawn on it, as large as it fits."""

    DEFAULT_CSS = "ScreenPicture { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Screenshot, Box | None] | None = None
        self._strips: tuple[tuple[int, int], list[Strip]] | None = None

    def show(self, screenshot: Screenshot, target: Box | None = None) -> None:
        """Show ``screenshot``; ``target`` is in its screen's pixels."""
        self._shown, self._strips = (screenshot, target), None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._shown is None or width < 4 or height < 2:
            hint = _NOTHING_YET if y == height // 2 else ""
            return Strip([Segment(hint.center(width)[:width], Style(dim=True))])
        if self._strips is None or self._strips[0] != (width, height):
            self._strips = (width, height), half_cells(_drawn(*self._shown), width, height)
        lines = self._strips[1]
        return lines[y] if y < len(lines) else Strip.blank(width)


def half_cells(image: Image, width: int, height: int) -> list[Strip]:
    """Return HxWx3 BGR ``image`` as lines of cells, in its proportions, at most ``width`` by ``height``."""
    rows, columns = image.shape[:2]
    scale = min(width / columns, 2 * height / rows)
    size = max(1, int(columns * scale)), max(2, int(rows * scale) // 2 * 2)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    step = 256 // _LEVELS
    levels = np.minimum((small // step) * step + step // 2, 255)[:, :, ::-1]
    left = (width - size[0]) // 2
    return [_line(levels[y], levels[y + 1], left, width) for y in range(0, size[1], 2)]


def _line(upper: Image, lower: Image, left: int, width: int) -> Strip:
    segments = [Segment(" " * left)] if left else []
    previous, count = None, 0
    for pair in zip(map(tuple, upper.tolist()), map(tuple, lower.tolist()), strict=True):
        if pair == previous:
            count += 1
            continue
        if previous is not None:
            segments.append(Segment(_UPPER_HALF * count, _style(*previous)))
        previous, count = pair, 1
    if previous is not None:
        segments.append(Segment(_UPPER_HALF * count, _style(*previous)))
    return Strip(segments).extend_cell_length(width)


@lru_cache(maxsize=4096)
def _style(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))


def _drawn(screenshot: Screenshot, target: Box | None) -> Image:
    if target is None:
        return screenshot.image
    image = screenshot.image.copy()
    place = target.offset(-screenshot.region.x1, -screenshot.region.y1)
    thick = max(3, int(image.shape[1] * _BOX_WIDTH))
    cv2.rectangle(image, (place.x1, place.y1), (place.x2, place.y2), _TARGET, thick)
    return image
