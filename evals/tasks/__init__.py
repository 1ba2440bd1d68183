"""OSWorld's task files: their schema, their loading, what each of them needs."""

from evals.tasks.load import InvalidTask, Problem, find_task_files, load_task, load_tasks, parse_task
from evals.tasks.needs import Needs, needs_of
from evals.tasks.task import Check, Evaluator, Getter, Task

__all__ = [
    "Check",
    "Evaluator",
    "Getter",
    "InvalidTask",
    "Needs",
    "Problem",
    "Task",
    "find_task_files",
    "load_task",
    "load_tasks",
    "needs_of",
    "parse_task",
]
