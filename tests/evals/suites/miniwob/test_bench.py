"""What ``bench miniwob`` says of episodes."""

from pathlib import Path

import numpy as np

from actions.computer import Computer
from actions.fake import FakeComputer
from evals.agents.agent import AgentReport
from evals.bench.miniwob import Played, summarise
from evals.suites.miniwob.catalogue import tiers
from evals.suites.miniwob.floor import INSTRUCTION, SubmitOnlyAgent
from gui_agent.budget import Budget
from gui_agent.types import Ending

LITERAL, CLOSED = tiers()["literal"], tiers()["closed_loop"]


def played(names: tuple[str, ...], solved: int) -> list[Played]:
    return [Played(name, 1000, i < solved) for i, name in enumerate(names)]


def test_rates_are_told_by_tier_with_counts_and_intervals() -> None:
    result = summarise(played(LITERAL, 33), played(LITERAL, 2), "ocr")
    assert result.figures["literal"].value == 33 / 36
    assert result.figures["literal"].n == 36
    assert result.figures["submit_only_literal"].value == 2 / 36
    assert "closed_loop" not in result.figures
    assert any(line.startswith("literal: 33 of 36, 95 % interval 0.7") for line in result.details)
    assert result.holds


def test_the_subset_counts_tasks_of_every_tier() -> None:
    result = summarise(played(("click-link", "click-menu", "copy-paste"), 2), [], "ocr")
    assert result.figures["webgum_56"].n == 2
    assert result.figures["webgum_56"].value == 1.0


def test_too_few_literal_tasks_miss_the_bound_and_other_tiers_have_none() -> None:
    assert not summarise(played(LITERAL, 30), [], "ocr").holds
    assert summarise(played(CLOSED, 0), [], "ocr").holds


def test_a_broken_episode_is_no_failure_and_lets_nothing_hold() -> None:
    broken = Played(LITERAL[0], 1000, broken="MachineLost: the page keeper has ended")
    result = summarise([broken, *played(LITERAL[1:], 35)], [], "ocr")
    assert result.figures["literal"].value == 1.0
    assert result.figures["harness_errors"].value == 1
    assert not result.holds
    assert any("the page keeper has ended" in line for line in result.details)


class Listener:
    """An agent that only writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        self.told.append(instruction)
        return AgentReport(Ending.ACCOMPLISHED)


def test_the_floor_presses_submit_whatever_it_is_asked(tmp_path: Path) -> None:
    listener = Listener()
    floor = SubmitOnlyAgent(listener)
    floor.play(
        "Select Ana and click Submit.",
        FakeComputer([np.zeros((9, 9, 3), np.uint8)]),
        folder=tmp_path,
        budget=Budget(),
        seed=1,
    )
    assert listener.told == [INSTRUCTION]
