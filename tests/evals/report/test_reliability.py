"""pass^k and pass@k: by counting every choice, by hand, and without bias."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report.reliability import pass_at_k, pass_hat_k, reliabilities


@given(st.lists(st.booleans(), min_size=1, max_size=7), st.data())
def test_they_are_the_share_of_all_choices(solved: list[bool], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(solved)))
    choices = list(combinations(solved, k))
    every, any_ = sum(map(all, choices)) / len(choices), sum(map(any, choices)) / len(choices)
    assert pass_hat_k(len(solved), sum(solved), k) == pytest.approx(every)
    assert pass_at_k(len(solved), sum(solved), k) == pytest.approx(any_)


@pytest.mark.parametrize("chance", [Fraction(1, 3), Fraction(9, 10)])
@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_they_are_right_on_average(chance: Fraction, k: int) -> None:
    """Exactly: the mean over every outcome of five episodes is the chance to the power k."""
    likely = {c: comb(5, c) * chance**c * (1 - chance) ** (5 - c) for c in range(6)}
    every = sum(float(p) * pass_hat_k(5, c, k) for c, p in likely.items())
    any_ = sum(float(p) * pass_at_k(5, c, k) for c, p in likely.items())
    assert every == pytest.approx(float(chance) ** k)
    assert any_ == pytest.approx(1 - float(1 - chance) ** k)


def test_three_tasks_by_hand() -> None:
    """Four episodes each, of which 4, 3 and 0 were solved: pass^2 is (1 + 3/6 + 0) / 3."""
    found = {r.k: r for r in reliabilities([(4, 4), (4, 3), (4, 0)])}
    assert [found[k].every for k in (1, 2, 3, 4)] == pytest.approx([7 / 12, 1 / 2, (1 + 1 / 4) / 3, 1 / 3])
    assert [found[k].any for k in (1, 2)] == pytest.approx([7 / 12, 2 / 3])


def test_tasks_with_too_few_episodes_are_left_out_and_counted() -> None:
    found = {r.k: r for r in reliabilities([(3, 3), (3, 0), (1, 1)])}
    assert (found[3].every, found[3].tasks) == (0.5, 2)
    assert (found[1].every, found[1].tasks) == (pytest.approx(2 / 3), 3)


def test_repeats_that_few_tasks_have_are_not_told_of_unless_asked() -> None:
    tasks = [(1, 1)] * 9 + [(5, 5)]
    assert [r.k for r in reliabilities(tasks)] == [1]
    assert [r.k for r in reliabilities(tasks, [5])] == [5]


def test_nothing_played_is_nothing_said() -> None:
    assert reliabilities([]) == []


@pytest.mark.parametrize(("trials", "successes", "k"), [(3, 2, 4), (3, 4, 1), (3, 2, 0), (0, 0, 1)])
def test_more_than_was_played_is_not_guessed(trials: int, successes: int, k: int) -> None:
    for estimate in (pass_hat_k, pass_at_k):
        with pytest.raises(ValueError, match="do not answer"):
            estimate(trials, successes, k)
