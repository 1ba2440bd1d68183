"""How sure a rate is: published values, hand-checked cases, and what has to hold of every sample."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report.intervals import effective_trials, mean_interval, rate_interval, wilson

GROUPS = st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=6), min_size=1, max_size=25)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, 857, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(successes: int, trials: int, low: float, high: float) -> None:
    interval = wilson(successes, trials)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


def test_wilsons_interval_of_everything_ends_at_one() -> None:
    # By hand: with p = 1 the lower end is n / (n + z²), z = 1.959964.
    interval = wilson(174, 174)
    assert interval.high == 1
    assert interval.low == pytest.approx(174 / (174 + 1.959964**2), abs=1e-6)


def test_nothing_played_says_nothing() -> None:
    assert wilson(0, 0).method == rate_interval([]).method == "none"


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="make no sense"):
        wilson(successes, trials)


@given(st.integers(0, 400), st.integers(1, 400))
def test_wilsons_interval_holds_the_rate_and_mirrors(successes: int, trials: int) -> None:
    successes = min(successes, trials)
    here, there = wilson(successes, trials), wilson(trials - successes, trials)
    assert 0 <= here.low <= successes / trials <= here.high <= 1
    assert (here.low, here.high) == pytest.approx((1 - there.high, 1 - there.low))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5, 0.9])
def test_wilsons_interval_covers_the_truth_about_as_often_as_it_says(rate: float) -> None:
    """Exactly, by summing over every outcome of 100 trials; Wilson's stays near 95 %, Wald's does not."""
    covered = 0.0
    for successes in range(101):
        interval = wilson(successes, 100)
        if interval.low <= rate <= interval.high:
            covered += comb(100, successes) * rate**successes * (1 - rate) ** (100 - successes)
    assert 0.92 < covered < 0.98


def test_repeats_that_always_agree_are_worth_one_each() -> None:
    tasks = [[1.0] * 3] * 6 + [[0.0] * 3] * 4
    assert effective_trials(tasks) == 10
    assert rate_interval(tasks) == wilson(6, 10)


def test_tasks_played_once_are_worth_what_they_are() -> None:
    tasks = [[1.0]] * 6 + [[0.0]] * 4
    assert rate_interval(tasks) == wilson(6, 10)


def test_repeats_that_disagree_by_chance_are_worth_nearly_all() -> None:
    """Every pattern of three fair coins once: no task is better than another."""
    tasks = [[float(bit) for bit in bits] for bits in product([0, 1], repeat=3)]
    # By hand: residuals ±1.5 twice and ±0.5 six times, so the variance is 6 / 24² · 8 / 7.
    assert effective_trials(tasks) == pytest.approx(0.25 / (6 / 576 * 8 / 7))


def test_all_solved_every_time_is_no_surer_than_one_round() -> None:
    assert rate_interval([[1.0] * 3] * 20) == wilson(20, 20)


@given(GROUPS)
def test_the_worth_lies_between_tasks_and_episodes(groups: list[list[float]]) -> None:
    worth = effective_trials(groups)
    assert len(groups) <= worth <= sum(map(len, groups))


@given(GROUPS)
def test_an_interval_of_repeats_holds_the_rate(groups: list[list[float]]) -> None:
    values = [value for group in groups for value in group]
    interval = rate_interval(groups)
    assert 0 <= interval.low <= sum(values) / len(values) <= interval.high <= 1


def test_whole_scores_take_wilson_and_fractions_the_bootstrap() -> None:
    assert mean_interval([[1.0], [0.0]]).method == "wilson"
    assert mean_interval([[1.0], [0.5]]).method == "bootstrap"


def test_the_bootstrap_agrees_with_the_normal_theory_of_a_mean() -> None:
    """Scores 0.25 and 0.75 in equal number: the mean's deviation is 0.25 / √200, by hand."""
    interval = mean_interval([[0.25]] * 100 + [[0.75]] * 100)
    half = 1.959964 * 0.25 / 200**0.5
    assert (interval.low, interval.high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.003)


def test_the_bootstrap_draws_whole_tasks() -> None:
    """Ten repeats of each of ten tasks are no more than the ten tasks."""
    once = mean_interval([[0.2]] * 5 + [[0.8]] * 5)
    repeated = mean_interval([[0.2] * 10] * 5 + [[0.8] * 10] * 5)
    assert (repeated.low, repeated.high) == pytest.approx((once.low, once.high))


def test_the_same_scores_give_the_same_interval_again() -> None:
    scores = [[0.1, 0.4], [0.9], [1.0, 0.3]]
    assert mean_interval(scores) == mean_interval(scores)


@given(st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=4), min_size=1, max_size=8))
def test_a_bootstrap_interval_stays_within_the_scores(groups: list[list[float]]) -> None:
    values = [value for group in groups for value in group]
    interval = mean_interval(groups)
    if interval.method == "bootstrap":
        assert min(values) - 1e-9 <= interval.low <= interval.high <= max(values) + 1e-9
