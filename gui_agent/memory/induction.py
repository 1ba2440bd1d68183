"""From the steps of a run that worked to a routine with parameters (Agent Workflow Memory), without a model.

What worked is kept, in order; what a task says and an action uses becomes a slot. An action that cannot be
said from the task alone is marked, so that whoever plans decides it anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gui_agent.expectation import Expectation, ScreenChanges
from gui_agent.memory.guards import guard_for, with_box
from gui_agent.memory.records import Guard, Move, Shape, Slot
from gui_agent.memory.redaction import redacted
from gui_agent.memory.specifics import Part, parts_of, specific_parts
from gui_agent.memory.templates import (
    OPEN,
    SLOT,
    changed_guard,
    changed_move,
    fill,
    mark,
    put_slots,
    slots_in,
    texts_of,
)
from gui_agent.memory.trajectory import with_late_outcomes, without_detours
from gui_agent.screen_text import find_text, fold
from gui_agent.types import ActionKind, Argument, PlannedAction, Step

MOST_MOVES = 60
LONGEST_TEXT = 4000
_QUOTED = re.compile(r"^“(.*)”", re.S)
_BARE_PLACE = re.compile(r"^unnamed | \[\d+\]$|\b\d+, ?\d+\)?$")
"""A target that only one screen explains: a number in its list, or a point."""
_ASKS_FOR_AN_ANSWER = re.compile(
    r"\?|\b(?:what|which|who|when|where|how (?:many|much|long|old)|tell|report|answer|"
    r"find out|look up|say)\b",
    re.I,
)
PLAYED: frozenset[ActionKind] = frozenset(
    {
        "click",
        "move",
        "drag",
        "scroll",
        "type",
        "press",
        "hold",
        "wait",
        "launch",
        "focus_window",
        "close_window",
    }
)
"""What is done again without asking: mouse, keyboard, waiting, programs and windows; no tools."""


@dataclass(frozen=True, slots=True)
class Routine:
    """What was induced: a template, its slots and the moves; ``values`` are those of this run."""

    template: str
    slots: tuple[Slot, ...]
    moves: tuple[Move, ...]
    final: Guard
    asks_at_end: bool
    values: Mapping[str, str]


def induce(task: str, steps: Sequence[Step], secrets: Sequence[str] = ()) -> Routine | None:
    """Return the routine in ``steps``, which did ``task``; None where nothing can be learned from them."""
    if OPEN in task or not steps:
        return None
    acted = without_detours(with_late_outcomes(steps))
    if not acted or len(acted) > MOST_MOVES or len(task) > LONGEST_TEXT:
        return None
    moves = [_move(step) for step in acted]
    spans = _slot_spans(task, moves)
    named = _named(spans, secrets)
    values = {slot.name: value for value, slot in named.items()}
    moves = [_with_slots(m, s, values, task) for m, s in zip(moves, acted, strict=True)]
    moves = [_without_secrets(move, secrets) for move in moves]
    weakened = [weaken(move) for move in moves]
    last = steps[-1]
    final = _guard_with_slots(guard_for(last.observation), values, secrets)
    asks = weakened != moves or _asks_at_end(task, last, values)
    template = redacted(_template(task, spans, {v: slot.name for v, slot in named.items()}), secrets)
    return Routine(template, tuple(named.values()), tuple(weakened), final, asks, values)


def _move(step: Step) -> Move:
    planned = step.planned
    worked = step.reflection is not None and step.reflection.verdict == "success"
    free = planned.kind in ("launch", "focus_window", "wait")
    return Move(
        planned.kind,
        planned.target,
        dict(planned.arguments),
        planned.expectation if worked else None,
        planned.patience,
        Guard() if free else _guard(step),
        asks=not worked or planned.kind not in PLAYED or _points_at_a_number(planned),
    )


def _guard(step: Step) -> Guard:
    box = step.grounding.box if step.grounding and step.planned.kind == "click" else None
    return with_box(guard_for(step.observation), step.observation, box)


def _points_at_a_number(planned: PlannedAction) -> bool:
    """Say whether only that screen says what was meant: of several alike, or without words."""
    targets = (planned.target, str(planned.arguments.get("destination", "")))
    return planned.alternative > 0 or any(map(_BARE_PLACE.search, targets))


def _slot_spans(task: str, moves: Sequence[Move]) -> list[Part]:
    """Return the parts of ``task`` that the moves use, none within another."""
    used = [text for move in moves for text in _texts(move)]
    spans = [part for part in specific_parts(task) if _used(part.text, used)]
    for text in _whole_texts(moves):
        for found in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", task):
            free = not any(s.start < found.end() and found.start() < s.end for s in spans)
            if free and not _opens_a_sentence(task, found.start()):
                spans.append(Part(text, found.start(), found.end(), "words"))
    return sorted(spans, key=lambda part: part.start)


def _texts(move: Move) -> list[str]:
    found = [move.target]
    for name, value in move.arguments.items():
        if name not in ("keys", "modifiers", "button"):
            found += [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
    return found


def _used(value: str, texts: Sequence[str]) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
    return bool(value) and any(whole.search(text) for text in texts)


def _whole_texts(moves: Sequence[Move]) -> list[str]:
    """Return what was typed or pointed at as a whole, the longest first: a task may name it without marks."""
    found: list[str] = []
    for move in moves:
        if move.kind == "type":
            found.append(str(move.arguments.get("text", "")).strip())
        if label := _QUOTED.match(move.target):
            found.append(label[1])
    return sorted({t for t in found if len(t) > 1 and not specific_parts(t)}, key=len, reverse=True)


def _opens_a_sentence(task: str, start: int) -> bool:
    """Say whether a verb stands there rather than a value: “Save it as x” names no button."""
    before = task[:start].rstrip(" \"'“")
    return not before or before[-1] in ".!?;:,\n" or before.split()[-1].casefold() in ("and", "then")


def _named(spans: Sequence[Part], secrets: Sequence[str]) -> dict[str, Slot]:
    """Return a slot for each value, named by its shape: text, file, number2."""
    slots: dict[str, Slot] = {}
    counts: dict[str, int] = {}
    for part in spans:
        if part.text in slots:
            continue
        shape: Shape = part.shape or "words"
        base = "text" if shape == "quoted" else shape
        counts[base] = counts.get(base, 0) + 1
        name = base if counts[base] == 1 else f"{base}{counts[base]}"
        secret = any(part.text in one or one in part.text for one in secrets)
        slots[part.text] = Slot(name, shape, secret, "" if secret else part.text[:60])
    return slots


def _template(task: str, spans: Sequence[Part], names: Mapping[str, str]) -> str:
    pieces, at = [], 0
    for part in spans:
        pieces += [task[at : part.start], mark(names[part.text])]
        at = part.end
    return "".join([*pieces, task[at:]])


def _with_slots(move: Move, step: Step, values: Mapping[str, str], task: str) -> Move:
    slotted = changed_move(move, lambda text: put_slots(text, values))
    if move.kind == "launch":  # Another program is another family.
        name = move.arguments.get("application", "")
        slotted = replace(slotted, arguments={**slotted.arguments, "application": name})
    guard = _guard_with_slots(move.guard, values, ())
    return replace(slotted, guard=guard, asks=move.asks or _came_from_the_screen(slotted, step, task))


def _guard_with_slots(guard: Guard, values: Mapping[str, str], secrets: Sequence[str]) -> Guard:
    """Put slots into the title; texts that hold a value of this run are no guard for another one."""
    slotted = changed_guard(guard, lambda text: redacted(put_slots(text, values), secrets))
    own = [value for value in (*values.values(), *secrets) if value]
    return replace(slotted, texts=tuple(t for t in guard.texts if not any(value in t for value in own)))


def _without_secrets(move: Move, secrets: Sequence[str]) -> Move:
    """Blank secrets that are no slot; what typed them has to be decided anew."""
    clean = changed_move(move, lambda text: redacted(text, secrets))
    return move if clean == move else replace(clean, asks=True)


def _came_from_the_screen(move: Move, step: Step, task: str) -> bool:
    """Say whether what is typed or started was read off the screen: it may be another one next time."""
    if move.kind not in ("type", "launch"):
        return False
    for text in _texts(move):
        own = SLOT.sub(" ", text).strip()
        long = len(fold(own)) > 3 and fold(own) not in fold(task)
        if long and find_text(step.observation.screen, own):
            return True
    return False


def weaken(move: Move) -> Move:
    """Let go of an expectation that speaks of a number or quotation that no slot explains: a result."""
    if move.expectation is None or move.asks:
        return move
    return replace(move, expectation=_explained(move.expectation))


def _explained(expectation: Expectation) -> Expectation:
    own = [SLOT.sub(" ", text) for text in texts_of(expectation)]
    unexplained = any(part.shape == "number" for text in own for part in parts_of(text))
    return ScreenChanges() if unexplained else expectation


def _asks_at_end(task: str, last: Step, values: Mapping[str, str]) -> bool:
    """Say whether the answer is one that only the screen, or whoever plans, can know."""
    said: Argument = last.planned.arguments.get("answer", "")
    answer = put_slots(str(said), values)
    if not answer.strip() or slots_in(answer) == (answer.strip("⟦⟧"),):
        return bool(_ASKS_FOR_AN_ANSWER.search(_spoken(task)))
    own = SLOT.sub(" ", answer)
    numbers = any(part.shape for part in parts_of(own))
    shown = len(fold(answer)) > 1 and bool(find_text(last.observation.screen, str(said)))
    return numbers or shown or bool(_ASKS_FOR_AN_ANSWER.search(_spoken(task)))


def _spoken(task: str) -> str:
    """Return ``task`` without its quotations, which ask nothing."""
    for part in reversed(specific_parts(task)):
        task = task[: part.start] + task[part.end :]
    return task


def planned(move: Move, values: Mapping[str, str], thought: str) -> PlannedAction:
    """Return ``move`` with ``values`` in its slots. Raises `Unbound`."""
    bound = changed_move(replace(move, guard=Guard()), lambda text: fill(text, values))
    return PlannedAction(
        bound.kind, bound.target, bound.arguments, bound.expectation, thought, patience=bound.patience
    )
