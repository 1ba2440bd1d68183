"""From the act network's figures to one reading: the likeliest kind with the likeliest spans it allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grounding.embedded.act_words import KINDS, ActKind, Token

Figures = NDArray[np.float32]
Table = NDArray[np.float64]
Words = tuple[int, int]

NEEDS_TARGET: frozenset[ActKind] = frozenset(
    {"click", "double-click", "right-click", "hover", "check", "uncheck", "drag"}
)
TAKES_TARGET: frozenset[ActKind] = NEEDS_TARGET | {"type", "press", "select", "scroll"}
NEEDS_TEXT: frozenset[ActKind] = frozenset({"type", "press", "select", "drag", "scroll", "wait"})
EVIDENCE = 5
"""How many figures about its own certainty a reading carries."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """``target`` and ``text`` are first and last word, or None; ``evidence`` feeds the calibration."""

    kind: ActKind
    several: float
    target: Words | None
    text: Words | None
    evidence: tuple[float, ...]


def decode(tags: Figures, kinds: Figures) -> Decoded:
    """Read ``tags`` [n, 5] and ``kinds`` [kinds + 1] (logits)."""
    chances = _log_softmax(kinds[: len(KINDS)].astype(np.float64))
    best = int(chances.argmax())
    kind = KINDS[best]
    several = float(1 / (1 + np.exp(-float(kinds[-1]))))
    logs = _log_softmax(tags.astype(np.float64))
    target, text = best_spans(logs, kind) if kind != "none" else (None, None)
    others = np.delete(chances, best).max()
    certain = _certainty(logs, target, text)
    evidence = (
        float(chances[best]),
        float(chances[best] - others),
        float(np.log1p(-min(several, 1 - 1e-6))),
        *certain,
    )
    return Decoded(kind, several, target, text, evidence)


def best_spans(logs: Table, kind: ActKind) -> tuple[Words | None, Words | None]:
    """Return the likeliest target and text that do not overlap and that ``kind`` can have."""
    nothing = np.full((len(logs), len(logs)), -np.inf)
    targets = _gains(logs, 1, 2) if kind in TAKES_TARGET else nothing
    texts = _gains(logs, 3, 4) if kind in NEEDS_TEXT else nothing
    without = (0.0 if kind not in NEEDS_TARGET else -1e3, 0.0 if kind not in NEEDS_TEXT else -1e3)
    before, after = _best_outside(texts, without[1])
    total = targets + np.maximum(before[:, None], after[None, :])
    alone = float(texts.max(initial=-np.inf))
    if total.size and total.max() > without[0] + max(alone, without[1]):
        first, last = (int(i) for i in np.unravel_index(total.argmax(), total.shape))
        texts = texts.copy()
        # What overlaps the target is no text.
        texts[: last + 1, first:] = -np.inf
        return (first, last), _best(texts, without[1])
    return None, _best(texts, without[1])


def _best(gains: Table, without: float) -> Words | None:
    if not gains.size or gains.max() <= without:
        return None
    first, last = np.unravel_index(gains.argmax(), gains.shape)
    return int(first), int(last)


def _best_outside(gains: Table, without: float) -> tuple[Table, Table]:
    """Return the best gain of a span that ends before word i, and of one that begins after word j."""
    ends, begins = gains.max(0, initial=-np.inf), gains.max(1, initial=-np.inf)
    before = np.concatenate(([without], np.maximum.accumulate(ends)[:-1]))
    after = np.concatenate((np.maximum.accumulate(begins[::-1])[::-1][1:], [without]))
    return np.maximum(before, without), np.maximum(after, without)


def _gains(logs: Table, begin: int, inside: int) -> Table:
    """Return [n, n]: how much likelier words i to j are one span than outside."""
    outside = logs[:, 0]
    grown = np.concatenate(([0.0], np.cumsum(logs[:, inside] - outside)))
    n = len(logs)
    gains = (logs[:, begin] - outside)[:, None] + grown[None, 1:] - grown[1:, None]
    return np.where(np.arange(n)[:, None] <= np.arange(n)[None, :], gains, -np.inf)


def _certainty(logs: Table, target: Words | None, text: Words | None) -> tuple[float, float]:
    """Return the sum and the lowest of the logarithmic chances of the chosen tags."""
    chosen = np.zeros(len(logs), int)
    for span, begin in ((target, 1), (text, 3)):
        if span:
            chosen[span[0]] = begin
            chosen[span[0] + 1 : span[1] + 1] = begin + 1
    said = logs[np.arange(len(logs)), chosen]
    return (float(said.sum()), float(said.min())) if len(said) else (0.0, 0.0)


def calibrated(evidence: Sequence[float], weights: Sequence[float]) -> float:
    """Return the chance that a reading is right in every part; the last weight is the constant."""
    logit = sum(e * w for e, w in zip(evidence, weights, strict=False)) + weights[-1]
    return float(1 / (1 + np.exp(-np.clip(logit, -40, 40))))


def characters(span: Words | None, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return the character offsets of a span of words."""
    return None if span is None else (tokens[span[0]].start, tokens[span[1]].end)


def _log_softmax(logits: Table) -> Table:
    shifted = logits - logits.max(-1, keepdims=True)
    result: Table = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
