"""A screenshot as a terminal shows it: half cells, shades without colours, sixel, kitty graphics.

Every kind is made row by row: a row of the picture is one line of the terminal, whole in itself, so that a
line can be painted again without the others, and only lines that changed are sent.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from tui.assistant.protocol import Look
from tui.assistant.sixel import sixel

TARGET = (78, 36, 224)
"""The colour of the target's box, BGR."""
_SHADES = " ░▒▓█"
_LEVELS = 8
"""Steps of each channel in half cells: fewer styles, quicker painting, fewer rows that differ by nothing."""
_BOX_WIDTH = 0.004
_KITTY_CHUNK = 4096
_KITTY_IDS = 7300
"""Images of our rows are numbered from here on."""


def picture_rows(image: Image, target: Box | None, look: Look) -> tuple[str, ...]:
    """Return HxWx3 BGR ``image`` with the box ``target`` on it, in its pixels, as `Look` wants it.

    A row is, by kind: ``cells`` base64 of six bytes for each cell (upper, then lower pixel, RGB); ``shades``
    characters; ``sixel`` and ``kitty`` the sequence that draws it where the cursor is.
    """
    match look.kind:
        case "off":
            return ()
        case "cells":
            return _cell_rows(image, target, look)
        case "shades":
            return _shade_rows(image, target, look)
        case "sixel":
            return tuple(sixel(row) for row in _pixel_rows(image, target, look))
        case "kitty":
            rows = _pixel_rows(image, target, look)
            return tuple(_kitty(row, number, look) for number, row in enumerate(rows))


def drawn(image: Image, target: Box | None, thick: int = 0) -> Image:
    """Return a copy of ``image`` with the box on it, ``thick`` pixels wide; fitting its size where 0."""
    import cv2

    copy = image.copy()
    if target is not None:
        thick = thick or max(3, int(image.shape[1] * _BOX_WIDTH))
        cv2.rectangle(copy, (target.x1, target.y1), (target.x2, target.y2), TARGET, thick)
    return copy


def _cell_rows(image: Image, target: Box | None, look: Look) -> tuple[str, ...]:
    small, place = _half_cells(image, target, look)
    step = 256 // _LEVELS
    levels = np.minimum((small // step) * step + step // 2, 255).astype(np.uint8)
    pixels = drawn(levels, place, 1)[:, :, ::-1]
    pairs = np.concatenate([pixels[0::2], pixels[1::2]], axis=2)
    return tuple(base64.b64encode(row.tobytes()).decode() for row in pairs)


def _shade_rows(image: Image, target: Box | None, look: Look) -> tuple[str, ...]:
    import cv2

    small, place = _half_cells(image, target, look)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    cells = grey[0::2].astype(int) + grey[1::2]
    rows = [[_SHADES[level] for level in row] for row in (cells * len(_SHADES) // (2 * 256)).tolist()]
    if place is not None:
        _frame(rows, place)
    return tuple("".join(row) for row in rows)


def _frame(rows: list[list[str]], place: Box) -> None:
    """Draw ``place``, in half cells, with lines: a shade would not stand out from others."""
    top, bottom = place.y1 // 2, min(place.y2 // 2, len(rows) - 1)
    left, right = place.x1, place.x2
    for x in range(left, right + 1):
        rows[top][x] = rows[bottom][x] = "━"
    for y in range(top, bottom + 1):
        rows[y][left] = rows[y][right] = "┃"
    rows[top][left], rows[top][right], rows[bottom][left], rows[bottom][right] = "┏┓┗┛"


def _half_cells(image: Image, target: Box | None, look: Look) -> tuple[Image, Box | None]:
    """Return ``image`` with a pixel for every half cell, and where ``target`` is on that."""
    height, width = image.shape[:2]
    scale = min(look.columns / width, 2 * look.rows / height)
    return _resized(image, target, max(1, int(width * scale)), max(2, int(height * scale) // 2 * 2))


def _pixel_rows(image: Image, target: Box | None, look: Look) -> Iterator[Image]:
    """Return ``image`` in the terminal's pixels, cut into lines of cells; the last may be lower."""
    height, width = image.shape[:2]
    scale = min(look.columns * look.cell_width / width, look.rows * look.cell_height / height)
    columns = max(1, int(width * scale) // look.cell_width)
    rows = max(1, int(height * scale) // look.cell_height)
    small, place = _resized(image, target, columns * look.cell_width, rows * look.cell_height)
    marked = drawn(small, place, 2)
    return (marked[y : y + look.cell_height] for y in range(0, len(marked), look.cell_height))


def _resized(image: Image, target: Box | None, width: int, height: int) -> tuple[Image, Box | None]:
    import cv2

    small = cast(Image, cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA))
    if target is None:
        return small, None
    across, down = width / image.shape[1], height / image.shape[0]
    x1, x2 = int(target.x1 * across), int(target.x2 * across)
    y1, y2 = int(target.y1 * down), int(target.y2 * down)
    # Even a small target has a box with an inside; one at the edge stays on the picture.
    place = Box(x1, y1, max(x2, x1 + 2), max(y2, y1 + 2))
    x2, y2 = min(place.x2, width - 1), min(place.y2, height - 1)
    return small, Box(max(0, min(place.x1, x2)), max(0, min(place.y1, y2)), x2, y2)


def _kitty(row: NDArray[np.uint8], number: int, look: Look) -> str:
    """Return the sequence that draws one row, in place of what that row showed before."""
    import cv2

    data = base64.b64encode(cv2.imencode(".png", row)[1].tobytes()).decode()
    chunks = [data[start : start + _KITTY_CHUNK] for start in range(0, len(data), _KITTY_CHUNK)]
    columns = row.shape[1] // look.cell_width
    keys = f"a=T,f=100,i={_KITTY_IDS + number},p=1,c={columns},r=1,C=1,q=2,"
    parts = []
    for index, chunk in enumerate(chunks):
        more = int(index + 1 < len(chunks))
        parts.append(f"\x1b_G{keys if index == 0 else 'q=2,'}m={more};{chunk}\x1b\\")
    return "".join(parts)


def kitty_cleared(rows: int) -> str:
    """Return the sequence that takes away what `picture_rows` drew in so many rows."""
    return "".join(f"\x1b_Ga=d,d=I,i={_KITTY_IDS + row},q=2\x1b\\" for row in range(rows))
