"""Intervals, ranking quality and calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_Z = 1.959964


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); (0, 1) where nothing was counted."""
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    middle = share + _Z * _Z / (2 * count)
    half = _Z * math.sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count))
    whole = 1 + _Z * _Z / count
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return how often a positive scores above a negative, ties half; NaN where one side is empty."""
    if not positive or not negative:
        return math.nan
    ranks = _ranks(np.array([*positive, *negative]))
    above = ranks[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(above / (len(positive) * len(negative)))


def calibration_error(scores: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error over equally filled bins (Guo et al. 2017); NaN if empty."""
    if not scores:
        return math.nan
    order = np.argsort(np.array(scores), kind="stable")
    sorted_scores, sorted_correct = np.array(scores)[order], np.array(correct, float)[order]
    parts = zip(np.array_split(sorted_scores, bins), np.array_split(sorted_correct, bins), strict=True)
    gaps = [len(s) * abs(float(s.mean()) - float(c.mean())) for s, c in parts if len(s)]
    return sum(gaps) / len(scores)


def _ranks(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return 1-based ranks; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: np.ndarray[tuple[int], np.dtype[np.float64]] = ends - (counts - 1) / 2
    return means[inverse]
