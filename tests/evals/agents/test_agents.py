"""The plain agents: what they do to a computer, what they say, what they leave in the journal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from actions.action import Action, Click, PressKeys, TypeText
from actions.computer import Computer
from actions.errors import LaunchFailed
from actions.fake import FakeComputer
from actions.geometry import Point
from actions.screenshot import Image
from evals.agents.agent import AgentReport, EvalAgent
from evals.agents.open_agent import AGENTS, AgentChoice, UnknownAgent, open_agent
from evals.agents.recording import RecordedComputer
from evals.episodes.environment import EpisodeTask, NoSolution
from evals.graders.score import Score, none
from gui_agent.budget import Budget
from gui_agent.journal import read_journal
from gui_agent.types import Ending

TASK = EpisodeTask("write", "desktop", ("mousepad",), "goal", "Write yes.", "write.json")


class Slot:
    """An environment whose oracle types “yes”; it has no near-miss."""

    def __init__(self, computer: Computer) -> None:
        self.computer = computer

    def reset(self, task: EpisodeTask, seed: int) -> str:
        return task.instruction

    def grade(self, *, declared_infeasible: bool) -> Score:
        return none("")

    def play_solution(self, which: str, computer: Computer) -> int:
        if which != "oracle":
            raise NoSolution(f"there is no {which}")
        computer.execute(TypeText("yes"))
        return 1

    def close(self) -> None: ...


@pytest.fixture
def computer() -> FakeComputer:
    return FakeComputer([np.zeros((80, 120, 3), np.uint8)])


BY_LOOKING = ("embedded", "model")
"""Agents that understand instructions, and must see something."""


def agent(name: str, computer: Computer, task: EpisodeTask = TASK) -> EvalAgent:
    model = "openai:nobody" if name == "model" else ""
    return open_agent(AgentChoice(name, model=model), Slot(computer), task)


def play(name: str, computer: Computer, folder: Path, task: EpisodeTask = TASK, **more: int) -> AgentReport:
    budget = Budget(more.get("max_steps", 50), 60)
    folder.mkdir(exist_ok=True)
    return agent(name, computer, task).play(
        task.instruction, computer, folder=folder, budget=budget, seed=more.get("seed", 1)
    )


@pytest.mark.parametrize("name", AGENTS)
def test_every_agent_keeps_the_agreement(name: str, computer: FakeComputer) -> None:
    assert isinstance(agent(name, computer), EvalAgent)


@pytest.mark.parametrize("name", [name for name in AGENTS if name not in BY_LOOKING])
def test_every_agent_leaves_a_whole_journal_with_its_ending(
    name: str, computer: FakeComputer, tmp_path: Path
) -> None:
    report = play(name, computer, tmp_path)
    journal = read_journal(tmp_path)
    last = journal.steps()[-1]
    assert last.ending is report.ending
    assert journal.header.task == TASK.instruction
    assert journal.end is not None
    assert last.observation.screenshot.image.shape == (80, 120, 3)


def test_doing_nothing_touches_nothing(computer: FakeComputer, tmp_path: Path) -> None:
    play("nothing", computer, tmp_path)
    play("infeasible", computer, tmp_path / "other")
    assert computer.actions == []


def test_only_one_agent_declares_what_can_be_done_infeasible(computer: FakeComputer, tmp_path: Path) -> None:
    names = [name for name in AGENTS if name not in BY_LOOKING]
    declared = {n: play(n, computer, tmp_path / n).declared_infeasible for n in names}
    assert [name for name, said in declared.items() if said] == ["infeasible"]


def test_random_clicks_are_the_same_for_the_same_seed_and_stay_on_the_screen(tmp_path: Path) -> None:
    def actions(seed: int, folder: str) -> list[Action]:
        computer = FakeComputer([np.zeros((80, 120, 3), np.uint8)])
        play("random-click", computer, tmp_path / folder, seed=seed)
        return computer.actions

    one = actions(7, "a")
    assert one == actions(7, "b")
    assert one != actions(8, "c")
    clicks = [action for action in one if isinstance(action, Click)]
    assert clicks
    assert all(0 <= click.point.x < 120 and 0 <= click.point.y < 80 for click in clicks)


def test_random_clicks_keep_the_budget(computer: FakeComputer, tmp_path: Path) -> None:
    report = play("random-click", computer, tmp_path, max_steps=3)
    assert report.steps <= 3
    assert len(computer.actions) == 2


def test_the_oracle_plays_the_solution_through_the_recorded_computer(
    computer: FakeComputer, tmp_path: Path
) -> None:
    report = play("oracle", computer, tmp_path)
    assert computer.actions == [TypeText("yes")]
    steps = read_journal(tmp_path).steps()
    assert [step.action for step in steps][:-1] == [TypeText("yes")]
    assert report.ending is Ending.ACCOMPLISHED


def test_where_there_is_no_solution_the_agent_refuses(computer: FakeComputer, tmp_path: Path) -> None:
    report = play("near-miss", computer, tmp_path)
    assert report.refused
    assert computer.actions == []


def test_the_oracle_of_an_infeasible_task_says_so(computer: FakeComputer, tmp_path: Path) -> None:
    task = EpisodeTask("fly", "desktop", (), "goal", "Fly.", "fly.json", infeasible=True)
    report = play("oracle", computer, tmp_path, task)
    assert report.declared_infeasible
    assert computer.actions == []


def test_an_action_that_fails_is_on_record_before_it_was_tried(tmp_path: Path) -> None:
    def refuse(action: Action, frame: Image) -> Image:
        raise LaunchFailed("no such program")

    computer = FakeComputer([np.zeros((80, 120, 3), np.uint8)], on_action=refuse)
    with (
        pytest.raises(LaunchFailed),
        RecordedComputer(computer, tmp_path, "i", "n") as recorded,
    ):
        recorded.execute(Click(Point(3, 4)))
    journal = read_journal(tmp_path)
    assert [record.kind for record in journal.records] == ["header", "intent", "acknowledgement", "end"]
    assert journal.records[2].payload["error"] == "no such program"


def test_unknown_agents_are_refused_by_name(computer: FakeComputer) -> None:
    with pytest.raises(UnknownAgent, match="choose from embedded, model, oracle"):
        AgentChoice("human")
    with pytest.raises(UnknownAgent, match="cannot be imported"):
        agent("absent.module:agent", computer)


def test_the_recorded_computer_is_a_computer(computer: FakeComputer, tmp_path: Path) -> None:
    with RecordedComputer(computer, tmp_path, "i", "n") as recorded:
        assert isinstance(recorded, Computer)
        assert recorded.screen_size == computer.screen_size
        recorded.execute(PressKeys(("Enter",)))
    assert computer.actions == [PressKeys(("Enter",))]
