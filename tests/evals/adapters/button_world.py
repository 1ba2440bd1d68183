"""A tiny environment that can really be played: click the green square, and it turns white."""

from __future__ import annotations

import numpy as np

from actions.action import Action, Click
from actions.fake import FakeComputer
from actions.geometry import Box, Point
from actions.screenshot import Image
from evals.episodes.environment import EpisodeTask
from evals.graders.score import Score, full, none
from evals.machines.errors import MachineLost

TASK = EpisodeTask("green", "buttons", ("paint",), "literal", "Click the green square", None)
HOPELESS = EpisodeTask("red", "buttons", ("paint",), "goal", "Click the red square", None, infeasible=True)
WIDTH, HEIGHT, SIDE = 160, 100, 20
WHITE, GREEN, GREY = (255, 255, 255), (40, 180, 60), (90, 90, 90)


class ButtonWorld:
    """The seed places the square. ``breaks``: the machine is lost when it is graded."""

    def __init__(self, breaks: bool = False) -> None:
        self.closed, self.resets, self._breaks = False, 0, breaks
        self._computer: FakeComputer | None = None

    @property
    def computer(self) -> FakeComputer:
        assert self._computer is not None
        return self._computer

    def reset(self, task: EpisodeTask, seed: int) -> str:
        self.resets += 1
        self._task, self._clicked = task, False
        lots = np.random.default_rng(seed)
        left, top = int(lots.integers(WIDTH - SIDE)), int(lots.integers(HEIGHT - SIDE))
        self.square = Box(left, top, left + SIDE, top + SIDE)
        frame = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
        frame[top : top + SIDE, left : left + SIDE] = GREEN
        self._computer = FakeComputer([frame], on_action=self._happen)
        return f"{task.instruction} at once"

    def grade(self, *, declared_infeasible: bool) -> Score:
        if self._breaks:
            raise MachineLost("the machine went away")
        if self._task.infeasible or declared_infeasible:
            right = self._task.infeasible and declared_infeasible
            return full("it cannot be done") if right else none("that was wrong")
        return full("it is white") if self._clicked else none("it is still green")

    def close(self) -> None:
        self.closed = True

    def _happen(self, action: Action, frame: Image) -> Image:
        match action:
            case Click(Point() as point) if self.square.contains(point):
                self._clicked = True
                after = frame.copy()
                box = self.square
                after[box.y1 : box.y2, box.x1 : box.x2] = WHITE
                return after
        return frame
