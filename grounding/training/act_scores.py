"""How good readings are: exact matches by kind and language, calibration, and doubt about non-actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grounding.data.phrases.sample import PhraseSample
from grounding.embedded.act import ActReading, NotAnAction, answer
from grounding.embedded.act_decoding import EVIDENCE, Decoded, calibrated, decode
from grounding.embedded.act_words import Encoded, encode, unquoted

Network = Callable[[Encoded], Sequence[NDArray[np.float32]]]
_ANY = [0.0] * EVIDENCE + [40.0]


@dataclass(frozen=True, slots=True)
class Judged:
    """One sample with what was read: ``reading`` whatever its score, None for no single action."""

    sample: PhraseSample
    decoded: Decoded
    reading: ActReading | None
    several: bool

    @property
    def kind_right(self) -> bool:
        return (self.reading.kind if self.reading else "none") == self.sample.kind

    @property
    def target_right(self) -> bool:
        said = self.reading.target if self.reading else ""
        return same_words(said, self.sample.words_of(self.sample.target))

    @property
    def text_right(self) -> bool:
        said = self.reading.text if self.reading else ""
        true = self.sample.words_of(self.sample.text)
        return same_words(said, true) if self.sample.kind == "drag" else said == true

    @property
    def right(self) -> bool:
        return self.kind_right and self.target_right and self.text_right


def same_words(said: str, true: str) -> bool:
    """Say whether two targets are the same words; quotation marks around the whole do not count."""
    return unquoted(said).strip() == unquoted(true).strip()


def judge(samples: Iterable[PhraseSample], network: Network) -> list[Judged]:
    """Read every sample with ``network``."""
    return [_judged(sample, network) for sample in samples]


def _judged(sample: PhraseSample, network: Network) -> Judged:
    encoded = encode(sample.instruction)
    decoded = decode(*network(encoded))
    match answer(sample.instruction, encoded, decoded, _ANY, 0.0):
        case ActReading() as reading:
            return Judged(sample, decoded, reading, False)
        case NotAnAction(reason, _, guess):
            several = reason == "several actions"
            return Judged(sample, decoded, None if several else guess, several)


def report(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return exact-match shares over all actions, by kind and by language, with their counts."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        action = one.sample.kind != "none"
        groups["all actions" if action else "no single action"].append(one)
        groups[f"kind {one.sample.kind}"].append(one)
        if action:
            groups[f"language {one.sample.language}"].append(one)
    return {name: _shares(members) for name, members in sorted(groups.items())}


def _shares(judged: Sequence[Judged]) -> dict[str, float]:
    def share(right: Callable[[Judged], bool]) -> float:
        return round(sum(map(right, judged)) / len(judged), 4)

    return {
        "count": len(judged),
        "exact": share(lambda j: j.right),
        "kind": share(lambda j: j.kind_right),
        "target": share(lambda j: j.target_right),
        "text": share(lambda j: j.text_right),
    }


def calibrate(judged: Sequence[Judged], rounds: int = 50) -> list[float]:
    """Fit the weights of `calibrated` so that a score is the chance of being right (Platt 1999)."""
    read = [j for j in judged if j.reading is not None]
    if not read:
        return [0.0] * (EVIDENCE + 1)
    x = np.array([(*j.decoded.evidence, 1.0) for j in read])
    y = np.array([float(j.right) for j in read])
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        # A little ridge keeps the weights small where every reading was right.
        slope = x.T @ (y - p) - 1e-2 * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(x.shape[1])
        weights += np.linalg.solve(curve, slope)
    return [float(w) for w in weights]


def scores_of(judged: Sequence[Judged], weights: Sequence[float]) -> NDArray[np.float64]:
    """Return the calibrated chance of every reading; 0 where no single action was read."""
    return np.array([calibrated(j.decoded.evidence, weights) if j.reading else 0.0 for j in judged])


def calibration_error(scores: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15) -> float:
    """Return the expected calibration error over ``bins`` bins of equal width (Guo et al. 2017)."""
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(scores[places == b].mean() - right[places == b].mean()) * (places == b).mean()
        for b in range(bins)
        if (places == b).any()
    ]
    return float(sum(gaps))


def separation(actions: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """Return the area under the ROC curve: how often an action scores higher than something else."""
    both = np.concatenate((actions, others))
    _, inverse, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n, m = len(actions), len(others)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def best_threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], precision: float = 0.9) -> float:
    """Return the lowest threshold above which readings are right with ``precision``, at least 0.5."""
    for threshold in np.arange(0.5, 0.96, 0.05):
        kept = scores >= threshold
        if kept.any() and right[kept].mean() >= precision:
            return float(round(threshold, 2))
    return 0.9
