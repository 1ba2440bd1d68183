"""Gives an answered point the element it lies on: box and words, as the screen's parser sees them."""

from __future__ import annotations

from dataclasses import replace

from actions.geometry import Point
from actions.screenshot import Screenshot
from grounding.errors import TargetNotFound
from grounding.types import Candidate, Grounding, GroundingModel, ParsedScreen, ScreenParser, UIElement

_LARGEST = 0.25
"""An element larger than this share of the screen is a background, not what was pointed at."""


class OnElements:
    """Lets ``model`` find places and ``parser`` say on which element they are; the point stays as it is."""

    def __init__(self, model: GroundingModel, parser: ScreenParser) -> None:
        self._model, self._parser = model, parser

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target``; raises what the model raises."""
        found = self._model.ground(screenshot, target)
        element = element_at(self._parser.parse(screenshot), found.point)
        if element is None:
            return found
        return replace(found, box=element.box, label=element.text or element.meaning or found.label)

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        """Return what the model answers; None where it names no place."""
        try:
            found = self._model.ground(screenshot, target)
        except TargetNotFound:
            return None
        return Candidate(found.point, found.box, found.score, found.label)


def element_at(screen: ParsedScreen, point: Point) -> UIElement | None:
    """Return the smallest element at ``point``; None on the bare background."""
    most = screen.region.area * _LARGEST
    around = [e for e in screen.elements if e.box.contains(point) and e.box.area <= most]
    return min(around, key=lambda element: element.box.area, default=None)
