"""Who decides, before every action, whether it may happen."""

from __future__ import annotations

from typing import Protocol

from actions.action import Wait
from actions.computer import Computer
from actions.local import LocalComputer
from gui_agent.policy import Policy, default_policy
from gui_agent.tools.action import kind_of
from gui_agent.types import Approval, ApprovalRequest, Approver
from gui_agent.wording import plain
from gui_agent.words import describe_action


class Asker(Protocol):
    """A way to put a question to a person."""

    def ask(self, request: ApprovalRequest, reason: str) -> Approval:
        """Return the person's answer; ``reason`` says why they are asked.

        Nobody there to answer is ``terminate``.
        """
        ...


class AutoApprover:
    """Allows everything, what the model's provider has doubts about too."""

    def review(self, request: ApprovalRequest) -> Approval:
        doubts = "; ".join(check.words for check in request.safety_checks)
        return Approval("approve", f"everything is allowed (auto){f', this too: {doubts}' if doubts else ''}")


class NeverApprover:
    """Rejects everything that would touch mouse, keyboard or windows: a dry run."""

    def review(self, request: ApprovalRequest) -> Approval:
        if isinstance(request.action, Wait) and not request.safety_checks:
            return Approval("approve", "waiting touches nothing")
        return Approval("reject", "nothing is carried out in a dry run (never)")


class PolicyApprover:
    """Decides by a policy's rules, and asks a person where they, or the model's provider, say so."""

    def __init__(self, policy: Policy, asker: Asker) -> None:
        self._policy = policy
        self._asker = asker

    def review(self, request: ApprovalRequest) -> Approval:
        ruling = self._policy.decide(request)
        if ruling.decision == "approve" and request.safety_checks:
            # The provider's doubts are a person's to settle, whatever the rules allow.
            return self._asker.ask(request, "; ".join(check.words for check in request.safety_checks))
        if ruling.decision == "ask":
            return self._asker.ask(request, ruling.reason)
        return Approval(ruling.decision, ruling.reason, "policy")


class NobodyToAsk:
    """An `Asker` for programs: what would have to be asked ends the run."""

    def ask(self, request: ApprovalRequest, reason: str) -> Approval:
        return Approval("terminate", f"{reason}; give the agent an approver that may decide on this")


class AskingApprover:
    """Asks a person about every action."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def review(self, request: ApprovalRequest) -> Approval:
        return self._asker.ask(request, "everything is asked about")


def likeness(request: ApprovalRequest, reason: str) -> tuple[str, ...]:
    """Return what actions have in common that a person allows once and for all."""
    window = request.observation.active_window
    words = plain(request.planned.target) or describe_action(request.action)
    return kind_of(request.action), reason, words, window.application if window else ""


def default_approver(computer: Computer) -> Approver:
    """Return the approver of those who name none: on a person's own desktop nothing consequential."""
    if isinstance(computer, LocalComputer):
        return PolicyApprover(default_policy(), NobodyToAsk())
    return AutoApprover()
