"""A computer with three doors on every screen, whose state can be taken back, and a model that tries them."""

import json
import re
import time
from dataclasses import dataclass, field

from actions.action import Action, Click
from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import UIElement
from gui_agent.agent import Agent
from gui_agent.approval import AutoApprover
from gui_agent.budget import Budget
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.script import Answer, Asked
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.planning.search.parts import comparing_planner, searching_planner
from gui_agent.planning.search.planner import SearchLimits
from gui_agent.planning.search.snapshots import MemorySnapshots, SnapshotTool
from gui_agent.reflection import ScreenReflector
from gui_agent.tools.toolbox import ToolBox
from gui_agent.types import Approver, Step

DOORS = {name: Box(20 + 100 * n, 40, 90 + 100 * n, 80) for n, name in enumerate("ABC")}
SIZE = Size(320, 240)


class Maze:
    """Shows the doors and the way gone so far; a click on a door goes through it."""

    def __init__(self) -> None:
        self.screens = FakeScreens(SIZE)
        self.way = ""
        self.clicks: list[str] = []
        self.screen_size = SIZE

    def __enter__(self) -> "Maze":
        return self

    def __exit__(self, *error: object) -> None: ...

    def screenshot(self, region: Box | None = None) -> Screenshot:
        sign = UIElement(Box(20, 120, 40 + 20 * len(self.way), 150), "text", f"way {self.way}")
        doors = [UIElement(box, "button", name) for name, box in DOORS.items()]
        image = self.screens.draw([*doors, sign])
        whole = Screenshot(image, Box(0, 0, *image.shape[1::-1]), captured_at=time.monotonic())
        return (
            whole if region is None else Screenshot(whole.crop(region), region, captured_at=whole.captured_at)
        )

    def execute(self, action: Action) -> None:
        assert isinstance(action, Click)
        name = next(name for name, box in DOORS.items() if box.contains(action.point))
        self.clicks.append(self.way + name)
        self.way += name

    def close(self) -> None: ...


@dataclass
class Guide:
    """A model whose ideas come in the order ``taste`` gives, and that knows the ``goal`` when asked."""

    goal: str
    taste: str = "ABC"
    misjudged: str = "-"
    claims: bool = False
    comparisons: dict[str, str] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        found = re.search(r'"way ([ABC]*)"', asked.text)
        way = found[1] if found else ""
        if "judge the state reached" in asked.text:
            on_the_way = self.goal.startswith(way) and way != self.misjudged
            progress = 0.3 + 0.7 * len(way) / len(self.goal) if on_the_way else 0.0
            return say({"why": f"at {way}", "progress": progress, "done": on_the_way and way == self.goal})
        if "compare two candidates" in asked.text:
            return self._compare(asked.text)
        if self.claims and len(way) >= len(self.goal):
            return say({"proposals": [{"action": {"do": "done"}, "score": 0.9}]})
        steps = [
            {"action": {"do": "click", "target": name}, "score": 0.9 - n / 10}
            for n, name in enumerate(self.taste)
        ]
        return say({"proposals": steps})

    def _compare(self, text: str) -> Answer:
        first, second = re.findall(r"^click “?([ABC])", text, re.MULTILINE)
        return say({"better": self.comparisons.get(first + second, "equal")})


def say(said: object) -> Answer:
    return Answer(json.dumps(said), input_tokens=100, output_tokens=10)


class Rehearsal:
    """The whole loop in a maze, by tree search or by comparing."""

    def __init__(self, guide: Guide, approver: Approver | None = None, **limits: float) -> None:
        self.maze = Maze()
        self.model = ScriptedChatModel(guide, capabilities=Capabilities(json_schema=True))
        self.snapshots: MemorySnapshots[str] = MemorySnapshots(
            lambda: self.maze.way, lambda way: setattr(self.maze, "way", way)
        )
        self.limits = SearchLimits(**limits)  # type: ignore[arg-type]
        self.approver = approver or AutoApprover()

    def search(self) -> list[Step]:
        pointing, thinker = self._mind()
        planner = searching_planner(thinker, pointing, self.snapshots, self.limits)
        return self._run(planner, pointing, ToolBox(SnapshotTool(self.snapshots)))

    def compare(self, steps: int) -> list[Step]:
        pointing, thinker = self._mind()
        return self._run(comparing_planner(thinker, pointing), pointing, ToolBox(), steps)

    def _mind(self) -> tuple[PointingGrounder, Thinker]:
        return PointingGrounder(FakeGroundingModel(self.maze.screens)), Thinker(self.model, PriceTable(()))

    def _run(
        self, planner: object, pointing: PointingGrounder, tools: ToolBox, steps: int = 100
    ) -> list[Step]:
        observer = Observer(self.maze, self.maze.screens)
        parts = Parts(planner, observer, pointing, ScreenReflector(pointing), tools)  # type: ignore[arg-type]
        agent = Agent(self.maze, parts, approver=self.approver, budget=Budget(steps))
        return list(agent.run("find the way"))
