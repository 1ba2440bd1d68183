"""The floor: an agent that presses Submit whatever it is asked, as some pages reward even that."""

from __future__ import annotations

from pathlib import Path

from actions.computer import Computer
from evals.agents.agent import AgentReport, EvalAgent
from evals.agents.embedded import EmbeddedAgent
from evals.agents.open_agent import AgentChoice
from gui_agent.budget import Budget

INSTRUCTION = "Click the Submit button"


class SubmitOnlyAgent:
    """Finds the Submit button on the screen as the product's agent does, clicks it once, and ends."""

    def __init__(self, agent: EvalAgent) -> None:
        self._agent = agent

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        return self._agent.play(INSTRUCTION, computer, folder=folder, budget=budget, seed=seed)


def submit_only(choice: AgentChoice) -> SubmitOnlyAgent:
    """Return the agent for ``eval run --agent evals.suites.miniwob.floor:submit_only``."""
    return SubmitOnlyAgent(EmbeddedAgent(choice.grounder, choice.weights))
