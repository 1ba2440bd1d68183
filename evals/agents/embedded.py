"""The product's own agent: step language, embedded eyes, no language model."""

from __future__ import annotations

from pathlib import Path

from actions.computer import Computer
from evals.agents.agent import AgentReport
from evals.agents.performing import performed
from grounding.grounders import GrounderName
from gui_agent.budget import Budget


class EmbeddedAgent:
    """Plays by the literal planner and the chosen grounder; a new set of parts for each episode."""

    def __init__(self, grounder: GrounderName, weights: Path | None = None) -> None:
        self._grounder, self._weights = grounder, weights

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        from gui_agent.parts import embedded_parts

        parts = embedded_parts(computer, self._grounder, self._weights)
        return performed(instruction, computer, parts, folder=folder, budget=budget)
