"""Oracles score 1 and near misses 0 in a real sandbox: the quick slice of the suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.bench.suite import summarise
from evals.machines.errors import ImageError, MachineFailed
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.setup import Downloads, SetupContext
from evals.setup.errors import StepFailed
from evals.setup.proof import perform
from evals.suites.desktop.compose import can_be_joined, pairs_of, write_compositions
from evals.suites.desktop.prove import Outcome, Trial, Way, run_trial, trials_of
from evals.suites.desktop.suite import load_suite, tasks_named
from evals.tasks import load_task
from evals.tasks.proof import AwaitFile, ClickAt, Put, Run, TypeIt

pytestmark = [pytest.mark.x11, pytest.mark.app, pytest.mark.slow]

QUICK = (
    "mousepad-append-line",
    "pcmanfm-sort-receipts",
    "xterm-list-error-logs",
    "mousepad-translate-infeasible",
)
EXCEPT_CHANCE = frozenset(Way) - {Way.RANDOM_CLICKS}


@pytest.fixture(scope="module")
def machine() -> Iterator[Sandbox]:
    try:
        image = find_image("lean")
    except ImageError as error:
        pytest.skip(str(error))
    sandbox = Sandbox(image)
    try:
        sandbox.start()
    except MachineFailed as error:
        if "namespaces" not in str(error):
            raise
        pytest.skip(str(error))
    with sandbox:
        yield sandbox


def quick_trials() -> list[Trial]:
    chosen = tasks_named(load_suite(), QUICK)
    trials = [trial for task in chosen for trial in trials_of(task, EXCEPT_CHANCE)]
    return [*trials, *trials_of(chosen[0], frozenset([Way.RANDOM_CLICKS]), seed=1)]


def play(trial: Trial, machine: Sandbox) -> Outcome:
    machine.reset()
    return run_trial(trial, machine)


@pytest.fixture(scope="module")
def outcomes(machine: Sandbox) -> list[Outcome]:
    return [play(trial, machine) for trial in quick_trials()]


def test_solutions_score_and_nothing_else_does(outcomes: list[Outcome]) -> None:
    wrong = [f"{each.trial.name}: {each.score}, {each.explanation}" for each in outcomes]
    assert [said for said, each in zip(wrong, outcomes, strict=True) if not each.as_expected] == []


def test_the_benchmark_tells_the_ways_apart(outcomes: list[Outcome]) -> None:
    result = summarise(outcomes)
    assert result.holds
    figures = {name: (figure.value, figure.n) for name, figure in result.figures.items()}
    assert figures["oracle"] == (1.0, 3)
    assert figures["nothing"] == (0.0, 3)
    assert figures["random_clicks"] == (0.0, 1)
    assert figures["infeasible"] == (0.0, 3)
    assert figures["infeasible_declared"] == (1.0, 1)
    assert figures["near_miss"][0] == 0.0


def test_a_trial_that_broke_counts_against_the_suite(outcomes: list[Outcome]) -> None:
    oracle = next(each for each in outcomes if each.trial.way is Way.ORACLE)
    broken = Outcome(oracle.trial, None, "the machine went away", 0.1)
    result = summarise([broken])
    assert not result.holds
    assert result.figures["oracle"].value == 0.0
    assert result.figures["broken"].value == 1


def test_a_composition_wants_both_parts_in_both_orders(machine: Sandbox, tmp_path: Path) -> None:
    parts = tasks_named(load_suite(), ["xterm-list-error-logs", "pcmanfm-swap-names"])
    files = write_compositions(parts, tmp_path)
    assert [file.stem for file in files] == [
        "xterm-list-error-logs--pcmanfm-swap-names",
        "pcmanfm-swap-names--xterm-list-error-logs",
    ]
    composed = load_task(files[0])
    assert composed.tier == "long"
    assert composed.proof is not None
    for trial in trials_of(composed, frozenset([Way.ORACLE, Way.NEAR_MISS])):
        outcome = play(trial, machine)
        assert outcome.as_expected, f"{trial.name}: {outcome.explanation}"


def test_tasks_in_each_others_way_are_not_joined() -> None:
    suite = load_suite()
    one, other, infeasible = tasks_named(
        suite, ["mousepad-append-line", "mousepad-upper-case", "mousepad-translate-infeasible"]
    )
    assert not can_be_joined(one, other), "the same application"
    assert not can_be_joined(one, infeasible)
    pairs = list(pairs_of(suite))
    assert len(pairs) >= 100
    assert pairs[1::2] == [(second, first) for first, second in pairs[::2]]


def test_a_step_that_cannot_be_walked_is_an_error_with_its_number(machine: Sandbox, tmp_path: Path) -> None:
    machine.reset()
    context = SetupContext(machine, Downloads(tmp_path / "d", offline=True), tmp_path, tmp_path)
    for step in (Run(("false",)), Put("nothing.txt", "~/a"), ClickAt((1, 1), "No such window")):
        with pytest.raises(StepFailed, match=r"^step 2 "):
            perform((Run(("true",)), step), context)
    perform((Run(("touch", "/home/user/a")), AwaitFile("~/a"), TypeIt("x")), context)
