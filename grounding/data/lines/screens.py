"""Real lines: the lines of rendered screens, cut out with what surrounds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2

from actions.screenshot import Image
from grounding.data.lines.alphabet import characters, readable, spelt
from grounding.data.lines.shards import LinePicture
from grounding.data.sample import RenderedLine, RenderedScreen, read_screens

_MARGIN = 12
_WIDEST, _TALLEST = 1000, 60


def cut_lines(*folders: Path, held_out: bool = False) -> Iterator[LinePicture]:
    """Yield the lines of the folders' training screens; with ``held_out`` of all their other screens."""
    known = frozenset(characters())
    for folder, screen in read_screens(*folders):
        if (screen.split != "train") != held_out or not screen.lines:
            continue
        image = _loaded(folder / screen.image)
        if image is None:
            continue
        seen: set[tuple[str, int, int]] = set()
        for line in screen.lines:
            key = (line.text, line.box[2] - line.box[0], line.box[3] - line.box[1])
            picture = None if key in seen else _cut(image, screen, line, known)
            if picture is not None:
                seen.add(key)
                yield picture


def _loaded(path: Path) -> Image | None:
    image: Image | None = cv2.imread(str(path))  # type: ignore[assignment]
    return image


def _cut(
    image: Image, screen: RenderedScreen, line: RenderedLine, known: frozenset[str]
) -> LinePicture | None:
    text = spelt(line.text)
    x1, y1, x2, y2 = line.box
    height, width = image.shape[:2]
    inside = 0 <= x1 < x2 <= width and 0 <= y1 < y2 <= height
    if not inside or x2 - x1 > _WIDEST or y2 - y1 > _TALLEST or not readable(text, known):
        return None
    if _is_blank(image[y1:y2, x1:x2]):
        return None
    left, top = max(0, x1 - _MARGIN), max(0, y1 - _MARGIN)
    crop = image[top : y2 + _MARGIN, left : x2 + _MARGIN].copy()
    ink = (x1 - left, y1 - top, x2 - left, y2 - top)
    return LinePicture(crop, ink, text, screen.language, 0.0, screen.toolkit, screen.source)


def _is_blank(crop: Image) -> bool:
    return int(crop.max()) - int(crop.min()) < 24
