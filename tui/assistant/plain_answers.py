"""What a line means that answers a question."""

from __future__ import annotations

from actions.action import TypeText
from actions.errors import InvalidAction
from tui.assistant.approval import Always
from tui.assistant.protocol import Answer, Question


def understood(line: str, question: Question) -> Answer | Always | str:
    """Return the answer that ``line`` is, for how long the like is allowed, or a sentence that says more."""
    word, _, rest = line.partition(" ")
    match word.lower():
        case "y" | "yes" if not rest:
            return Answer("approve", "a person said yes")
        case "n" | "no" if not rest:
            return Answer("reject", "a person said no")
        case "q" | "quit" | "stop" if not rest:
            return Answer("terminate", "a person stopped the run")
        case "a" | "always" if not rest:
            return "here"
        case "p" if not rest:
            if question.rule:
                return "for good"
            return "No rule can allow such actions for good: they reach too far."
        case "e":
            return _edited(rest, question)
        case _ if len(line) > 2:
            return Answer("redirect", "a person said what to do instead", line)
        case _:
            return "Answer y, n or a, or say what to do instead."


def _edited(text: str, question: Question) -> Answer | str:
    if question.text is None:
        return "Only what is typed can be edited; say what to do instead."
    if not text:
        return f"It would type “{question.text}”. Say e and what to type instead."
    try:
        TypeText(text)
    except InvalidAction as error:
        return str(error)
    return Answer("modify", "a person changed it", text)
