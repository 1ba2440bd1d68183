"""Pixels in, elements out: detect, read, name icons; a new frame costs only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.embedded.changes import is_cut, regions_to_look_at, with_context
from grounding.embedded.detector import DetectedElement, Detection, ElementDetector
from grounding.embedded.fusion import ReadText, fuse, joined_readings
from grounding.embedded.icons import IconEncoder
from grounding.embedded.inline_links import find_inline_links, link_of
from grounding.embedded.line_reading import MARGIN, ReadCrop, read_lines
from grounding.embedded.lone_signs import LoneSign, believed, is_looked_at, sign_in
from grounding.embedded.memory import CropMemory
from grounding.embedded.outlines import with_outlined
from grounding.embedded.reader import LineReader, ReadLine
from grounding.embedded.rereading import Rereader
from grounding.embedded.second_reader import SecondReader
from grounding.ocr import TextLine
from grounding.parser import OcrScreenParser, in_reading_order
from grounding.types import ParsedScreen, TextPiece, UIElement

_MOST_ICONS = 400
_LARGEST_ICON = 160
_LEAST_CERTAIN = 0.3
_SAME_LINK = 0.5
_CLOSE_LOOKS = 4
"""Screens whose close look is remembered: what was before an action is compared with what came of it."""
_WORDLESS = frozenset({"window", "dialog", "document", "scroll bar", "slider", "text"})

Vector = NDArray[np.float32]


class LineSource(Protocol):
    """Reads whole pictures, slowly and thoroughly."""

    def lines_of(self, image: Image) -> Sequence[TextLine]:
        """Return what is written on ``image``, in its pixels."""
        ...


class CropReader(Protocol):
    """Reads one line of text, of any script."""

    def read(self, crop: Image) -> ReadLine: ...


@dataclass(frozen=True, slots=True)
class _Frame:
    image: Image
    found: Detection
    elements: tuple[UIElement, ...]
    vectors: dict[Box, Vector]
    lines: tuple[ReadText, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was returned for a frame of a region of the screen, at a scale."""

    frame: _Frame
    where: tuple[Box, float]
    screen: ParsedScreen
    vector_at: dict[Box, Vector]


class EmbeddedScreenParser:
    """Reads screens with the shipped networks; remembers the last frame and every crop it has seen.

    Not safe to share between threads. Raises `ModelUnavailable` where the weights are missing.
    """

    def __init__(
        self,
        detector: ElementDetector | None = None,
        reader: LineReader | None = None,
        icons: IconEncoder | None = None,
        second_reader: CropReader | None = None,
        thorough_reader: LineSource | None = None,
    ) -> None:
        self._detector = detector or ElementDetector()
        self._reader = reader or LineReader()
        self._icons = icons or IconEncoder()
        self._second_reader = second_reader or SecondReader()
        self._thorough_reader = thorough_reader
        self._rereader = Rereader(self._reader, self._second_reader)
        self._readings: CropMemory[ReadCrop] = CropMemory()
        self._signs: CropMemory[tuple[LoneSign, ReadLine] | None] = CropMemory()
        self._vectors: CropMemory[Vector] = CropMemory()
        self._last: _Frame | None = None
        self._shown: _Shown | None = None
        self._closely: list[tuple[_Frame, _Shown]] = []

    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        """Return the elements of ``screenshot`` in reading order."""
        image = screenshot.image
        last = self._last
        regions = regions_to_look_at(last.image if last else None, image)
        if last is None or regions is None:
            self._last = self._understood(image, self._detector.find(image))
        elif regions:
            self._last = self._understood(image, self._looked_again(last.found, image, regions))
        assert self._last is not None
        return self._shown_at(self._last, screenshot)

    def parse_closely(self, screenshot: Screenshot) -> ParsedScreen:
        """Return the elements with their words read again by OCR: seconds, for what `parse` did not show.

        Raises `ModelUnavailable` where OCR is not installed.
        """
        self.parse(screenshot)
        frame = self._last
        assert frame is not None
        where = (screenshot.region, screenshot.scale)
        known = next((s for f, s in self._closely if f is frame and s.where == where), None)
        if known is None:
            known = _placed_frame(self._with_thorough_words(frame), screenshot)
            self._closely = [(frame, known), *self._closely[: _CLOSE_LOOKS - 1]]
        return known.screen

    def read_again(self, screenshot: Screenshot, box: Box) -> tuple[str, ...]:
        """Return several readings of the line at ``box`` (screen pixels)."""
        return self._rereader.read_again(screenshot, box)

    def _with_thorough_words(self, frame: _Frame) -> _Frame:
        thorough = [ReadText(x.box, x.text, x.score) for x in self._thorough().lines_of(frame.image)]
        return self._with_words(frame.image, frame.found, joined_readings(thorough, frame.lines))

    def _thorough(self) -> LineSource:
        if self._thorough_reader is None:
            self._thorough_reader = OcrScreenParser()
        return self._thorough_reader

    def _shown_at(self, frame: _Frame, screenshot: Screenshot) -> ParsedScreen:
        """Return the elements of ``frame`` in screen pixels; the very same object while nothing changes."""
        known, where = self._shown, (screenshot.region, screenshot.scale)
        if known is not None and known.frame is frame and known.where == where:
            return known.screen
        self._shown = _placed_frame(frame, screenshot)
        return self._shown.screen

    def icon_vectors(self, screen: ParsedScreen) -> NDArray[np.float32]:
        """Return what the elements of a screen parsed lately look like: [n, D], zeros where unknown."""
        shown = [s for s in (*(s for _, s in self._closely), self._shown) if s is not None]
        looks = next((s.vector_at for s in shown if s.screen is screen), shown[-1].vector_at if shown else {})
        # Asked about nothing, the encoder answers with no vectors of its size.
        size = self._icons.encode(np.zeros((1, 1, 3), np.uint8), []).shape[1]
        vectors = np.zeros((len(screen.elements), size), np.float32)
        for row, element in zip(vectors, screen.elements, strict=True):
            vector = looks.get(element.box)
            if vector is not None:
                row[:] = vector
        return vectors

    def _looked_again(self, last: Detection, image: Image, regions: Sequence[Box]) -> Detection:
        """Return the old findings with those in ``regions`` replaced by new ones."""
        views = [(region, with_context(region, image)) for region in regions]
        elements = [e for e in last.elements if not any(_is_renewed(e.box, *view) for view in views)]
        lines: list[Box] = [b for b in last.lines if not any(b.overlaps(r) for r in regions)]
        for region, seen in views:
            found = self._found_in(image, seen)
            elements += [
                e for e in found.elements if e.box.overlaps(region) and not is_cut(e.box, seen, image)
            ]
            lines += [b for b in found.lines if b.overlaps(region)]
        return Detection(tuple(elements), tuple(lines))

    def _found_in(self, image: Image, seen: Box) -> Detection:
        """Return what the detector finds on a part of the picture, in pixels of the whole."""
        found = self._detector.find(image[seen.y1 : seen.y2, seen.x1 : seen.x2])
        elements = (replace(e, box=e.box.offset(seen.x1, seen.y1)) for e in found.elements)
        return Detection(tuple(elements), tuple(b.offset(seen.x1, seen.y1) for b in found.lines))

    def _understood(self, image: Image, found: Detection) -> _Frame:
        return self._with_words(image, found, self._read(image, found.lines))

    def _with_words(self, image: Image, found: Detection, lines: list[ReadText]) -> _Frame:
        controls = with_outlined(image, found.elements, lines, partial(self._meanings_at, image))
        seen = [*fuse(controls, lines), *self._inline_links(image, controls, lines)]
        elements = self._with_lone_signs(image, in_reading_order(seen))
        vectors = self._look_of(image, [e.box for e in elements if _may_be_icon(e)][:_MOST_ICONS])
        meanings = self._meanings(vectors)
        named = [replace(e, meaning=meanings[e.box]) if meanings.get(e.box) else e for e in elements]
        return _Frame(image.copy(), found, tuple(named), vectors, tuple(lines))

    def _inline_links(
        self, image: Image, controls: Sequence[DetectedElement], lines: Sequence[ReadText]
    ) -> list[UIElement]:
        known = [c.box for c in controls if c.role == "link"]
        boxes = [b for b in find_inline_links(image, lines) if not any(b.iou(k) >= _SAME_LINK for k in known)]
        return [link_of(x.box, x.text) for x in self._read(image, boxes)] if boxes else []

    def _read(self, image: Image, boxes: Sequence[Box]) -> list[ReadText]:
        crops = [_crop(image, box.expanded(MARGIN)) for box in boxes]
        readings = self._readings.answer_all(crops, lambda new: self._read_crops([crops[i] for i in new]))
        return [
            ReadText(_within(box, found), found.line.text.strip(), found.line.score)
            for box, found in zip(boxes, readings, strict=True)
            if found.line.score >= _LEAST_CERTAIN and found.line.text.strip()
        ]

    def _read_crops(self, crops: list[Image]) -> list[ReadCrop]:
        readings = read_lines(self._reader, crops)
        return [
            replace(found, line=self._second_reader.read(crop)) if found.line.foreign else found
            for crop, found in zip(crops, readings, strict=True)
        ]

    def _with_lone_signs(self, image: Image, elements: list[UIElement]) -> list[UIElement]:
        """Return ``elements`` with what stands on those without words where that is a sign of its own."""
        asked = [i for i, e in enumerate(elements) if is_looked_at(e)]
        crops = [_crop(image, elements[i].box) for i in asked]
        answers = self._signs.answer_all(crops, lambda new: self._read_signs([crops[i] for i in new]))
        seen = {i: answer for i, answer in zip(asked, answers, strict=True) if answer is not None}
        signs, readings = [s for s, _ in seen.values()], [r for _, r in seen.values()]
        for i, text in believed(elements, list(seen), signs, readings).items():
            at = seen[i][0].box.offset(elements[i].box.x1, elements[i].box.y1)
            elements[i] = replace(elements[i], text=text, pieces=(TextPiece(text, at),))
        return elements

    def _read_signs(self, controls: list[Image]) -> list[tuple[LoneSign, ReadLine] | None]:
        signs = [sign_in(control) for control in controls]
        found = [(c, s.box) for c, s in zip(controls, signs, strict=True) if s]
        crops = [_crop(c, box.expanded(max(MARGIN, box.height // 6))) for c, box in found]
        readings = iter(self._reader.read(crops) if crops else [])
        return [(s, next(readings)) if s else None for s in signs]

    def _look_of(self, image: Image, boxes: Sequence[Box]) -> dict[Box, Vector]:
        """Return what stands at ``boxes`` as vectors of the space it shares with words."""
        crops = [_crop(image, b.expanded(max(b.width, b.height) // 4)) for b in boxes]
        vectors = self._vectors.answer_all(
            crops, lambda new: list(self._icons.encode(image, [boxes[i] for i in new]))
        )
        return dict(zip(boxes, vectors, strict=True))

    def _meanings_at(self, image: Image, boxes: Sequence[Box]) -> dict[Box, str]:
        return self._meanings(self._look_of(image, boxes))

    def _meanings(self, vectors: dict[Box, Vector]) -> dict[Box, str]:
        if not vectors:
            return {}
        named = self._icons.name(np.stack(list(vectors.values())))
        return {box: meaning for box, (meaning, _) in zip(vectors, named, strict=True)}


def _placed_frame(frame: _Frame, screenshot: Screenshot) -> _Shown:
    placed = tuple(on_screen(e, screenshot) for e in frame.elements)
    looks = {
        e.box: frame.vectors[own.box]
        for e, own in zip(placed, frame.elements, strict=True)
        if own.box in frame.vectors
    }
    where = (screenshot.region, screenshot.scale)
    return _Shown(frame, where, ParsedScreen(placed, screenshot.region), looks)


def on_screen(element: UIElement, screenshot: Screenshot) -> UIElement:
    """Return ``element`` (picture pixels) in screen pixels."""
    region, scale = screenshot.region, screenshot.scale
    if scale == 1.0 and region.x1 == 0 and region.y1 == 0:
        return element
    pieces = tuple(TextPiece(p.text, _placed(p.box, screenshot)) for p in element.pieces)
    return replace(element, box=_placed(element.box, screenshot), pieces=pieces)


def _placed(b: Box, screenshot: Screenshot) -> Box:
    region, scale = screenshot.region, screenshot.scale
    box = Box(round(b.x1 / scale), round(b.y1 / scale), round(b.x2 / scale), round(b.y2 / scale))
    return box.offset(region.x1, region.y1)


def _within(line: Box, found: ReadCrop) -> Box:
    """Return the box of the words that were read in the crop of a line."""
    if found.part is None:
        return line
    # The crop is cut off where the picture ends.
    x, y = max(0, line.x1 - MARGIN), max(0, line.y1 - MARGIN)
    return found.part.offset(x, y)


def _crop(image: Image, box: Box) -> Image:
    inside = box.clipped(Box(0, 0, image.shape[1], image.shape[0]))
    return np.ascontiguousarray(image[inside.y1 : inside.y2, inside.x1 : inside.x2])


def _is_renewed(box: Box, region: Box, seen: Box) -> bool:
    """Say whether an old finding is given up: ``region`` changed, and ``seen`` of it is looked at again.

    A window whose text changes stays, since only a part of it is seen.
    """
    share = box.intersection(region).area / max(1, box.area)
    return share > 0.6 if box.intersection(seen).area < box.area else share > 0


def _may_be_icon(element: UIElement) -> bool:
    if element.role in _WORDLESS or max(element.box.width, element.box.height) > _LARGEST_ICON:
        return False
    return len(element.text) <= 2 or element.role in ("icon", "image")
