"""Reads one place again, in several ways, where its first reading is nearly what is looked for."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.embedded.memory import CropMemory
from grounding.embedded.reader import LineReader, ReadLine
from grounding.errors import ModelUnavailable

_MARGINS = (2, 3)
_SECOND_MARGINS = (3, 5)
"""Pixels of ground around the place: each of them brings the letters to another height before a reader."""


class CropReader(Protocol):
    """Reads one line of text."""

    def read(self, crop: Image) -> ReadLine: ...


class Rereader:
    """Reads lines with more or less ground around them, with our own reader and with a second one.

    Places of the same pixels are read once. Not safe to share between threads.
    """

    def __init__(self, reader: LineReader | None, second: CropReader | None = None) -> None:
        self._reader = reader
        self._second = second
        self._known: CropMemory[tuple[str, ...]] = CropMemory()

    def read_again(self, screenshot: Screenshot, box: Box) -> tuple[str, ...]:
        """Return what may stand on the line at ``box`` (screen pixels), as many readings for every place.

        Half of them come from the second reader, where there is one.
        """
        widest = _crop(screenshot, box, max(_MARGINS + _SECOND_MARGINS))
        return self._known.answer_all([widest], lambda _: [self._readings(screenshot, box)])[0]

    def _readings(self, screenshot: Screenshot, box: Box) -> tuple[str, ...]:
        crops = [_crop(screenshot, box, margin) for margin in _MARGINS]
        lines = self._reader.read(crops) if self._reader is not None else []
        if self._second is not None:
            try:
                lines += [self._second.read(_crop(screenshot, box, margin)) for margin in _SECOND_MARGINS]
            except ModelUnavailable:
                self._second = None
        return tuple(line.text.strip() for line in lines)


def _crop(screenshot: Screenshot, box: Box, margin: int) -> Image:
    return np.ascontiguousarray(screenshot.crop(box.expanded(margin)))
