"""One door to every agent, by the name people type."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from evals.agents.agent import EvalAgent
from evals.episodes.environment import Environment, EpisodeTask, Equipped
from grounding.grounders import DEFAULT_GROUNDER, GrounderName
from gui_agent.machinery import NO_MACHINERY, Machinery
from gui_agent.mechanisms import Mechanism, Mechanisms

AGENTS = ("embedded", "model", "oracle", "near-miss", "nothing", "random-click", "infeasible")


class UnknownAgent(ValueError):
    """There is no agent of that name; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class AgentChoice:
    """Which agent plays: ``name`` is one of `AGENTS` or ``module:factory`` of your own.

    ``grounder`` and ``weights`` are the embedded eyes'; ``model`` and ``mechanisms`` are the model agent's,
    written as in the settings. A factory takes the `AgentChoice` and returns an `EvalAgent`.
    """

    name: str = "embedded"
    grounder: GrounderName = DEFAULT_GROUNDER
    weights: Path | None = None
    model: str = ""
    mechanisms: str = ""

    def __post_init__(self) -> None:
        if (self.name == "model") != bool(self.model):
            raise UnknownAgent(
                "the agent “model” needs a model, and no other does; give --agent model --model SPEC, "
                "such as openai:NAME or http://HOST:PORT/v1#NAME"
            )
        if self.name not in AGENTS and ":" not in self.name:
            raise UnknownAgent(
                f"there is no agent “{self.name}”; choose from {', '.join(AGENTS)}, or write module:factory "
                "for one of your own"
            )

    @property
    def sees(self) -> bool:
        """Whether the agent works by the embedded eyes."""
        return self.name in ("embedded", "model")


def open_agent(choice: AgentChoice, environment: Environment, task: EpisodeTask) -> EvalAgent:
    """Return the agent for one episode; it is given ``environment`` only where its name says it may cheat.

    Raises `UnknownAgent`.
    """
    from evals.agents.scripted import InfeasibleAgent, NothingAgent, RandomClickAgent
    from evals.agents.solutions import SolutionAgent

    match choice.name:
        case "embedded":
            from evals.agents.embedded import EmbeddedAgent

            return EmbeddedAgent(choice.grounder, choice.weights)
        case "model":
            from evals.agents.model import ModelAgent
            from gui_agent.settings import load_settings

            settings = load_settings(model=choice.model, mechanisms=choice.mechanisms)
            there = _machinery(settings.switched_on, environment)
            return ModelAgent(settings, choice.grounder, choice.weights, there)
        case "oracle":
            return SolutionAgent(environment, "oracle", task.infeasible)
        case "near-miss":
            return SolutionAgent(environment, "near_miss", task.infeasible)
        case "nothing":
            return NothingAgent()
        case "random-click":
            return RandomClickAgent()
        case "infeasible":
            return InfeasibleAgent()
        case own:
            return _imported(own, choice)


def _machinery(on: Mechanisms, environment: Environment) -> Machinery:
    """Return what tools and tree search need, and nothing to agents that have neither switched on."""
    wanted = {Mechanism.TOOLS, Mechanism.TREE_SEARCH} & on.on
    return environment.machinery() if wanted and isinstance(environment, Equipped) else NO_MACHINERY


def _imported(name: str, choice: AgentChoice) -> EvalAgent:
    module, _, attribute = name.partition(":")
    try:
        factory = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise UnknownAgent(f"the agent {name} cannot be imported: {error}") from error
    return cast(EvalAgent, factory(choice))
