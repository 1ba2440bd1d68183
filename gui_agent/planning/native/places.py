"""From points to words: what a model points at is named, so that journals and people can read it."""

from __future__ import annotations

from actions.geometry import Box, Point
from grounding.types import Grounding, UIElement
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.screen_words import named
from gui_agent.types import Observation

AROUND = 8
"""Pixels around a point with nothing under it that count as its place."""
_TOO_WIDE = 0.5
"""An element over more than this part of the screen is not what somebody points at."""


class Places:
    """Names the points of one observation and lets the grounder find exactly them."""

    def __init__(self, pointing: PointingGrounder, observation: Observation) -> None:
        self._pointing, self._observation = pointing, observation
        self._named: dict[str, Point] = {}

    def words(self, point: Point) -> str:
        """Return words that mean exactly ``point`` on this observation from now on."""
        element = element_at(self._observation, point)
        words = named(element) if element is not None else f"the point ({point.x}, {point.y})"
        if self._named.get(words, point) != point:
            words = f"{words} at ({point.x}, {point.y})"
        self._named[words] = point
        self._pointing.place(self._observation.screenshot, words, self._place(point, element))
        return words

    def _place(self, point: Point, element: UIElement | None) -> Grounding:
        if element is not None:
            return Grounding(point, element.box, 1.0, element.text)
        around = Box(point.x - AROUND, point.y - AROUND, point.x + AROUND + 1, point.y + AROUND + 1)
        return Grounding(point, around.clipped(self._observation.screenshot.region), 1.0)


def element_at(observation: Observation, point: Point) -> UIElement | None:
    """Return the smallest element under ``point``, None where there is none worth naming."""
    most = _TOO_WIDE * observation.screenshot.region.area
    under = [e for e in observation.screen.elements if e.box.contains(point) and e.box.area <= most]
    return min(under, key=lambda element: element.box.area, default=None)
