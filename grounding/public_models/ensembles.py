"""Asks a public model and the embedded one: together they are surer than either, apart they say so."""

from __future__ import annotations

from dataclasses import replace

from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.errors import AmbiguousTarget, InvalidTarget, TargetNotFound
from grounding.types import Candidate, Grounding, GroundingModel

DISAGREED_SCORE = 0.1
"""The score where the two mean different places; below what any of them gives alone."""
_ALONE = 0.7
"""What the score is multiplied with where only one of them finds the target."""
_NEAR = 12
"""Pixels around an element that still count as pointing at it."""


class EnsembleModel:
    """Asks ``first`` (a public model) and ``second`` (the embedded one) for the same target.

    Where they agree, the element's box and words are the embedded model's and the score is that of either
    being right. Where they do not, ``first`` is the answer, with `DISAGREED_SCORE` and the other as an
    alternative, so that a person can be asked.
    """

    def __init__(self, first: GroundingModel, second: GroundingModel) -> None:
        self._first, self._second = first, second

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target``. Raises `TargetNotFound` where neither does, with the second one's candidates."""
        theirs = _asked(self._first, screenshot, target)
        ours = _asked(self._second, screenshot, target)
        match theirs, ours:
            case Grounding(), Grounding():
                return _both(theirs, ours)
            case Grounding(), AmbiguousTarget():
                return _decided(theirs, ours.candidates)
            case Grounding(), TargetNotFound():
                return replace(theirs, score=theirs.score * _ALONE, alternatives=ours.candidates)
            case TargetNotFound(), Grounding():
                return replace(ours, score=ours.score * _ALONE)
            case _, TargetNotFound():
                raise ours
        raise AssertionError("a model answers with a place or with none")

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        """Return the likeliest place; None where neither model finds one."""
        try:
            found = self.ground(screenshot, target)
        except TargetNotFound as error:
            return error.candidates[0] if error.candidates else None
        return Candidate(found.point, found.box, found.score, found.label)


def agree(theirs: Grounding, ours: Candidate) -> bool:
    """Return whether both mean the same place: one's point lies in or close to the other's box."""
    return _at(theirs.point, ours.box) or theirs.box.contains(ours.point)


def _at(point: Point, box: Box) -> bool:
    return box.expanded(_NEAR).contains(point)


def _asked(model: GroundingModel, screenshot: Screenshot, target: str) -> Grounding | TargetNotFound:
    try:
        return model.ground(screenshot, target)
    except TargetNotFound as missing:
        return missing
    except InvalidTarget as unread:
        # Words that one of them cannot read may be plain to the other.
        return TargetNotFound(str(unread))


def _both(theirs: Grounding, ours: Grounding) -> Grounding:
    candidate = Candidate(ours.point, ours.box, ours.score, ours.label)
    if agree(theirs, candidate):
        return _agreed(theirs, candidate, ours.alternatives)
    return replace(theirs, score=DISAGREED_SCORE, alternatives=(candidate, *ours.alternatives))


def _decided(theirs: Grounding, candidates: tuple[Candidate, ...]) -> Grounding:
    """Return the one of several equal places that the public model points at."""
    meant = [each for each in candidates if each.box.contains(theirs.point)]
    if len(meant) != 1:
        return replace(theirs, score=DISAGREED_SCORE, alternatives=candidates)
    return _agreed(theirs, meant[0], tuple(each for each in candidates if each is not meant[0]))


def _agreed(theirs: Grounding, ours: Candidate, others: tuple[Candidate, ...]) -> Grounding:
    point = theirs.point if ours.box.contains(theirs.point) else ours.point
    score = 1 - (1 - theirs.score) * (1 - ours.score)
    return Grounding(point, ours.box, score, ours.label, others)
