"""What a run was asked to do: kept in its folder, so that going on means the same run."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.episodes.result import EpisodeKey
from evals.episodes.run_folder import write_durably
from evals.runner.assignment import Assignment
from evals.suites.registry import Suite
from gui_agent.journal import describe_machine

FILE_NAME = "run.json"
FORMAT = 1
_MUST_AGREE = ("agent", "model", "mechanisms", "grounder", "weights", "machine", "max_steps", "max_seconds")


class AnotherRun(ValueError):
    """The run folder belongs to a run that was asked for something else."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What was asked. ``tasks`` are ``suite/task``.

    ``seeds`` is empty where each suite used its ``own_seeds``. ``host`` says what it ran on, ``began_at`` is
    ISO 8601 in UTC.
    """

    suites: tuple[str, ...]
    agent: str
    machine: str
    grounder: str = ""
    weights: str = ""
    model: str = ""
    mechanisms: str = ""
    repeats: int = 1
    seeds: tuple[int, ...] = ()
    max_steps: int = 0
    max_seconds: float = 0.0
    tasks: tuple[str, ...] = ()
    own_seeds: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    host: dict[str, str] = dataclasses.field(default_factory=describe_machine)
    began_at: str = dataclasses.field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def episodes(self) -> int:
        """How many episodes that is."""
        suites = (task.partition("/")[0] for task in self.tasks)
        return self.repeats * sum(len(self.seeds or self.own_seeds.get(suite, (0,))) for suite in suites)


def read_request(root: Path) -> RunRequest:
    """Return what the run in ``root`` was asked. Raises `AnotherRun` where it is no run folder."""
    file = root / FILE_NAME
    try:
        raw: Any = json.loads(file.read_bytes())
        if raw.pop("format") != FORMAT:
            raise AnotherRun(f"{file} was written by another version of this program")
        names = {field.name for field in dataclasses.fields(RunRequest)}
        known = {name: value for name, value in raw.items() if name in names}
        for name in ("suites", "seeds", "tasks"):
            known[name] = tuple(known.get(name, ()))
        return RunRequest(**known)
    except OSError as error:
        raise AnotherRun(f"{root} is no run folder: it has no {FILE_NAME}") from error
    except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise AnotherRun(f"{file} is damaged ({error}); choose another folder with --out") from error


def keep_request(root: Path, request: RunRequest) -> RunRequest:
    """Write ``run.json``, or extend the one there is; returns what it holds now.

    More tasks, seeds and repeats may be added to a run. Raises `AnotherRun` where another agent, machine or
    budget was asked for: their results must not be mixed.
    """
    root.mkdir(parents=True, exist_ok=True)
    if (root / FILE_NAME).exists():
        before = read_request(root)
        for name in _MUST_AGREE:
            was, is_ = getattr(before, name), getattr(request, name)
            if was != is_:
                raise AnotherRun(
                    f"{root} holds a run with {name.replace('_', ' ')} {was!r}, not {is_!r}; choose another "
                    "folder with --out"
                )
        request = dataclasses.replace(
            before,
            suites=_joined(before.suites, request.suites),
            tasks=_joined(before.tasks, request.tasks),
            seeds=tuple(sorted({*before.seeds, *request.seeds})),
            own_seeds={**before.own_seeds, **request.own_seeds},
            repeats=max(before.repeats, request.repeats),
        )
        if request == before:
            return before
    content = json.dumps({"format": FORMAT, **dataclasses.asdict(request)}, ensure_ascii=False, indent=1)
    write_durably(root / FILE_NAME, content.encode())
    return request


def plan_episodes(suites: Iterable[Suite], seeds: Sequence[int], repeats: int) -> list[Assignment]:
    """Return every episode: attempt by attempt, so that a run cut short has seen every task.

    ``seeds`` are each suite's own where empty. Raises ValueError where two tasks of a suite share a name.
    """
    suites = list(suites)
    planned = [
        Assignment(EpisodeKey(task.suite, task.id, seed, attempt), task, suite.kind)
        for attempt in range(1, repeats + 1)
        for suite in suites
        for task in suite.tasks
        for seed in seeds or suite.seeds
    ]
    by_key: dict[EpisodeKey, Assignment] = {}
    for each in planned:
        if by_key.setdefault(each.key, each).task != each.task:
            raise ValueError(f"two tasks are called {each.key.suite}/{each.key.task}; rename one of them")
    return list(by_key.values())


def shard_of(episodes: Sequence[Assignment], number: int, of: int) -> list[Assignment]:
    """Return part ``number`` (from 1) of ``of``: every episode belongs to exactly one part."""
    if not 1 <= number <= of:
        raise ValueError(f"a shard is 1/{of} to {of}/{of}, not {number}/{of}")
    return list(episodes[number - 1 :: of])


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
