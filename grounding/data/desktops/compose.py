"""Puts rendered windows on a desktop; what is covered leaves the truth as it leaves the picture."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from grounding.data.sample import Bounds, RenderedElement, RenderedLine, RenderedScreen
from grounding.data.widgets.boxes import area, meet, seen_part, uncovered, with_parents

Image = NDArray[np.uint8]
_LEAST_VISIBLE = 0.6


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of the desktop (desktop pixels): where it hides what is below, its elements and lines."""

    box: Bounds
    elements: tuple[RenderedElement, ...]
    lines: tuple[RenderedLine, ...] | None
    covers: tuple[Bounds, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """A window cut out of a screen: its picture and its truth (window pixels)."""

    picture: Image
    elements: tuple[RenderedElement, ...]
    lines: tuple[RenderedLine, ...] | None
    title: str
    language: str
    complete: bool


def cut_window(rng: random.Random, folder: Path, screen: RenderedScreen) -> Window | None:
    """Return a window of the screen, or all of it; None when the picture cannot be read."""
    picture = cv2.imread(str(folder / screen.image))
    if picture is None:
        return None
    whole = (0, 0, screen.size[0], screen.size[1])
    frames = [e for e in screen.elements if e.role in ("window", "dialog") and area(e.box) > 40_000]
    frame = rng.choice(frames) if frames else None
    box = meet(frame.box, whole) if frame else whole
    inner = [e for e in screen.elements if area(meet(e.box, box)) >= _LEAST_VISIBLE * max(1, area(e.box))]
    lines = None if screen.lines is None else [x for x in screen.lines if area(meet(x.box, box))]
    moved = tuple(replace(e, box=_moved(meet(e.box, box), -box[0], -box[1]), parent=-1) for e in inner)
    moved_lines = None if lines is None else tuple(_cut_line(x, box) for x in lines)
    title = (frame.text or frame.name if frame else "") or screen.app
    return Window(
        np.asarray(picture[box[1] : box[3], box[0] : box[2]], np.uint8),
        moved,
        moved_lines,
        title,
        screen.language,
        screen.complete,
    )


def _cut_line(line: RenderedLine, box: Bounds) -> RenderedLine:
    inner = meet(line.box, box)
    return RenderedLine(_moved(inner, -box[0], -box[1]), line.text if inner == line.box else "")


def paste(desktop: Image, window: Window, x: int, y: int) -> Layer:
    """Draw the window with its corner at (x, y), cut at the desktop's edges; return its layer."""
    height, width = desktop.shape[:2]
    wide, high = min(window.picture.shape[1], width - x), min(window.picture.shape[0], height - y)
    desktop[y : y + high, x : x + wide] = window.picture[:high, :wide]
    elements = tuple(replace(e, box=_moved(e.box, x, y)) for e in window.elements)
    lines = None if window.lines is None else tuple(replace(t, box=_moved(t.box, x, y)) for t in window.lines)
    box = (x, y, x + wide, y + high)
    return Layer(box, elements, lines, (box,), window.complete)


def truth_of(layers: Sequence[Layer]) -> tuple[tuple[RenderedElement, ...], tuple[RenderedLine, ...] | None]:
    """Return what can be seen of the layers, lowest first; lines are None when a layer's are unknown."""
    elements: list[RenderedElement] = []
    lines: list[RenderedLine] = []
    known = True
    for i, layer in enumerate(layers):
        covers = [c for above in layers[i + 1 :] for c in above.covers]
        seen = (_seen(element, layer.box, covers) for element in layer.elements)
        elements.extend(with_parents([e for e in seen if e is not None], len(elements)))
        known = known and layer.lines is not None
        seen_lines = (_seen_line(line, layer.box, covers) for line in layer.lines or ())
        lines.extend(line for line in seen_lines if line is not None)
    return tuple(elements), tuple(lines) if known else None


def _seen(element: RenderedElement, frame: Bounds, covers: Sequence[Bounds]) -> RenderedElement | None:
    inner = meet(element.box, frame)
    box, share = seen_part(inner, covers)
    least = 0.3 if element.role in ("window", "dialog") else _LEAST_VISIBLE
    if share * area(inner) < least * area(element.box) or min(box[2] - box[0], box[3] - box[1]) < 5:
        return None
    return replace(element, box=box)


def _seen_line(line: RenderedLine, frame: Bounds, covers: Sequence[Bounds]) -> RenderedLine | None:
    """Return the visible part of a line; what is cut cannot be read any more."""
    seen = meet(line.box, frame)
    for cover in covers:
        seen = uncovered(seen, cover)
    if seen[2] - seen[0] < 4 or seen[3] - seen[1] < 0.6 * (line.box[3] - line.box[1]):
        return None
    return line if seen == line.box else RenderedLine(seen, "")


def _moved(box: Bounds, dx: int, dy: int) -> Bounds:
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy
