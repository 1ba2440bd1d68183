"""The joint between the runner and whatever episodes are played in: a machine with a task, a browser page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from actions.computer import Computer
from evals.graders.score import Score
from gui_agent.machinery import Machinery


@dataclass(frozen=True, slots=True)
class EpisodeTask:
    """One task of a suite, as the runner sees it; it travels between processes, so it must be picklable.

    ``tier`` is literal, goal, long or whatever the suite says; ``application`` may be empty. ``source`` is
    what the suite's environment needs to set the task up (a task file's path, a page's name). ``infeasible``:
    the right end is to say that it cannot be done; reports set such tasks apart.
    """

    id: str
    suite: str
    application: tuple[str, ...]
    tier: str
    instruction: str
    source: object
    infeasible: bool = False


@runtime_checkable
class Environment(Protocol):
    """A slot in which episodes of one kind are played, one after another.

    Trouble of the infrastructure raises `MachineError`, `SetupError` and `GraderError` kinds and never
    becomes a score; after such an error the runner closes the environment and opens another.
    """

    @property
    def computer(self) -> Computer:
        """The screen, mouse and keyboard of the episode under way: all that an agent gets."""
        ...

    def reset(self, task: EpisodeTask, seed: int) -> str:
        """Begin an episode from a clean state and return the instruction for the agent.

        ``seed`` picks the variant where a task has several. The first call starts whatever has to run.
        """
        ...

    def grade(self, *, declared_infeasible: bool) -> Score:
        """Judge the state that the agent has left; called once, at the end.

        ``declared_infeasible``: the agent ended by saying that the task cannot be done.
        """
        ...

    def close(self) -> None:
        """End everything that was started; safe to call twice."""
        ...


@runtime_checkable
class Solvable(Protocol):
    """An environment that knows solutions of its tasks, to prove its graders without any agent."""

    def play_solution(self, which: str, computer: Computer) -> int:
        """Play the ``oracle`` or the ``near_miss`` of the episode under way; return the steps it took.

        ``computer`` is this environment's own, recorded; what a solution does otherwise (commands and files
        of a guest) goes past it. Raises `NoSolution` where the task has none of that kind.
        """
        ...


@runtime_checkable
class Equipped(Protocol):
    """An environment whose machine can run an agent's tools or be taken back during an episode."""

    def machinery(self) -> Machinery:
        """Return what it has, for the episode under way."""
        ...


class NoSolution(Exception):
    """The task has no solution of that kind; nothing is wrong with the machine."""
