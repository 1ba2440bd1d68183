"""Asks the person at the other end of a door before an action is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from gui_agent.approval import likeness
from gui_agent.types import Approval, ApprovalRequest
from gui_agent.wording import shown
from gui_agent.words import describe_action

Alike: TypeAlias = tuple[str, ...]
"""What actions have in common that one answer may settle for good."""
Question: TypeAlias = Callable[[str, Alike], bool | None]
"""Puts a question to the person and waits for the answer; None where nobody answers."""
NOBODY = (
    "this program cannot ask a person; start the server with --approve FILE (a policy that decides), or on a "
    "private desktop (--computer virtual)"
)


class RemoteAsker:
    """An `Asker` whose person sits behind another program; without one every question is a refusal.

    ``question`` belongs to the call under way.
    """

    def __init__(self) -> None:
        self.question: Question | None = None

    def ask(self, request: ApprovalRequest, reason: str) -> Approval:
        if self.question is None:
            return Approval("reject", f"{reason}; {NOBODY}")
        target = f" (target: {shown(request.planned.target)})" if request.planned.target else ""
        what = f"Allow it? {shown(describe_action(request.action))}{target}. Asked because {shown(reason)}."
        match self.question(what, likeness(request, reason)):
            case True:
                return Approval("approve", "a person said yes", "person")
            case False:
                return Approval("reject", "a person said no", "person")
            case None:
                return Approval("reject", f"{reason}; nobody answered", "person")
