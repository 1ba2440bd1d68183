"""The product's own agent with a language model that plans."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from actions.computer import Computer
from evals.agents.agent import AgentReport
from evals.agents.performing import performed
from grounding.grounders import GrounderName
from gui_agent.budget import Budget
from gui_agent.chat.errors import ChatModelError
from gui_agent.machinery import NO_MACHINERY, Machinery, require_machinery
from gui_agent.mechanisms import Mechanism
from gui_agent.memory.memory import Memory
from gui_agent.memory.opening import open_memory
from gui_agent.settings import Settings
from gui_agent.types import Ending


class ModelAgent:
    """Plays by the model and the mechanisms that ``settings`` name; a new mind for each episode.

    ``machinery`` is what tools and tree search work with. Raises `SettingsError` where they have nothing.
    """

    def __init__(
        self,
        settings: Settings,
        grounder: GrounderName,
        weights: Path | None = None,
        machinery: Machinery = NO_MACHINERY,
    ) -> None:
        require_machinery(settings.switched_on, machinery)
        self._settings, self._grounder, self._weights = settings, grounder, weights
        self._machinery = machinery

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        """Play one episode; a model that gives no answer breaks it, and says nothing about the agent."""
        from gui_agent.chat.opening import open_chat_model
        from gui_agent.planning.model.parts import model_parts

        model = open_chat_model(self._settings.model, self._settings)
        with contextlib.closing(model), _remembering(self._settings) as memory:
            try:
                _ = model.capabilities
            except ChatModelError as error:
                return AgentReport(Ending.MACHINE_FAILED, str(error))
            parts = model_parts(
                computer,
                model,
                self._settings,
                self._grounder,
                self._weights,
                machinery=self._machinery,
                memory=memory,
            )
            computer = self._machinery.computer or computer
            return performed(instruction, computer, parts, folder=folder, budget=budget, memory=memory)


@contextlib.contextmanager
def _remembering(settings: Settings) -> Iterator[Memory | None]:
    """Open the memory that the settings name; a person's own one is neither used nor taught by episodes."""
    if settings.memory is None or not {Mechanism.MEMORY, Mechanism.SHORTCUTS} & settings.switched_on.on:
        yield None
        return
    with contextlib.closing(open_memory(settings)) as memory:
        yield memory
