"""Whether two runs differ, judged on the same episodes in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np

from evals.report.intervals import CONFIDENCE, ROUNDS, resampled_means


@dataclass(frozen=True, slots=True)
class Difference:
    """The second run's mean minus the first's, its 95 % interval, and the two-sided p of no difference."""

    mean: float
    low: float
    high: float
    p: float


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p of McNemar's test (1947): are the two kinds of disagreement as frequent?

    ``only_first`` pairs were solved by the first run alone, ``only_second`` by the second alone. Under the
    hypothesis each disagreement goes either way with one half.
    """
    disagreements = only_first + only_second
    if only_first < 0 or only_second < 0:
        raise ValueError("pairs cannot be fewer than none")
    tail = sum(comb(disagreements, i) for i in range(min(only_first, only_second) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**disagreements)))


def paired_bootstrap(groups: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Difference:
    """Judge differences of paired scores (second minus first), grouped by task; whole tasks are resampled."""
    differences = [value for group in groups for value in group]
    if not differences:
        raise ValueError("there are no pairs to compare")
    mean = sum(differences) / len(differences)
    if not any(differences):
        return Difference(0.0, 0.0, 0.0, 1.0)
    means = resampled_means(groups)
    low, high = np.quantile(means, [0.5 - confidence / 2, 0.5 + confidence / 2])
    # One is added so that no number of resamples can claim certainty (Davison and Hinkley 1997, 4.2.5).
    beyond = min(int((means <= 0).sum()), int((means >= 0).sum())) + 1
    return Difference(mean, float(low), float(high), min(1.0, 2 * beyond / (ROUNDS + 1)))
