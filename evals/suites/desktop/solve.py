"""Playing the solutions that tasks carry, for the runner."""

from __future__ import annotations

import tempfile
from pathlib import Path

from actions.computer import Computer
from evals.episodes.environment import EpisodeTask, NoSolution
from evals.machines.machine import Machine
from evals.setup.context import SetupContext
from evals.setup.downloads import Downloads
from evals.setup.proof import perform
from evals.tasks.load import load_task


def solve(episode: EpisodeTask, which: str, machine: Machine, computer: Computer) -> int:
    """Play the ``oracle`` or the first ``near_miss`` of the task whose file is the source; return its steps.

    Raises `NoSolution` where the task has none, `StepFailed` where it cannot be played, `MachineError` kinds.
    """
    task = load_task(Path(str(episode.source)))
    proof = task.proof
    if which == "oracle":
        steps = proof.oracle if proof else ()
    else:
        steps = proof.near_misses[0].steps if proof and proof.near_misses else ()
    if not steps or task.file is None:
        raise NoSolution(f"the task {task.id} carries no {which.replace('_', ' ')}")
    with tempfile.TemporaryDirectory(prefix="solve-") as folder:
        downloads = Downloads(Path(folder) / "downloads", offline=True)
        perform(steps, SetupContext(machine, downloads, Path(folder), task.file.parent), computer)
    return len(steps)
