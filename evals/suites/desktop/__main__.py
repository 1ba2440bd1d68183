"""Prove tasks of the suite, and compose new ones: ``python -m evals.suites.desktop prove|compose``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.suites.desktop.compose import mastered_in, write_compositions
from evals.suites.desktop.prove import Outcome, Way, trials_of
from evals.suites.desktop.run_trials import run_trials
from evals.suites.desktop.suite import TASKS, load_suite, tasks_named
from evals.tasks.task import Task


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    tasks = tasks_named(load_suite(options.folder), options.ids)
    chosen = [task for task in tasks if options.image in ("", task.image)]
    if options.command == "compose":
        if options.mastered_in:
            mastered = mastered_in(options.mastered_in)
            chosen = [task for task in chosen if task.id in mastered]
        written = write_compositions(chosen, options.into, options.most)
        print(f"{len(written)} compositions are in {options.into}")
        return 0
    return _prove(chosen, frozenset(map(Way, options.way or Way)), options.on)


def _prove(tasks: Sequence[Task], ways: frozenset[Way], on: str) -> int:
    trials = [trial for task in tasks for trial in trials_of(task, ways)]
    wrong = 0
    for outcome in run_trials(trials, on):
        wrong += not outcome.as_expected
        print(line_for(outcome), flush=True)
    print(f"{len(trials) - wrong} of {len(trials)} trials of {len(tasks)} tasks went as they must")
    return 1 if wrong else 0


def line_for(outcome: Outcome) -> str:
    """Say how a trial went in one line."""
    word = "ok   " if outcome.as_expected else "WRONG"
    score = "none" if outcome.score is None else f"{outcome.score:.2f}"
    return f"{word} {score} {outcome.trial.name} ({outcome.seconds:.1f} s): {outcome.explanation}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.suites.desktop", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    prove = commands.add_parser("prove", help="play oracles and near misses in sandboxes, and judge")
    ways = [way.value for way in Way]
    prove.add_argument("--way", action="append", choices=ways, help="all where none is given")
    prove.add_argument(
        "--on", default="", choices=["lean", "full"], help="this image, whatever tasks ask for"
    )
    joined = commands.add_parser("compose", help="write two tasks in one, in both orders, as task files")
    joined.add_argument("--into", type=Path, required=True, help="the folder to write them to")
    joined.add_argument("--most", type=int, default=0, help="so many at most, spread over all pairs")
    joined.add_argument("--mastered-in", type=Path, help="a run folder: only tasks that it solved every time")
    for command in (prove, joined):
        command.add_argument("ids", nargs="*", metavar="ID", help="tasks; every one where none is named")
        command.add_argument("--image", default="", choices=["lean", "full"], help="tasks of this image only")
        command.add_argument("--folder", type=Path, default=TASKS, help="the folder of the task files")
    return parser


if __name__ == "__main__":
    sys.exit(main())
