"""The question before an action, over everything else, answered by keys."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.assistant.allowed import covered
from tui.assistant.protocol import Answer, Question

Always = Literal["here", "for good"]
_KEYS = "y allow · n deny · q stop the run"
_EDIT, _HINT = "e edit what is typed · ", "h say what to do instead"
_HERE = "a always, until you leave: $alike"
_FOR_GOOD = "p always, kept in the policy file: $rule"


class ApprovalScreen(ModalScreen[Answer | Always]):
    """Shows what waits for the person, between the picture of where it would happen and the last steps.

    Gives their `Answer`, or for how long actions like it are allowed.
    """

    DEFAULT_CSS = """
    ApprovalScreen { align: right top; }
    ApprovalScreen > Vertical {
        width: 60%; max-width: 84; height: auto; padding: 1 2;
        border: thick $warning; background: $surface;
    }
    ApprovalScreen.-narrow > Vertical, ApprovalScreen.-tiny > Vertical { width: 100%; padding: 0 1; }
    ApprovalScreen Input { display: none; margin-top: 1; }
    ApprovalScreen.editing Input { display: block; }
    """
    AUTO_FOCUS = ""  # the field for edits would swallow the keys of the answer
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "decide('approve')", "Allow"),
        Binding("n", "decide('reject')", "Deny"),
        Binding("a", "always('here')", "Always"),
        Binding("p", "always('for good')", "For good"),
        Binding("e", "edit", "Edit"),
        Binding("h", "hint", "Hint"),
        Binding("q,escape", "decide('terminate')", "Stop"),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question, self._hinting = question, False

    def compose(self) -> ComposeResult:
        asked = self._question
        lines = [f"[b]Step {asked.number}:[/b] $action"]
        if asked.target:
            lines.append("Target: $target")
        lines += ["Asked because $reason.", "", f"[dim]{_KEYS}"]
        lines += [_HINT if asked.text is None else _EDIT + _HINT, _HERE]
        lines += [_FOR_GOOD] if asked.rule else []
        question = Static("", id="question")
        question.update(
            _content(
                "\n".join(lines) + "[/dim]",
                alike=covered(asked),
                rule=asked.rule_words,
                action=asked.action,
                target=asked.target,
                reason=asked.reason,
            )
        )
        with Vertical():
            yield question
            yield Input()

    def action_decide(self, decision: str) -> None:
        match decision:
            case "approve":
                self.dismiss(Answer("approve", "a person said yes"))
            case "reject":
                self.dismiss(Answer("reject", "a person said no"))
            case _:
                self.dismiss(Answer("terminate", "a person stopped the run"))

    def action_always(self, how_long: Always) -> None:
        if how_long == "for good" and not self._question.rule:
            self.notify("No rule can allow such actions for good: they reach too far.", severity="warning")
        else:
            self.dismiss(how_long)

    def action_edit(self) -> None:
        if self._question.text is None:
            self.notify("Only what is typed can be edited; h says what to do instead.")
        else:
            self._open_field("what to type instead; Enter allows it", self._question.text)

    def action_hint(self) -> None:
        self._hinting = True
        self._open_field("what to do instead: the model hears it and plans anew", "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not self._hinting:
            self._edit(event.value)
        elif hint := event.value.strip():
            self.dismiss(Answer("redirect", "a person said what to do instead", hint))

    def _open_field(self, placeholder: str, value: str) -> None:
        self.add_class("editing")
        field = self.query_one(Input)
        field.placeholder, field.value = placeholder, value
        field.focus()

    def _edit(self, text: str) -> None:
        from actions.action import TypeText
        from actions.errors import InvalidAction

        try:
            TypeText(text)
        except InvalidAction as error:
            self.notify(str(error), severity="error")
            return
        self.dismiss(Answer("modify", "a person changed it", text))


def _content(markup: str, **values: str) -> Content:
    return Content.from_markup(markup, **values)
