"""How chances are made from logits, and how good they are."""

from __future__ import annotations

import numpy as np
import pytest

from grounding.embedded.calibration import (
    Calibration,
    area_under_roc,
    expected_calibration_error,
    fit_isotonic,
    fit_temperature,
)


def test_shares_sum_to_one_and_a_high_temperature_evens_them_out() -> None:
    logits = np.array([3.0, 0.0, -1.0], np.float32)
    assert Calibration().shares(logits).sum() == pytest.approx(1.0)
    assert Calibration(4.0).shares(logits)[0] < Calibration(1.0).shares(logits)[0]


def test_meta_keeps_a_calibration() -> None:
    kept = Calibration(1.5, (0.0, 0.5, 1.0), (0.1, 0.4, 0.9))
    assert Calibration.from_meta({"calibration": kept.to_meta()}) == kept
    assert Calibration.from_meta({}) == Calibration()


def test_too_bold_logits_are_cooled() -> None:
    rng = np.random.default_rng(1)
    logits = [np.array([8.0, 0.0], np.float32) for _ in range(400)]
    accepted = [np.array([1, 0] if rng.random() < 0.7 else [0, 1], np.float32) for _ in range(400)]
    assert fit_temperature(logits, accepted) > 2


def test_isotonic_chances_rise_and_hold() -> None:
    rng = np.random.default_rng(2)
    raw = rng.random(4000).astype(np.float32)
    right = rng.random(4000) < raw**2
    x, y = fit_isotonic(raw, right)
    assert (np.diff(y) >= 0).all()
    chances = np.interp(raw, x, y).astype(np.float32)
    assert expected_calibration_error(chances, right) < 0.03 < expected_calibration_error(raw, right)


def test_roc_area_of_perfect_blind_and_tied_scores() -> None:
    positive = np.array([True, True, False, False])
    assert area_under_roc(np.array([0.9, 0.8, 0.2, 0.1], np.float32), positive) == 1.0
    assert area_under_roc(np.array([0.1, 0.2, 0.8, 0.9], np.float32), positive) == 0.0
    assert area_under_roc(np.ones(4, np.float32), positive) == 0.5
