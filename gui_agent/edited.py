"""What becomes of a step whose text a person changed before it was typed."""

from __future__ import annotations

from dataclasses import replace

from actions.action import TypeText
from gui_agent.expectation import AllOf, AnyOf, Expectation, FieldHolds, TextAppears, TextVisible
from gui_agent.types import Approval, Step


def as_approved(step: Step, approval: Approval) -> Step:
    """Return ``step`` as it was approved: where other words are typed, those are expected to show."""
    action = approval.modified or step.action
    planned = step.planned
    if isinstance(action, TypeText) and isinstance(step.action, TypeText) and action.text != step.action.text:
        expected = planned.expectation
        planned = replace(
            planned,
            arguments={**planned.arguments, "text": action.text},
            expectation=_retold(expected, step.action.text, action.text) if expected else None,
        )
    return replace(step, planned=planned, action=action, approval=approval)


def _retold(expected: Expectation, old: str, new: str) -> Expectation:
    match expected:
        case FieldHolds(text=text) | TextAppears(text=text) | TextVisible(text=text) if text and text in old:
            return replace(expected, text=new)
        case AnyOf(parts) | AllOf(parts):
            return replace(expected, expectations=tuple(_retold(part, old, new) for part in parts))
        case _:
            return expected
