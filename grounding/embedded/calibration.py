"""How sure a score is: from the network's logits to chances that hold on data it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """``temperature`` divides the logits; ``raw`` to ``chance`` maps the sum of a place's shares to a chance.

    Guo et al. 2017, "On Calibration of Modern Neural Networks"; isotonic regression as in
    Zadrozny and Elkan 2002, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates".
    """

    temperature: float = 1.0
    raw: tuple[float, ...] = (0.0, 1.0)
    chance: tuple[float, ...] = (0.0, 1.0)

    @classmethod
    def from_meta(cls, meta: dict[str, Any]) -> Calibration:
        found = meta.get("calibration", {})
        return cls(
            float(found.get("temperature", 1.0)),
            tuple(found.get("raw", (0.0, 1.0))),
            tuple(found.get("chance", (0.0, 1.0))),
        )

    def to_meta(self) -> dict[str, Any]:
        return {"temperature": self.temperature, "raw": list(self.raw), "chance": list(self.chance)}

    def shares(self, logits: Floats) -> Floats:
        """Return the shares [n + 1] (they sum to 1) of the logits."""
        scaled = logits.astype(np.float64) / self.temperature
        powers = np.exp(scaled - scaled.max())
        return np.asarray(powers / powers.sum(), np.float32)

    def chance_of(self, share: float) -> float:
        """Return the chance in 0-1 that a place with this share is right."""
        return float(np.interp(share, self.raw, self.chance))


def fit_temperature(logits: Sequence[Floats], accepted: Sequence[Floats]) -> float:
    """Return the temperature at which the accepted answers are least surprising."""

    def surprise(temperature: float) -> float:
        total = 0.0
        for z, y in zip(logits, accepted, strict=True):
            shares = Calibration(temperature).shares(z)
            total -= float(np.log(max(1e-9, float(shares[y > 0].sum()))))
        return total

    grid = np.geomspace(0.4, 4.0, 36)
    return float(min(grid, key=surprise))


def fit_isotonic(raw: Floats, right: NDArray[np.bool_], knots: int = 24) -> tuple[Floats, Floats]:
    """Return (raw, chance) knots of the rising function nearest to the outcomes, by pooling violators."""
    order = np.argsort(raw, kind="stable")
    means: list[float] = []
    sizes: list[int] = []
    for value in right[order].astype(float).tolist():
        means.append(value)
        sizes.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            size = sizes[-2] + sizes[-1]
            means[-2:] = [(means[-2] * sizes[-2] + means[-1] * sizes[-1]) / size]
            sizes[-2:] = [size]
    rising = np.repeat(means, sizes)
    places = np.unique(np.linspace(0, len(raw) - 1, min(knots, len(raw))).astype(int))
    x = np.concatenate([[0.0], raw[order][places], [1.0]])
    y = np.concatenate([[rising[0]], rising[places], [rising[-1]]])
    # A slight slope keeps the order of scores within a step.
    y = 0.99 * y + 0.01 * x
    keep = np.concatenate([[True], np.diff(x) > 1e-6])
    return np.asarray(x[keep], np.float32), np.asarray(y[keep], np.float32)


def expected_calibration_error(chances: Floats, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the mean distance between chance and outcome over equally wide bins, by their counts."""
    if not len(chances):
        return 0.0
    at = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        abs(float(chances[at == b].mean()) - float(right[at == b].mean())) * int((at == b).sum())
        for b in set(at)
    ]
    return float(sum(gaps) / len(chances))


def area_under_roc(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """Return the chance that a positive scores above a negative (ties count half); 0.5 where one lacks."""
    p, n = int(positive.sum()), int((~positive).sum())
    if not p or not n:
        return 0.5
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    _, inverse = np.unique(scores, return_inverse=True)
    means = np.bincount(inverse, ranks) / np.bincount(inverse)
    return float((means[inverse][positive].sum() - p * (p + 1) / 2) / (p * n))
