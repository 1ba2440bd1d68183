"""How sure a rate or a mean is, where several episodes of one task are no independent evidence.

Solved or not: Wilson's score interval (Wilson 1927, J. Am. Stat. Assoc. 22, 209). Repeats of a task resemble
each other, so the number of episodes is first brought down to the effective one, from the variance between
tasks (Kish 1965; Dean and Pagano 2015, J. Surv. Stat. Methodol. 3, 484). Fractional scores: the percentile
bootstrap over whole tasks (Efron 1979), with a fixed seed, so that a report reads the same every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
ROUNDS = 10_000
SEED = 20_260_101
_CELLS_AT_ONCE = 2_000_000

Method = Literal["wilson", "bootstrap", "none"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies with 95 % confidence; method none: there is nothing to say it from."""

    low: float
    high: float
    method: Method

    @property
    def width(self) -> float:
        return self.high - self.low


UNKNOWN = Interval(0.0, 1.0, "none")


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> Interval:
    """Return Wilson's score interval of ``successes`` among ``trials`` (either may be an effective number).

    Raises ValueError where the successes are not between 0 and the trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials} trials make no sense")
    if trials == 0:
        return UNKNOWN
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate, spare = successes / trials, z * z / trials
    middle = (rate + spare / 2) / (1 + spare)
    half = z * (rate * (1 - rate) / trials + spare / trials / 4) ** 0.5 / (1 + spare)
    # At the ends the formula gives 0 and 1 but for the last bit.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return Interval(low, high, "wilson")


def effective_trials(groups: Sequence[Sequence[float]]) -> float:
    """Return how many independent trials ``groups`` of dependent ones (0 or 1) are worth.

    It is p(1-p) over the variance of the rate between groups, at most the number of trials and at least that
    of the groups; where all trials agree, nothing tells how alike groups are, and the groups count.
    """
    sums, counts = _sums(groups)
    trials, number = float(counts.sum()), len(counts)
    if number < 2:
        return float(min(trials, number))
    rate = float(sums.sum()) / trials
    if rate in (0.0, 1.0):
        return float(number)
    residuals = sums - rate * counts
    variance = float((residuals**2).sum()) / trials**2 * number / (number - 1)
    worth = rate * (1 - rate) / variance if variance > 0 else trials
    return min(trials, max(float(number), worth))


def rate_interval(groups: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of the rate of 1 among trials (0 or 1) grouped by task."""
    sums, counts = _sums(groups)
    if not counts.size:
        return UNKNOWN
    trials = effective_trials(groups)
    share = float(sums.sum()) / float(counts.sum())
    return wilson(share * trials, trials, confidence)


def mean_interval(groups: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of the mean of scores grouped by task: Wilson's where all are 0 or 1."""
    if all(score in (0.0, 1.0) for group in groups for score in group):
        return rate_interval(groups, confidence)
    means = resampled_means(groups)
    low, high = np.quantile(means, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return Interval(float(low), float(high), "bootstrap")


def resampled_means(groups: Sequence[Sequence[float]], rounds: int = ROUNDS, seed: int = SEED) -> Floats:
    """Return the mean of all values in each of ``rounds`` resamples, whole groups drawn with replacement."""
    sums, counts = _sums(groups)
    if not counts.size:
        raise ValueError("there is nothing to resample")
    random, number = np.random.default_rng(seed), len(counts)
    at_once = max(1, _CELLS_AT_ONCE // number)
    parts: list[Floats] = []
    for start in range(0, rounds, at_once):
        drawn = random.integers(0, number, (min(at_once, rounds - start), number))
        parts.append(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))
    return np.concatenate(parts)


def _sums(groups: Sequence[Sequence[float]]) -> tuple[Floats, Floats]:
    filled = [group for group in groups if len(group)]
    sums = np.array([sum(group) for group in filled], np.float64)
    return sums, np.array([len(group) for group in filled], np.float64)
