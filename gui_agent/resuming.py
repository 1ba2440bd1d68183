"""Taking up again a run that broke off: in the same folder, with what was done told to the planner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from actions.computer import Computer
from actions.geometry import Box
from actions.settle import changed_boxes
from gui_agent.agent import Agent
from gui_agent.budget import Budget
from gui_agent.errors import CannotResume, JournalError
from gui_agent.expectation import AllOf, AnyOf, Expectation, ScreenChanges
from gui_agent.journal import Journal, JournalContents, is_under_way, read_journal
from gui_agent.left_behind import left_behind
from gui_agent.parts import Parts
from gui_agent.planning.restoring import SENTENCE, Restored, restored
from gui_agent.recorder import StepRecorder
from gui_agent.serialize import from_json
from gui_agent.session import Outcome, Recorders, carry_out
from gui_agent.types import (
    ActionKind,
    Approver,
    Argument,
    Ending,
    Observation,
    PlannedAction,
    Reflection,
    Reflector,
    Step,
)

if TYPE_CHECKING:
    from gui_agent.memory.memory import Memory

RESUMED = "take the run up again"
BROKE_OFF = "BrokeOff"
"""The kind of error of the step that was under way."""
HARMLESS: frozenset[ActionKind] = frozenset({"wait", "move"})
"""What may be done twice: it changes nothing."""
_OVER = (Ending.ACCOMPLISHED, Ending.NOT_ACCOMPLISHED)


@dataclass(frozen=True, slots=True)
class Broken:
    """A run that broke off, or was stopped: its records, the steps behind it, and the one under way.

    ``carried_out``: the action under way was carried out for certain; what came of it is not known.
    """

    contents: JournalContents
    steps: tuple[Step, ...]
    under_way: Step | None
    carried_out: bool

    @property
    def known_steps(self) -> tuple[Step, ...]:
        """The steps, with the one that was under way."""
        return self.steps if self.under_way is None else (*self.steps, self.under_way)

    def require(self, model: str) -> None:
        """Raise `CannotResume` unless ``model``, empty for none, can go on with what was planned."""
        if not model and any(step.usage.model_calls for step in self.steps):
            raise CannotResume("a language model planned that run: say which goes on with --model NAME")

    @property
    def last_seen(self) -> Observation | None:
        """What was on the screen when it broke off, as far as it is known."""
        if self.under_way is not None:
            return self.under_way.observation
        last = self.steps[-1] if self.steps else None
        return (last.after or last.observation) if last else None


def read_broken(folder: Path) -> Broken:
    """Read the run in ``folder``. Raises `JournalUnreadable`, and `CannotResume` where it needs nothing."""
    contents = read_journal(folder)
    if is_under_way(folder):
        raise CannotResume(f"the run in {folder} is still under way")
    if contents.ending in _OVER:
        ended = contents.ending.name.lower().replace("_", " ")
        raise CannotResume(f"that run came to its end ({ended}): gui-agent replay {folder} does it again")
    # A last step that only tells how the run ended must not end it once more.
    steps = tuple(replace(step, ending=None) for step in contents.steps())
    return Broken(contents, steps, _under_way(contents, steps), contents.acknowledged)


def kept_home(contents: JournalContents) -> Path | None:
    """Return the home folder that the programs of the run had, where it is still there."""
    candidates = [contents.folder / "home", Path(contents.header.home or contents.folder / "home")]
    return next((home for home in candidates if home.is_dir()), None)


def prepared_home(broken: Broken, *, by_steps: bool) -> Path | None:
    """Return the home folder for a private desktop on which the run goes on; None where none was kept.

    Where the embedded planner begins anew, since nothing was left behind, what programs remember of windows
    that were open is put aside: they would ask about it. Only in a home folder of the run's own.
    """
    home, contents = kept_home(broken.contents), broken.contents
    own = contents.folder / "home"
    if not by_steps or home != own or left_behind(contents, broken.known_steps, own):
        return home
    try:
        own.rename(_free_name(contents.folder / "home-before"))
        own.mkdir()
    except OSError as error:
        raise JournalError(f"cannot put the home folder {own} aside: {error.strerror or error}") from error
    return own


def _free_name(path: Path) -> Path:
    numbered = (path.with_name(f"{path.name}-{number}") for number in range(2, 1000))
    return next(each for each in (path, *numbered) if not each.exists())


def take_up(
    broken: Broken,
    computer: Computer,
    parts: Parts,
    *,
    by_steps: bool,
    approver: Approver | None = None,
    budget: Budget | None = None,
    watchers: Sequence[StepRecorder] = (),
    memory: Memory | None = None,
) -> Outcome:
    """Go on with the run ``broken`` on ``computer``, in its own folder.

    The screen is looked at first. What cannot be known to be done is never done twice: a language model is
    told so and decides; ``by_steps``, where the embedded planner works through sentences, it is checked on
    the screen. Raises `CannotResume` before anything is written where nobody can know how to go on.
    """
    now = parts.observer.look(len(broken.steps) + 1, None).observation
    contents, task = broken.contents, broken.contents.header.task
    new_desktop = _is_another(broken, now)
    settled = _settled(broken, parts.reflector, now, new_desktop=new_desktop)
    history, plan = (*broken.steps, *settled), None
    if by_steps:
        left = left_behind(contents, broken.known_steps, kept_home(contents)) if new_desktop else None
        under_way = settled[0] if settled else None
        plan = restored(task, history, parts, under_way=under_way, left=left)
        parts = replace(parts, planner=plan.planner)
    fresh = (*settled, *_mark(len(history) + 1, now, plan, new_desktop=new_desktop))
    with Journal(contents.folder, contents.header, after=contents) as journal:
        recorder = Recorders(journal, *watchers)
        agent = Agent(computer, parts, approver=approver, budget=budget, recorder=recorder, seen=now)
        for step in fresh:
            recorder.complete(step)
        return carry_out(task, agent, journal, history=(*broken.steps, *fresh), memory=memory)


def _under_way(contents: JournalContents, steps: Sequence[Step]) -> Step | None:
    record = contents.unfinished
    if record is None:
        return None
    given = dict(record.payload)
    picture = given.pop("screenshot", None)
    seen = {"screenshot": picture, "screen": {"elements": [], "region": (picture or {}).get("region")}}
    step = from_json(Step, {**given, "observation": seen}, contents.folder)
    last = steps[-1] if steps else None
    before = (last.after or last.observation) if last else None
    if before is not None:
        step = replace(step, observation=replace(before, screenshot=step.observation.screenshot))
    return step


def _settled(
    broken: Broken, reflector: Reflector, now: Observation, *, new_desktop: bool
) -> tuple[Step, ...]:
    """Return the step that was under way as one that is over, as far as the screen tells."""
    step = broken.under_way
    if step is None:
        return ()
    observation = step.observation if _has_picture(step) else now
    now = replace(now, changes=_changes(observation, now))
    step = replace(step, observation=observation, after=now)
    verdict = None if new_desktop else _verdict(step, reflector, now, carried_out=broken.carried_out)
    if verdict is not None:
        return (replace(step, reflection=verdict),)
    known = (
        "was carried out; what came of it is not known" if broken.carried_out else "may have been carried out"
    )
    error = f"the run broke off during this step, which {known}: look before doing it again"
    return (replace(step, error=error, error_kind=BROKE_OFF),)


def _verdict(step: Step, reflector: Reflector, now: Observation, *, carried_out: bool) -> Reflection | None:
    """Say what came of a step; None where the screen does not prove that it was done."""
    if step.planned.kind in HARMLESS:
        return reflector.judge(step.planned, step.observation, now, step.grounding)
    expected = step.planned.expectation
    if expected is None:
        done = Reflection("success", "carried out; the run broke off then, and nothing was to be seen of it")
        return done if carried_out else None
    if not carried_out and (_is_weak(expected) or not step.observation.windows):
        return None
    try:
        verdict = reflector.judge(step.planned, step.observation, now, step.grounding)
    except JournalError:
        return None
    return verdict if verdict.verdict == "success" else None


def _is_weak(expected: Expectation) -> bool:
    """Say whether anything that happened since would fulfil it too."""
    match expected:
        case ScreenChanges():
            return True
        case AnyOf(parts):
            return any(map(_is_weak, parts))
        case AllOf(parts):
            return all(map(_is_weak, parts))
    return False


def _mark(number: int, now: Observation, plan: Restored | None, *, new_desktop: bool) -> tuple[Step, ...]:
    """Return a step that tells of the resumption; none where the planner goes on within a sentence."""
    if plan is not None and plan.sentence is None:
        return ()
    words = "the run had broken off and was taken up again"
    if new_desktop:
        words += "; the private desktop is a new one: windows that were open are gone, files are still there"
    arguments: dict[str, Argument] = {"seconds": 0.0}
    if plan is not None and plan.sentence is not None:
        arguments[SENTENCE] = plan.sentence
    planned = PlannedAction("wait", arguments=arguments, thought=RESUMED, optional=True)
    return (Step(number, now, planned, after=now, reflection=Reflection("success", words)),)


def _changes(before: Observation, now: Observation) -> tuple[Box, ...]:
    one, other = before.screenshot.image, now.screenshot.image
    return changed_boxes(one, other) if one.shape == other.shape else (now.screenshot.region,)


def _has_picture(step: Step) -> bool:
    try:
        return bool(step.observation.screenshot.image.size)
    except JournalError:
        return False


def _is_another(broken: Broken, now: Observation) -> bool:
    """Say whether what was open is all gone: the desktop is a new one."""
    before = broken.last_seen
    if before is None or not before.windows:
        return broken.contents.header.computer == "virtual"
    there = {(w.id, w.application, w.pid) for w in now.windows}
    return not any((w.id, w.application, w.pid) in there for w in before.windows)
