"""Intervals, ranking quality and calibration agree with what is known."""

import math

import pytest

from grounding.evaluate.statistics import auroc, calibration_error, wilson


def test_wilsons_interval() -> None:
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0


def test_auroc_counts_ordered_pairs() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.3], [0.5, 0.1]) == 0.75
    assert math.isnan(auroc([], [0.5]))


def test_calibration_error_is_the_gap_between_score_and_truth() -> None:
    assert calibration_error([1.0] * 10, [True] * 10) == 0.0
    assert calibration_error([1.0] * 10, [False] * 10) == 1.0
    assert calibration_error([0.75] * 100, [i % 4 != 0 for i in range(100)], bins=1) == pytest.approx(0.0)
    assert math.isnan(calibration_error([], []))
