"""Texts with slots in them, as ``save it as ⟦file⟧``, and the same change made to every text of an action."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from gui_agent.expectation import Expectation
from gui_agent.memory.records import Guard, Move
from gui_agent.types import Argument

OPEN, CLOSE = "⟦", "⟧"
SLOT = re.compile(f"{OPEN}([a-z0-9_]+){CLOSE}")
_NO_TEXTS = frozenset({"keys", "modifiers", "button"})
"""Arguments that name keys and buttons: nothing of a task is in them."""

Change = Callable[[str], str]


class Unbound(KeyError):
    """A slot has no value."""


def mark(name: str) -> str:
    """Return how the slot ``name`` is written in a text."""
    return f"{OPEN}{name}{CLOSE}"


def slots_in(text: str) -> tuple[str, ...]:
    """Return the names of the slots in ``text``, in order."""
    return tuple(SLOT.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with its slots filled. Raises `Unbound`."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise Unbound(found[1])
        return values[found[1]]

    return SLOT.sub(value, text)


def put_slots(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with a slot in every place where one of ``values`` (by name) stands as a whole."""
    names = sorted((n for n in values if values[n]), key=lambda name: -len(values[name]))
    if not names:
        return text
    by_value = {values[name]: name for name in reversed(names)}
    pattern = "|".join(re.escape(values[name]) for name in names)
    whole = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    return whole.sub(lambda found: mark(by_value[found[0]]), text)


def changed_move(move: Move, change: Change) -> Move:
    """Return ``move`` with ``change`` made to every text of it that may come from a task."""
    return dataclasses.replace(
        move,
        target=change(move.target),
        arguments=changed_arguments(move.arguments, change),
        expectation=None if move.expectation is None else changed_expectation(move.expectation, change),
        guard=changed_guard(move.guard, change),
    )


def changed_arguments(arguments: Mapping[str, Argument], change: Change) -> dict[str, Argument]:
    return {n: v if n in _NO_TEXTS else _changed_argument(v, change) for n, v in arguments.items()}


def _changed_argument(value: Argument, change: Change) -> Argument:
    match value:
        case str():
            return change(value)
        case tuple():
            return tuple(change(one) for one in value)
        case _:
            return value


def changed_guard(guard: Guard, change: Change) -> Guard:
    return dataclasses.replace(guard, title=change(guard.title))


def changed_expectation(expectation: Expectation, change: Change) -> Expectation:
    """Return ``expectation`` with ``change`` made to its texts, those of its members included."""
    changes: dict[str, object] = {}
    for field in dataclasses.fields(expectation):
        match getattr(expectation, field.name):
            case str() as text:
                changes[field.name] = change(text)
            case tuple() as members:
                changes[field.name] = tuple(changed_expectation(one, change) for one in members)
    return dataclasses.replace(expectation, **cast(Any, changes))


def texts_of(expectation: Expectation) -> tuple[str, ...]:
    """Return the texts that ``expectation`` speaks of."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    changed_expectation(expectation, note)
    return tuple(found)
