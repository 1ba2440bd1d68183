"""OSWorld's tasks on a machine: set up, handed to an agent, judged from outside."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from actions.computer import Computer
from evals.episodes.environment import EpisodeTask
from evals.graders.score import Score
from evals.judging import judge_episode
from evals.machines.errors import MachineFailed
from evals.machines.machine import Machine
from evals.setup import Downloads, SetupContext, set_up
from evals.tasks import Task, load_task
from evals.upstream_graders import UpstreamGraders
from gui_agent.machinery import Machinery


class MachineEnvironment:
    """An `Environment` of one machine, which is started by the first episode and reset for each other.

    The ``source`` of its tasks is the path of a task file. ``upstream`` answers for graders that are not our
    own; it is closed with the environment.
    """

    def __init__(
        self, machine: Machine, downloads: Downloads, upstream: UpstreamGraders | None = None
    ) -> None:
        self._machine, self._downloads, self._upstream = machine, downloads, upstream
        self._episode: tuple[EpisodeTask, Task, SetupContext] | None = None
        self._running = False

    @property
    def computer(self) -> Computer:
        return self._machine.computer

    def reset(self, task: EpisodeTask, seed: int) -> str:
        """Set the task up on a clean machine; its seeds are all alike. Raises `InvalidTask` besides."""
        loaded = load_task(Path(str(task.source)))
        self._forget()
        if self._running:
            self._machine.reset()
        else:
            self._machine.start()
            self._running = True
        cache = Path(tempfile.mkdtemp(prefix="episode-"))
        folder = loaded.file.parent if loaded.file else Path()
        context = SetupContext(self._machine, self._downloads, cache, folder)
        self._episode = (task, loaded, context)
        set_up(loaded, context)
        return loaded.instruction

    def grade(self, *, declared_infeasible: bool) -> Score:
        _, task, context = self._under_way()
        verdict = judge_episode(
            task, context, declared_infeasible=declared_infeasible, upstream=self._upstream
        )
        return verdict.score

    def play_solution(self, which: str, computer: Computer) -> int:
        """Play the ``oracle`` or the first ``near_miss`` of the task file; return how many steps it has.

        Raises `NoSolution`, and `StepFailed` where it cannot be played.
        """
        from evals.suites.desktop.solve import solve

        episode, _, context = self._under_way()
        return solve(episode, which, context.machine, computer)

    def machinery(self) -> Machinery:
        """Return what the machine has for tools and search; a sandbox is taken back by walking again."""
        from evals.machines.equipment import equipment_of

        return equipment_of(self._machine, self._begin_again)

    def _begin_again(self) -> None:
        _, task, context = self._under_way()
        self._machine.reset()
        set_up(task, context)

    def close(self) -> None:
        self._forget()
        self._running = False
        if self._upstream is not None:
            self._upstream.close()
        self._machine.close()

    def _under_way(self) -> tuple[EpisodeTask, Task, SetupContext]:
        if self._episode is None:
            raise MachineFailed("no episode is under way; reset the environment with a task first")
        return self._episode

    def _forget(self) -> None:
        if self._episode is not None:
            shutil.rmtree(self._episode[2].cache, ignore_errors=True)
            self._episode = None
