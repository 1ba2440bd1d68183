"""Why an episode was not solved: the first of these rules that applies, read off its journal.

================  ====================================================================================
infrastructure    The episode could not be played or judged. It is never counted as a failure.
loop              The agent stopped because it went in circles; or it did the same thing on exactly the
                  same screen three times with no step that worked in between, and did not end by saying
                  that it was done.
planning          The task cannot be done, and the agent did not see that.
grounding         The trouble at the end began with a target that was not found, with a click, drag or scroll
                  on something that did not answer as expected, or with text that changed the screen and
                  was not seen where it belongs.
planning          The trouble at the end began with an action that makes no sense (a key that nobody knows),
                  or with waiting for something that did not come.
execution         The trouble at the end began with anything else: text, a key, a program or a window that
                  did not do what it should although nothing had to be found.
grounding         The agent said it was done, after a click that it was less than half sure of and that
                  seemed to work.
premature stop    The agent said it was done, gave up a task that can be done, or stopped for permission,
                  with no step that went wrong before.
execution         The agent's own program broke.
planning          Anything else: it did not understand the task, or spent its budget on steps that worked.
================  ====================================================================================

The trouble at the end is the unbroken row of steps that went wrong just before the agent ended; it began
with the first of them, or with the step which that one tried to mend. Optional steps count as right. What a
journal cannot show stays unseen: a click that hit the wrong thing and changed the screen as expected ends
as a premature stop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from actions.errors import InvalidAction, UnknownKey, UnsupportedDialect
from evals.episodes.result import Ending, EpisodeResult
from evals.report.trajectory import Moment, Trajectory
from grounding.errors import AmbiguousTarget, InvalidImage, InvalidTarget, TargetNotFound

SAME_TIMES = 3
CRASHED = "agent_crashed"
"""The runner's word where the agent raised an error of its own."""
GUESS = 0.5
"""A grounding's score is a calibrated chance: below this a click was more likely wrong than right."""
_NOT_FOUND = frozenset(
    kind.__name__ for kind in (TargetNotFound, AmbiguousTarget, InvalidTarget, InvalidImage)
)
_SENSELESS = frozenset(kind.__name__ for kind in (InvalidAction, UnknownKey, UnsupportedDialect))


class Failure(StrEnum):
    """What kind of mistake ended an episode."""

    GROUNDING = "grounding"
    PLANNING = "planning"
    EXECUTION = "execution"
    PREMATURE_STOP = "premature stop"
    LOOP = "loop"
    INFRASTRUCTURE = "infrastructure"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A failure and what it was read from; ``step`` is where it began, None where no step tells."""

    failure: Failure
    reason: str
    step: int | None = None


def diagnose(result: EpisodeResult, trajectory: Trajectory) -> Diagnosis | None:
    """Return why ``result`` was not solved, None where it was."""
    if result.ending is Ending.SOLVED:
        return None
    if not result.judged:
        return Diagnosis(Failure.INFRASTRUCTURE, result.explanation)
    return (
        _loop(result, trajectory)
        or _overlooked(result)
        or _trouble_at_the_end(trajectory)
        or _stopped_early(result, trajectory)
        or _crashed(result)
        or Diagnosis(Failure.PLANNING, result.agent_explanation or result.explanation)
    )


def _loop(result: EpisodeResult, trajectory: Trajectory) -> Diagnosis | None:
    last = trajectory.last
    said = result.agent_explanation or (last.explanation if last else "")
    if "going in circles" in said:
        return Diagnosis(Failure.LOOP, said, last.number if last else None)
    if _says_done(result, trajectory):
        return None
    seen: Counter[tuple[str, str]] = Counter()
    for moment in trajectory.acting():
        if moment.verdict == "success":
            seen.clear()
        if moment.kind == "wait" or not moment.action or not moment.picture:
            continue
        seen[moment.action, moment.picture] += 1
        if seen[moment.action, moment.picture] == SAME_TIMES:
            words = f"“{moment.words}” was done {SAME_TIMES} times on the same screen"
            return Diagnosis(Failure.LOOP, words, moment.number)
    return None


def _overlooked(result: EpisodeResult) -> Diagnosis | None:
    if not result.infeasible:
        return None
    return Diagnosis(Failure.PLANNING, "the task cannot be done, and the agent did not say so")


def _trouble_at_the_end(trajectory: Trajectory) -> Diagnosis | None:
    began: Moment | None = None
    for moment in reversed(trajectory.acting()):
        if not moment.wrong:
            break
        began = moment
    if began is None:
        return None
    began = _mended(began, {moment.number: moment for moment in trajectory.moments})
    return Diagnosis(_kind_of_trouble(began), _told(began), began.number)


def _mended(moment: Moment, steps: Mapping[int, Moment]) -> Moment:
    """Return the step that went wrong first, where ``moment`` only tried to mend it."""
    while moment.repairs is not None and moment.repairs < moment.number:
        before = steps.get(moment.repairs)
        if before is None or not before.wrong:
            break
        moment = before
    return moment


def _kind_of_trouble(moment: Moment) -> Failure:
    if moment.error_kind in _NOT_FOUND:
        return Failure.GROUNDING
    if moment.error_kind in _SENSELESS:
        return Failure.PLANNING
    match moment.kind:
        case "click" | "move" | "drag" | "scroll" if not moment.error:
            return Failure.GROUNDING
        case "type" if moment.verdict == "unexpected":
            return Failure.GROUNDING
        case "wait":
            return Failure.PLANNING
    return Failure.EXECUTION


def _stopped_early(result: EpisodeResult, trajectory: Trajectory) -> Diagnosis | None:
    if _says_done(result, trajectory):
        # Clicks that went wrong were noticed, and mended or given up.
        sure = [m for m in trajectory.acting() if m.certainty is not None and not m.wrong]
        guesses = [m for m in sure if (m.certainty or 0.0) < GUESS]
        if guesses:
            unsure = min(guesses, key=lambda m: m.certainty or 0.0)
            words = f"it said that it was done after a guess: “{unsure.words}”, {unsure.certainty:.0%} sure"
            return Diagnosis(Failure.GROUNDING, words, unsure.number)
        return Diagnosis(Failure.PREMATURE_STOP, "it said that it was done, and was not")
    last = trajectory.last
    if last is not None and last.verdict == "infeasible":
        return Diagnosis(Failure.PREMATURE_STOP, f"it gave up a task that can be done: {last.explanation}")
    if result.ending is Ending.REFUSED and trajectory.acting():
        return Diagnosis(Failure.PREMATURE_STOP, result.agent_explanation or result.explanation)
    return None


def _crashed(result: EpisodeResult) -> Diagnosis | None:
    return Diagnosis(Failure.EXECUTION, result.agent_explanation) if result.failure == CRASHED else None


def _says_done(result: EpisodeResult, trajectory: Trajectory) -> bool:
    last = trajectory.last
    said = last.ending if last else result.agent_ending
    return said.upper() == "ACCOMPLISHED"


def _told(moment: Moment) -> str:
    return f"“{moment.words}”: {moment.error or moment.feedback or moment.verdict}"
