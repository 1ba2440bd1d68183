"""Does again what a person showed, finding every place anew and telling what had to heal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from actions.action import Drag, TypeText
from actions.geometry import Point
from actions.screenshot import Screenshot
from grounding.types import Grounding, GroundingModel
from gui_agent.desk import Desk, NotDone
from gui_agent.expectation import WindowOpens
from gui_agent.recording.evidence import Marks, marks_of
from gui_agent.recording.healing import Found, find_again, what_healed
from gui_agent.recording.making import SECRET
from gui_agent.recording.naming import name_target
from gui_agent.recording.sentences import in_other_words, sentence
from gui_agent.recording.translating import Translations
from gui_agent.types import Ending, Observation, PlannedAction, Step

Outcome = Literal["as recorded", "healed", "failed"]
PATIENCE = 10.0
"""Seconds that a place may take to show up."""
WORDS_SECONDS = 2.0
"""Seconds for which only a place's own words count: what is merely like it may be another one."""
_BETWEEN = 0.2


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of one recorded step.

    ``healed`` says what was not as recorded; ``seen`` and ``found`` are the screen it was done on and the
    place on it. ``doubt`` says what was expected to come of it and did not; ``error`` why it was not done.
    """

    step: Step
    outcome: Outcome
    healed: tuple[str, ...] = ()
    doubt: str = ""
    error: str = ""
    done: Step | None = None
    found: Found | None = None


class PlacedGrounder:
    """A grounding model that knows where the recorded places are, and asks ``grounder`` for others.

    ``translations`` are what labels say in other languages.
    """

    def __init__(self, grounder: GroundingModel, translations: Translations | None = None) -> None:
        self.grounder = grounder
        self.translations = translations or Translations()
        self._places: dict[str, Grounding] = {}

    def place(self, target: str, found: Found) -> None:
        """Let ``target`` mean what was found until it is placed anew."""
        self._places[target] = Grounding(found.point, found.box, found.score, found.label)

    def forget(self) -> None:
        """Let every target mean what its words say."""
        self._places.clear()

    def pointed(self, screenshot: Screenshot, target: str) -> Grounding | None:
        """Return the place of ``target`` where it is known."""
        return self._places.get(target)

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Return the place of ``target``; raises what the grounder below raises."""
        return self._places.get(target) or self.grounder.ground(screenshot, target)


def replay(
    steps: Sequence[Step],
    desk: Desk,
    grounder: PlacedGrounder,
    type_secret: Callable[[str], None],
    patience: float = PATIENCE,
) -> Iterator[Replayed]:
    """Yield what came of each step; the first that fails is the last. ``desk`` must use ``grounder``.

    ``type_secret`` types the value of a variable, unrecorded.
    """
    for step in steps:
        replayed = _again(step, desk, grounder, type_secret, patience)
        yield replayed
        if replayed.outcome == "failed":
            return


def _again(
    step: Step, desk: Desk, grounder: PlacedGrounder, type_secret: Callable[[str], None], patience: float
) -> Replayed:
    grounder.forget()
    secret = step.planned.arguments.get(SECRET)
    if isinstance(secret, str):
        now = desk.look()
        approval = desk.review(step.planned, TypeText(f"{{{secret}}}"))
        if approval.decision != "approve":
            refused = replace(step, observation=now, approval=approval, ending=Ending.STOPPED)
            return Replayed(step, "failed", error=f"not typed: {approval.reason}", done=refused)
        type_secret(secret)
        return Replayed(step, "as recorded")
    marks = marks_of(step)
    if marks is None:
        return _done(step, step.planned, desk, None, ())
    found, now = _patiently(marks, step.planned.target, desk, grounder, patience)
    if found is None:
        what = step.planned.target or f"the place at {marks.point.x}, {marks.point.y}"
        return Replayed(step, "failed", error=f"cannot find {what}, neither by words nor by picture")
    planned = _placed(step, marks, found, now, grounder)
    return _done(step, planned, desk, found, what_healed(marks, found, now))


def _patiently(
    marks: Marks, words: str, desk: Desk, grounder: PlacedGrounder, patience: float
) -> tuple[Found | None, Observation]:
    began = time.monotonic()
    while True:
        now = desk.look()
        waited = time.monotonic() - began
        thoroughly = not words or waited > min(WORDS_SECONDS, patience)
        found = find_again(
            marks,
            words,
            now,
            grounder.grounder,
            thoroughly=thoroughly,
            translations=grounder.translations,
        )
        if found is not None or waited > patience:
            return found, now
        time.sleep(_BETWEEN)


def _placed(
    step: Step, marks: Marks, found: Found, now: Observation, grounder: PlacedGrounder
) -> PlannedAction:
    """Return the action with its ends fixed to what was found."""
    target = step.planned.target or f"place of recorded step {step.number}"
    grounder.place(target, found)
    planned = replace(step.planned, target=target)
    if not isinstance(step.action, Drag):
        return planned
    end = _end_of_drag(step, step.action, marks, found, now, grounder)
    destination = f"end of recorded step {step.number}"
    grounder.place(destination, end)
    return replace(planned, arguments={**planned.arguments, "destination": destination})


def _end_of_drag(
    step: Step, drag: Drag, marks: Marks, found: Found, now: Observation, grounder: PlacedGrounder
) -> Found:
    """Return where a drag ends: its own target, or as far from the beginning as it was then."""
    words = str(step.planned.arguments.get("destination", ""))
    if words:
        there = name_target(step.observation, drag.path[-1], grounder.grounder)
        at_end = replace(step, grounding=Grounding(drag.path[-1], there.box, 1.0, there.label))
        end_marks = marks_of(at_end)
        end = end_marks and find_again(
            end_marks, words, now, grounder.grounder, thoroughly=True, translations=grounder.translations
        )
        if end:
            return end
    wide = found.box.width / max(1, marks.box.width)
    high = found.box.height / max(1, marks.box.height)
    dx, dy = drag.path[-1].x - drag.path[0].x, drag.path[-1].y - drag.path[0].y
    inside = marks.box.contains(drag.path[-1])
    point = found.point.offset(round(dx * wide) if inside else dx, round(dy * high) if inside else dy)
    return Found(found.box, _on_screen(point, now), "", found.how, found.score)


def _on_screen(point: Point, now: Observation) -> Point:
    region = now.screenshot.region
    return Point(max(region.x1, min(region.x2 - 1, point.x)), max(region.y1, min(region.y2 - 1, point.y)))


def _done(
    step: Step, planned: PlannedAction, desk: Desk, found: Found | None, healed: tuple[str, ...]
) -> Replayed:
    doubt = ""
    try:
        done = desk.do(replace(planned, remarks=healed))
    except NotDone as problem:
        done = problem.step
        # What was refused or stopped was not done, whatever the screen shows.
        undone = done.error or done.action is None or done.ending is not None
        if undone or isinstance(planned.expectation, WindowOpens):
            return Replayed(step, "failed", healed, error=str(problem), done=done, found=found)
        doubt = str(problem)
    return Replayed(step, "healed" if healed else "as recorded", healed, doubt, "", done, found)


def written_back(replayed: Sequence[Replayed], steps: Sequence[Step], grounder: GroundingModel) -> list[Step]:
    """Return the recording with what healed as it is now; what was not reached stays as it was."""
    fresh = {each.step.number: each for each in replayed}
    return [_as_now(fresh.get(step.number), step, grounder) for step in steps]


def _as_now(replayed: Replayed | None, step: Step, grounder: GroundingModel) -> Step:
    if replayed is None or replayed.outcome == "failed" or replayed.done is None:
        return step
    done = replayed.done
    if replayed.found is None:
        return replace(step, observation=done.observation, after=done.after or step.after)
    return replace(
        step,
        observation=done.observation,
        after=done.after or step.after,
        planned=_renamed(step, replayed.found, done.observation, grounder),
        action=done.action or step.action,
        grounding=Grounding(
            replayed.found.point, replayed.found.box, replayed.found.score, replayed.found.label
        ),
    )


def _renamed(step: Step, found: Found, now: Observation, grounder: GroundingModel) -> PlannedAction:
    """Name the target anew where its words do not find it any more."""
    planned = step.planned
    if found.how == "words" or step.action is None:
        return planned
    named = name_target(now, found.point, grounder)
    words = named.words or planned.target
    destination = str(planned.arguments.get("destination", ""))
    said = sentence(step.action, words, destination) or in_other_words(step.action, words, destination)
    return replace(planned, target=words, thought=said)


def translations_for(steps: Sequence[Step]) -> Translations:
    """Return what the recorded programs say in other languages, as far as this machine knows them."""
    programs = (w.application.casefold() for step in steps for w in step.observation.windows if w.application)
    return Translations(dict.fromkeys(name for name in programs if re.fullmatch(r"[\w.-]+", name)))


def secrets_of(steps: Sequence[Step]) -> list[str]:
    """Return the names of the secrets that a recording types, each once."""
    names = [step.planned.arguments.get(SECRET) for step in steps]
    return list(dict.fromkeys(name for name in names if isinstance(name, str)))
