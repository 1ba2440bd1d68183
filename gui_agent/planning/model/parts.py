"""The parts of an agent whose planner is a language model."""

from __future__ import annotations

from pathlib import Path

from actions.computer import Computer
from grounding.grounders import DEFAULT_GROUNDER, GrounderName, open_grounder
from gui_agent.chat.prices import load_prices
from gui_agent.chat.types import ChatModel
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.reflection import ScreenReflector
from gui_agent.settings import Settings


def model_parts(
    computer: Computer,
    model: ChatModel,
    settings: Settings,
    grounder: GrounderName = DEFAULT_GROUNDER,
    weights: Path | None = None,
) -> Parts:
    """Build the parts: embedded eyes, and ``model`` as the one that decides what to do.

    Raises `grounding.errors.ModelUnavailable` where the grounder's weights are missing.
    """
    eyes = open_grounder(grounder, weights)
    pointing = PointingGrounder(eyes.model)
    planner = ModelPlanner(
        model,
        pointing,
        load_prices(settings.prices),
        deadline=settings.model_deadline,
        pictures=settings.model_pictures,
    )
    reflector = ScreenReflector(eyes.for_checks, eyes.look_closely)
    return Parts(planner, Observer(computer, eyes.parser), pointing, reflector)
