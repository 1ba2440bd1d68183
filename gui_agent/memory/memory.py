"""The memory of earlier runs: learns from each, and finds what fits a new task."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from gui_agent.errors import MemoryFileError
from gui_agent.finding import shortened
from gui_agent.memory.binding import bind, fits_quietly
from gui_agent.memory.embeddings import Embedder, Meanings
from gui_agent.memory.exemplars import exemplar
from gui_agent.memory.guards import common
from gui_agent.memory.induction import Routine, induce
from gui_agent.memory.insights import DROPPED_BELOW, did, insights_in, lesson, program_of
from gui_agent.memory.records import (
    Entry,
    Episode,
    Insight,
    Kind,
    Provenance,
    Record,
    Shortcut,
    Trust,
    Workflow,
)
from gui_agent.memory.redaction import redacted, secrets_in
from gui_agent.memory.shortcuts import repeated_runs, signature
from gui_agent.memory.store import MemoryStore
from gui_agent.memory.trust import trust_of
from gui_agent.screen_text import fold
from gui_agent.types import Ending, Step

RUNS_KEPT = 10
"""So many runs a record names as its provenance, the latest ones."""
TITLE_LETTERS = 300
CANDIDATES = 20
WORKFLOWS_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Match:
    """A workflow that fits a task for certain, with the values of its slots."""

    number: int
    workflow: Workflow
    values: Mapping[str, str]


class Memory:
    """Learns from runs and finds what fits; every method raises `MemoryFileError`."""

    def __init__(self, store: MemoryStore, embedder: Embedder | None = None) -> None:
        self.store = store
        self._meanings = Meanings(store, embedder) if embedder else None
        self._told: set[int] = set()
        self.changes = 0
        """Counts what was learned or counted since the memory was opened."""

    @classmethod
    def at(cls, path: Path, embedder: Embedder | None = None) -> Memory:
        """Open the memory file at ``path``, made where it is missing."""
        return cls(MemoryStore(path), embedder)

    def close(self) -> None:
        self.store.close()

    def match(self, task: str) -> Match | None:
        """Return the most reliable workflow whose template fits ``task`` in one way only."""
        fits: list[tuple[float, int, Match]] = []
        for record in self.store.like("workflow", task, CANDIDATES):
            workflow = cast(Workflow, record.entry.body)
            if record.worth < DROPPED_BELOW:
                continue
            values = bind(workflow.template, workflow.slots, task)
            if values is not None and all(fits_quietly(move, values) for move in workflow.moves):
                fits.append((record.worth, record.id, Match(record.id, workflow, values)))
        return max(fits, key=lambda fit: fit[:2])[2] if fits else None

    def shortcut(self, name: str) -> tuple[int, Shortcut] | None:
        """Return the shortcut a model names by its number, unless it was dropped."""
        record = self.store.get(int(name)) if name.isascii() and name.isdigit() and len(name) < 10 else None
        if record is None or not isinstance(record.entry.body, Shortcut) or record.worth < DROPPED_BELOW:
            return None
        return record.id, record.entry.body

    def similar(self, kind: Kind, text: str, limit: int) -> list[Record]:
        """Return useful records of ``kind`` like ``text``: by meaning where it is served, or by words."""
        found: list[Record] = []
        if self._meanings is not None:
            try:
                found = self._meanings.closest(kind, text, 2 * limit)
            except MemoryFileError:
                # A model of meanings that fell silent must not keep anybody from working.
                self._meanings = None
        found = found or self.store.like(kind, text, 2 * limit)
        return [record for record in found if record.worth >= DROPPED_BELOW][:limit]

    def note_told(self, numbers: Iterable[int]) -> None:
        """Remember that these insights were told in the run under way, to weigh them at its end."""
        self._told |= set(numbers)

    def note_played(self, number: int, *, held: bool) -> None:
        """Count for or against a workflow or shortcut that was played."""
        self.store.count(number, supports=int(held), contradicts=int(not held))
        self.changes += 1

    def learn(
        self,
        task: str,
        steps: Sequence[Step],
        ending: Ending,
        *,
        run: str = "",
        seconds: float | None = None,
    ) -> tuple[int, ...]:
        """Learn from a run of ``task`` that ended so; return the numbers of what was written.

        ``run`` names its folder. Secrets typed or said are left out of everything.
        """
        if not steps:
            return ()
        provenance = Provenance(run, datetime.now(UTC).isoformat(timespec="seconds"))
        trust, secrets = trust_of(steps), secrets_in(task, steps)
        routine = induce(task, steps, secrets) if ending is Ending.ACCOMPLISHED else None
        with self.store.changing():
            written = [self._keep_episode(task, steps, ending, provenance, trust, secrets, seconds)]
            self._weigh_told(steps, ending, trust)
            written += self._keep_insights(steps, ending, trust, provenance)
            if routine is not None and any(not move.asks for move in routine.moves):
                written += self._keep_routine(routine, steps, trust, provenance)
        self._told.clear()
        self.changes += 1
        return tuple(written)

    def _keep_episode(
        self,
        task: str,
        steps: Sequence[Step],
        ending: Ending,
        provenance: Provenance,
        trust: Trust,
        secrets: Sequence[str],
        seconds: float | None,
    ) -> int:
        title = shortened(redacted(task, secrets), TITLE_LETTERS)
        spent = sum(s.timing.total for s in steps) if seconds is None else seconds
        calls = sum(s.usage.model_calls for s in steps)
        programs = tuple(dict.fromkeys(p for p in map(program_of, steps) if p))
        body = Episode(title, programs, ending.name.lower(), len(steps), round(spent, 2), calls, provenance)
        key = provenance.run or uuid.uuid4().hex
        return self.store.put(Entry("episode", key, title, _main(programs), trust, body))

    def _keep_routine(
        self, routine: Routine, steps: Sequence[Step], trust: Trust, provenance: Provenance
    ) -> list[int]:
        key, title = fold(routine.template), shortened(routine.template, TITLE_LETTERS)
        application = _main([p for p in map(program_of, steps) if p])
        fresh = Workflow(
            title[:60],
            routine.template,
            routine.slots,
            routine.moves,
            routine.final,
            routine.asks_at_end,
            (provenance,),
        )
        known = self.store.with_key("workflow", key)
        chosen, supports = _better(known, fresh)
        number = self.store.put(Entry("workflow", key, title, application, trust, chosen), supports=1)
        if supports and known is not None:
            self.store.count(number, supports=1)
        elif chosen is fresh and known is not None:
            self.store.set_evidence(number, supports=1, contradicts=0)
        example = exemplar(routine.template, routine.moves, steps[0].observation, trust, provenance)
        written = [
            number,
            self.store.put(Entry("exemplar", key, title, application, trust, example), supports=1),
        ]
        return written + self._keep_shortcuts(chosen, key, trust)

    def _keep_shortcuts(self, workflow: Workflow, key: str, trust: Trust) -> list[int]:
        written: list[int] = []
        for other in self.store.all("workflow")[-WORKFLOWS_COMPARED:]:
            if other.entry.key == key:
                continue
            for found in repeated_runs(workflow, cast(Workflow, other.entry.body)):
                written.append(self._keep_shortcut(found, _worse(trust, other.entry.trust)))
        return written

    def _keep_shortcut(self, found: Shortcut, trust: Trust) -> int:
        key = signature(found.moves, found.slots)
        application = next((m.guard.application for m in found.moves if m.guard.application), "")
        known = self.store.with_key("shortcut", key)
        had = cast(Shortcut, known.entry.body).provenance if known else ()
        runs = _latest((*had, *found.provenance))
        body = replace(found, provenance=runs)
        number = self.store.put(Entry("shortcut", key, found.name, application, trust, body), supports=2)
        if known is not None and len(runs) > len(had):
            self.store.count(number, supports=1)
        return number

    def _keep_insights(
        self, steps: Sequence[Step], ending: Ending, trust: Trust, provenance: Provenance
    ) -> list[int]:
        written: list[int] = []
        for program, found in insights_in(steps, ending, trust, provenance):
            key = "|".join((program, found.avoid, found.aim, found.instead))
            known = self.store.with_key("insight", key)
            had = cast(Insight, known.entry.body).provenance if known else ()
            body = replace(found, provenance=_latest((*had, provenance)))
            title = f"{program}: {found.avoid} did not {found.aim}"
            title += f"; {found.instead} did" if found.instead else ""
            number = self.store.put(Entry("insight", key, title, program, trust, body), supports=1)
            if known is not None:
                self.store.count(number, supports=1)
            written.append(number)
        return written

    def _weigh_told(self, steps: Sequence[Step], ending: Ending, trust: Trust) -> None:
        """Count for an insight that was heeded in a run that succeeded, against one that was wrong."""
        for number in self._told:
            record = self.store.get(number)
            if record is None or not isinstance(record.entry.body, Insight):
                continue
            body, program = record.entry.body, record.entry.application
            avoided = did(steps, program, body.avoid, trust)
            remedy = did(steps, program, body.instead, trust) if body.instead else None
            hurt = avoided is True or remedy is False or (avoided is None and _failed(ending))
            helped = not hurt and avoided is None and ending is Ending.ACCOMPLISHED
            self.store.count(number, supports=int(helped), contradicts=int(hurt))


def told_lesson(record: Record) -> str:
    """Return an insight as it is told, with its evidence."""
    body = cast(Insight, record.entry.body)
    return lesson(record.entry.application, body, record.supports, record.contradicts)


def _better(known: Record | None, fresh: Workflow) -> tuple[Workflow, bool]:
    """Return the workflow to keep, and whether the new run confirms the one that is known."""
    if known is None:
        return fresh, False
    old = cast(Workflow, known.entry.body)
    runs = _latest((*old.provenance, *fresh.provenance))
    if signature(old.moves, old.slots) == signature(fresh.moves, fresh.slots):
        pairs = zip(old.moves, fresh.moves, strict=True)
        moves = tuple(replace(o, guard=common(o.guard, f.guard), asks=o.asks and f.asks) for o, f in pairs)
        final = common(old.final, fresh.final)
        return replace(old, moves=moves, final=final, provenance=runs), True
    doubtful = known.worth <= 0.5
    if doubtful or len(fresh.moves) < len(old.moves):
        return replace(fresh, name=old.name, provenance=runs), False
    return old, False


def _failed(ending: Ending) -> bool:
    return ending in (Ending.NOT_ACCOMPLISHED, Ending.BUDGET_SPENT)


def _latest(runs: Iterable[Provenance]) -> tuple[Provenance, ...]:
    return tuple(dict.fromkeys(runs))[-RUNS_KEPT:]


def _main(programs: Sequence[str]) -> str:
    return max(dict.fromkeys(programs), key=list(programs).count, default="")


def _worse(one: Trust, other: Trust) -> Trust:
    order: tuple[Trust, ...] = ("task", "screen", "untrusted")
    return order[max(order.index(one), order.index(other))]
