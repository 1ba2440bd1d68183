"""The embedded planner: does what the sentences of the step language say, with no model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gui_agent.expectation import AllOf, AnyOf, Expectation, WindowCloses, WindowOpens
from gui_agent.planning.commands import If, Repeat, Sentence, Verify, WaitSeconds, WaitUntil
from gui_agent.planning.primitives import look_for
from gui_agent.planning.routines import routine_for
from gui_agent.planning.situation import Ledger, Routine, Situation
from gui_agent.planning.understanding import InstructionReader, understand
from gui_agent.screen_text import fold
from gui_agent.types import Observation, Plan, PlannedAction, Step

CONDITION_PATIENCE = 2.0
"""Seconds an ``if`` gives its condition to come true, since dialogs take a moment to appear."""

ANSWERED_PATIENCE = 2.0
"""Seconds a dialog is given to close after the last sentence answered it."""
_UNTIL_CLOSED = "let the dialog close"


class LiteralPlanner:
    """Works through the sentences of one task at a time; raises `NotUnderstood` for others.

    ``reader``, where there is one, is asked about sentences outside the step language. Where ``sentences``
    are given they are what is worked through, and the task is only a name. ``first`` is the index of the
    sentence to begin with.
    """

    def __init__(
        self,
        check: Callable[[Expectation, Observation], bool],
        reader: InstructionReader | None = None,
        *,
        sentences: tuple[Sentence, ...] = (),
        first: int = 0,
    ) -> None:
        self._first = first
        self._check = check
        self._reader = reader
        self._sentences = sentences
        self._plan: Plan | None = None
        self._routine: Routine | None = None
        self._ledger = Ledger()

    @property
    def plan(self) -> Plan | None:
        return self._plan

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history:
            self._routine, self._ledger = None, Ledger()
        situation = Situation(observation, history[-1] if history else None, self._check, self._ledger, task)
        try:
            planned = self._routine.send(situation) if self._routine else self._begin(task, situation)
        except StopIteration:
            planned = _conclude(history, situation)
        cursor = self._plan.cursor if self._plan else 0
        return replace(planned, subgoal=cursor)

    def _begin(self, task: str, situation: Situation) -> PlannedAction:
        sentences = self._sentences or understand(task, self._reader)
        self._plan = Plan(tuple(s.source for s in sentences))
        self._routine = self._work_through(sentences, situation)
        return next(self._routine)

    def _work_through(self, sentences: tuple[Sentence, ...], situation: Situation) -> Routine:
        for cursor, sentence in enumerate(sentences[self._first :], self._first):
            self._plan = Plan(tuple(s.source for s in sentences), cursor)
            situation = yield from carry_out(sentence, situation)
        return situation


def carry_out(sentence: Sentence, situation: Situation) -> Routine:
    """Carry out one sentence, with its inner ones where it holds any."""
    match sentence.command:
        case If(condition, then, otherwise):
            holds = _holds_already(condition, situation)
            if not holds:
                watch = look_for(condition, "see whether it is so", patience=CONDITION_PATIENCE)
                situation = yield replace(watch, optional=True)
                holds = situation.worked
            for inner in then if holds else otherwise:
                situation = yield from carry_out(inner, situation)
            return situation
        case Repeat(times, body):
            for _ in range(times):
                for inner in body:
                    situation = yield from carry_out(inner, situation)
            return situation
        case Verify() | WaitUntil() | WaitSeconds() as command:
            return (yield from routine_for(command, situation))
        case command:
            open_before = situation.window_numbers
            situation = yield from routine_for(command, situation)
            situation.ledger.windows_before = open_before
            return situation


def _holds_already(condition: Expectation, now: Situation) -> bool:
    """Check a condition; a dialog that the sentence before brought up counts as one that appears."""
    match condition:
        case WindowOpens(title):
            fresh = (w for w in now.observation.windows if w.id not in now.ledger.windows_before)
            return any(w.dialog and fold(title) in fold(w.title) for w in fresh)
        case AnyOf(expectations):
            return any(_holds_already(e, now) for e in expectations)
        case AllOf(expectations):
            return all(_holds_already(e, now) for e in expectations)
        case _:
            return now.holds(condition)


def _has_waited(history: tuple[Step, ...]) -> bool:
    """Say whether the last step gave an answered dialog the time it takes to close."""
    return bool(history) and history[-1].planned.thought == _UNTIL_CLOSED


def _conclude(history: tuple[Step, ...], now: Situation) -> PlannedAction:
    """Say done only where the last thing that acted was seen to work, and no question was left open."""
    left = [w for w in now.observation.windows if w.id in now.ledger.questions]
    if left and not _has_waited(history):
        watch = look_for(WindowCloses(left[-1].title), _UNTIL_CLOSED, patience=ANSWERED_PATIENCE)
        return replace(watch, optional=True)
    if left:
        asked, dialog = now.ledger.questions[left[-1].id], left[-1].title
        named = f" “{dialog}”" if dialog else ""
        reason = (
            f"{asked}: the dialog{named} asks something and is still open; say what to do with it, "
            "for example: if a dialog appears, click OK"
        )
        return PlannedAction("fail", arguments={"reason": reason})
    acted = [s for s in history if s.action is not None and s.planned.kind != "wait"]
    checked = [s for s in history if s.planned.expectation is not None and not s.planned.optional]
    last = acted[-1] if acted else None
    if last is None or last.reflection is None or last.reflection.verdict == "success":
        return PlannedAction("done")
    if any(s.number > last.number and s.reflection and s.reflection.verdict == "success" for s in checked):
        return PlannedAction("done")
    reason = f"the last action ({last.planned.thought}) changed nothing that I can see"
    return PlannedAction("fail", arguments={"reason": reason})
