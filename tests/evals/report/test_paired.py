"""Whether two runs differ: exact against published and hand-counted values."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.report.paired import mcnemar, paired_bootstrap


@pytest.mark.parametrize(
    ("only_first", "only_second", "p"),
    [
        # By hand: 2 (1 + 10) / 2^10; 2 (1 + 6 + 15 + 20) / 2^6 is above 1; no disagreement says nothing.
        (1, 9, 22 / 1024),
        (3, 3, 1.0),
        (0, 0, 1.0),
        (0, 5, 2 / 32),
        (0, 6, 2 / 64),
        # Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. 13, 91: airway data, 1 and 7 of 21.
        (1, 7, 0.0703125),
    ],
)
def test_mcnemars_exact_p(only_first: int, only_second: int, p: float) -> None:
    assert mcnemar(only_first, only_second) == pytest.approx(p, abs=1e-9)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_does_not_care_which_run_comes_first(one: int, other: int) -> None:
    assert mcnemar(one, other) == mcnemar(other, one)
    assert 0 < mcnemar(one, other) <= 1


@pytest.mark.parametrize("pairs", [4, 7, 10])
def test_mcnemar_is_the_share_of_coin_tosses_at_least_as_lopsided(pairs: int) -> None:
    tosses = [sum(bits) for bits in product([0, 1], repeat=pairs)]
    for one in range(pairs + 1):
        lopsided = abs(2 * one - pairs)
        share = sum(abs(2 * heads - pairs) >= lopsided for heads in tosses) / len(tosses)
        assert mcnemar(one, pairs - one) == pytest.approx(share)


def test_many_disagreements_are_no_trouble() -> None:
    assert mcnemar(0, 5000) == 0.0 or mcnemar(0, 5000) < 1e-300
    assert 0.04 < mcnemar(2450, 2595) < 0.06


def test_fewer_than_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        mcnemar(-1, 2)


def test_a_clear_difference_is_found() -> None:
    found = paired_bootstrap([[0.2], [0.3], [0.25], [0.1], [0.4]] * 6)
    assert found.mean == pytest.approx(0.25)
    assert 0.2 < found.low < 0.25 < found.high < 0.3
    assert found.p < 0.001


def test_a_difference_that_goes_both_ways_is_not() -> None:
    found = paired_bootstrap([[0.2], [-0.2]] * 20)
    assert found.low < 0 < found.high
    assert found.p > 0.8


def test_equal_runs_do_not_differ() -> None:
    found = paired_bootstrap([[0.0, 0.0], [0.0]])
    assert (found.mean, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_repeats_of_a_task_are_one_piece_of_evidence() -> None:
    """Twenty episodes of two tasks that differ are two tasks, and prove nothing."""
    assert paired_bootstrap([[1.0] * 10, [0.0] * 10]).p > 0.1


@settings(max_examples=30)
@given(st.lists(st.lists(st.floats(-1, 1), min_size=1, max_size=3), min_size=1, max_size=10))
def test_turning_the_runs_around_turns_the_difference_around(groups: list[list[float]]) -> None:
    here = paired_bootstrap(groups)
    there = paired_bootstrap([[-value for value in group] for group in groups])
    assert (there.mean, there.low, there.high) == pytest.approx((-here.mean, -here.high, -here.low), abs=1e-9)
    assert here.p == pytest.approx(there.p)


def test_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="no pairs"):
        paired_bootstrap([])
