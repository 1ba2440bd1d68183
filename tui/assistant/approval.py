"""The question before an action, over everything else, answered by keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.assistant.protocol import Answer, Question

_KEYS = "y allow · n deny · a always allow this kind here · e edit · q stop the run"


class ApprovalScreen(ModalScreen[Answer | None]):
    """Shows what waits for the person; gives their `Answer`, or None for “always this kind here”."""

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

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        asked = self._question
        lines = [f"[b]Step {asked.number}:[/b] $action"]
        if asked.target:
            lines.append("Target: $target")
        lines += ["Asked because $reason.", "", f"[dim]{_KEYS}[/dim]"]
        question = Static("", id="question")
        question.update(
            _content(
                "\n".join(lines),
                action=asked.action,
                target=asked.target,
                reason=asked.reason,
            )
        )
        with Vertical():
            yield question
            yield Input(placeholder="what to type instead; Enter allows it")

    def action_decide(self, decision: str) -> None:
        match decision:
            case "approve":
                self.dismiss(Answer("approve", "a person said yes"))
            case "reject":
                self.dismiss(Answer("reject", "a person said no"))
            case _:
                self.dismiss(Answer("terminate", "a person stopped the run"))

    def action_always(self) -> None:
        self.dismiss(None)

    def action_edit(self) -> None:
        if self._question.text is None:
            self.notify("Only what is typed can be edited; deny it and say what to do instead.")
            return
        self.add_class("editing")
        field = self.query_one(Input)
        field.value = self._question.text
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        from actions.action import TypeText
        from actions.errors import InvalidAction

        try:
            TypeText(event.value)
        except InvalidAction as error:
            self.notify(str(error), severity="error")
            return
        self.dismiss(Answer("modify", "a person changed it", event.value))


def _content(markup: str, **values: str) -> Content:
    return Content.from_markup(markup, **values)
