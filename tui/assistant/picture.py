"""A screenshot in half cells: two pixels in each character, in any terminal with colours."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from actions.geometry import Box
from actions.screenshot import Image, Screenshot

_UPPER_HALF = "▀"
_SHADES = " ░▒▓█"
_NOTHING_YET = "its screen appears here"
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

    def save(self) -> Path | None:
        """Write what is shown, the target too, as a PNG file that stays; None where nothing is shown."""
        import cv2

        if self._shown is None:
            return None
        with tempfile.NamedTemporaryFile(prefix="gui-agent-screen-", suffix=".png", delete=False) as file:
            file.write(cv2.imencode(".png", _drawn(*self._shown))[1].tobytes())
        return Path(file.name)

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._shown is None or width < 4 or height < 2:
            hint = _NOTHING_YET if y == height // 2 else ""
            return Strip([Segment(hint.center(width)[:width], Style(dim=True))])
        if self._strips is None or self._strips[0] != (width, height):
            paint = shades if self.app.no_color else half_cells
            self._strips = (width, height), paint(_drawn(*self._shown), width, height)
        lines = self._strips[1]
        return lines[y] if y < len(lines) else Strip.blank(width)


def half_cells(image: Image, width: int, height: int) -> list[Strip]:
    """Return HxWx3 BGR ``image`` as lines of cells, in its proportions, at most ``width`` by ``height``."""
    small = _fitted(image, width, height)
    step = 256 // _LEVELS
    levels = np.minimum((small // step) * step + step // 2, 255)[:, :, ::-1]
    left = (width - small.shape[1]) // 2
    return [_line(levels[y], levels[y + 1], left, width) for y in range(0, len(levels), 2)]


def shades(image: Image, width: int, height: int) -> list[Strip]:
    """Return ``image`` as `half_cells` does, in characters that are more or less full, without colours."""
    import cv2

    grey = cv2.cvtColor(_fitted(image, width, height), cv2.COLOR_BGR2GRAY)
    cells = grey[0::2].astype(int) + grey[1::2]
    rows = ["".join(_SHADES[level] for level in row) for row in (cells * len(_SHADES) // (2 * 256)).tolist()]
    return [Strip([Segment(row.center(width))]) for row in rows]


def _fitted(image: Image, width: int, height: int) -> Image:
    """Return ``image`` with a pixel for every half cell."""
    import cv2

    rows, columns = image.shape[:2]
    scale = min(width / columns, 2 * height / rows)
    size = max(1, int(columns * scale)), max(2, int(rows * scale) // 2 * 2)
    return cast(Image, cv2.resize(image, size, interpolation=cv2.INTER_AREA))


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
    import cv2

    if target is None:
        return screenshot.image
    image = screenshot.image.copy()
    place = target.offset(-screenshot.region.x1, -screenshot.region.y1)
    thick = max(3, int(image.shape[1] * _BOX_WIDTH))
    cv2.rectangle(image, (place.x1, place.y1), (place.x2, place.y2), _TARGET, thick)
    return image
