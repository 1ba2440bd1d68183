"""What a job tells while it goes on: light records, without pictures, that are kept and sent to clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from gui_agent.types import Ending, Plan, Step
from gui_agent.words import describe_action, describe_expectation


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The subgoals in words; ``cursor`` is the index of the one being worked on."""

    subgoals: tuple[str, ...]
    cursor: int


@dataclass(frozen=True, slots=True)
class Began:
    """The job's turn came."""

    kind: Literal["began"] = "began"


@dataclass(frozen=True, slots=True)
class Asked:
    """An action waits for a person: answer with the number ``question``."""

    question: int
    step: int
    doing: str
    text: str
    kind: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class Answered:
    """A question is over; ``allowed`` is null where nobody answered."""

    question: int
    allowed: bool | None
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Intended:
    """What is about to be done: ``doing`` with its places, ``target`` in words."""

    step: int
    doing: str
    target: str = ""
    thought: str = ""
    expects: str = ""
    plan: PlanNow | None = None
    kind: Literal["intended"] = "intended"


@dataclass(frozen=True, slots=True)
class Stepped:
    """What came of a step; ``error`` is empty where it was carried out."""

    step: int
    doing: str
    target: str = ""
    verdict: str = ""
    feedback: str = ""
    error: str = ""
    seconds: float = 0.0
    plan: PlanNow | None = None
    kind: Literal["stepped"] = "stepped"


@dataclass(frozen=True, slots=True)
class Paused:
    """A person holds the next action, and those after it; ``taken_over`` is what they did to take over."""

    taken_over: str = ""
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class Resumed:
    """A person lets actions through again."""

    kind: Literal["resumed"] = "resumed"


JobEnding = Literal[
    "accomplished", "not_accomplished", "stopped", "machine_failed", "budget_spent", "refused", "failed"
]
"""Those of a run, and: ``refused`` before anything was done, ``failed`` by a fault of this program."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over; ``record`` names its run."""

    ending: JobEnding
    explanation: str
    steps: int = 0
    seconds: float = 0.0
    record: str = ""
    kind: Literal["ended"] = "ended"


Event: TypeAlias = Began | Asked | Answered | Intended | Stepped | Paused | Resumed | Ended

_ENDINGS: dict[Ending, JobEnding] = {
    Ending.ACCOMPLISHED: "accomplished",
    Ending.NOT_ACCOMPLISHED: "not_accomplished",
    Ending.STOPPED: "stopped",
    Ending.MACHINE_FAILED: "machine_failed",
    Ending.BUDGET_SPENT: "budget_spent",
}


def ending_word(ending: Ending) -> JobEnding:
    """Return how a run ended, as it is told."""
    return _ENDINGS[ending]


def intended(step: Step) -> Intended:
    """Tell what ``step`` is about to do."""
    planned = step.planned
    expects = describe_expectation(planned.expectation) if planned.expectation is not None else ""
    return Intended(step.number, _doing(step), planned.target, planned.thought, expects, _plan(step.plan))


def stepped(step: Step) -> Stepped:
    """Tell what came of ``step``."""
    seen = step.reflection
    return Stepped(
        step.number,
        _doing(step),
        step.planned.target,
        seen.verdict if seen else "",
        seen.feedback if seen else "",
        step.error or (step.explanation if step.ending is not None else ""),
        round(step.timing.total, 3),
        _plan(step.plan),
    )


def _doing(step: Step) -> str:
    return describe_action(step.action) if step.action is not None else step.planned.kind


def _plan(plan: Plan | None) -> PlanNow | None:
    return PlanNow(plan.subgoals, plan.cursor) if plan is not None else None
