"""Plays part of the desktop suite as a check: ``python -m evals.suites.slice [--image lean] [--workers 2]``.

The oracle must solve every task and doing nothing must solve none, through ``gui-agent eval run`` itself:
what breaks here is a task, a grader, the runner or a machine, never a model. Exit code 0 where all is as it
must be, or where no image is built to play over; 1 where something is not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.episodes.result import EpisodeResult, result_from_json
from evals.tasks.task import Task

AGENTS = ("oracle", "nothing")
MAX_SECONDS = 180


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    from evals.machines.errors import ImageError
    from evals.machines.images.store import find_image
    from evals.suites.desktop.suite import load_suite

    try:
        find_image(options.image)
    except ImageError as error:
        print(f"Skipped: {error}")
        return 0
    tasks = tasks_of(load_suite(), options.image)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gui-agent-slice-") as spare:
        for agent in AGENTS:
            begun = time.monotonic()
            results = play(agent, tasks, options.image, options.workers, (options.out or Path(spare)) / agent)
            found = problems(agent, [task.id for task in tasks], results)
            solved = sum(result.score == 1 for result in results)
            seconds = time.monotonic() - begun
            print(f"{agent}: {solved} of {len(tasks)} tasks solved in {seconds:.0f} s", flush=True)
            wrong += found
    print("\n".join(wrong) if wrong else "All of them as they must be.")
    return 1 if wrong else 0


def tasks_of(tasks: Iterable[Task], image: str) -> list[Task]:
    """Return the tasks that an image is enough for."""
    return [task for task in tasks if image != "lean" or task.image == "lean"]


def play(agent: str, tasks: Sequence[Task], image: str, workers: int, out: Path) -> list[EpisodeResult]:
    """Play ``tasks`` with an agent by ``gui-agent eval run`` and return what it says of each episode."""
    command = [
        *(sys.executable, "-m", "gui_agent.cli", "eval", "run"),
        f"desktop:{','.join(task.id for task in tasks)}",
        *("--machine", f"sandbox:{image}", "--agent", agent, "--workers", str(workers)),
        *("--max-seconds", str(MAX_SECONDS), "--json", "--out", str(out)),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return [result_from_json(json.loads(line)) for line in done.stdout.splitlines()]


def problems(agent: str, asked: Sequence[str], results: Sequence[EpisodeResult]) -> list[str]:
    """Return what is not as it must be, a sentence for each task."""
    told = {result.key.task: result for result in results}
    found = [f"{agent}: {task} was not played" for task in asked if task not in told]
    for task, result in told.items():
        reason = result.explanation or result.agent_explanation
        if not result.judged:
            found.append(f"{agent}: {task} could not be judged: {result.failure}: {reason}")
        elif agent == "oracle" and result.score != 1:
            found.append(f"{agent}: {task} was not solved ({result.score:g}): {reason}")
        elif agent != "oracle" and result.score != 0:
            found.append(f"{agent}: {task} scored {result.score:g} though nothing was done: {reason}")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.suites.slice", description=__doc__)
    parser.add_argument("--image", choices=("lean", "full"), default="lean")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, help="keep the run folders here")
    return parser


if __name__ == "__main__":
    sys.exit(main())
