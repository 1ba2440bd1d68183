"""Pictures as sixels: six rows of pixels in each character, one colour after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from actions.screenshot import Image

_CUBE = 6
"""Steps of each channel; with the greys below, 240 of the 256 colours that terminals have."""
_GREYS = 24
_GREY_SPREAD = 12
"""Channels that differ by less are a grey: text is smoothed in greys, and wants many of them."""
_BAND = 6
_BITS = np.array([1, 2, 4, 8, 16, 32], np.uint8)[:, None]


def sixel(image: Image) -> str:
    """Return the sequence that draws HxWx3 BGR ``image`` where the cursor is; what is under it is kept."""
    height, width = image.shape[:2]
    colours = _colours(image)
    used = np.unique(colours)
    registers = "".join(f"#{colour};2;{_percent(int(colour))}" for colour in used)
    bands = "-".join(_band(colours[top : top + _BAND]) for top in range(0, height, _BAND))
    return f'\x1bP0;1;0q"1;1;{width};{height}{registers}{bands}\x1b\\'


def _colours(image: Image) -> NDArray[np.uint8]:
    """Return the number of the nearest colour for each pixel."""
    channels = image.astype(np.int16)
    cube = (channels * (_CUBE - 1) + 127) // 255
    coloured = cube[:, :, 2] * _CUBE * _CUBE + cube[:, :, 1] * _CUBE + cube[:, :, 0]
    grey = _CUBE**3 + (channels.mean(axis=2) * (_GREYS - 1) / 255 + 0.5).astype(np.int16)
    spread = channels.max(axis=2) - channels.min(axis=2)
    return np.where(spread < _GREY_SPREAD, grey, coloured).astype(np.uint8)


def _percent(colour: int) -> str:
    """Return a colour as sixels say it: red, green and blue from 0 to 100."""
    if colour >= _CUBE**3:
        level = round((colour - _CUBE**3) * 100 / (_GREYS - 1))
        return f"{level};{level};{level}"
    steps = (colour // _CUBE**2, colour // _CUBE % _CUBE, colour % _CUBE)
    return ";".join(str(step * 100 // (_CUBE - 1)) for step in steps)


def _band(colours: NDArray[np.uint8]) -> str:
    """Return up to six rows: for each colour its pixels, and back to the left."""
    bits = _BITS[: len(colours)]
    lines = []
    for colour in np.unique(colours):
        columns = np.where(colours == colour, bits, 0).sum(axis=0)
        lines.append(f"#{colour}{_runs(columns)}")
    return "$".join(lines)


def _runs(columns: NDArray[np.int64]) -> str:
    """Return the characters of ``columns``, repeated ones counted; empty ones at the end are left out."""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(columns)) + 1])
    counts = np.diff(np.concatenate([starts, [len(columns)]]))
    runs = list(zip(columns[starts].tolist(), counts.tolist(), strict=True))
    if runs and runs[-1][0] == 0:
        runs.pop()
    return "".join(
        f"!{count}{chr(63 + value)}" if count > 3 else chr(63 + value) * count for value, count in runs
    )
