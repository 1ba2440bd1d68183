"""What `Work` tells of a task, to whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from gui_agent.hold import Held
from gui_agent.session import Outcome
from gui_agent.types import ApprovalRequest, Step


@dataclass(frozen=True, slots=True)
class Intended:
    """A step is about to be carried out."""

    step: Step


@dataclass(frozen=True, slots=True)
class Completed:
    """A step is over."""

    step: Step


@dataclass(frozen=True, slots=True)
class Asked:
    """An action waits for the person; the answer goes to the `Asker` that asked."""

    request: ApprovalRequest
    reason: str


@dataclass(frozen=True, slots=True)
class HeldNow:
    """The run was held, or let go on; ``what`` is what the person did to take over."""

    held: Held
    what: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A task is over."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Refused:
    """A task was not begun, or broke off; ``reason`` is a sentence for the person."""

    reason: str


Message: TypeAlias = Intended | Completed | Asked | HeldNow | Ended | Refused
