"""From the numbers in a model's answer to places on the screen."""

from __future__ import annotations

from actions.screenshot import Screenshot
from grounding.types import Grounding, GroundingModel, UIElement


class PointingGrounder:
    """Finds what was pointed at on a screenshot exactly there, and everything else by its words.

    Steps keep the words, so that a recorded run can be done again with its targets found anew.
    """

    def __init__(self, grounder: GroundingModel) -> None:
        self._grounder = grounder
        self._screenshot: Screenshot | None = None
        self._pointed: dict[str, Grounding] = {}

    def point(self, screenshot: Screenshot, target: str, element: UIElement) -> None:
        """Let ``target`` mean ``element`` on ``screenshot``."""
        self.place(screenshot, target, Grounding(element.box.center, element.box, 1.0, element.text))

    def place(self, screenshot: Screenshot, target: str, place: Grounding) -> None:
        """Let ``target`` mean exactly ``place`` on ``screenshot``."""
        if self._screenshot is not screenshot:
            self._screenshot, self._pointed = screenshot, {}
        self._pointed[target] = place

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Return the place of ``target``; raises what the grounder below raises."""
        return self.pointed(screenshot, target) or self._grounder.ground(screenshot, target)

    def pointed(self, screenshot: Screenshot, target: str) -> Grounding | None:
        """Return the place of ``target`` where it was pointed at on ``screenshot``."""
        return self._pointed.get(target) if screenshot is self._screenshot else None
