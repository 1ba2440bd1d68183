"""The embedded planner as it was when a run broke off, so that the run can be taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gui_agent.errors import CannotResume
from gui_agent.parts import Parts
from gui_agent.planning.commands import OpenApplication, Sentence
from gui_agent.planning.failures import worked
from gui_agent.planning.literal import LiteralPlanner
from gui_agent.planning.repair import RepairingPlanner
from gui_agent.planning.understanding import shipped_reader, understand
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Observation, Plan, PlannedAction, Planner, Step

SENTENCE = "sentence"
"""Argument of the step that marks a resumption: the index of the sentence it begins with."""
_STRAYED = "what that run did does not follow from its task: it cannot be taken up again"


@dataclass(frozen=True, slots=True)
class Left:
    """What a run left behind that outlasts its windows: the index of the sentence, and which, in words."""

    sentence: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The planner, and the index of the sentence it begins with; None where it goes on within one."""

    planner: Planner
    sentence: int | None = None


class EndingPlanner:
    """Proposes the end that was reached before the run broke off."""

    def __init__(self, plan: Plan | None, end: PlannedAction) -> None:
        self._plan, self._end = plan, end

    @property
    def plan(self) -> Plan | None:
        return self._plan

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        return self._end


class WaryPlanner:
    """Ends the run where a program that is started again asks something, as about work that was not saved."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    @property
    def plan(self) -> Plan | None:
        return self._planner.plan

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        planned = self._planner.next_action(task, observation, history)
        window, last = observation.active_window, history[-1] if history else None
        asks = window is not None and window.dialog and last is not None and last.planned.kind == "launch"
        if window is None or not asks or planned.kind in ("launch", "done", "fail"):
            return planned
        reason = (
            f"{window.application or 'the program'} asks something about what was open (“{window.title}”): "
            "that is for a person to answer"
        )
        return PlannedAction("fail", arguments={"reason": reason}, subgoal=planned.subgoal)


def restored(
    task: str,
    history: tuple[Step, ...],
    parts: Parts,
    *,
    under_way: Step | None,
    left: Sequence[Left] | None,
) -> Restored:
    """Return the planner that goes on after ``history``, whose last step is ``under_way`` if there was one.

    It is taken through what was done. ``left`` is what outlasted the windows, where these are gone, None
    where they are still open. Raises `CannotResume` where it would have to guess, with what is left to do.
    """
    sentences = understand(task, shipped_reader())
    planner, begun = _first_planner(history, parts)
    for at in range(begun, len(history)):
        if not _same(planner.next_action(task, history[at].observation, history[:at]), history[at].planned):
            raise CannotResume(_STRAYED)
    if left is not None:
        return _from_a_sentence(task, sentences, history, planner, parts, under_way, left)
    if under_way is not None and not worked(under_way):
        what = under_way.planned.thought or under_way.planned.kind
        why = f"“{what}” was under way, and the screen does not show whether it was done"
        raise CannotResume(_told(why, sentences, under_way.planned.subgoal))
    return Restored(planner)


def _first_planner(history: tuple[Step, ...], parts: Parts) -> tuple[Planner, int]:
    """Return a planner as it was when the run began, or began anew at a sentence, and its first step."""
    begun = [at for at, step in enumerate(history) if SENTENCE in step.planned.arguments]
    if not begun:
        return _planner(parts, 0), 0
    first = history[begun[-1]].planned.arguments[SENTENCE]
    if not isinstance(first, int) or first < 0:
        raise CannotResume(_STRAYED)
    return _planner(parts, first), begun[-1] + 1


def _planner(parts: Parts, first: int) -> Planner:
    reflector = parts.reflector
    if not isinstance(reflector, ScreenReflector):
        raise CannotResume("only the embedded planner works through the sentences of a task")
    return RepairingPlanner(LiteralPlanner(reflector.holds, shipped_reader(), first=first))


def _from_a_sentence(
    task: str,
    sentences: Sequence[Sentence],
    history: tuple[Step, ...],
    planner: Planner,
    parts: Parts,
    under_way: Step | None,
    left: Sequence[Left],
) -> Restored:
    """Begin after the last sentence that left something behind: what left nothing went with its window."""
    if under_way is not None:
        current = under_way.planned.subgoal
    elif history:
        last = history[-1]
        coming = planner.next_action(task, last.after or last.observation, history)
        if coming.kind == "done":
            return Restored(EndingPlanner(planner.plan, coming))
        current = coming.subgoal
    else:
        current = 0
    newest = max(left, key=lambda each: each.sentence, default=None)
    if newest is None:
        return Restored(WaryPlanner(_planner(parts, 0)), 0)
    if newest.sentence >= current:
        why = f"“{sentences[newest.sentence].source}” was under way, and {newest.evidence}"
        raise CannotResume(_told(why, sentences, newest.sentence))
    first = newest.sentence + 1
    if not isinstance(sentences[first].command, OpenApplication):
        why = f"{newest.evidence}, which is not done twice, and the windows went with the private desktop"
        raise CannotResume(_told(why, sentences, first))
    return Restored(WaryPlanner(_planner(parts, first)), first)


def _told(why: str, sentences: Sequence[Sentence], first: int) -> str:
    rest = ", then ".join(" ".join(sentence.source.split()) for sentence in sentences[first:])
    return f"the run cannot go on by itself: {why}. Look, and say what is left to do; it was: {rest}"


def _same(proposed: PlannedAction, done: PlannedAction) -> bool:
    return (proposed.kind, proposed.target, dict(proposed.arguments)) == (
        done.kind,
        done.target,
        dict(done.arguments),
    )
