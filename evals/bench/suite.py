"""``bench suite``: do the desktop suite's graders accept every solution and nothing else?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evals.bench.result import BenchmarkResult, Bound, Figure

if TYPE_CHECKING:
    from evals.suites.desktop.prove import Outcome, Way
    from evals.tasks.task import Task

IMAGE_VARIABLE = "GUI_AGENT_SUITE_IMAGE"
"""The environment variable that keeps to the tasks of one image: ``lean`` or ``full``."""


def run(tasks: Sequence[Task] | None = None) -> BenchmarkResult:
    """Play every task in every way on fresh sandboxes. Raises `ImageError` without their images."""
    from evals.suites.desktop.prove import trials_of
    from evals.suites.desktop.run_trials import run_trials
    from evals.suites.desktop.suite import load_suite

    image = os.environ.get(IMAGE_VARIABLE, "")
    chosen = [task for task in (load_suite() if tasks is None else tasks) if image in ("", task.image)]
    return summarise(run_trials(trial for task in chosen for trial in trials_of(task)))


def summarise(outcomes: Iterable[Outcome]) -> BenchmarkResult:
    """Turn outcomes into figures: the share of full scores in each way, infeasible tasks apart."""
    from evals.suites.desktop.prove import Way

    seen = list(outcomes)
    feasible = [each for each in seen if not each.trial.task.evaluator.infeasible]
    apart = [each for each in seen if each.trial.task.evaluator.infeasible]
    others = [each for each in apart if each.trial.way is not Way.INFEASIBLE]
    failed = [each for each in seen if each.score is None]
    figures = {
        "tasks": Figure(len({each.trial.task.id for each in seen}), "tasks"),
        "infeasible_tasks": Figure(len({each.trial.task.id for each in apart}), "tasks"),
        "applications": Figure(
            len({name for each in seen for name in each.trial.task.related_apps}), "programs"
        ),
        **{_name(way): _highest(_of(feasible, way), least=way is Way.ORACLE) for way in Way},
        "infeasible_declared": _highest(_of(apart, Way.INFEASIBLE), least=True),
        "infeasible_otherwise": _highest(others, least=False),
        "broken": Figure(len(failed), "of trials", len(seen)),
        "seconds_per_trial": Figure.median([each.seconds for each in seen] or [0.0], "s"),
    }
    bounds = {name: Bound(0) for name in ("near_miss", "nothing", "random_clicks", "infeasible", "broken")}
    # Nothing played proves nothing.
    bounds["tasks"] = Bound(1, "min")
    bounds |= {
        "infeasible_otherwise": Bound(0),
        "oracle": Bound(1, "min"),
        "infeasible_declared": Bound(1, "min"),
    }
    wrong = [f"{each.trial.name}: {each.score}, {each.explanation}" for each in seen if not each.as_expected]
    return BenchmarkResult("suite", figures, bounds, tuple(wrong[:40]))


def _name(way: Way) -> str:
    return str(way).replace("-", "_")


def _of(outcomes: Iterable[Outcome], way: Way) -> list[Outcome]:
    return [each for each in outcomes if each.trial.way is way]


def _highest(outcomes: Sequence[Outcome], *, least: bool) -> Figure:
    """Return the mean score; of broken trials the score that is worst for what is to be shown."""
    worst = 0.0 if least else 1.0
    scores = [worst if each.score is None else each.score for each in outcomes]
    value = sum(scores) / len(scores) if scores else 1.0 - worst
    return Figure(value, "mean score", len(scores))
