"""All of OSWorld's tasks load, and everything they name is served."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from evals.graders.registry import METRICS, serves_getter, serves_metric
from evals.tasks import Task, find_task_files, load_tasks, needs_of
from evals.tasks.needs import files_of, getters_of

DATA = Path(__file__).resolve().parents[4] / "shared" / "osworld" / "evaluation_examples"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="OSWorld's task files are not beside the project")


@cache
def tasks() -> tuple[Task, ...]:
    return tuple(load_tasks([DATA]))


def test_all_369_tasks_load() -> None:
    assert len(find_task_files([DATA])) == 369
    assert len(tasks()) == 369
    assert len({task.id for task in tasks()}) == 369


def test_every_metric_and_every_getter_is_served() -> None:
    checks = [check for task in tasks() if not task.evaluator.infeasible for check in task.evaluator.checks]
    metrics = Counter(serves_metric(check.metric) for check in checks)
    assert metrics == {"own": 398, "upstream": 11}
    getters = Counter(serves_getter(getter.type) for task in tasks() for getter in getters_of(task))
    assert getters == {"own": 786, "upstream": 23}


def test_what_the_released_graders_lack_is_our_own() -> None:
    assert {"check_play_and_exit", "check_structure_sim_with_threshold"} <= set(METRICS)


def test_the_counts_of_the_tasks() -> None:
    """As counted independently of our code, in the description of the data."""
    assert sum(task.evaluator.infeasible for task in tasks()) == 29
    assert sum(len(task.evaluator.checks) > 1 for task in tasks()) == 51
    assert sum(task.evaluator.conjunction == "or" for task in tasks()) == 25
    assert sum(bool(task.evaluator.postconfig) for task in tasks()) == 204
    assert sum(task.proxy for task in tasks()) == 52
    steps = Counter(type(step).__name__ for task in tasks() for step in task.config)
    assert (steps["Download"], steps["Launch"], steps["Open"]) == (278, 274, 156)
    assert steps["Execute"] == 154 + 29


def test_what_tasks_need() -> None:
    needs = [needs_of(task) for task in tasks()]
    assert sum(each.login for each in needs) == 8
    assert sum(each.windows for each in needs) == 0
    assert sum(each.password for each in needs) == 10
    assert sum(each.network for each in needs) == 74
    urls = {file.url for task in tasks() for file in files_of(task)}
    assert all(url.startswith("https://huggingface.co/") for url in urls)
