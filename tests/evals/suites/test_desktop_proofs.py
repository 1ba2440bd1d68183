"""A slice of the desktop suite's proofs, played in sandboxes over the full image; `prove` plays all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evals.machines.errors import ImageError, MachineFailed
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.suites.desktop.prove import Trial, Way, run_trial, trials_of
from evals.suites.desktop.suite import load_suite, tasks_named

pytestmark = [pytest.mark.x11, pytest.mark.app, pytest.mark.slow]

TASKS = ("writer-headings", "calc-sort", "thunderbird-star")
WAYS = frozenset({Way.ORACLE, Way.NEAR_MISS})


@pytest.fixture(scope="module")
def full() -> Iterator[Sandbox]:
    pytest.importorskip("docx", reason="needs the extra: pip install 'guiagent-desktop[evals]'")
    try:
        sandbox = Sandbox(find_image("full"))
        sandbox.start()
    except ImageError as error:
        pytest.skip(str(error))
    except MachineFailed as error:
        if "namespaces" not in str(error):
            raise
        pytest.skip(str(error))
    with sandbox:
        yield sandbox


def chosen() -> list[Trial]:
    """Take the oracle and the first near miss of each task."""
    tasks = tasks_named(load_suite(), TASKS)
    return [trial for task in tasks for trial in list(trials_of(task, WAYS))[:2]]


@pytest.mark.parametrize("trial", chosen(), ids=lambda trial: trial.name)
def test_it_scores_as_it_must(full: Sandbox, trial: Trial) -> None:
    full.reset()
    outcome = run_trial(trial, full)
    assert outcome.as_expected, outcome.explanation
