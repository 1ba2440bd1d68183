"""Agents that play what a task's author wrote down: the oracle, and the near-miss that must not count."""

from __future__ import annotations

from pathlib import Path

from actions.computer import Computer
from evals.agents.agent import AgentReport
from evals.agents.recording import RecordedComputer
from evals.episodes.environment import Environment, NoSolution, Solvable
from gui_agent.budget import Budget
from gui_agent.types import Ending


class SolutionAgent:
    """Plays the solution named ``which`` of every task; it reaches past the computer, as no agent may.

    Where a task has none it does nothing; where its right end is to say that it cannot be done, it says so.
    """

    def __init__(self, environment: Environment, which: str, infeasible: bool) -> None:
        self._environment, self._which, self._infeasible = environment, which, infeasible

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        with RecordedComputer(computer, folder, instruction, self._which) as recorded:
            if self._infeasible and self._which == "oracle":
                recorded.end(Ending.NOT_ACCOMPLISHED, "the task cannot be done", infeasible=True)
                return AgentReport(Ending.NOT_ACCOMPLISHED, "the task cannot be done", 1, True)
            try:
                if not isinstance(self._environment, Solvable):
                    raise NoSolution("this suite knows no solutions of its tasks")
                steps = self._environment.play_solution(self._which, recorded)
            except NoSolution as error:
                recorded.end(Ending.NOT_ACCOMPLISHED, str(error))
                return AgentReport(Ending.NOT_ACCOMPLISHED, str(error), recorded.steps, refused=True)
            recorded.end(Ending.ACCOMPLISHED, f"the {self._which} was played")
        return AgentReport(Ending.ACCOMPLISHED, f"the {self._which} was played", max(steps, recorded.steps))
