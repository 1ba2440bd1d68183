"""Reading task files; what is wrong with one is said by file and field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from evals.tasks.evaluator import read_evaluator
from evals.tasks.fields import Findings, Problem
from evals.tasks.proof import PROOF_FIELDS, ImageName, Proof, Tier, read_proof
from evals.tasks.steps import CLOSED, STEP_TYPES, SetupStep
from evals.tasks.task import Evaluator, Task

__all__ = ["InvalidTask", "Problem", "find_task_files", "load_task", "load_tasks", "parse_task"]


class InvalidTask(ValueError):
    """A task file does not follow the format; ``problems`` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True, config=CLOSED)
class _Head:
    """The plain fields of a task file."""

    id: Annotated[str, Field(min_length=1)]
    instruction: Annotated[str, Field(min_length=1)]
    snapshot: str = ""
    related_apps: tuple[str, ...] = ()
    source: str | tuple[str, ...] = ""
    trajectory: str = ""
    proxy: bool = False
    fixed_ip: bool = False
    possibility_of_env_change: Literal["low", "medium", "high"] = "low"
    hint: str = ""
    env_may_change: bool = False
    tier: Tier | Literal[""] = ""
    image: ImageName | Literal[""] = ""


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True))
class _WireStep:
    type: str
    parameters: Mapping[str, Any] = Field(default_factory=dict)


def load_task(file: Path) -> Task:
    """Read one task file. Raises `InvalidTask` with every problem, by file and field."""
    try:
        raw = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InvalidTask([Problem(file, "", f"cannot be read: {error.strerror or error}")]) from error
    except ValueError as error:
        raise InvalidTask([Problem(file, "", f"is no JSON: {error}")]) from error
    return parse_task(raw, file)


def load_tasks(paths: Iterable[Path]) -> list[Task]:
    """Read every task file in ``paths``, files and folders. Raises `InvalidTask` with all problems."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    for file in find_task_files(paths):
        try:
            tasks.append(load_task(file))
        except InvalidTask as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidTask(problems)
    return tasks


def find_task_files(paths: Iterable[Path]) -> list[Path]:
    """Return the task files in ``paths``, sorted; in folders those that hold a JSON object with an ``id``.

    Lists of tasks (OSWorld keeps some beside its tasks) and files that people add are passed over, except
    where they are named themselves. Raises `InvalidTask` where a path does not exist.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(file for file in path.rglob("*.json") if _looks_like_a_task(file))
        elif path.exists():
            found.add(path)
        else:
            raise InvalidTask([Problem(path, "", "does not exist")])
    return sorted(found)


def _looks_like_a_task(file: Path) -> bool:
    text = file.read_text("utf-8", "replace")
    # A broken file is kept: it shall be complained of, not overlooked.
    return '"evaluator"' in text or '"instruction"' in text


def parse_task(raw: object, file: Path | None = None) -> Task:
    """Make a task of what a task file holds. Raises `InvalidTask` with every problem."""
    found = Findings(file)
    if not isinstance(raw, dict):
        raise InvalidTask([Problem(file, "", "must be an object with id, instruction, config and evaluator")])
    apart = ("config", "evaluator", *PROOF_FIELDS)
    head = found.typed(_Head, {key: value for key, value in raw.items() if key not in apart}, "")
    config = _read_steps(raw.get("config", []), "config", found)
    evaluator = _read_evaluator(raw, found)
    proof = read_proof(raw, found)
    if file and isinstance(raw.get("id"), str) and raw["id"] != file.stem:
        found.add("id", f"“{raw['id']}” is not the name of the file")
    if found.problems or head is None or evaluator is None:
        raise InvalidTask(found.problems)
    return _assembled(head, config, evaluator, proof, file)


def _read_evaluator(raw: Mapping[str, Any], found: Findings) -> Evaluator | None:
    if "evaluator" not in raw:
        found.add("evaluator", "is missing")
        return None
    postconfig: Any = []
    if isinstance(raw["evaluator"], dict):
        postconfig = raw["evaluator"].get("postconfig", [])
    steps = _read_steps(postconfig, "evaluator.postconfig", found)
    return read_evaluator(raw["evaluator"], steps, found)


def _assembled(
    head: _Head,
    config: tuple[SetupStep, ...],
    evaluator: Evaluator,
    proof: Proof | None,
    file: Path | None,
) -> Task:
    source = (head.source,) if isinstance(head.source, str) else head.source
    return Task(
        id=head.id,
        instruction=head.instruction,
        evaluator=evaluator,
        config=config,
        snapshot=head.snapshot,
        related_apps=head.related_apps,
        source=tuple(filter(None, source)),
        trajectory=head.trajectory,
        proxy=head.proxy,
        fixed_ip=head.fixed_ip,
        possibility_of_env_change=head.possibility_of_env_change,
        hint=head.hint,
        tier=head.tier,
        image=head.image,
        proof=proof,
        file=file,
    )


def _read_steps(raw: object, where: str, found: Findings) -> tuple[SetupStep, ...]:
    if not isinstance(raw, list):
        found.add(where, "must be a list of steps")
        return ()
    steps = [_read_step(each, f"{where}[{number}]", found) for number, each in enumerate(raw)]
    return tuple(step for step in steps if step is not None)


def _read_step(raw: object, where: str, found: Findings) -> SetupStep | None:
    wire = found.typed(_WireStep, raw, where)
    if wire is None:
        return None
    if wire.type not in STEP_TYPES:
        found.unknown(f"{where}.type", "setup step", wire.type, STEP_TYPES)
        return None
    step = found.typed(STEP_TYPES[wire.type], wire.parameters, f"{where}.parameters")
    if step is not None and not getattr(step, "command", "one"):
        found.add(f"{where}.parameters.command", "is empty")
    return step
