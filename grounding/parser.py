"""Pixels in, elements out: text by reading, controls by their boxes, no model of what they mean."""

from __future__ import annotations

import numpy as np

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.carets import without_carets
from grounding.controls import control_of, tick_elements
from grounding.cues import Area, Edges, find_areas, find_blobs, find_ticked
from grounding.glyphs import ARROWS, plain_sign, shape_of
from grounding.layout import open_menus, with_layout_roles
from grounding.lines import checked_line, without_stray_ideographs
from grounding.neighbours import Neighbours
from grounding.ocr import ScreenReader, TextLine, ink_mask
from grounding.types import ParsedScreen, UIElement
from grounding.windows import FoundWindow, documents, find_windows, window_buttons

_MOST_ICONS = 250


class OcrScreenParser:
    """Reads screens with OCR and OpenCV cues; keeps the last frame to read only what changed.

    Not safe to share between threads.
    """

    def __init__(self, reader: ScreenReader | None = None) -> None:
        self._reader = reader or ScreenReader()
        self._last_image: Image | None = None
        self._last_elements: tuple[UIElement, ...] = ()

    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        """Return the elements of ``screenshot`` in reading order. Raises `ModelUnavailable`."""
        image = screenshot.image
        if self._last_image is None or not np.array_equal(self._last_image, image):
            self._last_elements = self._elements_of(image)
            self._last_image = image.copy()
        placed = tuple(_on_screen(e, screenshot) for e in self._last_elements)
        return ParsedScreen(placed, screenshot.region)

    def lines_of(self, image: Image) -> tuple[TextLine, ...]:
        """Return what is written on ``image`` (BGR), lone signs on buttons included, in its pixels."""
        return self._read(without_carets(image))[2]

    def _elements_of(self, image: Image) -> tuple[UIElement, ...]:
        return tuple(in_reading_order(assemble(*self._read(without_carets(image)))))

    def _read(self, image: Image) -> tuple[Edges, list[Area], tuple[TextLine, ...]]:
        edges = Edges(image)
        areas = _without_twins(find_ticked(edges), find_areas(edges))
        lines = self._reader.read(image, [a.box for a in areas if a.shape != "panel"])
        parts = [part for line in lines for part in checked_line(image, line)]
        lines = tuple(without_stray_ideographs(parts))
        lines = _outside_ticks(lines, areas)
        lines = (*lines, *self._read_signs(edges, areas, lines))
        return edges, areas, (*lines, *self._read_headers(edges, lines))

    def _read_signs(self, edges: Edges, areas: list[Area], lines: tuple[TextLine, ...]) -> list[TextLine]:
        """Read lone signs on buttons, which the finder of text lines misses."""
        signs = []
        for area in areas:
            if area.shape != "bar" or not 16 <= area.box.width <= 100 or area.fenced < 2:
                continue
            if edges.count(area.box.expanded(-3)) < 4 or any(area.box.contains(x.box.center) for x in lines):
                continue
            sign = self._read_sign(edges.image, area.box)
            if sign is not None and not (sign.text == "." and max(area.color) - min(area.color) > 40):
                signs.append(sign)
        return signs

    def _read_headers(self, edges: Edges, lines: tuple[TextLine, ...]) -> list[TextLine]:
        """Read lone letters and digits in line with others: the column and row names of a sheet."""
        short = [line.box for line in lines if len(line.text) <= 2 and line.text.isalnum()]
        if len(short) < 6:
            return []
        found = []
        for blob in find_blobs(edges, [line.box.expanded(2) for line in lines], smallest=3):
            if blob.width <= 14 and 7 <= blob.height <= 16 and _is_in_line(blob, short):
                reading = self._read_letters(edges.image, blob, blob.expanded(6))
                if reading is not None and reading.score >= 0.75 and reading.text.isalnum():
                    found.append(reading)
        return found

    def _read_sign(self, image: Image, button: Box) -> TextLine | None:
        inner = Box(button.x1 + 3, button.y1 + 3, button.x2 - 3, button.y2 - 3)
        ink = ink_mask(image[inner.y1 : inner.y2, inner.x1 : inner.x2])
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        if not len(rows) or ink.mean() > 0.35:
            return None
        box = Box(
            inner.x1 + int(columns[0]),
            inner.y1 + int(rows[0]),
            inner.x1 + int(columns[-1]) + 1,
            inner.y1 + int(rows[-1]) + 1,
        )
        if box.height > 22 or box.width > 40 or not _is_centred(box, button):
            return None
        shape = shape_of(ink)
        if shape:
            return TextLine(box, shape, 0.9)
        return self._read_letters(image, box, button)

    def _read_letters(self, image: Image, ink: Box, button: Box) -> TextLine | None:
        # The reader expects a line's usual margins, which a sign such as “,” alone does not show.
        middle = ink.center
        half = max(9, ink.height // 2 + 4)
        crop = Box(ink.x1 - 6, middle.y - half, ink.x2 + 6, middle.y + half).clipped(
            Box(button.x1 + 2, button.y1 + 2, button.x2 - 2, button.y2 - 2)
        )
        reading = self._reader.read_crop(image[crop.y1 : crop.y2, crop.x1 : crop.x2].copy(), plain=True)
        if reading.score < 0.5 or not reading.text.strip():
            return None
        return TextLine(ink, plain_sign(reading.text), reading.score)


def assemble(edges: Edges, areas: list[Area], lines: tuple[TextLine, ...]) -> list[UIElement]:
    """Combine areas and lines of one picture into elements (picture pixels)."""
    image = edges.image
    windows = find_windows(edges, areas, lines)
    ticks, labels = tick_elements(areas, lines)
    rest = [line for line in lines if line not in labels and not _is_title_icon(line, windows)]
    menus = open_menus(areas, rest)
    neighbours = Neighbours(areas)
    fenced = [
        a
        for a in areas
        if not any(m.contains(a.box.center) for m in (*menus, *(w.title_bar for w in windows)))
    ]
    controls = [c for a in fenced if (c := control_of(edges, a, neighbours, rest)) is not None]
    inside = {id(line) for c in controls for line in c.lines}
    texts = [
        UIElement(x.box, "text", x.text, score=x.score)
        for x in rest
        if id(x) not in inside and x.text not in ARROWS
    ]
    taken = [line.box.expanded(2) for line in lines if line.text not in ARROWS]
    taken += [t.box.expanded(1) for t in ticks] + [c.element.box.expanded(1) for c in controls]
    signs = [b for w in windows for b in window_buttons(edges, w.title_bar)]
    taken += [b.expanded(2) for b in signs]
    blobs = find_blobs(edges, taken)[:_MOST_ICONS]
    icons = [UIElement(b, "icon", score=0.5) for b in (*signs, *blobs)]
    flat = ticks + [c.element for c in controls] + texts
    found = with_layout_roles(image, flat, menus) + icons + [w.element for w in windows]
    return found + documents(areas, [w.element for w in windows])


def _is_title_icon(line: TextLine, windows: list[FoundWindow]) -> bool:
    return len(line.text) <= 2 and any(w.title_bar.contains(line.box.center) for w in windows)


def _is_in_line(blob: Box, others: list[Box]) -> bool:
    rows = sum(abs(o.center.y - blob.center.y) <= 2 for o in others)
    columns = sum(abs(o.center.x - blob.center.x) <= 4 for o in others)
    return max(rows, columns) >= 4


def in_reading_order(elements: list[UIElement]) -> list[UIElement]:
    """Sort into rows from top to bottom and, within a row, from left to right."""
    rows: list[list[UIElement]] = []
    for element in sorted(elements, key=lambda e: (e.box.center.y, e.box.x1)):
        row = rows[-1] if rows else None
        if row and abs(row[0].box.center.y - element.box.center.y) <= 6:
            row.append(element)
        else:
            rows.append([element])
    return [e for row in rows for e in sorted(row, key=lambda e: e.box.x1)]


def _outside_ticks(lines: tuple[TextLine, ...], areas: list[Area]) -> tuple[TextLine, ...]:
    ticks = [a.box for a in areas if a.shape in ("square", "circle") and a.box.width <= 20]
    return tuple(x for x in lines if len(x.text) > 1 or not any(_holds(t.expanded(3), x.box) for t in ticks))


def _holds(outer: Box, inner: Box) -> bool:
    return inner.intersection(outer).area == inner.area


def _without_twins(ticked: list[Area], plain: list[Area]) -> list[Area]:
    """Drop areas whose box is nearly that of another one: the two sides of one border."""
    kept: list[Area] = list(ticked)
    marked = [t.box for t in ticked]
    for area in plain:
        if area.shape != "panel" and any(area.box.iou(box) > 0.5 for box in marked):
            continue
        if not any(k.shape == area.shape and k.box.iou(area.box) > 0.85 for k in kept[-8:]):
            kept.append(area)
    return kept


def _is_centred(ink: Box, button: Box) -> bool:
    dx, dy = ink.center.x - button.center.x, ink.center.y - button.center.y
    return abs(dx) <= max(4, button.width // 5) and abs(dy) <= max(5, button.height // 4)


def _on_screen(element: UIElement, screenshot: Screenshot) -> UIElement:
    region, scale = screenshot.region, screenshot.scale
    if scale == 1.0 and region.x1 == 0 and region.y1 == 0:
        return element
    b = element.box
    box = Box(round(b.x1 / scale), round(b.y1 / scale), round(b.x2 / scale), round(b.y2 / scale))
    return UIElement(
        box.offset(region.x1, region.y1), element.role, element.text, element.state, element.score
    )
