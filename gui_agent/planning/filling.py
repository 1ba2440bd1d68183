"""Typing into fields, emptying them, and selecting what they or a paragraph hold."""

from __future__ import annotations

import re
from dataclasses import replace

from grounding.phrase import parse_target
from gui_agent.expectation import AnyOf, Expectation, FieldHolds, ScreenChanges, TargetChanges
from gui_agent.planning.commands import ClearField, EnterText
from gui_agent.planning.primitives import act, focus_field, look_for, press, type_text, unquoted
from gui_agent.planning.situation import Routine, Situation
from gui_agent.planning.surveying import (
    ENTRIES,
    changed_beside_controls,
    entry_with_parts,
    in_sight,
    is_named,
    is_unseen_text_area,
    passages,
    place_of,
    unnamed_entry,
)
from gui_agent.screen_text import text_within

_PARTS = 4
"""A date and a time together have at most so many parts before the last."""
_NAMING = 16
"""Letters before a text in which a sentence says what it is: the password "…"."""
_SECRETS = ("password", "passphrase", "passcode")
_DIGITS = str.maketrans({"−": "-", "–": "-", "O": "0", "o": "0"})
_FIELDS = frozenset({"field", "box", "combo box", "document", "spin box"})


def enter_text(command: EnterText, now: Situation) -> Routine:
    """Go to the field, where one is named, and type."""
    if _is_number(command.text) and command.target and parse_target(command.target).role == "spin box":
        return (yield from set_spinner(command, now))
    entry = entry_with_parts(now) if command.target else None
    in_parts, where = False, command.target
    if command.called and is_named(command.called, now):
        yield replace(focus_field(f"{command.called} field"), optional=True)
    if command.target:
        reached = yield from go_to_field(command.target, now)
        if reached.last is not None:
            where = reached.last.planned.target or where
        by_key = reached.last is not None and reached.last.planned.kind == "press"
        in_parts = (entry is not None or by_key) and any(c.isdigit() for c in command.text)
    if command.replacing and not in_parts:
        yield press("ctrl", "a", expectation=None, thought="select what is there")
    if not in_parts:
        return (yield type_text(command.text, _shows(where, command.text, _is_secret(where, command, now))))
    # A click may land on any of the parts, and there is no other way to the first one.
    yield press("left", count=_PARTS, expectation=None, thought="go to the first part of the field")
    # A space would open the calendar or the clock of such a field, and it may write a date its own way.
    return (yield type_text(in_whole_parts(command.text), ScreenChanges()))


def in_whole_parts(text: str) -> str:
    """Return a date or a time as its field takes it: no spaces, and two digits where one may go on."""
    return re.sub(r"(?<!\d)(\d)(?=[:/.])", r"0\1", text.replace(" ", ""))


def _shows(field: str, text: str, secret: bool) -> Expectation:
    """Expect ``text`` in ``field``; what is masked cannot be read, only seen to come."""
    holds = FieldHolds(field, text)
    return AnyOf((holds, ScreenChanges())) if secret else holds


def _is_secret(field: str, command: EnterText, now: Situation) -> bool:
    """Say whether the field, the sentence or the words before the text call it a password."""
    before, found, _ = now.task.casefold().partition(command.text.casefold())
    called = (field, command.called, before[-_NAMING:] if found else "")
    return any(word in name.casefold() for name in called for word in _SECRETS)


def set_spinner(command: EnterText, now: Situation) -> Routine:
    """Type the number; into a spinner that takes no typing, go up or down from the number it shows."""
    situation = yield from go_to_field(command.target, now)
    shown = _number_in(now, situation)
    yield press("ctrl", "a", expectation=None, thought="select what is there")
    holds = FieldHolds(command.target, command.text)
    situation = yield replace(type_text(command.text, holds), patience=1.0, optional=True)
    typed = situation.last is not None and situation.last.after is not None and situation.last.after.changes
    if shown is not None and shown == int(command.text) and not typed:
        return situation
    if situation.worked or typed or shown is None:
        return (yield look_for(holds, f"see {command.text} in {command.target}"))
    steps = int(command.text) - shown
    key = "up" if steps > 0 else "down"
    return (yield press(key, count=abs(steps), expectation=holds, thought=f"go {key} to {command.text}"))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d{1,3}", text))


def _number_in(before: Situation, now: Situation) -> int | None:
    """Return the number in the field just clicked: as it was before, where no caret stood beside it."""
    if now.last is None or now.last.grounding is None:
        return None
    box = now.last.grounding.box.expanded(3)
    for seen in (before, now):
        read = text_within(seen.observation.screen, box).translate(_DIGITS).strip(" |")
        if _is_number(read):
            return int(read)
    return None


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
        if not is_named(unquoted(target), now) and (other := unnamed_entry(now)):
            situation = yield replace(focus_field(other), optional=True)
            if situation.worked:
                return situation
        elif not any(e.role in ENTRIES for e in in_sight(now)) and not is_named(unquoted(target), now):
            situation = yield press(
                "tab",
                expectation=ScreenChanges(),
                thought="go to the first field",
                patience=1.0,
                optional=True,
            )
            if situation.worked and changed_beside_controls(situation):
                return situation
    return (yield focus_field(target))


def select_whole(place: str, now: Situation) -> Routine:
    """Select all that a field or a paragraph holds."""
    phrase = parse_target(place)
    target = _passage(place, phrase.ordinal, now)
    if phrase.role in _FIELDS:
        # What looks like a field may be another one: a text area is known by its text.
        yield focus_field(target if is_unseen_text_area(place, now) else place)
        return (yield press("ctrl", "a", expectation=None, thought=f"select all of {place}"))
    return (yield act("click", {"count": 3}, TargetChanges(), f"select {place}", target=target, patience=2.0))


def _passage(place: str, ordinal: int | None, now: Situation) -> str:
    """Return words for a line of the passage that is meant; ``place`` itself where there is none such."""
    found = passages(now)
    number = ordinal or 1
    index = number - 1 if number > 0 else len(found) + number
    if not 0 <= index < len(found):
        return place
    return place_of(max(found[index], key=lambda line: len(line.text)), now)
