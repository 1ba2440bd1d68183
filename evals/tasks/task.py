"""A task as OSWorld writes it: instruction, setup, and how the final state is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from evals.tasks.proof import ImageName, Proof, Tier
from evals.tasks.steps import SetupStep

Conjunction: TypeAlias = Literal["and", "or"]

INFEASIBLE = "infeasible"
"""The metric of a task that cannot be done: declaring just that is the solution."""


@dataclass(frozen=True, slots=True)
class Getter:
    """Where a state comes from: the getter's name and its parameters as written."""

    type: str
    parameters: Mapping[str, Any]

    def config(self) -> dict[str, Any]:
        """Return the getter as the task file writes it."""
        return {"type": self.type, **self.parameters}


@dataclass(frozen=True, slots=True)
class Check:
    """One metric with its two states and its options; without ``expected`` it judges the result alone."""

    metric: str
    result: Getter | None
    expected: Getter | None
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluator:
    """How the final state is judged: steps to run first, then checks joined by ``conjunction``."""

    checks: tuple[Check, ...]
    conjunction: Conjunction = "and"
    postconfig: tuple[SetupStep, ...] = ()

    @property
    def infeasible(self) -> bool:
        return len(self.checks) == 1 and self.checks[0].metric == INFEASIBLE


@dataclass(frozen=True, slots=True)
class Task:
    """A task; ``file`` is where it was read from, None where it was made in memory.

    ``proxy``: its pages may be reachable through a proxy only. ``fixed_ip``: an account expects logins from
    one address. ``possibility_of_env_change``: how likely the live page it depends on changes.
    ``tier``, ``image`` (the smallest that holds the applications) and ``proof`` are fields of this project's
    own suite, empty in OSWorld's tasks.
    """

    id: str
    instruction: str
    evaluator: Evaluator
    config: tuple[SetupStep, ...] = ()
    snapshot: str = ""
    related_apps: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    trajectory: str = ""
    proxy: bool = False
    fixed_ip: bool = False
    possibility_of_env_change: Literal["low", "medium", "high"] = "low"
    hint: str = ""
    tier: Tier | Literal[""] = ""
    image: ImageName | Literal[""] = ""
    proof: Proof | None = None
    file: Path | None = None

    @property
    def domain(self) -> str:
        """The name of the folder that holds the task file, as OSWorld groups its tasks."""
        return self.file.parent.name if self.file else ""
