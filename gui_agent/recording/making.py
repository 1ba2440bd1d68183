"""From what a person did, with the screens before it, to the steps of a run."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
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
_FEWEST_UNSEEN = 4
"""So many different characters, of which none was seen, are a secret rather than a program's letter keys."""


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
    """Return the steps of a run that does what was shown; what was typed unseen is left out."""
    return masked(list(named_steps(shown, last, eyes)))


def named_steps(shown: Sequence[Shown], last: Frame, eyes: Grounder) -> Iterator[Step]:
    """Yield the steps of a run that does what was shown, secrets and all, as they are named."""
    if not shown:
        return
    seen = _observed(shown[0].before, None, eyes)
    for number, each in enumerate(shown, 1):
        action = each.performed.action
        # Named while the reader still has this screen in mind.
        ends = _ends(action, seen, eyes)
        after = _observed(shown[number].before if number < len(shown) else last, seen, eyes)
        yield _step(number, action, ends, seen, after)
        seen = after


def _observed(frame: Frame, before: Observation | None, eyes: Grounder) -> Observation:
    """Read a frame; the same picture is read once."""
    if before is None:
        return Observation(frame.screenshot, eyes.parser.parse(frame.screenshot), (), frame.windows, 1)
    number, old = before.step_number + 1, before.screenshot
    changes = changed_boxes(old.image, frame.screenshot.image)
    if not changes and old.image.shape == frame.screenshot.image.shape:
        return Observation(old, before.screen, (), frame.windows, number)
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


def masked(steps: Sequence[Step]) -> list[Step]:
    """Put variables in the place of what nobody may read: secrets, and what was typed unseen.

    A text typed again has the same variable; one that was typed in pieces is one step again.
    """
    secret = {step.number for step in typed_secretly(steps)} | {s.number for s in steps if _unseen(s)}
    names: dict[str, str] = {}
    found: list[Step] = []
    for step in _pieces_joined(steps, secret):
        if step.number in secret:
            typed = str(step.planned.arguments["text"])
            name = names.setdefault(typed, "password" if not names else f"password_{len(names) + 1}")
            step = _hidden(step, name)
        found.append(step)
    return found


def _pieces_joined(steps: Sequence[Step], secret: Container[int]) -> list[Step]:
    """Make one step of secret texts that follow each other: nobody knows where a password was cut."""
    found: list[Step] = []
    for step in steps:
        if step.number in secret and found and found[-1].number in secret:
            found[-1] = _joined(found[-1], step)
        else:
            found.append(step)
    return found


def _joined(first: Step, second: Step) -> Step:
    text = f"{first.planned.arguments['text']}{second.planned.arguments['text']}"
    planned = replace(first.planned, arguments={"text": text}, expectation=second.planned.expectation)
    return replace(first, planned=planned, action=TypeText(text), after=second.after)


def _unseen(step: Step) -> bool:
    """Say whether a text was typed of which nothing came on the screen, as terminals take passwords."""
    text = str(step.planned.arguments.get("text", ""))
    if step.planned.kind != "type" or step.after is None or len(set(text)) < _FEWEST_UNSEEN:
        return False
    return sum(box.area for box in step.after.changes) < _BLINK_PIXELS


def _hidden(step: Step, name: str) -> Step:
    instead = f"{{{name}}}"
    arguments = {"text": instead, SECRET: name}
    planned = replace(step.planned, arguments=arguments, thought=sentence(TypeText(instead), ""))
    return replace(step, planned=planned, action=TypeText(instead))
