"""Looks twice: once at the whole screen, and once at the part around the answer, magnified.

Source: iterative narrowing (arXiv 2411.13591) and ScreenSpot-Pro (arXiv 2504.07981), where it helps most on
large screens with small targets.
"""

from __future__ import annotations

from dataclasses import replace

from actions.geometry import Box, Point, Size
from actions.screenshot import Screenshot
from grounding.errors import TargetNotFound
from grounding.public_models.asking import PublicGroundingModel, Wanted
from grounding.types import Candidate, Grounding

SHARE = 0.5
"""The part's sides, as a share of the screen's."""
_LEAST = 112
"""Sides in pixels below which there is nothing to look closer at."""
_UNSURE = 0.7
"""What the score is multiplied with where the close look finds nothing."""


class ZoomingModel:
    """Asks ``model`` again on a crop around its answer, shown as large as the whole screen was.

    The second answer counts; where it names no place the first one does, with a lower score.
    """

    def __init__(self, model: PublicGroundingModel, share: float = SHARE) -> None:
        self._model, self._share = model, share

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target``; raises what the model raises for the whole screen."""
        first = self._model.ground(screenshot, target)
        part = part_around(first.point, screenshot.region, self._share)
        if part is None:
            return first
        height, width = screenshot.image.shape[:2]
        close = Wanted(cropped(screenshot, part), target, Size(width, height))
        try:
            second = self._model.ground_wanted(close)
        except TargetNotFound:
            return replace(first, score=first.score * _UNSURE)
        if first.box.contains(second.point):
            return second
        other = Candidate(first.point, first.box, first.score * _UNSURE, first.label)
        return replace(second, alternatives=(other,))

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        """Return what the model answers in the end; None where it names no place."""
        try:
            found = self.ground(screenshot, target)
        except TargetNotFound:
            return None
        return Candidate(found.point, found.box, found.score, found.label)


def part_around(point: Point, region: Box, share: float) -> Box | None:
    """Return the part of ``region`` around ``point``, wholly inside; None where it would be too small."""
    width, height = round(region.width * share), round(region.height * share)
    if min(width, height) < _LEAST:
        return None
    left = min(max(point.x - width // 2, region.x1), region.x2 - width)
    top = min(max(point.y - height // 2, region.y1), region.y2 - height)
    return Box(left, top, left + width, top + height)


def cropped(screenshot: Screenshot, part: Box) -> Screenshot:
    """Return the screenshot of ``part`` of what ``screenshot`` shows, in the same screen pixels."""
    return Screenshot(screenshot.crop(part), part, screenshot.scale, screenshot.captured_at)
