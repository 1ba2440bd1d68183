"""What the run, on its own thread, tells the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from gui_agent.hold import Held
from gui_agent.session import Outcome
from gui_agent.types import ApprovalRequest, Step


@dataclass
class Intended(Message):
    """A step is about to be carried out."""

    step: Step


@dataclass
class Completed(Message):
    """A step is over."""

    step: Step


@dataclass
class Asked(Message):
    """An action waits for the person; the answer goes to the `ScreenAsker`."""

    request: ApprovalRequest
    reason: str


@dataclass
class HeldNow(Message):
    """The run was held, or let go on; ``what`` is what the person did to take over."""

    held: Held
    what: str = ""


@dataclass
class Ended(Message):
    """A task is over."""

    outcome: Outcome


@dataclass
class Refused(Message):
    """A task was not begun, or broke off; ``reason`` is a sentence for the person."""

    reason: str
