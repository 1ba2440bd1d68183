"""The question before an action, over everything else, answered by keys."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from actions.action import TypeText
from actions.errors import InvalidAction
from gui_agent.types import Approval, ApprovalRequest
from gui_agent.witness import NOT_YOURS, Witness
from gui_agent.wording import shown
from gui_agent.words import describe_action

_KEYS = "y allow · n deny · a always allow this kind here · e edit · q stop the run"


class ApprovalScreen(ModalScreen[Approval | None]):
    """Shows what waits for the person; gives their `Approval`, or None for “always this kind here”."""

    DEFAULT_CSS = """
    ApprovalScreen { align: center middle; }
    ApprovalScreen > Vertical {
        width: 80%; max-width: 90; height: auto; padding: 1 2; border: thick $warning; background: $surface;
    }
    ApprovalScreen Input { display: none; margin-top: 1; }
    ApprovalScreen.editing Input { display: block; }
    """
    AUTO_FOCUS = ""  # the field for edits would swallow the keys of the answer
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "decide('approve')", "Allow"),
        Binding("n", "decide('reject')", "Deny"),
        Binding("a", "always", "Always"),
        Binding("e", "edit", "Edit"),
        Binding("q,escape", "decide('terminate')", "Stop"),
    ]

    def __init__(self, request: ApprovalRequest, reason: str, witness: Witness | None = None) -> None:
        super().__init__()
        self._request, self._reason = request, reason
        self._witness, self._asked_at = witness or Witness(), time.monotonic()

    def compose(self) -> ComposeResult:
        request = self._request
        lines = [f"[b]Step {request.step_number}:[/b] $action"]
        if request.planned.target:
            lines.append("Target: $target")
        lines += ["Asked because $reason.", "", f"[dim]{_KEYS}[/dim]"]
        question = Static("", id="question")
        question.update(
            _content(
                "\n".join(lines),
                action=shown(describe_action(request.action)),
                target=shown(request.planned.target),
                reason=shown(self._reason),
            )
        )
        with Vertical():
            yield question
            yield Input(placeholder="what to type instead; Enter allows it")

    def action_decide(self, decision: str) -> None:
        match decision:
            case "approve" if not self._is_yours():
                return
            case "approve":
                self.dismiss(Approval("approve", "a person said yes", "person"))
            case "reject":
                self.dismiss(Approval("reject", "a person said no", "person"))
            case _:
                self.dismiss(Approval("terminate", "a person stopped the run", "person"))

    def action_always(self) -> None:
        if self._is_yours():
            self.dismiss(None)

    def _is_yours(self) -> bool:
        """Say whether a person's hands gave the answer; one that programs gave is not taken."""
        if self._witness.vouches(self._asked_at):
            return True
        self.notify(NOT_YOURS, severity="warning")
        return False

    def action_edit(self) -> None:
        if not isinstance(self._request.action, TypeText):
            self.notify("Only what is typed can be edited; deny it and say what to do instead.")
            return
        self.add_class("editing")
        field = self.query_one(Input)
        field.value = self._request.action.text
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        assert isinstance(self._request.action, TypeText)
        if not self._is_yours():
            return
        try:
            edited = replace(self._request.action, text=event.value)
        except InvalidAction as error:
            self.notify(str(error), severity="error")
            return
        self.dismiss(Approval("modify", "a person changed it", "person", edited))


def _content(markup: str, **values: str) -> Content:
    return Content.from_markup(markup, **values)
