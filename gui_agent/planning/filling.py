"""Typing into fields, emptying them, and selecting what they or a paragraph hold."""

from __future__ import annotations

import re
from dataclasses import replace

from grounding.phrase import parse_target
from gui_agent.expectation import FieldHolds, TargetChanges
from gui_agent.planning.commands import ClearField, EnterText
from gui_agent.planning.primitives import act, focus_field, press, type_text, unquoted
from gui_agent.planning.situation import Routine, Situation
from gui_agent.planning.surveying import is_named, only_entry, passages, wants_parts, words_for

_PARTS = 4
"""A date and a time together have at most so many parts before the last."""
_FIELDS = frozenset({"field", "box", "combo box", "document", "spin box"})
_ORDINAL = re.compile(r"^(?:the\s+)?(\w+?)(?:st|nd|rd|th)?\s", re.IGNORECASE)


def enter_text(command: EnterText, now: Situation) -> Routine:
    """Go to the field, where one is named, and type."""
    entry = only_entry(now) if command.target else None
    if command.target:
        yield from go_to_field(command.target, now)
    if command.replacing:
        yield press("ctrl", "a", expectation=None, thought="select what is there")
    if wants_parts(entry):
        # A click may land on any of the parts, and there is no other way to the first one.
        yield press("left", count=_PARTS, expectation=None, thought="go to the first part of the field")
    return (yield type_text(command.text, FieldHolds(command.target, command.text)))


def clear_field(command: ClearField, now: Situation) -> Routine:
    """Select everything in the field and delete it."""
    target = command.target
    if target:
        yield from go_to_field(target, now)
    yield press("ctrl", "a", expectation=None, thought="select what is there")
    expectation = FieldHolds(target, "") if target else None
    return (yield press("delete", expectation=expectation, thought=f"empty {target or 'it'}"))


def go_to_field(target: str, now: Situation) -> Routine:
    """Click the field of that name; of a bare name the field is meant, not the label beside it.

    Where nothing on the screen has that name and there is one field only, that one is meant.
    """
    if parse_target(target).role is None:
        situation = yield replace(focus_field(f"{target} field"), optional=True)
        if situation.worked:
            return situation
        if only_entry(now) and not is_named(unquoted(target), now):
            situation = yield replace(focus_field("field"), optional=True)
            if situation.worked:
                return situation
    return (yield focus_field(target))


def select_whole(place: str, now: Situation) -> Routine:
    """Select all that a field or a paragraph holds."""
    phrase = parse_target(place)
    if phrase.role in _FIELDS:
        situation = yield replace(focus_field(place), optional=True)
        if not situation.worked:
            yield focus_field(_passage(place, phrase.ordinal, now))
        return (yield press("ctrl", "a", expectation=None, thought=f"select all of {place}"))
    target = _passage(place, phrase.ordinal, now)
    return (yield act("click", {"count": 3}, TargetChanges(), f"select {place}", target=target, patience=2.0))


def _passage(place: str, ordinal: int | None, now: Situation) -> str:
    """Return words for a line of the passage that is meant; ``place`` itself where there is none such."""
    found = passages(now)
    number = ordinal or 1
    index = number - 1 if number > 0 else len(found) + number
    if not 0 <= index < len(found):
        return place
    return words_for(max(found[index], key=lambda line: len(line.text))) or place
