"""Which computer tool a model has, and the parts of an agent that works with it."""

from __future__ import annotations

import re
from pathlib import Path

from actions.computer import Computer
from grounding.grounders import DEFAULT_GROUNDER, GrounderName, open_grounder
from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.opening import ModelSpec, parse_model_spec
from gui_agent.chat.prices import load_prices
from gui_agent.chat.types import ChatModel
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.native.calls import AnthropicCalls, OpenAICalls
from gui_agent.planning.native.planner import NativePlanner, NativeTool
from gui_agent.reflection import ScreenReflector
from gui_agent.settings import Settings

EDGE, PIXELS = 1568, 1_150_000
"""Anthropic shrinks larger pictures behind our back; for models that take more, set MODEL_PICTURE_EDGE."""
OPENAI_EDGE = 2048
_TOOLSET = "computer_toolset_20260801"
_VERSIONS = {"20250124": "computer_20250124", "20251124": "computer_20251124", "20260801": _TOOLSET}
_OLDER = (
    (re.compile(r"opus-4-[567]|sonnet-4-6"), "computer_20251124"),
    (re.compile(r"3-7-sonnet|haiku-4-5|(opus-4(-[01])?|sonnet-4(-[05])?)(?!-\d\b)"), "computer_20250124"),
)
"""Names of models that know older tools only; all others know the toolset."""


def is_native(settings: Settings) -> bool:
    """Say whether the settings' model works the computer with a tool of its own. Raises `SettingsError`."""
    return bool(settings.model) and parse_model_spec(settings.model).native


def native_tool(spec: ModelSpec, settings: Settings) -> NativeTool:
    """Return the computer tool of the model ``spec`` names."""
    own = settings.model_picture_edge
    if spec.dialect == "openai":
        preview = spec.name.startswith("computer-use-preview")
        version = "computer_use_preview" if preview else "computer"
        return NativeTool(version, OpenAICalls(), own or OPENAI_EDGE, blindly=False)
    version = _VERSIONS.get(settings.model_computer_tool) or anthropic_version(spec.name)
    return NativeTool(version, AnthropicCalls(), own or EDGE, None if own else PIXELS)


def anthropic_version(name: str) -> str:
    """Return the newest computer tool that the model ``name`` knows."""
    return next((version for names, version in _OLDER if names.search(name)), _TOOLSET)


def native_parts(
    computer: Computer,
    model: ChatModel,
    settings: Settings,
    grounder: GrounderName = DEFAULT_GROUNDER,
    weights: Path | None = None,
    *,
    cancel: Cancellation | None = None,
) -> Parts:
    """Build the parts: embedded eyes, and ``model`` working the computer with its provider's own tool.

    Raises `grounding.errors.ModelUnavailable` where the grounder's weights are missing.
    """
    eyes = open_grounder(grounder, weights)
    pointing = PointingGrounder(eyes.model)
    tool = native_tool(parse_model_spec(settings.model), settings)
    cancel = cancel or Cancellation()
    prices, deadline = load_prices(settings.prices), settings.model_deadline
    planner = NativePlanner(model, tool, pointing, prices, deadline=deadline, cancel=cancel)
    reflector = ScreenReflector(eyes.for_checks, eyes.look_closely, eyes.read_again)
    return Parts(planner, Observer(computer, eyes.parser), pointing, reflector, cancel=cancel)
