"""What is remembered: five kinds of records, each with its provenance and how far it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gui_agent.expectation import Expectation
from gui_agent.types import ActionKind, Argument

Kind = Literal["episode", "workflow", "shortcut", "insight", "exemplar"]
Trust = Literal["task", "screen", "untrusted"]
"""``task``: only words that people gave. ``screen``: holds labels of programs on this computer, as data.
``untrusted``: a page or message of others was in front, so no text of its screens is ever told again."""
Shape = Literal["quoted", "file", "url", "email", "number", "words"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a record comes from: the run's folder, and when it ended (ISO 8601, UTC)."""

    run: str
    when: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter of a family of tasks; ``example`` is empty where the value is secret."""

    name: str
    shape: Shape
    secret: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """What the screen must show before a remembered action: the active window, and texts of its controls.

    ``checked``: whether the box that is clicked was ticked. Everything here was read from a screen: it is
    compared, and never told to a model. All empty: anything.
    """

    application: str = ""
    title: str = ""
    dialog: bool = False
    texts: tuple[str, ...] = ()
    checked: Literal["", "yes", "no"] = ""


NO_GUARD = Guard()


@dataclass(frozen=True, slots=True)
class Move:
    """One remembered action, with slots in its texts; the fields are those of `PlannedAction`.

    ``asks``: who plans decides this one anew, because it cannot be said from the task alone.
    """

    kind: ActionKind
    target: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    expectation: Expectation | None = None
    patience: float = 5.0
    guard: Guard = NO_GUARD
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Episode:
    """One run: its task without secrets, where it was played, how it ended and what it cost."""

    task: str
    applications: tuple[str, ...]
    ending: str
    steps: int
    seconds: float
    model_calls: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Workflow:
    """A routine for a family of tasks (Agent Workflow Memory): ``template`` is the task with its slots.

    ``asks_at_end``: who plans looks at the end whether it is done, and says the answer.
    """

    name: str
    template: str
    slots: tuple[Slot, ...]
    moves: tuple[Move, ...]
    final: Guard
    asks_at_end: bool
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A run of actions that repeats across episodes, as one action (AppAgentX).

    ``slots`` are its parameters in the order in which they are given.
    """

    name: str
    slots: tuple[Slot, ...]
    moves: tuple[Move, ...]
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """A causal lesson (CLIN): in a program, ``avoid`` does not bring ``aim``, ``instead`` does.

    All are words of the closed set of actions, never sentences from a screen. ``instead`` may be empty.
    """

    avoid: str
    aim: str
    instead: str
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Exemplar:
    """What was done for a task, in words, and the abstract of the screen it began on (Synapse)."""

    template: str
    state: str
    doing: tuple[str, ...]
    provenance: Provenance


Body: TypeAlias = Episode | Workflow | Shortcut | Insight | Exemplar
KINDS: Mapping[Kind, type[Body]] = {
    "episode": Episode,
    "workflow": Workflow,
    "shortcut": Shortcut,
    "insight": Insight,
    "exemplar": Exemplar,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put into the memory; of entries of one kind, ``key`` says which are the same one."""

    kind: Kind
    key: str
    title: str
    application: str
    trust: Trust
    body: Body


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as it is kept: ``supports`` and ``contradicts`` count the evidence for and against it."""

    id: int
    entry: Entry
    supports: int
    contradicts: int
    created: str
    updated: str

    @property
    def worth(self) -> float:
        """How likely it is to help, from the evidence (rule of succession), 0-1."""
        return (self.supports + 1) / (self.supports + self.contradicts + 2)
