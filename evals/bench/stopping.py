"""A person stops the run while a served model thinks: how long that takes, and what is pressed meanwhile."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from actions.fake import FakeComputer
from actions.geometry import Box, Size
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import GroundingModel, UIElement
from gui_agent.agent import Agent
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.types import ChatModel
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Ending

THINKS_SECONDS = 0.15
_BUTTON = Box(20, 20, 120, 50)


@dataclass(frozen=True, slots=True)
class Stop:
    """Seconds from the stop to the end of the run, and whether it ended as stopped with nothing pressed."""

    seconds: float
    clean: bool


def stop_while_thinking(model: ChatModel, task: str) -> Stop:
    """Let the agent ask ``model`` about ``task``, and stop it in the middle of the answer."""
    screens = FakeScreens(Size(320, 240))
    computer = FakeComputer([screens.draw([UIElement(_BUTTON, "button", "OK")])])
    grounder = FakeGroundingModel(screens)
    parts = _parts(model, computer, screens, grounder)
    agent, thrown = Agent(computer, parts), [0.0]

    def stop() -> None:
        thrown[0] = time.monotonic()
        agent.stop()

    timer = threading.Timer(THINKS_SECONDS, stop)
    timer.start()
    *_, last = agent.run(task)
    over = time.monotonic()
    timer.join()
    return Stop(max(0.0, over - thrown[0]), last.ending is Ending.STOPPED and not computer.actions)


def _parts(model: ChatModel, computer: FakeComputer, screens: FakeScreens, grounder: GroundingModel) -> Parts:
    thinker, pointing = Thinker(model, PriceTable(())), PointingGrounder(grounder)
    return Parts(
        ModelPlanner(thinker, pointing),
        Observer(computer, screens),
        pointing,
        ScreenReflector(grounder),
        cancel=thinker.cancel,
    )
