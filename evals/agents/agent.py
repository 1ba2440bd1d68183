"""The joint between the runner and whatever plays an episode."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from actions.computer import Computer
from gui_agent.budget import Budget
from gui_agent.types import Ending


@dataclass(frozen=True, slots=True)
class AgentReport:
    """What an agent says of one episode; whether it is right, the grader says.

    ``refused``: it would not begin, or stopped because something was not allowed. ``declared_infeasible``: it
    says that the task cannot be done. ``cost`` is in US dollars.
    """

    ending: Ending
    explanation: str = ""
    steps: int = 0
    declared_infeasible: bool = False
    refused: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0


@runtime_checkable
class EvalAgent(Protocol):
    """Plays episodes, one after another, each on a computer of its own."""

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        """Play one episode within ``budget`` and keep its journal in ``folder``, which exists and is empty.

        ``seed`` is for agents that draw lots: another one for every episode, the same whenever that episode
        is played again. Trouble of the machine is reported as ending ``MACHINE_FAILED`` or raised as
        `ComputerError` or `MachineError`; both mean that the episode broke.
        """
        ...
