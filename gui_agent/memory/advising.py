"""What experience says to a model before it decides: the `Advisor` over a memory."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import cast

from gui_agent.finding import shortened
from gui_agent.memory.exemplars import described
from gui_agent.memory.memory import Memory, told_lesson
from gui_agent.memory.records import Exemplar, Record, Shortcut, Workflow
from gui_agent.memory.specifics import parts_of
from gui_agent.memory.words import move_words
from gui_agent.planning.model.advice import PIECE_LETTERS, Advice
from gui_agent.screen_text import fold
from gui_agent.types import Observation

MOST_WORKFLOWS, MOST_SHORTCUTS, MOST_INSIGHTS, MOST_EXEMPLARS = 1, 3, 4, 1
CANDIDATES = 5
LEAST_SHARE = 0.4
"""So much of a template's words must stand in the task before it is told."""


class MemoryAdvisor:
    """Tells the workflows, shortcuts, insights and exemplars of a memory that fit a task and screen.

    ``shortcuts``: whether whoever plans can have shortcuts played.
    """

    def __init__(self, memory: Memory, *, shortcuts: bool = True) -> None:
        self._memory, self._shortcuts = memory, shortcuts
        self._given: tuple[object, Advice, tuple[int, ...]] | None = None

    def advise(self, task: str, observation: Observation, subgoal: str = "") -> Advice:
        """Return what fits. Raises `MemoryFileError`."""
        front = observation.active_window
        programs = frozenset(w.application for w in observation.windows)
        asked = (task, subgoal, front.application if front else "", programs, self._memory.changes)
        if self._given is None or self._given[0] != asked:
            self._given = (asked, *self._found(f"{subgoal} {task}".strip(), asked[2], programs))
        _, advice, insights = self._given
        self._memory.note_told(insights)
        return advice

    def _found(self, asked: str, front: str, programs: Collection[str]) -> tuple[Advice, tuple[int, ...]]:
        """Return the advice, and which insights are in it."""
        workflows = [r for r in self._memory.similar("workflow", asked, CANDIDATES) if _close(r, asked)]
        told = workflows[:MOST_WORKFLOWS]
        texts = [_workflow_words(record) for record in told]
        if self._shortcuts and front:
            offered = self._memory.store.best("shortcut", (front,), MOST_SHORTCUTS)
            texts += [_shortcut_words(record) for record in offered]
        insights = self._insights(asked, programs)
        known = {record.entry.key for record in told}
        similar = self._memory.similar("exemplar", asked, CANDIDATES)
        examples = [r for r in similar if r.entry.key not in known and _close(r, asked)][:MOST_EXEMPLARS]
        lines = tuple(described(cast(Exemplar, record.entry.body)) for record in examples)
        advice = Advice(tuple(texts), tuple(map(told_lesson, insights)), lines)
        return advice, tuple(record.id for record in insights)

    def _insights(self, asked: str, programs: Collection[str]) -> list[Record]:
        said = fold(asked)
        about = [a for a in self._memory.store.applications("insight") if a in programs or fold(a) in said]
        return self._memory.store.best("insight", about, MOST_INSIGHTS)


def _close(record: Record, text: str) -> bool:
    wanted = _content(record.entry.title)
    return bool(wanted) and len(wanted & _content(text)) >= LEAST_SHARE * len(wanted)


def _content(text: str) -> set[str]:
    return {fold(part.text) for part in parts_of(text) if part.shape is None and len(part.text) > 2}


def _workflow_words(record: Record) -> str:
    workflow = cast(Workflow, record.entry.body)
    doing = "; ".join(f"{n}. {move_words(m, record.entry.trust)}" for n, m in enumerate(workflow.moves, 1))
    evidence = f"worked {record.supports} times, failed {record.contradicts}"
    return shortened(f"for “{workflow.template}” ({evidence}): {doing}", PIECE_LETTERS)


def _shortcut_words(record: Record) -> str:
    shortcut = cast(Shortcut, record.entry.body)
    doing = ", ".join(move_words(move, record.entry.trust) for move in shortcut.moves)
    call = {"do": "shortcut", "number": record.id, "with": [f"<{s.shape}>" for s in shortcut.slots]}
    return f"one action for “{shortened(doing, PIECE_LETTERS // 2)}”: {json.dumps(call)}"
