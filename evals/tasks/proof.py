"""What proves a task of our own: a solution that must score 1, and states close to it that must score 0.

On the wire a step is ``{"do": name, ...fields}``. Steps work by the machine (files put in place, commands of
the guest, keys, clicks at fixed places) and never by an agent, so that graders are proved independent of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field
from pydantic.dataclasses import dataclass

from actions.action import MouseButton
from evals.tasks.fields import Findings
from evals.tasks.steps import CLOSED, Flag, Seconds, Text

Tier: TypeAlias = Literal["literal", "goal", "long"]
"""``literal``: every step spelled out; ``goal``: what, not how; ``long``: 8 steps, two applications."""

ImageName: TypeAlias = Literal["lean", "full"]
"""The smallest root filesystem that holds the applications."""

Pixel: TypeAlias = tuple[int, int]
"""A point in pixels: of the screen, or from the corner of the window that the step names.

In a window, numbers below 0 count from its right or lower edge.
"""


@dataclass(frozen=True, slots=True, config=CLOSED)
class Write:
    """Put a file into the guest: a text, or bytes in Base64."""

    path: Text
    text: str = ""
    base64: str = ""


@dataclass(frozen=True, slots=True, config=CLOSED)
class Put:
    """Put a file that lies beside the task file into the guest."""

    local_path: Text
    path: Text


@dataclass(frozen=True, slots=True, config=CLOSED)
class Run:
    """Run a program of the guest and wait; another exit code than 0 is an error."""

    command: Annotated[tuple[Text, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, config=CLOSED)
class Start:
    """Start an application and leave it running; `AwaitWindow` waits for it."""

    application: Text
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=CLOSED)
class AwaitWindow:
    """Wait for a window whose title holds ``title``, and bring it to the front."""

    title: Text


@dataclass(frozen=True, slots=True, config=CLOSED)
class AwaitClosed:
    """Wait until no window's title holds ``title``; ``ask`` asks the window to close first."""

    title: Text
    ask: Flag = False


@dataclass(frozen=True, slots=True, config=CLOSED)
class Keys:
    """Press keys together as in ``ctrl+s``, so many times."""

    keys: Text
    times: Annotated[int, Field(ge=1, le=200)] = 1


@dataclass(frozen=True, slots=True, config=CLOSED)
class TypeIt:
    """Type a text."""

    text: Text


@dataclass(frozen=True, slots=True, config=CLOSED)
class ClickAt:
    """Click at a place of the screen, or of the window whose title holds ``window``."""

    at: Pixel
    window: str = ""
    button: MouseButton = "left"
    count: Annotated[int, Field(ge=1, le=3)] = 1


@dataclass(frozen=True, slots=True, config=CLOSED)
class DragAlong:
    """Drag with the left button along places of the screen, or of a window."""

    path: Annotated[tuple[Pixel, ...], Field(min_length=2)]
    window: str = ""


@dataclass(frozen=True, slots=True, config=CLOSED)
class Pause:
    """Wait so many seconds; better is a step that waits for something."""

    seconds: Seconds


@dataclass(frozen=True, slots=True, config=CLOSED)
class AwaitFile:
    """Wait until the guest has a file; with ``text``: until it holds that; ``gone``: until it is no more."""

    path: Text
    text: str = ""
    gone: Flag = False


ProofStep: TypeAlias = (
    Write
    | Put
    | Run
    | Start
    | AwaitWindow
    | AwaitClosed
    | Keys
    | TypeIt
    | ClickAt
    | DragAlong
    | Pause
    | AwaitFile
)

PROOF_STEPS: Mapping[str, type[ProofStep]] = {
    "write": Write,
    "put": Put,
    "run": Run,
    "start": Start,
    "window": AwaitWindow,
    "closed": AwaitClosed,
    "keys": Keys,
    "type": TypeIt,
    "click": ClickAt,
    "drag": DragAlong,
    "wait": Pause,
    "file": AwaitFile,
}
"""What each ``do`` on the wire stands for."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A state that a careless grader takes for the solution: ``what`` is wrong, and the way there."""

    what: str
    steps: tuple[ProofStep, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The solution and the near misses of a task; an infeasible one has only ``infeasible_because``."""

    oracle: tuple[ProofStep, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    infeasible_because: str = ""


PROOF_FIELDS = ("oracle", "near_misses", "infeasible_because")


def read_proof(raw: Mapping[str, Any], found: Findings) -> Proof | None:
    """Read the proof out of a task file; None where it has none (OSWorld's own tasks)."""
    if not any(name in raw for name in PROOF_FIELDS):
        return None
    because = raw.get("infeasible_because", "")
    if not isinstance(because, str):
        found.add("infeasible_because", "must be a text")
        because = ""
    oracle = _read_steps(raw.get("oracle", []), "oracle", found)
    return Proof(oracle, _read_near_misses(raw.get("near_misses", []), found), because)


def proof_step(step: ProofStep) -> dict[str, Any]:
    """Return a step as the task file writes it."""
    name = next(name for name, kind in PROOF_STEPS.items() if isinstance(step, kind))
    return {"do": name, **{each.name: getattr(step, each.name) for each in fields(step)}}


def _read_near_misses(raw: object, found: Findings) -> tuple[NearMiss, ...]:
    if not isinstance(raw, list):
        found.add("near_misses", "must be a list of objects with what and steps")
        return ()
    misses = []
    for number, each in enumerate(raw):
        where = f"near_misses[{number}]"
        if not isinstance(each, dict) or set(each) != {"what", "steps"} or not isinstance(each["what"], str):
            found.add(where, "must be an object with what (a text) and steps, and nothing else")
            continue
        misses.append(NearMiss(each["what"], _read_steps(each["steps"], f"{where}.steps", found)))
    return tuple(misses)


def _read_steps(raw: object, where: str, found: Findings) -> tuple[ProofStep, ...]:
    if not isinstance(raw, list):
        found.add(where, "must be a list of steps")
        return ()
    steps = [_read_step(each, f"{where}[{number}]", found) for number, each in enumerate(raw)]
    return tuple(step for step in steps if step is not None)


def _read_step(raw: object, where: str, found: Findings) -> ProofStep | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("do"), str):
        found.add(where, "must be an object that says what to do")
        return None
    if raw["do"] not in PROOF_STEPS:
        found.unknown(f"{where}.do", "step", raw["do"], PROOF_STEPS)
        return None
    values = {key: value for key, value in raw.items() if key != "do"}
    return found.typed(PROOF_STEPS[raw["do"]], values, where)
