"""Proving tasks on machines: the oracle scores 1; near misses, nothing and random clicks 0."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from actions.action import Click
from actions.geometry import Point
from actions.settle import wait_until_settled
from evals.graders.errors import GraderError
from evals.judging import judge_episode
from evals.machines.errors import MachineError
from evals.machines.machine import Machine
from evals.setup.context import SetupContext
from evals.setup.downloads import Downloads
from evals.setup.errors import SetupError
from evals.setup.proof import perform
from evals.setup.run import set_up
from evals.tasks.proof import NearMiss, Proof
from evals.tasks.task import Task

RANDOM_CLICKS = 12


class Way(StrEnum):
    """What is done to a machine before its state is judged."""

    ORACLE = "oracle"
    NEAR_MISS = "near-miss"
    NOTHING = "nothing"
    RANDOM_CLICKS = "random-clicks"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Trial:
    """One way of ending a task on a fresh machine; ``near_miss`` is the one that is played, if any."""

    task: Task
    way: Way
    near_miss: NearMiss | None = None
    seed: int = 0

    @property
    def expected(self) -> float:
        """The score that proves the task; of an infeasible one declaring it so is the solution."""
        right = Way.INFEASIBLE if self.task.evaluator.infeasible else Way.ORACLE
        return 1.0 if self.way is right else 0.0

    @property
    def name(self) -> str:
        return f"{self.task.id} {self.way}" + (f" ({self.near_miss.what})" if self.near_miss else "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trial was scored; ``score`` is None where the machine, the setup or a grader failed."""

    trial: Trial
    score: float | None
    explanation: str
    seconds: float

    @property
    def as_expected(self) -> bool:
        return self.score == self.trial.expected


def trials_of(task: Task, ways: frozenset[Way] = frozenset(Way), seed: int = 0) -> Iterator[Trial]:
    """Yield every trial of a task in the ways that are asked for."""
    proof = task.proof or Proof()
    for way in Way:
        if way not in ways:
            continue
        match way:
            case Way.NEAR_MISS:
                yield from (Trial(task, way, miss) for miss in proof.near_misses)
            case Way.ORACLE:
                if not task.evaluator.infeasible:
                    yield Trial(task, way)
            case _:
                yield Trial(task, way, seed=seed)


def run_trial(trial: Trial, machine: Machine) -> Outcome:
    """Set the task up on a machine that has just been reset, walk one way, and judge."""
    began = time.monotonic()
    score: float | None = None
    try:
        with tempfile.TemporaryDirectory(prefix="prove-") as folder:
            context = _context(trial.task, machine, Path(folder))
            set_up(trial.task, context)
            _walk(trial, context)
            declared = trial.way is Way.INFEASIBLE
            verdict = judge_episode(trial.task, context, declared_infeasible=declared)
        score, explanation = verdict.score.value, verdict.score.explanation
    except (MachineError, SetupError, GraderError) as error:
        explanation = f"{type(error).__name__}: {error}"
    return Outcome(trial, score, explanation, time.monotonic() - began)


def _context(task: Task, machine: Machine, folder: Path) -> SetupContext:
    cache = folder / "cache"
    cache.mkdir()
    beside = task.file.parent if task.file else Path()
    return SetupContext(machine, Downloads(folder / "downloads", offline=True), cache, beside)


def _walk(trial: Trial, context: SetupContext) -> None:
    match trial.way:
        case Way.ORACLE if trial.task.proof is not None:
            perform(trial.task.proof.oracle, context)
        case Way.NEAR_MISS if trial.near_miss is not None:
            perform(trial.near_miss.steps, context)
        case Way.RANDOM_CLICKS:
            _click_about(context, trial.seed)
        case _:
            pass


def _click_about(context: SetupContext, seed: int) -> None:
    computer = context.machine.computer
    chance = random.Random(f"{seed}")
    size = computer.screen_size
    for _ in range(RANDOM_CLICKS):
        before = computer.screenshot()
        point = Point(chance.randrange(size.width), chance.randrange(size.height))
        computer.execute(Click(point, count=chance.choice((1, 1, 1, 2))))
        wait_until_settled(computer.screenshot, before=before, first_change_within=0.2)
