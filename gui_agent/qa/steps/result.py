"""What came of step cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["passed", "flaky", "failed", "broken"]
"""Flaky: failed, then passed when it was tried again. Broken: the machine failed, not the application."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One play of a case; ``step`` is the step during which it ended, ``report`` the path of its record."""

    passed: bool
    explanation: str
    step: str
    seconds: float
    report: str
    broken: bool = False


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case in one round with its attempts in order.

    ``healed`` are the targets that no longer look as its cache says; ``pictures`` those that are pictures and
    were not found as their files promise, each with how it was.
    """

    case: str
    name: str
    path: str
    line: int
    tags: tuple[str, ...]
    round: int
    attempts: tuple[Attempt, ...]
    healed: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know although it is no failure: what healed."""
        anew = ", ".join(f"“{target}”" for target in self.healed)
        told = [f"found anew, since they changed: {anew}"] if anew else []
        return (*told, *(f"not as its picture: {how}" for how in self.pictures))

    @property
    def verdict(self) -> Verdict:
        if self.attempts[-1].passed:
            return "flaky" if len(self.attempts) > 1 else "passed"
        return "broken" if self.attempts[-1].broken else "failed"

    @property
    def seconds(self) -> float:
        return sum(attempt.seconds for attempt in self.attempts)

    @property
    def failure(self) -> Attempt | None:
        """The last attempt that did not pass."""
        return next((each for each in reversed(self.attempts) if not each.passed), None)


def counts(results: Sequence[CaseResult]) -> dict[Verdict, int]:
    """Return how many results have each verdict."""
    found: dict[Verdict, int] = {"passed": 0, "flaky": 0, "failed": 0, "broken": 0}
    for result in results:
        found[result.verdict] += 1
    return found
