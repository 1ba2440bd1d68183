"""Aligning a task with the template of a family: values for the slots, where there is one way only.

No model is asked. Every word of the template must stand in the task in the same order, every slot must find
a part of its own shape; where that can be done in several ways, or something is left over, it is no match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gui_agent.memory.records import Move, Shape, Slot
from gui_agent.memory.specifics import Part, looks_like, parts_of
from gui_agent.memory.templates import SLOT
from gui_agent.screen_text import fold

MOST_WORDS = 8
"""So many words an unquoted value may have."""
_JOINS = frozenset({"and", "then", "but", "or", "if", "with", "without", "before", "after", "unless", "to"})
"""Words that begin something else: a value does not run over them."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A piece of a template: a slot where ``slot`` is not None, else a word or part to be found as it is."""

    part: Part
    slot: Slot | None = None


_LOUD = frozenset("\"'`\\$;|&<>(){}[]*?!#\n\t")
"""Characters that mean something to shells, formulas and the like."""


def bind(template: str, slots: Sequence[Slot], task: str) -> dict[str, str] | None:
    """Return the value of each slot of ``template`` in ``task``; None where that is not certain."""
    wanted = _pieces(template, {slot.name: slot for slot in slots})
    found: list[dict[str, str]] = []
    for values in _aligned(wanted, _without_breaks(parts_of(task)), {}, task):
        if values not in found:
            found.append(values)
        if len(found) > 1:
            return None
    complete = found and set(found[0]) == {slot.name for slot in slots}
    return found[0] if complete else None


def _without_breaks(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Leave out breaks at the ends; those inside keep unquoted values from running over them."""
    kept = list(parts)
    while kept and not kept[-1].text:
        kept.pop()
    return tuple(kept)


def _pieces(template: str, slots: Mapping[str, Slot]) -> tuple[_Wanted, ...]:
    pieces: list[_Wanted] = []
    at = 0
    for mark in SLOT.finditer(template):
        pieces += [_Wanted(part) for part in parts_of(template[at : mark.start()])]
        pieces.append(_Wanted(Part(mark[1], mark.start(), mark.end()), slots.get(mark[1])))
        at = mark.end()
    pieces += [_Wanted(part) for part in parts_of(template[at:])]
    while pieces and pieces[-1].slot is None and not pieces[-1].part.text:
        pieces.pop()
    return tuple(pieces)


def _aligned(
    wanted: Sequence[_Wanted], parts: Sequence[Part], values: dict[str, str], task: str
) -> Iterator[dict[str, str]]:
    """Yield every way to lay ``wanted`` over ``parts``; breaks match only breaks, or nothing."""
    if parts and not parts[0].text:
        rest = wanted[1:] if wanted and wanted[0].slot is None and not wanted[0].part.text else wanted
        yield from _aligned(rest, parts[1:], values, task)
        return
    if not wanted:
        if not parts:
            yield values
        return
    first, rest = wanted[0], wanted[1:]
    if first.slot is None and not first.part.text:
        yield from _aligned(rest, parts, values, task)
    elif first.slot is None:
        if parts and _same(first.part, parts[0]):
            yield from _aligned(rest, parts[1:], values, task)
    else:
        for count, value in _values(first.slot.shape, parts, task):
            if values.get(first.slot.name, value) == value:
                yield from _aligned(rest, parts[count:], values | {first.slot.name: value}, task)


def _same(one: Part, other: Part) -> bool:
    if one.shape or other.shape:
        return one.text == other.text
    return fold(one.text) == fold(other.text)


def _values(shape: Shape, parts: Sequence[Part], task: str) -> Iterator[tuple[int, str]]:
    """Yield how many parts a value of ``shape`` may take here, and the value."""
    if not parts:
        return
    if shape != "words":
        first = parts[0]
        if first.shape == shape or (first.quoted and looks_like(first.text, shape)):
            yield 1, first.text
        return
    for count, part in enumerate(parts[:MOST_WORDS], start=1):
        if not part.text or part.quoted or fold(part.text) in _JOINS:
            return
        yield count, task[parts[0].start : part.end]


def fits_quietly(move: Move, values: Mapping[str, str]) -> bool:
    """Say whether values may be put amid the text that ``move`` types: quotes and breaks would change it."""
    text = str(move.arguments.get("text", "")) if move.kind == "type" else ""
    if not SLOT.sub("", text).strip():
        return True
    return not any(_LOUD & set(values.get(name, "")) for name in SLOT.findall(text))
