"""Agents without any thought: the floors that an own suite must keep at zero."""

from __future__ import annotations

import random
import time
from pathlib import Path

from actions.action import Click, PressKeys, TypeText
from actions.computer import Computer
from actions.errors import InvalidAction
from actions.geometry import Point
from evals.agents.agent import AgentReport
from evals.agents.recording import RecordedComputer
from gui_agent.budget import Budget
from gui_agent.types import Ending

RANDOM_CLICKS = 15
"""How many random clicks an episode gets, where its budget allows as many."""
_PAUSE_SECONDS = 0.1
_WORDS = ("yes", "0", "hello", "42\n", "ok\n")
_KEYS = (("Enter",), ("Tab",), ("Escape",), ("ctrl", "s"), ("Down",))


class NothingAgent:
    """Does nothing and says that it is done."""

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        with RecordedComputer(computer, folder, instruction, "nothing") as recorded:
            recorded.end(Ending.ACCOMPLISHED, "nothing was done")
        return AgentReport(Ending.ACCOMPLISHED, "nothing was done", 1)


class InfeasibleAgent:
    """Says of every task that it cannot be done."""

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        said = "it says so of every task"
        with RecordedComputer(computer, folder, instruction, "infeasible") as recorded:
            recorded.end(Ending.NOT_ACCOMPLISHED, said, infeasible=True)
        return AgentReport(Ending.NOT_ACCOMPLISHED, said, 1, declared_infeasible=True)


class RandomClickAgent:
    """Clicks anywhere, now and then types or presses a key, and says that it is done; the seed decides."""

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        lots = random.Random(seed)
        began = time.monotonic()
        with RecordedComputer(computer, folder, instruction, "random-click") as recorded:
            for _ in range(min(RANDOM_CLICKS, budget.max_steps - 1)):
                if budget.spent(recorded.steps, time.monotonic() - began):
                    break
                _do_something(recorded, lots)
            recorded.end(Ending.ACCOMPLISHED, "it clicked at random")
        return AgentReport(Ending.ACCOMPLISHED, "it clicked at random", recorded.steps)


def _do_something(computer: Computer, lots: random.Random) -> None:
    width, height = computer.screen_size.width, computer.screen_size.height
    point = Point(lots.randrange(width), lots.randrange(height))
    draw = lots.random()
    try:
        if draw < 0.7:
            button = "right" if lots.random() < 0.1 else "left"
            computer.execute(
                Click(point, "right" if button == "right" else "left", lots.choice((1, 1, 1, 2)))
            )
        elif draw < 0.85:
            computer.execute(TypeText(lots.choice(_WORDS)))
        else:
            computer.execute(PressKeys(lots.choice(_KEYS)))
    except InvalidAction:
        return
    # The desktop gets a moment to answer; that is no action of the agent's.
    time.sleep(_PAUSE_SECONDS)
