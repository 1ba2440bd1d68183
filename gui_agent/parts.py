"""What an agent thinks with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from actions.computer import Computer
from grounding.grounders import DEFAULT_GROUNDER, GrounderName, open_grounder
from grounding.types import GroundingModel, ScreenParser
from gui_agent.chat.cancellation import Cancellation
from gui_agent.hints import Hints
from gui_agent.hold import Hold
from gui_agent.observer import Observer
from gui_agent.tools.toolbox import ToolBox
from gui_agent.types import Planner, Reflector

Wrapping = Callable[[GroundingModel, ScreenParser], GroundingModel]
"""Puts another grounding model around the one of a computer's parts."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Eyes, planner and reflector of one agent; ``tools`` only where there is a machine to use them in.

    ``cancel`` takes back whatever a model is asked at the moment, and ends the run. ``hints`` is where a
    person's words during the run go; None where the planner cannot take any. ``hold`` is how a person holds
    the agent, and lets it go on.
    """

    planner: Planner
    observer: Observer
    grounder: GroundingModel
    reflector: Reflector
    tools: ToolBox = field(default_factory=ToolBox)
    cancel: Cancellation = field(default_factory=Cancellation)
    hints: Hints | None = None
    hold: Hold = field(default_factory=Hold)


def embedded_parts(
    computer: Computer,
    grounder: GrounderName = DEFAULT_GROUNDER,
    weights: Path | None = None,
    around: Wrapping | None = None,
) -> Parts:
    """Build the parts that need no language model, no GPU and no network.

    ``weights`` is a folder of weights adapted to a user; as shipped where None. ``around`` wraps what finds
    targets, for actions and for checks.
    Raises `grounding.errors.ModelUnavailable` where the grounder's weights are missing.
    """
    from gui_agent.planning.literal import LiteralPlanner
    from gui_agent.planning.repair import RepairingPlanner
    from gui_agent.planning.understanding import shipped_reader
    from gui_agent.reflection import ScreenReflector

    eyes = open_grounder(grounder, weights)
    wrap = around or (lambda model, parser: model)
    reflector = ScreenReflector(wrap(eyes.for_checks, eyes.parser), eyes.look_closely, eyes.read_again)
    planner = RepairingPlanner(LiteralPlanner(reflector.holds, shipped_reader()))
    return Parts(planner, Observer(computer, eyes.parser), wrap(eyes.model, eyes.parser), reflector)
