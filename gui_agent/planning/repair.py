"""Repair without a model: a ladder of ever stronger remedies for a step that failed.

Wait once more; move the pointer and its tool tip aside; take the next alternative; dismiss an unexpected
dialog where that loses nothing; scroll to look for the target; then stop with the reason. Actions that must
not happen twice (typing, dragging, keys) are never repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TypeAlias

from actions.action import TypeText
from actions.computer import Window
from gui_agent.expectation import (
    AllOf,
    Expectation,
    ScreenChanges,
    TextVisible,
    WindowCloses,
    WindowOpen,
    WindowOpens,
)
from gui_agent.planning.failures import why_failed, worked
from gui_agent.planning.primitives import act, look_for
from gui_agent.reflection import named
from gui_agent.types import Observation, Plan, PlannedAction, Planner, Spender, Step, Usage

REPEATABLE = frozenset({"click", "move", "focus_window"})
UNREPEATABLE_INPUT = frozenset({"type"})
ALTERNATIVES = 2
SLOW = 5.0
"""Seconds that a window may take beyond what was allowed for it."""
SEARCH_SCROLLS = 6
SEARCH_NOTCHES = 5
RESTING_PLACE = "top edge of the screen"
"""Title bars are there, which have no tool tips; corners may mean something to a desktop or the fail-safe."""
_KNOWN_AGAIN = 20
"""By so many of its last characters a text is known again that a person kept from being finished."""
HARMLESS_BUTTONS = ("ok", "close", "got it", "dismiss", "not now", "no thanks", "skip")
"""Buttons that only acknowledge."""
CHOICES = ("yes", "no", "cancel", "save", "don't save", "discard", "replace", "delete", "overwrite", "allow")
"""A dialog that offers one of these asks something: it is left to the person."""
ENTRIES = frozenset({"field", "combo box", "slider", "spin box", "checkbox", "radio"})
"""What a person fills in: a dialog that holds one is never dismissed, the wheel is never turned over it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One remedy; where it ``mends`` and works, the failed step counts as done."""

    planned: PlannedAction
    mends: bool = False


Ladder: TypeAlias = Generator[Rung, Step, None]
"""Yields remedies, gets the step that came of each."""


class RepairingPlanner:
    """Wraps a planner: tries to mend a failed step before the planner hears of it.

    ``remedies`` chooses them. Where none helped, the task ends; a planner that ``hears_failures`` goes on.
    """

    def __init__(
        self,
        planner: Planner,
        remedies: Callable[[Step], Ladder] | None = None,
        *,
        hears_failures: bool = False,
    ) -> None:
        self._planner = planner
        self._remedies = remedies or ladder_for
        self._hears_failures = hears_failures
        self._failed: Step | None = None
        self._ladder: Ladder | None = None
        self._rung: Rung | None = None

    @property
    def plan(self) -> Plan | None:
        return self._planner.plan

    def take_usage(self) -> Usage:
        """Return what the planner spent since the last time it was taken."""
        return self._planner.take_usage() if isinstance(self._planner, Spender) else Usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history:
            self._failed = self._ladder = self._rung = None
            return self._planner.next_action(task, observation, history)
        last = history[-1]
        remedy: PlannedAction | None = None
        if self._ladder is None and not worked(last) and not last.planned.optional:
            self._failed, self._ladder = last, self._remedies(last)
            remedy = self._climb(None)
        elif self._ladder is not None and not (self._rung and self._rung.mends and worked(last)):
            remedy = self._climb(last)
        if remedy is not None:
            return remedy
        self._failed = self._ladder = self._rung = None
        return self._planner.next_action(task, observation, history)

    def _climb(self, last: Step | None) -> PlannedAction | None:
        """Return the next remedy; where there is none, the end of the task, or None for the planner."""
        assert self._ladder is not None
        assert self._failed is not None
        failed = self._failed
        try:
            self._rung = next(self._ladder) if last is None else self._ladder.send(last)
        except StopIteration:
            return None if self._hears_failures else replace(give_up(failed), subgoal=failed.planned.subgoal)
        return replace(self._rung.planned, repairs=failed.number, subgoal=failed.planned.subgoal)


def give_up(failed: Step) -> PlannedAction:
    """Stop with the reason of the step that could not be mended."""
    what = failed.planned.thought or failed.planned.kind
    words = f"step {failed.number} ({what}) did not work: {why_failed(failed)}"
    return PlannedAction("fail", arguments={"reason": words})


def ladder_for(failed: Step) -> Ladder:
    """Choose the remedies that fit the way a step failed."""
    match failed.error_kind:
        case "":
            return _no_outcome(failed)
        case "TargetNotFound":
            return _target_missing(failed)
        case "SceneChanged" | "TakenOver":
            return _again(failed)
        case "CutShort":
            return _the_rest(failed)
        case _:
            # An ambiguous target, an unknown program or a wrong argument does not mend itself.
            return _nothing()


def patience_for(failed: Step) -> Ladder:
    """Wait once more where a program may only be slow: the rest is for a planner that hears of it."""
    if failed.error_kind in ("SceneChanged", "TakenOver"):
        yield from _again(failed)
    elif not failed.error and (late := _may_come_late(failed)) is not None:
        yield Rung(look_for(late, "wait once more", patience=SLOW), mends=True)


def after_take_over(failed: Step) -> Ladder:
    """Do what a person's taking over kept from being done, and mend nothing else."""
    return ladder_for(failed) if failed.error_kind in ("TakenOver", "CutShort") else _nothing()


def _may_come_late(failed: Step) -> Expectation | None:
    """Return what to wait for where a window did not come or go in time; it may have by the next look."""
    had = failed.observation.windows
    match failed.planned.expectation:
        case WindowOpens(title) if title and not any(named(w, title) for w in had):
            return WindowOpen(title)
        case WindowCloses(title) if title and sum(named(w, title) for w in had) == 1:
            return WindowOpen(title, is_open=False)
        case WindowOpens() | WindowCloses() as expected:
            return expected
        case _:
            return None


def _nothing() -> Ladder:
    yield from ()


def _again(failed: Step) -> Ladder:
    yield Rung(failed.planned, mends=True)


def _the_rest(failed: Step) -> Ladder:
    """After a person took over in the midst of a step: finish it, where that can be known to be the rest."""
    planned, done = failed.planned, failed.action
    if planned.kind in REPEATABLE:
        yield from _again(failed)
    elif isinstance(done, TypeText) and isinstance(text := planned.arguments.get("text"), str):
        if written := done.text.rstrip().rpartition("\n")[2][-_KNOWN_AGAIN:].strip():
            words = f"look whether “{written}” still stands there"
            if not worked((yield Rung(look_for(TextVisible(written), words)))):
                return
        rest = {**planned.arguments, "text": text[len(done.text) :]}
        yield Rung(replace(planned, arguments=rest, thought=f"{planned.thought}: the rest"), mends=True)


def _target_missing(failed: Step) -> Ladder:
    retry = Rung(failed.planned, mends=True)
    yield Rung(act("wait", {"seconds": 1.0}, None, "give the screen a moment"))
    yield retry
    yield Rung(_pointer_aside())
    last = yield retry
    if dialog := _harmless_dialog(last.observation, None):
        yield Rung(dialog)
        last = yield retry
    for _ in range(SEARCH_SCROLLS):
        if not _may_scroll(last.observation):
            return
        scroll = act("scroll", {"dy": SEARCH_NOTCHES}, ScreenChanges(), "scroll to look for it", patience=1.0)
        if not worked((yield Rung(scroll))):
            return
        last = yield retry


def _no_outcome(failed: Step) -> Ladder:
    planned, verdict = failed.planned, failed.reflection.verdict if failed.reflection else "no_effect"
    if planned.expectation is None:
        return
    outcome = planned.expectation
    if planned.kind in UNREPEATABLE_INPUT:
        # What is on the screen already may look like what was to come.
        outcome = AllOf((ScreenChanges(), outcome))
    wait_more = Rung(look_for(outcome, "wait once more", patience=2.0), mends=True)
    last = yield wait_more
    if dialog := _harmless_dialog(last.observation, failed.observation):
        yield Rung(dialog)
        last = yield wait_more
    if planned.kind not in REPEATABLE or verdict != "no_effect":
        return
    yield Rung(planned, mends=True)
    candidates = len(failed.grounding.alternatives) if failed.grounding else 0
    for number in range(1, min(candidates, ALTERNATIVES) + 1):
        again = replace(planned, alternative=number, thought=f"{planned.thought}: another candidate")
        yield Rung(again, mends=True)


def _pointer_aside() -> PlannedAction:
    """Let go of tool tips: they cover what is beside the pointer."""
    thought = "move the pointer aside, in case a tool tip covers it"
    return act("move", {}, None, thought, target=RESTING_PLACE)


def _may_scroll(observation: Observation) -> bool:
    """Say whether the wheel is harmless: over a spin box or combo box it would change the value."""
    window = observation.active_window
    middle = (window.box if window else observation.screenshot.region).center
    return not any(e.role in ENTRIES and e.box.contains(middle) for e in observation.screen.elements)


def _harmless_dialog(now: Observation, before: Observation | None) -> PlannedAction | None:
    """Return the click that acknowledges a dialog which asks nothing, where there is one on top."""
    window = now.active_window
    known = {w.id for w in before.windows} if before else set()
    if window is None or window.id in known or not _is_small(window, now):
        return None
    inside = [e for e in now.screen.elements if window.box.contains(e.box.center)]
    labels = {e.text.strip().strip(".").casefold(): e for e in inside if e.text}
    if any(choice in labels for choice in CHOICES) or any(e.role in ENTRIES for e in inside):
        return None
    button = next((labels[name] for name in HARMLESS_BUTTONS if name in labels), None)
    if button is None:
        return None
    thought = f"dismiss the dialog “{window.title}”, which asks nothing"
    return act("click", {}, WindowCloses(), thought, target=f"“{button.text}” button", patience=3.0)


def _is_small(window: Window, now: Observation) -> bool:
    return window.box.area < 0.5 * now.screenshot.size.area
