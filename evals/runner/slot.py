"""Playing one episode in a slot, from the clean state to the kept result."""

from __future__ import annotations

import time
import traceback
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from actions.errors import ComputerError, InvalidAction, LaunchFailed, MissingDependency, WindowNotFound
from evals.agents.agent import AgentReport
from evals.agents.open_agent import UnknownAgent, open_agent
from evals.episodes.environment import Environment
from evals.episodes.result import Ending as EpisodeEnding
from evals.episodes.result import EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder, Trouble
from evals.graders.errors import GraderError, GraderMissing, UnknownGrader, UnreadableInput, WrongRules
from evals.graders.score import Score
from evals.machines.errors import GuestFileError, ImageError, MachineError, MachineLost, MachineUnavailable
from evals.runner.assignment import Assignment, Broken, Finished, SlotSettings
from evals.setup.errors import DownloadMissing, NeedsAccount, SetupError
from evals.suites.registry import EnvironmentKind, open_environment
from evals.tasks import InvalidTask
from grounding.errors import ModelUnavailable
from gui_agent.budget import Budget
from gui_agent.errors import JournalError
from gui_agent.types import Ending

NEVER_BETTER = (
    DownloadMissing,
    NeedsAccount,
    GraderMissing,
    UnknownGrader,
    WrongRules,
    InvalidTask,
    ImageError,
    MachineUnavailable,
    MissingDependency,
    ModelUnavailable,
    UnknownAgent,
)
"""Errors that trying again cannot mend."""

NOT_THE_AGENTS = (
    MachineError,
    SetupError,
    ComputerError,
    JournalError,
    ModelUnavailable,
    MemoryError,
    OSError,
)
"""Errors out of an agent's play that say nothing about the agent, but for the following."""
_THE_AGENTS_OWN = (InvalidAction, LaunchFailed, WindowNotFound)


class UnreadableState(Exception):
    """What the agent left cannot be read as what it should be: maybe its own doing, maybe not."""


class Slot:
    """Plays episodes one by one. Its environment stays open between them, and is closed when one breaks."""

    def __init__(self, settings: SlotSettings) -> None:
        self._settings = settings
        self._store = RunFolder(settings.root)
        self._environment: tuple[EnvironmentKind, Environment] | None = None

    def play(self, assignment: Assignment) -> Finished | Broken:
        """Play one episode and keep its result; one that is over already is only looked up."""
        known = self._store.result(assignment.key)
        if known is not None:
            return Finished(known)
        try:
            return Finished(self._store.finish(self._played(assignment)))
        except Exception as error:
            self.close()
            return Broken(assignment.key, trouble_of(error), isinstance(error, NEVER_BETTER))

    def close(self) -> None:
        """End the environment; safe to call twice."""
        if self._environment is None:
            return
        _, environment = self._environment
        self._environment = None
        try:
            environment.close()
        except (MachineError, ComputerError, OSError):
            # It broke before, or ends by itself with this process.
            return

    def _played(self, assignment: Assignment) -> EpisodeResult:
        key, task, began = assignment.key, assignment.task, time.monotonic()
        started_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        environment = self._opened(assignment.kind)
        folder = self._store.begin_try(key)
        instruction = environment.reset(task, key.seed)
        acting = time.monotonic()
        report, failure = self._act(assignment, environment, instruction, folder)
        seconds = time.monotonic() - acting
        score = _graded(environment, report)
        troubles = tuple(trouble.kind for trouble in self._store.troubles(key))
        if self._settings.video:
            from gui_agent.report.film import film

            film(folder)
        return EpisodeResult(
            key,
            ending_of(report, score),
            score.value,
            score.explanation,
            instruction=instruction,
            applications=task.application,
            tier=task.tier,
            agent=self._settings.agent.name,
            machine=self._settings.machine if assignment.kind is EnvironmentKind.MACHINE else "browser",
            steps=report.steps,
            seconds=seconds,
            total_seconds=time.monotonic() - began,
            tokens_in=report.tokens_in,
            tokens_out=report.tokens_out,
            cost=report.cost,
            retries=len(troubles),
            troubles=troubles,
            failure=failure,
            agent_ending=report.ending.name,
            agent_explanation=report.explanation,
            trajectory=str(folder.relative_to(self._store.root)),
            started_at=started_at,
            infeasible=task.infeasible,
        )

    def _act(
        self, assignment: Assignment, environment: Environment, instruction: str, folder: Path
    ) -> tuple[AgentReport, str]:
        """Let the agent play; one that crashes has failed, unless the machine is what broke."""
        settings = self._settings
        agent = open_agent(settings.agent, environment, assignment.task)
        budget = Budget(settings.max_steps, settings.max_seconds)
        seed = seed_of(assignment.key)
        try:
            report = agent.play(instruction, environment.computer, folder=folder, budget=budget, seed=seed)
        except Exception as error:
            if isinstance(error, NOT_THE_AGENTS) and not isinstance(error, _THE_AGENTS_OWN):
                raise
            said = "".join(traceback.format_exception_only(error)).strip()
            (folder / "crash.txt").write_text(traceback.format_exc(), "utf-8")
            return AgentReport(Ending.NOT_ACCOMPLISHED, f"the agent crashed: {said}"), "agent_crashed"
        if report.ending is Ending.MACHINE_FAILED:
            raise MachineLost(report.explanation)
        return report, ""

    def _opened(self, kind: EnvironmentKind) -> Environment:
        if self._environment is not None and self._environment[0] is not kind:
            self.close()
        if self._environment is None:
            self._environment = (kind, open_environment(kind, self._settings.machine))
        return self._environment[1]


def _graded(environment: Environment, report: AgentReport) -> Score:
    try:
        return environment.grade(declared_infeasible=report.declared_infeasible)
    except (UnreadableInput, GuestFileError) as error:
        raise UnreadableState(f"{type(error).__name__}: {error}") from error


def ending_of(report: AgentReport, score: Score) -> EpisodeEnding:
    """Return how the episode ended: the state counts first, then what the agent says of its end."""
    if score.value == 1:
        return EpisodeEnding.SOLVED
    if report.refused or report.declared_infeasible:
        return EpisodeEnding.REFUSED
    if report.ending is Ending.BUDGET_SPENT:
        return EpisodeEnding.BUDGET
    return EpisodeEnding.FAILED


def seed_of(key: EpisodeKey) -> int:
    """Return the number that an agent draws lots with: another one for every episode."""
    return int.from_bytes(sha256(repr(key).encode()).digest()[:6], "big")


def trouble_of(error: Exception) -> Trouble:
    """Return what broke an episode, in a word of the taxonomy and in its own."""
    match error:
        case UnreadableState():
            return Trouble("unreadable_state", str(error))
        case GraderError():
            kind = "grader"
        case SetupError() | InvalidTask():
            kind = "setup"
        case MachineError() | ComputerError():
            kind = "machine"
        case _:
            return Trouble("runner", "".join(traceback.format_exception(error)).strip())
    return Trouble(kind, f"{type(error).__name__}: {error}")
