"""Prove tasks of the suite: ``python -m evals.suites.desktop prove [--way WAY…] [--image NAME] [ID…]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.suites.desktop.prove import Outcome, Trial, Way, run_trial, trials_of
from evals.suites.desktop.suite import TASKS, load_suite, tasks_named


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    tasks = tasks_named(load_suite(options.folder), options.ids)
    chosen = [task for task in tasks if options.image in ("", task.image)]
    ways = frozenset(map(Way, options.way or Way))
    trials = [trial for task in chosen for trial in trials_of(task, ways)]
    wrong = 0
    for outcome in run_trials(trials):
        wrong += not outcome.as_expected
        print(line_for(outcome), flush=True)
    print(f"{len(trials) - wrong} of {len(trials)} trials of {len(chosen)} tasks went as they must")
    return 1 if wrong else 0


def run_trials(trials: Iterable[Trial]) -> Iterator[Outcome]:
    """Run trials one after the other, each on a fresh sandbox of the image its task asks for."""
    machines: dict[str, Sandbox] = {}
    try:
        for trial in trials:
            image = trial.task.image or "full"
            if image in machines:
                machines[image].reset()
            else:
                machines[image] = Sandbox(find_image(image))
                machines[image].start()
            yield run_trial(trial, machines[image])
    finally:
        for machine in machines.values():
            machine.close()


def line_for(outcome: Outcome) -> str:
    """Say how a trial went in one line."""
    word = "ok   " if outcome.as_expected else "WRONG"
    score = "none" if outcome.score is None else f"{outcome.score:.2f}"
    return f"{word} {score} {outcome.trial.name} ({outcome.seconds:.1f} s): {outcome.explanation}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.suites.desktop", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    prove = commands.add_parser("prove", help="play oracles and near misses in sandboxes, and judge")
    prove.add_argument("ids", nargs="*", metavar="ID", help="tasks; every one where none is named")
    ways = [way.value for way in Way]
    prove.add_argument("--way", action="append", choices=ways, help="all where none is given")
    prove.add_argument("--image", default="", choices=["lean", "full"], help="tasks of this image only")
    prove.add_argument("--folder", type=Path, default=TASKS, help="the folder of the task files")
    return parser


if __name__ == "__main__":
    sys.exit(main())
