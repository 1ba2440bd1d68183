"""The tasks of the suite, and the rules that each of them follows beyond the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from evals.tasks.fields import Problem
from evals.tasks.load import InvalidTask, load_tasks
from evals.tasks.task import Task

TASKS = Path(__file__).parent / "tasks"
"""The folder of the task files: one folder for each application."""


_BELIEVES_THE_GUEST = frozenset(
    ("vm_command_line", "vm_command_error", "accessibility_tree", "vm_terminal_output", "vlc_playing_info")
)
"""Getters that ask programs running in the guest; files and windows seen from outside are surer."""

_Wrong: TypeAlias = Callable[[str, str], None]


def load_suite(folder: Path = TASKS) -> list[Task]:
    """Return every task of the suite, by file name. Raises `InvalidTask` with all problems of all files."""
    tasks = load_tasks([folder])
    problems = broken_rules(tasks)
    if problems:
        raise InvalidTask(problems)
    return tasks


def tasks_named(tasks: Sequence[Task], names: Iterable[str]) -> list[Task]:
    """Return the tasks with these ids, in order; all of them where none is named. Raises KeyError."""
    known = {task.id: task for task in tasks}
    return [known[name] for name in names] or list(tasks)


def broken_rules(tasks: Iterable[Task]) -> list[Problem]:
    """Return what is wrong with tasks of this suite beyond the format."""
    problems: list[Problem] = []
    seen: dict[str, Task] = {}
    for task in tasks:

        def wrong(field: str, message: str, task: Task = task) -> None:
            problems.append(Problem(task.file, field, message))

        if task.id in seen:
            wrong("id", f"“{task.id}” is the id of {seen[task.id].file} too")
        seen[task.id] = task
        for field in ("tier", "image", "related_apps"):
            if not getattr(task, field):
                wrong(field, "is missing; a task of this suite must say it")
        _check_proof(task, wrong)
        _check_graders(task, wrong)
    return problems


def _check_graders(task: Task, wrong: _Wrong) -> None:
    from evals.graders.registry import serves_getter, serves_metric
    from evals.tasks.needs import getters_of, needs_of

    if task.evaluator.infeasible:
        return
    for check in task.evaluator.checks:
        if serves_metric(check.metric) != "own":
            wrong("evaluator.func", f"{check.metric} is not one of our own metrics")
    for getter in getters_of(task):
        if serves_getter(getter.type) != "own":
            wrong("evaluator", f"{getter.type} is not one of our own getters")
        elif getter.type in _BELIEVES_THE_GUEST:
            wrong("evaluator", f"{getter.type} believes a program of the guest")
    needs = needs_of(task)
    if needs.network or needs.login or needs.files:
        wrong("config", "must need nothing from outside the machine")


def _check_proof(task: Task, wrong: _Wrong) -> None:
    proof = task.proof
    if proof is None:
        wrong("oracle", "is missing; a task of this suite must be proved")
    elif task.evaluator.infeasible:
        if not proof.infeasible_because:
            wrong("infeasible_because", "is missing: say why it cannot be done")
        if proof.oracle:
            wrong("oracle", "an infeasible task has none: declaring it infeasible is the solution")
    else:
        if proof.infeasible_because:
            wrong("infeasible_because", "the task is judged as a feasible one")
        if not proof.oracle:
            wrong("oracle", "is missing")
        if not proof.near_misses:
            wrong("near_misses", "there must be one at least")
