"""A grounding model for targets that are pictures; words go to the one below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from actions.geometry import Box, Point
from actions.screenshot import Image, Screenshot
from grounding.errors import AmbiguousTarget, GroundingError, TargetNotFound
from grounding.pictures.matching import Match, find_picture
from grounding.pictures.picture import Picture, PictureArea
from grounding.pictures.shelf import PictureShelf
from grounding.pictures.target import PictureTarget, picture_target
from grounding.types import Candidate, Grounding, GroundingModel, ParsedScreen, ScreenParser, TextPiece

_PAPER = 12


class PictureGrounder:
    """Finds pictures by their pixels, and by the words on them where their pixels are not there.

    ``tell`` hears of every picture that is not as its format promises, with its target.
    """

    def __init__(
        self,
        grounder: GroundingModel,
        parser: ScreenParser,
        shelf: PictureShelf,
        tell: Callable[[str, str], None] = lambda target, healed: None,
    ) -> None:
        self._grounder, self._parser, self._shelf, self._tell = grounder, parser, shelf, tell
        self._words: dict[tuple[int, PictureArea], TextPiece] = {}

    def pointed(self, screenshot: Screenshot, target: str) -> Grounding | None:
        """Return what the grounder below was shown, and the place of a picture where its pixels are."""
        wanted = picture_target(target)
        if wanted is None:
            below = getattr(self._grounder, "pointed", None)
            return below(screenshot, target) if below else None
        return self._by_pixels(screenshot, target, wanted)

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Return the place of ``target``; raises what the grounder below raises, and `InvalidNeedle`."""
        wanted = picture_target(target)
        if wanted is None:
            return self._grounder.ground(screenshot, target)
        return self._by_pixels(screenshot, target, wanted) or self._by_words(screenshot, target, wanted)

    def _by_pixels(self, screenshot: Screenshot, target: str, wanted: PictureTarget) -> Grounding | None:
        screen = self._parser.parse(screenshot)
        for picture in self._shelf.pictures(wanted):
            match = find_picture(screenshot.image, picture)
            if match is None or not _reads_as_told(picture, screen, match, screenshot):
                continue
            if match.others:
                raise AmbiguousTarget(
                    f"{target} is in {len(match.others) + 1} places that look alike; take a larger picture",
                    tuple(Candidate(b.center, b, match.similar) for b in (match.box, *match.others)),
                )
            if match.healed:
                self._tell(target, match.healed)
            return _on_screen(match, screenshot)
        return None

    def _by_words(self, screenshot: Screenshot, target: str, wanted: PictureTarget) -> Grounding:
        for picture in self._shelf.pictures(wanted):
            area = picture.target
            read = self._words_on(picture, area)
            words = area.words or read.text
            if len(re.sub(r"\W", "", words)) < 2:
                continue
            try:
                found = self._grounder.ground(screenshot, words)
            except AmbiguousTarget:
                raise
            except GroundingError:
                continue
            if _folded(words) in _folded(found.label):
                if area.kind != "ocr":
                    self._tell(target, f"by its words “{words}”")
                return _clicked(found, area, read, self._parser.parse(screenshot))
        raise TargetNotFound(f"I see {target} nowhere, and no words on it either")

    def _words_on(self, picture: Picture, area: PictureArea) -> TextPiece:
        """Read the longest words in ``area`` and where they stand in it.

        They are read on paper of their own colour, as a picture may be cut closely.
        """
        if (key := (id(picture), area)) not in self._words:
            b = area.box
            sheet = _on_paper(picture.image[b.y1 : b.y2, b.x1 : b.x2])
            region = Box(0, 0, sheet.shape[1], sheet.shape[0])
            pieces = _pieces(self._parser.parse(Screenshot(sheet, region)))
            longest = max(pieces, key=lambda piece: len(piece.text), default=TextPiece("", region))
            self._words[key] = TextPiece(longest.text.strip(), longest.box.offset(-_PAPER, -_PAPER))
        return self._words[key]


def _reads_as_told(picture: Picture, screen: ParsedScreen, match: Match, screenshot: Screenshot) -> bool:
    """Say whether what is to be read can be read in its areas, which moved as the clicked one did."""
    dx, dy = match.box.x1 - picture.target.box.x1, match.box.y1 - picture.target.box.y1
    asked = [
        (_folded(area.words), _placed_box(area.box.offset(dx, dy).expanded(area.margin), screenshot))
        for area in picture.areas
        if area.kind == "ocr"
    ]
    return all(
        any(words in _folded(e.text) and e.box.overlaps(near) for e in screen.elements)
        for words, near in asked
    )


def _on_screen(match: Match, screenshot: Screenshot) -> Grounding:
    return Grounding(_placed(match.point, screenshot), _placed_box(match.box, screenshot), match.similar)


def _placed(point: Point, screenshot: Screenshot) -> Point:
    """Return ``point``, in the screenshot's pixels, in those of the screen."""
    x, y = point.x / screenshot.scale, point.y / screenshot.scale
    return Point(round(x) + screenshot.region.x1, round(y) + screenshot.region.y1)


def _placed_box(box: Box, screenshot: Screenshot) -> Box:
    first, last = (_placed(p, screenshot) for p in (Point(box.x1, box.y1), Point(box.x2, box.y2)))
    return Box(first.x, first.y, last.x, last.y)


def _clicked(found: Grounding, area: PictureArea, read: TextPiece, screen: ParsedScreen) -> Grounding:
    """Return ``found`` with its point as far from its words as the one to be clicked is from those read."""
    near = found.box.expanded(4)
    words = [
        piece.box
        for piece in _pieces(screen)
        if _folded(read.text) in _folded(piece.text) and piece.box.overlaps(near)
    ]
    if area.click is None or not read.text or not words:
        return found
    here = min(words, key=lambda box: box.area)
    scale = here.height / max(1, read.box.height)
    dx, dy = area.click.x - read.box.center.x, area.click.y - read.box.center.y
    point = here.center.offset(round(dx * scale), round(dy * scale))
    return Grounding(point, found.box, found.score, found.label)


def _pieces(screen: ParsedScreen) -> list[TextPiece]:
    """Return the words on a screen with their own boxes."""
    held = [piece for element in screen.elements for piece in element.pieces]
    bare = [TextPiece(e.text, e.box) for e in screen.elements if e.text.strip() and not e.pieces]
    return [*held, *bare]


def _on_paper(patch: Image) -> Image:
    edge: Sequence[float] = np.median(np.concatenate([patch[0], patch[-1]]), axis=0).tolist()
    return np.asarray(
        cv2.copyMakeBorder(patch, _PAPER, _PAPER, _PAPER, _PAPER, cv2.BORDER_CONSTANT, value=edge), np.uint8
    )


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
