"""Click accuracy, absent targets and calibration of grounding models on the same cases."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from actions.geometry import Point
from actions.screenshot import Screenshot
from grounding.errors import GroundingError, TargetNotFound
from grounding.evaluate.cases import ClickCase
from grounding.evaluate.statistics import auroc, calibration_error, wilson
from grounding.grounders import Guesser
from grounding.images import load_screenshot


@dataclass(frozen=True, slots=True)
class ClickResult:
    """What a model said to a case: its best guess, its score, and whether it stood by the guess."""

    case: ClickCase
    guess: Point | None
    score: float
    answered: bool
    seconds: float

    @property
    def hit(self) -> bool:
        return self.guess is not None and self.case.accepts(self.guess)


def run_cases(
    models: Mapping[str, Guesser],
    cases: Sequence[ClickCase],
    on_case: Callable[[int], None] = lambda done: None,
) -> dict[str, list[ClickResult]]:
    """Ask every model every case, picture by picture, side by side."""
    results: dict[str, list[ClickResult]] = {name: [] for name in models}
    shown: tuple[object, Screenshot] | None = None
    for number, case in enumerate(cases):
        if shown is None or shown[0] != case.image:
            shown = case.image, load_screenshot(case.image)
        for name, model in models.items():
            results[name].append(_asked(model, case, shown[1]))
        on_case(number + 1)
    return results


def _asked(model: Guesser, case: ClickCase, shot: Screenshot) -> ClickResult:
    begun = time.perf_counter()
    try:
        found = model.ground(shot, case.instruction)
        return ClickResult(case, found.point, found.score, True, time.perf_counter() - begun)
    except TargetNotFound as error:
        score = error.candidates[0].score if error.candidates else 0.0
    except GroundingError:
        score = 0.0
    guess = _best_guess(model, shot, case.instruction)
    return ClickResult(case, guess, score, False, time.perf_counter() - begun)


def _best_guess(model: Guesser, shot: Screenshot, instruction: str) -> Point | None:
    try:
        guess = model.best_guess(shot, instruction)
    except GroundingError:
        return None
    return guess.point if guess else None


def summary(results: Sequence[ClickResult]) -> dict[str, Any]:
    """Return the figures of one model on some cases, as JSON."""
    present = [r for r in results if r.case.boxes]
    absent = [r for r in results if not r.case.boxes]
    hits = sum(r.hit for r in present)
    low, high = wilson(hits, len(present))
    answered = [r for r in results if r.answered]
    return {
        "cases": len(present),
        "hits": hits,
        "accuracy": round(hits / len(present), 4) if present else None,
        "interval": [round(low, 4), round(high, 4)],
        "answered": len(answered),
        "answered_right": sum(r.hit for r in answered),
        "absent": len(absent),
        "absent_refused": sum(not r.answered for r in absent),
        "absent_auroc": _rounded(auroc([r.score for r in present], [r.score for r in absent])),
        "calibration_error": _rounded(
            calibration_error([r.score for r in results], [r.hit for r in results])
        ),
        "median_seconds": round(median(r.seconds for r in results), 4) if results else None,
    }


def summaries(results: Sequence[ClickResult]) -> dict[str, dict[str, Any]]:
    """Return the figures by group, and within each group by kind of target."""
    parts: dict[str, list[ClickResult]] = {}
    for result in results:
        group = result.case.group
        for part in (group, f"{group} / {result.case.kind}"):
            parts.setdefault(part, []).append(result)
    return {part: summary(parts[part]) for part in sorted(parts)}


def _rounded(value: float) -> float | None:
    return round(value, 4) if value == value else None
