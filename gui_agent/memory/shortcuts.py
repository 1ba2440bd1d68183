"""Runs of actions that repeat across episodes, promoted to one action (AppAgentX)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gui_agent.memory.guards import common
from gui_agent.memory.records import Move, Shortcut, Slot, Workflow
from gui_agent.memory.templates import changed_move, mark, slots_in
from gui_agent.memory.words import move_words

SHORTEST, LONGEST = 2, 8
"""How many actions a shortcut stands for."""


def repeated_runs(workflow: Workflow, other: Workflow) -> Iterator[Shortcut]:
    """Yield the longest runs of moves that both have, as shortcuts whose slots are named anew."""
    first = [_signature(move, workflow.slots) for move in workflow.moves]
    second = [_signature(move, other.slots) for move in other.moves]
    taken: set[int] = set()
    for length, start, theirs in sorted(_common_runs(first, second), reverse=True):
        if not taken & set(range(start, start + length)):
            taken |= set(range(start, start + length))
            yield _shortcut(workflow, other, start, theirs, length)


def signature(moves: Sequence[Move], slots: Sequence[Slot]) -> str:
    """Return what makes a run of moves the same as another one."""
    return " > ".join(_signature(move, slots) or "?" for move in moves)


def _common_runs(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield length, start in ``first`` and start in ``second`` of every run that cannot be made longer."""
    for i in range(len(first)):
        for j in range(len(second)):
            if i and j and first[i - 1] == second[j - 1] != "":
                continue
            length = 0
            while i + length < len(first) and j + length < len(second) and length < LONGEST:
                if not first[i + length] or first[i + length] != second[j + length]:
                    break
                length += 1
            if length >= SHORTEST:
                yield length, i, j


def _signature(move: Move, slots: Sequence[Slot]) -> str:
    """Return ``move`` with its slots by their shapes; empty where it cannot be played without asking."""
    if move.asks:
        return ""
    shapes = {slot.name: slot.shape for slot in slots}
    plain = changed_move(move, lambda text: _renamed(text, shapes))
    arguments = ",".join(f"{name}={plain.arguments[name]}" for name in sorted(plain.arguments))
    return f"{move.guard.application}|{plain.kind}|{plain.target}|{arguments}"


def _shortcut(workflow: Workflow, other: Workflow, start: int, theirs: int, length: int) -> Shortcut:
    moves = workflow.moves[start : start + length]
    used = dict.fromkeys(n for m in moves for n in _slots_of(m))
    known = {slot.name: slot for slot in workflow.slots}
    fresh = {name: f"value{number}" for number, name in enumerate(used, start=1)}
    pairs = zip(moves, other.moves[theirs : theirs + length], strict=True)
    moves = tuple(replace(m, guard=common(m.guard, o.guard)) for m, o in pairs)
    named = tuple(changed_move(move, lambda text: _renamed(text, fresh)) for move in moves)
    slots = tuple(replace(known[name], name=fresh[name]) for name in used)
    words = ", ".join(move_words(move, "screen") for move in named)
    runs = tuple(dict.fromkeys((*workflow.provenance, *other.provenance)))
    return Shortcut(words[:120], slots, named, runs)


def _slots_of(move: Move) -> tuple[str, ...]:
    found: list[str] = []

    def note(text: str) -> str:
        found.extend(slots_in(text))
        return text

    changed_move(replace(move, guard=replace(move.guard, title="")), note)
    return tuple(found)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return re.sub("⟦([a-z0-9_]+)⟧", lambda m: mark(names.get(m[1], m[1])), text)
