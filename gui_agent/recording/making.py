"""From what a person did, with the screens before it, to the steps of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.action import Action, Click, Drag, Launch, PressKeys, Scroll, TypeText
from actions.demonstration.camera import Frame
from actions.demonstration.joining import Performed
from actions.geometry import Point
from actions.settle import changed_boxes
from grounding.grounders import Grounder
from grounding.types import Grounding
from gui_agent.expectation import Expectation, ScreenChanges, TargetChanges, WindowCloses, WindowOpens
from gui_agent.memory.redaction import typed_secretly
from gui_agent.recording.naming import Named, name_target
from gui_agent.recording.sentences import in_other_words, sentence
from gui_agent.types import Argument, Observation, PlannedAction, Reflection, Step

SECRET = "secret"
"""The argument of a typing step that names the variable whose value is typed instead of ``{name}``."""
_BLINK_PIXELS = 300
"""A text cursor that blinks changes fewer pixels."""
_BESIDE = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """One action of a person and the screen it was begun on."""

    performed: Performed
    before: Frame


@dataclass(frozen=True, slots=True)
class _Ends:
    """What an action points at, and in words where a drag ends."""

    named: Named
    destination: str = ""


def recorded_steps(shown: Sequence[Shown], last: Frame, eyes: Grounder) -> list[Step]:
    """Return the steps of a run that does what was shown; what was typed into masked fields is left out."""
    frames = [*(each.before for each in shown), last]
    seen: list[Observation] = []
    ends: list[_Ends] = []
    for number, frame in enumerate(frames):
        seen.append(_observed(frame, seen[-1] if seen else None, eyes))
        if number < len(shown):
            # Named while the reader still has this screen in mind.
            ends.append(_ends(shown[number].performed.action, seen[-1], eyes))
    steps = [
        _step(number, each.performed.action, ends[number - 1], seen[number - 1], seen[number])
        for number, each in enumerate(shown, 1)
    ]
    return _masked(steps)


def _observed(frame: Frame, before: Observation | None, eyes: Grounder) -> Observation:
    """Read a frame; the same picture is read once."""
    if before is None:
        return Observation(frame.screenshot, eyes.parser.parse(frame.screenshot), (), frame.windows, 1)
    number, old = before.step_number + 1, before.screenshot
    if frame.screenshot.image is old.image:
        return Observation(old, before.screen, (), frame.windows, number)
    changes = changed_boxes(old.image, frame.screenshot.image)
    screen = eyes.parser.parse(frame.screenshot)
    return Observation(frame.screenshot, screen, changes, frame.windows, number)


def _ends(action: Action, seen: Observation, eyes: Grounder) -> _Ends:
    """Name what ``action`` points at, and where a drag ends."""
    match action:
        case Click(point=point) | Scroll(point=point):
            return _Ends(name_target(seen, point, eyes.model))
        case Drag(path=path):
            return _drag(path, seen, eyes)
    return _Ends(Named("", seen.screenshot.region))


def _step(number: int, action: Action, ends: _Ends, before: Observation, after: Observation) -> Step:
    named, destination = ends.named, ends.destination
    at = _pointed(action)
    grounding = None if at is None else Grounding(at, named.box, 1.0, named.label)
    said = sentence(action, named.words, destination)
    planned = planned_as(action, named.words, destination)
    planned = replace(
        planned,
        expectation=_outcome(grounding, before, after),
        thought=said or in_other_words(action, named.words, destination),
        subgoal=number - 1,
    )
    verdict = Reflection("success", "as the person did it")
    return Step(number, before, planned, action, grounding, after=after, reflection=verdict)


def _drag(path: tuple[Point, ...], before: Observation, eyes: Grounder) -> _Ends:
    """Name both ends; one target cannot be both."""
    named = name_target(before, path[0], eyes.model)
    end = name_target(before, path[-1], eyes.model)
    return _Ends(named, "" if end.box == named.box else end.words)


def planned_as(action: Action, target: str, destination: str = "") -> PlannedAction:
    """Return ``action`` as a planner would propose it, its place in words."""
    match action:
        case Click(_, button, count, modifiers):
            pressed: dict[str, Argument] = {"button": button, "count": count, "modifiers": modifiers}
            return PlannedAction("click", target, pressed)
        case Drag(_, _, modifiers, seconds):
            given: dict[str, Argument] = {
                "destination": destination,
                "modifiers": modifiers,
                "seconds": seconds,
            }
            return PlannedAction("drag", target, given)
        case Scroll(_, dy, dx, modifiers):
            return PlannedAction("scroll", target, {"dy": dy, "dx": dx, "modifiers": modifiers})
        case TypeText(text):
            return PlannedAction("type", arguments={"text": text})
        case PressKeys(keys, count):
            return PlannedAction("press", arguments={"keys": keys, "count": count})
        case Launch(application, command):
            return PlannedAction("launch", arguments={"application": application, "arguments": command})
    raise ValueError(f"a person does no {type(action).__name__}")


def _pointed(action: Action) -> Point | None:
    match action:
        case Click(point=point) | Scroll(point=point):
            return point
        case Drag(path=path):
            return path[0]
    return None


def _outcome(grounding: Grounding | None, before: Observation, after: Observation) -> Expectation | None:
    """Say what came of a step, so that a replay can tell whether it comes again."""
    were, are = {w.id for w in before.windows}, {w.id for w in after.windows}
    opened = [w for w in after.windows if w.id not in were and not w.hidden]
    if opened:
        return WindowOpens()
    if closed := [w for w in before.windows if w.id not in are]:
        return WindowCloses(closed[-1].title) if len(closed) == 1 else ScreenChanges()
    if sum(box.area for box in after.changes) < _BLINK_PIXELS:
        return None
    beside = grounding is not None and any(c.overlaps(grounding.box.expanded(_BESIDE)) for c in after.changes)
    return TargetChanges() if beside else ScreenChanges()


def _masked(steps: list[Step]) -> list[Step]:
    """Put a variable in the place of everything that nobody may read."""
    secret = {step.number for step in typed_secretly(steps)}
    names: dict[int, str] = {}
    for number in sorted(secret):
        names[number] = "password" if not names else f"password_{len(names) + 1}"
    return [_hidden(step, names[step.number]) if step.number in names else step for step in steps]


def _hidden(step: Step, name: str) -> Step:
    instead = f"{{{name}}}"
    arguments = {"text": instead, SECRET: name}
    planned = replace(step.planned, arguments=arguments, thought=sentence(TypeText(instead), ""))
    return replace(step, planned=planned, action=TypeText(instead))
