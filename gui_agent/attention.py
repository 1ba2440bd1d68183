"""Where a person would look first: at the focus and at what just came up, never at the task's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.phrase import parse_target
from grounding.types import Candidate, Grounding, GroundingModel
from gui_agent.instruction_text import instruction_boxes
from gui_agent.screen_text import fold
from gui_agent.types import Observation

AS_LIKELY = 0.3
"""A place of the same name counts as equal down to this part of the best one's score."""


@runtime_checkable
class Pointer(Protocol):
    """A grounding model that was shown where a target is."""

    def pointed(self, screenshot: Screenshot, target: str) -> Grounding | None:
        """Return the place somebody pointed at on ``screenshot``, None where nobody did."""
        ...


def ground_attentively(
    model: GroundingModel,
    observation: Observation,
    target: str,
    task: str = "",
    fresh: Sequence[Box] = (),
) -> Grounding:
    """Ground ``target`` on the whole screen; of several equal places, the active window's is meant.

    Of several there it is the one in ``fresh``, which is what the last action made come up: a menu's entry,
    not the words behind the menu. Where the screen shows ``task`` itself, as some forms and chats do, its
    words are no place to click. What was pointed at is exactly there. Raises what the model raises,
    `AmbiguousTarget` where the active window does not decide.
    """
    if isinstance(model, Pointer) and (place := model.pointed(observation.screenshot, target)) is not None:
        return place
    try:
        found = _beside_the_task(model.ground(observation.screenshot, target), observation, target, task)
        return _in_sight(found, observation, target, task, fresh)
    except AmbiguousTarget as ambiguous:
        candidates = _outside(ambiguous.candidates, observation, task, target)
        inside = _looked_at(candidates, observation, fresh)
        if len(candidates) == 1:
            inside = list(candidates)
        elif len(inside) != 1 and (empty := _only_empty(candidates, target)):
            inside = [empty]
        if len(inside) != 1:
            raise
        others = tuple(c for c in ambiguous.candidates if c is not inside[0])
        return _promoted(inside[0], others)


def _in_sight(
    found: Grounding, observation: Observation, target: str, task: str, fresh: Sequence[Box]
) -> Grounding:
    """Prefer a place of the same name where one looks; words that say which one they mean are obeyed."""
    phrase = parse_target(target)
    if not phrase.label or phrase.ordinal is not None or phrase.place is not None or phrase.relations:
        return found
    best = Candidate(found.point, found.box, found.score, found.label)
    every = (best, *found.alternatives)
    equal = tuple(c for c in every if _is_equal(c, best))
    if len(equal) == 1:
        return found
    chosen = next(iter(_looked_at(_outside(equal, observation, task, target), observation, fresh)), best)
    return found if chosen is best else _promoted(chosen, tuple(c for c in every if c is not chosen))


def _is_equal(other: Candidate, best: Candidate) -> bool:
    name = fold(best.label)
    return bool(name) and fold(other.label) == name and other.score >= AS_LIKELY * best.score


def _looked_at(
    candidates: Sequence[Candidate], observation: Observation, fresh: Sequence[Box]
) -> list[Candidate]:
    """Return those of ``candidates`` in the active window; the only one that has just come up, if any.

    Where no window is known to be active, all are.
    """
    window = observation.active_window
    new = [c for c in candidates if any(box.contains(c.point) for box in fresh)]
    front = [c for c in candidates if window is None or c in new or window.box.contains(c.point)]
    return new if len(new) == 1 and len(front) > 1 else front


def _beside_the_task(found: Grounding, observation: Observation, target: str, task: str) -> Grounding:
    phrase = parse_target(target)
    if not phrase.label and phrase.role is None:
        return found  # a part of the screen, whatever stands there
    best = Candidate(found.point, found.box, found.score, found.label)
    left = _outside((best, *found.alternatives), observation, task, target)
    if left and left[0] is best:
        return found
    if not left:
        raise TargetNotFound(f"Only the task itself says “{target}”; nothing else on the screen does.")
    return _promoted(left[0], left[1:])


def _only_empty(candidates: tuple[Candidate, ...], target: str) -> Candidate | None:
    """Return the one field that holds nothing yet, where any field could be meant: it is the one to fill."""
    phrase = parse_target(target)
    if phrase.role != "field" or phrase.label or phrase.ordinal is not None:
        return None
    empty = [c for c in candidates if not c.label]
    return empty[0] if len(empty) == 1 else None


def _outside(
    candidates: tuple[Candidate, ...], observation: Observation, task: str, target: str
) -> tuple[Candidate, ...]:
    boxes = instruction_boxes(task, observation.screen) if task else ()
    if len(boxes) == 1 and any(_is_named_whole(c, boxes[0], target) for c in candidates):
        return candidates
    return tuple(c for c in candidates if not any(box.contains(c.point) for box in boxes))


def _is_named_whole(candidate: Candidate, shown: Box, target: str) -> bool:
    """Say whether all that seems to be the task is the target's own name, without the words around it.

    A task that is hardly more than a long name (“click Send the letter to Ana”) is not shown by that name.
    """
    names = {fold(target), fold(parse_target(target).label)}
    return shown.contains(candidate.point) and fold(candidate.label) in names


def _promoted(chosen: Candidate, others: tuple[Candidate, ...]) -> Grounding:
    return Grounding(chosen.point, chosen.box, chosen.score, chosen.label, others)
