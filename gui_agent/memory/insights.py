"""Causal lessons from what went wrong and what then went right (CLIN), made of the words of actions only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gui_agent.memory.records import Insight, Provenance, Trust
from gui_agent.memory.words import aim_words, move_words
from gui_agent.types import Ending, PlannedAction, Step

REACH = 4
"""What worked within so many steps of a failure is taken for the remedy."""
DROPPED_BELOW = 0.5
"""An insight, workflow or shortcut is no longer used where more speaks against it than for it."""
_TELLING = frozenset({"click", "press", "launch", "focus_window", "close_window", "drag", "scroll", "hold"})


def insights_in(
    steps: Sequence[Step], ending: Ending, trust: Trust, provenance: Provenance
) -> Iterator[tuple[str, Insight]]:
    """Yield program and lesson: an action that did not bring what it should, and the one that then did."""
    for at, step in enumerate(steps):
        if not failed(step) or step.planned.kind not in _TELLING or step.planned.repairs is not None:
            continue
        if trust == "untrusted" and step.planned.target:
            continue  # Without its label, which is not told, it would be about any button.
        avoid = move_words(step.planned, trust)
        remedy = _remedy(step, steps[at + 1 : at + 1 + REACH])
        instead = move_words(remedy, trust) if remedy else ""
        if avoid == instead or not (instead or ending is not Ending.ACCOMPLISHED):
            continue
        yield program_of(step), Insight(avoid, aim_words(step.planned.expectation), instead, (provenance,))


def failed(step: Step) -> bool:
    """Say whether a step did not do what was expected of it."""
    if step.ending is not None:
        return False
    return bool(step.error) or (step.reflection is not None and step.reflection.verdict != "success")


def did(steps: Sequence[Step], program: str, words: str, trust: Trust) -> bool | None:
    """Say whether an action of these ``words`` worked in ``steps``; None where it was not tried."""
    tried = [
        step
        for step in steps
        if step.ending is None
        and program_of(step) == program
        and words in (move_words(step.planned, trust), move_words(step.planned, "screen"))
    ]
    return None if not tried else any(not failed(step) and step.action is not None for step in tried)


def program_of(step: Step) -> str:
    """Return the program a step was about: the one in front, or the one it started."""
    if step.planned.kind == "launch":
        return _plain(str(step.planned.arguments.get("application", "")))
    window = step.observation.active_window
    return _plain(window.application) if window else ""


def _plain(program: str) -> str:
    """Return a name without anything that could pass for a sentence."""
    return re.sub(r"[^\w.+-]", "", program.rpartition("/")[2])[:40]


def lesson(program: str, insight: Insight, supports: int, contradicts: int) -> str:
    """Return the lesson with its evidence: In xed: press F9 did not open a window (2 for, 0 against)."""
    where = f"In {program}: " if program else ""
    remedy = f"; {insight.instead} did" if insight.instead else ""
    evidence = f" ({supports} for, {contradicts} against)"
    return f"{where}{insight.avoid} did not {insight.aim}{remedy}{evidence}"


def _remedy(step: Step, later: Sequence[Step]) -> PlannedAction | None:
    """Return the first action that then worked in the same program, and was another one."""
    for other in later:
        if other.ending is not None or other.action is None or other.planned.kind == "wait":
            continue
        if not failed(other) and program_of(other) == program_of(step) and other.planned.kind in _TELLING:
            return other.planned
    return None
