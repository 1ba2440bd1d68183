"""Figures of the matcher by kind of target, beside the hand-written matcher on the same elements."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grounding.embedded.calibration import Calibration, area_under_roc, expected_calibration_error
from grounding.embedded.matcher import mass_of
from grounding.errors import GroundingError, TargetNotFound
from grounding.instructions import target_of
from grounding.matcher import find_target
from grounding.phrase import parse_target
from grounding.training.matcher_data import Sample
from grounding.types import Candidate, ParsedScreen

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expression: its kind, whether it was right (also in saying "none"), and the score of a find."""

    kind: str
    present: bool
    right: bool
    pointed_right: bool
    score: float


def learned_outcomes(sample: Sample, logits: Sequence[Floats], calibration: Calibration) -> list[Outcome]:
    """Return what the network's ``logits`` [Q][n + 1] amount to."""
    outcomes = []
    for expression, accepted, z in zip(sample.expressions, sample.accepted, logits, strict=True):
        shares = calibration.shares(z)
        best = int(shares[:-1].argmax())
        share = mass_of(shares[:-1], sample.boxes, sample.seen.elements, best)
        found = bool(share >= shares[-1])
        present = bool(accepted[:-1].any())
        pointed = bool(accepted[best])
        right = (found and pointed) if present else not found
        kind = expression.kind if present else "absent"
        outcomes.append(Outcome(kind, present, right, pointed and present, calibration.chance_of(share)))
    return outcomes


def written_outcomes(sample: Sample) -> list[Outcome]:
    """Return what the hand-written grammar and matcher make of the same questions."""
    screen = ParsedScreen(sample.seen.elements, sample.region)
    outcomes = []
    for expression, accepted in zip(sample.expressions, sample.accepted, strict=True):
        present = bool(accepted[:-1].any())
        kind = expression.kind if present else "absent"
        guess, found = _written_answer(expression.instruction, screen)
        hit = guess is not None and any(
            e.box.contains(guess.point) and guess.box.iou(e.box) > 0.2
            for e, a in zip(sample.seen.elements, accepted, strict=False)
            if a
        )
        score = guess.score if guess else 0.0
        right = (found and hit) if present else not found
        outcomes.append(Outcome(kind, present, right, hit, score))
    return outcomes


def _written_answer(instruction: str, screen: ParsedScreen) -> tuple[Candidate | None, bool]:
    """Return the best guess of the grammar and whether it stands by it."""
    try:
        found = find_target(parse_target(target_of(instruction)), screen)
        return Candidate(found.point, found.box, found.score, found.label), True
    except TargetNotFound as error:
        return (error.candidates[0] if error.candidates else None), False
    except GroundingError:
        return None, False


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return accuracy by kind with counts, AUROC of present against absent, and calibration error."""
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        by_kind[o.kind].append(o)
        if o.present:
            by_kind["present"].append(o)
    scores = np.array([o.score for o in outcomes], np.float32)
    present = np.array([o.present for o in outcomes], bool)
    pointed = np.array([o.pointed_right for o in outcomes], bool)
    table = {kind: _accuracy(rows) for kind, rows in sorted(by_kind.items())}
    return {
        "kinds": table,
        "pointed": _share([o.pointed_right for o in outcomes if o.present]),
        "auroc": round(area_under_roc(scores, present), 4),
        "ece": round(expected_calibration_error(scores, pointed), 4),
        "count": len(outcomes),
    }


def _accuracy(rows: Sequence[Outcome]) -> dict[str, float]:
    right, n = int(sum(o.right for o in rows)), len(rows)
    low, high = wilson(right, n)
    return {"accuracy": round(right / n, 4), "count": n, "low": round(low, 4), "high": round(high, 4)}


def _share(flags: Sequence[bool]) -> float:
    return round(int(sum(flags)) / max(1, len(flags)), 4)


def wilson(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    p = right / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
