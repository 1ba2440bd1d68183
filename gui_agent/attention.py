"""Where a person would look first: in the window that has the focus, never at the task's own words."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from actions.screenshot import Screenshot
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.phrase import parse_target
from grounding.types import Candidate, Grounding, GroundingModel
from gui_agent.instruction_text import instruction_boxes
from gui_agent.types import Observation


@runtime_checkable
class Pointer(Protocol):
    """A grounding model that was shown where a target is."""

    def pointed(self, screenshot: Screenshot, target: str) -> Grounding | None:
        """Return the place somebody pointed at on ``screenshot``, None where nobody did."""
        ...


def ground_attentively(
    model: GroundingModel, observation: Observation, target: str, task: str = ""
) -> Grounding:
    """Ground ``target`` on the whole screen; of several equal places, the active window's is meant.

    Where the screen shows ``task`` itself, as some forms and chats do, its words are no place to click.
    What was pointed at is exactly there. Raises what the model raises, `AmbiguousTarget` where the active
    window does not decide.
    """
    if isinstance(model, Pointer) and (place := model.pointed(observation.screenshot, target)) is not None:
        return place
    try:
        return _beside_the_task(model.ground(observation.screenshot, target), observation, target, task)
    except AmbiguousTarget as ambiguous:
        window = observation.active_window
        candidates = _outside(ambiguous.candidates, observation, task)
        inside = [c for c in candidates if window and window.box.contains(c.point)]
        if len(candidates) == 1:
            inside = list(candidates)
        elif len(inside) != 1 and (empty := _only_empty(candidates, target)):
            inside = [empty]
        if len(inside) != 1:
            raise
        others = tuple(c for c in ambiguous.candidates if c is not inside[0])
        return _promoted(inside[0], others)


def _beside_the_task(found: Grounding, observation: Observation, target: str, task: str) -> Grounding:
    phrase = parse_target(target)
    if not phrase.label and phrase.role is None:
        return found  # a part of the screen, whatever stands there
    best = Candidate(found.point, found.box, found.score, found.label)
    left = _outside((best, *found.alternatives), observation, task)
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


def _outside(candidates: tuple[Candidate, ...], observation: Observation, task: str) -> tuple[Candidate, ...]:
    boxes = instruction_boxes(task, observation.screen) if task else ()
    return tuple(c for c in candidates if not any(box.contains(c.point) for box in boxes))


def _promoted(chosen: Candidate, others: tuple[Candidate, ...]) -> Grounding:
    return Grounding(chosen.point, chosen.box, chosen.score, chosen.label, others)
