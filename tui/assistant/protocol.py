"""What the interface and the agent's process say to each other: one line of JSON for each message.

Both sides know these types only; nothing here needs Textual, NumPy or a computer. What the agent saw or was
told by a model stands in them as text and is never carried out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

KITTY_IDS = 7300
"""Images of kitty's graphics, one for each row of the picture, are numbered from here on."""
Mark = Literal["good", "bad", "unsure"]
PictureKind = Literal["off", "cells", "shades", "sixel", "kitty"]
Decision = Literal["approve", "modify", "reject", "redirect", "terminate"]


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as the screen tells it: about to be carried out, or ``over``.

    ``plan`` is empty where there is none, ``ending`` is the name of the task's where this step ended it;
    ``tokens``, ``calls`` and ``cost`` (in dollars) are the step's own; ``paused`` is whether the next waits,
    as it was after so many orders had been ``heard``.
    """

    number: int
    intention: str
    over: bool
    mark: Mark = "good"
    did: str = ""
    expects: str = ""
    saw: str = ""
    seconds: float = 0.0
    tokens: int = 0
    calls: int = 0
    cost: float = 0.0
    plan: tuple[str, ...] = ()
    cursor: int = 0
    ending: str = ""
    paused: bool = False
    heard: int = 0


@dataclass(frozen=True, slots=True)
class PictureShown:
    """What the agent sees, for a place of so many cells: ``data`` as `tui.assistant.pictures` makes it."""

    kind: PictureKind
    columns: int
    rows: int
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An action that waits for the person; ``text`` is what would be typed, None where nothing is.

    ``alike`` is what actions have in common that are allowed until the person leaves. ``rule`` allows such
    ones for good, as lines of a policy file, and says in ``rule_words`` what; empty where no rule can.
    """

    number: int
    action: str
    target: str
    reason: str
    text: str | None
    alike: tuple[str, ...]
    rule: str = ""
    rule_words: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The answer to the question that still waits was not taken; ``reason`` is a sentence for the person."""

    reason: str


@dataclass(frozen=True, slots=True)
class ModeKept:
    """The approval mode stays as it is; ``reason`` is a sentence for the person."""

    mode: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeldNow:
    """The run is held, or goes on again; ``what`` is what the person did to take over, if they did."""

    held: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class HintHeard:
    """Whether the planner takes the hint that was told; the task is held either way.

    ``instead`` of an action that was asked about, it holds nothing, and answers the question if it is heard.
    """

    text: str
    heard: bool
    instead: bool = False


@dataclass(frozen=True, slots=True)
class PictureSaved:
    """Where the screen was written as a picture; empty where nothing has been seen yet, or by ``trouble``."""

    path: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a task ended (the name of an `Ending`) and where its report is."""

    ending: str
    explanation: str
    report: str
    steps: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A task was not begun, or broke off; ``reason`` is a sentence for the person."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The agent's process ended by itself or by force; ``reason`` says how. Made by the interface's side."""

    reason: str


Told: TypeAlias = (
    StepShown
    | PictureShown
    | Question
    | NotTaken
    | ModeKept
    | HeldNow
    | HintHeard
    | PictureSaved
    | Finished
    | Refused
    | Lost
)


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin ``task`` by ``settings``, which are those of `gui_agent.settings` by name.

    ``replay`` is the folder of a run that is done again, ``resume`` of one that is gone on with.
    """

    task: str
    mode: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    replay: str = ""
    resume: str = ""


@dataclass(frozen=True, slots=True)
class Steer:
    """Do what a key stands for, at once."""

    what: Literal["stop", "pause", "resume", "step", "save_picture", "close_computer"]


@dataclass(frozen=True, slots=True)
class SwitchMode:
    """Ask by another approval mode from now on."""

    mode: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Hold, and tell the planner."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer the question that waits.

    ``text`` is typed instead where the decision is to modify, told to the planner where it is to redirect.
    ``given`` now, by the person's hands, or for them because they allowed the like before.
    """

    decision: Decision
    reason: str
    text: str = ""
    given: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """Show pictures of this kind from now on, for a place of so many cells of so many pixels."""

    kind: PictureKind
    columns: int
    rows: int
    cell_width: int = 8
    cell_height: int = 16


Order: TypeAlias = Begin | Steer | SwitchMode | Hint | Answer | Look

_TYPES: Mapping[str, Callable[..., Told | Order]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(
                StepShown,
                PictureShown,
                Question,
                NotTaken,
                ModeKept,
                HeldNow,
                HintHeard,
                PictureSaved,
                Finished,
                Refused,
            ),
            *(Begin, Steer, SwitchMode, Hint, Answer, Look),
        )
    }
)


def encode(message: Told | Order) -> bytes:
    """Return ``message`` as one line."""
    content = {each.name: getattr(message, each.name) for each in fields(message)}
    return json.dumps([type(message).__name__, content], separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Told | Order:
    """Return the message that ``line`` holds. Raises ValueError for anything else."""
    try:
        name, content = json.loads(line)
        given: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in content.items()
        }
        return _TYPES[name](**given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no message: {line[:80]!r}") from error
