"""What is kept of an episode, and how it is written as JSON."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT = 1


class DamagedResult(ValueError):
    """A result file does not hold a result; the message says what is wrong."""


class Ending(StrEnum):
    """How an episode ended. Only ``infrastructure`` says nothing about the agent."""

    SOLVED = "solved"
    """The final state is as wanted, in full."""
    FAILED = "failed"
    """The agent ended, and the final state is not as wanted."""
    REFUSED = "refused"
    """The agent would not or could not do the task and said so; wrongly, or it would be solved."""
    BUDGET = "budget"
    """Steps or seconds ran out, and the final state is not as wanted."""
    INFRASTRUCTURE = "infrastructure"
    """The episode could not be played or judged, however often it was retried: there is no score."""


@dataclass(frozen=True, slots=True, order=True)
class EpisodeKey:
    """Which episode of a run: ``attempt`` counts the repeats of one seed from 1."""

    suite: str
    task: str
    seed: int = 0
    attempt: int = 1

    def __str__(self) -> str:
        return f"{self.suite}/{self.task} seed {self.seed} attempt {self.attempt}"


@dataclass(frozen=True, slots=True)
class EpisodeResult:
    """One judged episode, or one given up (``ending`` infrastructure, ``score`` 0 without meaning).

    ``seconds`` is the agent's wall time, ``total_seconds`` that of setup and grading too. ``retries`` counts
    the tries that broke before this one and ``troubles`` names their kinds. ``failure`` is the taxonomy's
    word where the runner knows one: for infrastructure endings machine, setup, grader, unreadable_state (the
    agent may have caused it), worker_died, timeout or runner. ``agent_ending`` is its own word for its end.
    ``trajectory`` is the folder of the journal, relative to the run folder, empty where there is none.
    ``cost`` is in US dollars, ``started_at`` ISO 8601 in UTC. ``infeasible`` is what the task is.
    """

    key: EpisodeKey
    ending: Ending
    score: float
    explanation: str
    instruction: str = ""
    applications: tuple[str, ...] = ()
    tier: str = ""
    agent: str = ""
    machine: str = ""
    steps: int = 0
    seconds: float = 0.0
    total_seconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    retries: int = 0
    troubles: tuple[str, ...] = ()
    failure: str = ""
    agent_ending: str = ""
    agent_explanation: str = ""
    trajectory: str = ""
    started_at: str = ""
    infeasible: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.score) and 0 <= self.score <= 1):
            raise ValueError(f"a score lies between 0 and 1, not {self.score}")
        if (self.ending is Ending.SOLVED) != (self.score == 1):
            raise ValueError(f"an episode that ended {self.ending} cannot have the score {self.score}")

    @property
    def judged(self) -> bool:
        """Whether the episode says anything about the agent."""
        return self.ending is not Ending.INFRASTRUCTURE


def result_to_json(result: EpisodeResult) -> dict[str, Any]:
    """Return ``result`` as a JSON object with the number of its format."""
    return {"format": FORMAT, **dataclasses.asdict(result)}


def result_from_json(data: object) -> EpisodeResult:
    """Return the result `result_to_json` made ``data`` from. Raises `DamagedResult`.

    Fields absent from older files take their defaults; a newer format is refused.
    """
    if not isinstance(data, Mapping):
        raise DamagedResult("a result is a JSON object")
    if data.get("format") != FORMAT:
        raise DamagedResult(f"its format is {data.get('format')!r}; this version reads format {FORMAT}")
    known = {
        field.name: data[field.name] for field in dataclasses.fields(EpisodeResult) if field.name in data
    }
    try:
        key = EpisodeKey(**known.pop("key"))
        ending = Ending(known.pop("ending"))
        for name in ("applications", "troubles"):
            known[name] = tuple(known.get(name, ()))
        return EpisodeResult(key, ending, **known)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedResult(f"it does not hold a result: {error}") from error
