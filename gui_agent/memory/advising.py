"""What experience says to a model before it decides: the `Advisor` over a memory."""

from __future__ import annotations

import json
from typing import cast

from gui_agent.finding import shortened
from gui_agent.memory.exemplars import described
from gui_agent.memory.insights import DROPPED_BELOW
from gui_agent.memory.memory import Memory, told_lesson
from gui_agent.memory.records import Exemplar, Record, Shortcut, Workflow
from gui_agent.memory.specifics import parts_of
from gui_agent.memory.words import move_words
from gui_agent.planning.model.advice import PIECE_LETTERS, Advice
from gui_agent.screen_text import fold
from gui_agent.types import Observation

MOST_WORKFLOWS, MOST_SHORTCUTS, MOST_INSIGHTS, MOST_EXEMPLARS = 1, 3, 4, 1
LEAST_SHARE = 0.4
"""So much of a template's words must stand in the task before it is told."""


class MemoryAdvisor:
    """Tells the workflows, shortcuts, insights and exemplars of a memory that fit a task and screen.

    ``shortcuts``: whether whoever plans can have shortcuts played.
    """

    def __init__(self, memory: Memory, *, shortcuts: bool = True) -> None:
        self._memory, self._shortcuts = memory, shortcuts

    def advise(self, task: str, observation: Observation, subgoal: str = "") -> Advice:
        """Return what fits. Raises `MemoryFileError`."""
        asked = f"{subgoal} {task}".strip()
        workflows = [r for r in self._memory.similar("workflow", asked, 5) if _close(r, asked)]
        told = workflows[:MOST_WORKFLOWS]
        texts = [_workflow_words(record) for record in told]
        if self._shortcuts:
            texts += [_shortcut_words(record) for record in self._fitting_shortcuts(observation)]
        insights = self._insights(task, observation)
        self._memory.note_told(record.id for record in insights)
        examples = [
            r
            for r in self._memory.similar("exemplar", asked, 5)
            if r.entry.key not in {t.entry.key for t in told} and _close(r, asked)
        ]
        return Advice(
            tuple(texts),
            tuple(map(told_lesson, insights)),
            tuple(described(cast(Exemplar, r.entry.body)) for r in examples[:MOST_EXEMPLARS]),
        )

    def _fitting_shortcuts(self, observation: Observation) -> list[Record]:
        window = observation.active_window
        if window is None:
            return []
        found = self._memory.store.all("shortcut", window.application)
        useful = [record for record in found if record.worth >= DROPPED_BELOW]
        return sorted(useful, key=lambda r: (-r.worth, -r.id))[:MOST_SHORTCUTS]

    def _insights(self, task: str, observation: Observation) -> list[Record]:
        programs = {w.application for w in observation.windows}
        said = fold(task)
        found = [
            record
            for record in self._memory.store.all("insight")
            if record.worth >= DROPPED_BELOW
            and (record.entry.application in programs or fold(record.entry.application) in said)
        ]
        return sorted(found, key=lambda r: (-r.worth, -r.id))[:MOST_INSIGHTS]


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
    return shortened(f"one action for “{doing}”: {json.dumps(call)}", PIECE_LETTERS)
