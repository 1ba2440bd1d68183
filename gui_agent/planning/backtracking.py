"""Going back to a known state, in words: undo, Escape, closing what opened (WILBUR, Lutz et al. 2024).

The known state is the screen before the first of the steps that led nowhere. Whether it came back is checked
on the screen; what cannot be gone back on is left to the planner behind.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeAlias

from actions.computer import Window
from actions.geometry import Box
from actions.settle import changed_boxes
from gui_agent.expectation import Expectation, ScreenChanges, WindowCloses
from gui_agent.planning.failures import failing
from gui_agent.planning.primitives import act, press
from gui_agent.screen_text import fold
from gui_agent.types import Observation, Plan, PlannedAction, Planner, Spender, Step, Usage
from gui_agent.window_checks import TITLE_BAR
from gui_agent.wording import mentions

FAILURES = 2
"""So many steps in a row must fail before going back; one that a model judged wrong is enough."""
UNDOS = 12
SLIGHT = 0.01
"""Part of the screen that may look different in a state that came back: carets, titles, counters."""
PATIENCE = 1.5
TERMINALS = ("*term", "*terminal*", "konsole", "kitty", "alacritty", "foot", "tilix", "guake", "yakuake")
"""Where Ctrl-Z stops a program instead of undoing."""


@dataclass(frozen=True, slots=True)
class KnownState:
    """A screen to go back to, before step ``number``; ``typed``: text was typed since."""

    number: int
    observation: Observation
    typed: bool = False

    def came_back(self, now: Observation) -> bool:
        """Say whether the screen shows this state again: windows, picture, and texts where it differs."""
        known = self.observation
        if {w.id for w in known.windows} != {w.id for w in now.windows} or _active(known) != _active(now):
            return False
        before, after = known.screenshot, now.screenshot
        if before.image.shape != after.image.shape:
            return False
        different = changed_boxes(before.image, after.image)
        if sum(box.area for box in different) > SLIGHT * after.size.area:
            return False
        return _texts_in(different, now) == _texts_in(different, known)


WayBack: TypeAlias = Generator[PlannedAction, Observation, bool]
"""Yields what to do, gets the screen after it, returns whether the known state came back."""


class BacktrackingPlanner:
    """Wraps a planner: goes back to a known state before the planner goes on from where steps led nowhere."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._way: WayBack | None = None
        self._subgoal = 0
        self._done_with = 0

    @property
    def plan(self) -> Plan | None:
        return self._planner.plan

    def take_usage(self) -> Usage:
        """Return what the planner spent since the last time it was taken."""
        return self._planner.take_usage() if isinstance(self._planner, Spender) else Usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history:
            self._way, self._done_with = None, 0
        planned = self._next_back(observation, history)
        if planned is None:
            return self._planner.next_action(task, observation, history)
        return replace(planned, subgoal=self._subgoal, optional=True)

    def _next_back(self, now: Observation, history: tuple[Step, ...]) -> PlannedAction | None:
        try:
            if self._way is not None:
                return self._way.send(now)
            known = state_to_go_back_to(tuple(s for s in history if s.number > self._done_with))
            if known is None:
                return None
            self._way, self._subgoal = way_back(known, now), history[-1].planned.subgoal
            return next(self._way)
        except StopIteration:
            self._way, self._done_with = None, len(history)
            return None


def state_to_go_back_to(history: tuple[Step, ...]) -> KnownState | None:
    """Return the state before the steps that led nowhere, where they changed the screen."""
    streak = failing(history)
    if not any(_left_traces(step) for step in streak):
        return None
    judged = streak[-1].reflection
    wrong = judged is not None and judged.by == "model" and judged.verdict == "unexpected"
    if len(streak) < FAILURES and not wrong:
        return None
    typed = any(s.planned.kind == "type" and s.action is not None for s in streak)
    return KnownState(streak[0].number, streak[0].observation, typed)


def _left_traces(step: Step) -> bool:
    """Say whether anything is different after ``step``."""
    if step.after is None:
        return False
    had, has = ({w.id for w in seen.windows} for seen in (step.observation, step.after))
    return bool(step.after.changes) or had != has


def way_back(known: KnownState, now: Observation) -> WayBack:
    """Undo what the steps since ``known`` brought about, one careful action after the other."""
    back = f"go back to the screen before step {known.number}"
    if known.came_back(now):
        return True
    while (fresh := _new_on_top(known, now)) is not None:
        now = yield _escape(back, WindowCloses(fresh.title))
        if _is_open(fresh, now):
            if known.typed:
                return False  # Closing it would lose what was typed.
            if now.active_window is None or now.active_window.id != fresh.id:
                return False  # Another one would be closed.
            thought = f"{back}: close “{fresh.title}”"
            now = yield act("close_window", {"title": ""}, WindowCloses(), thought, patience=PATIENCE)
        if _is_open(fresh, now):
            return False
        if known.came_back(now):
            return True
    if _is_elsewhere(known, now):
        return False
    if not known.typed:
        now = yield _escape(back, ScreenChanges())
        return known.came_back(now)
    return (yield from _take_back_typing(known, now, back))


def _take_back_typing(known: KnownState, now: Observation, back: str) -> WayBack:
    window = now.active_window
    if window is not None and mentions(window.application, TERMINALS):
        now = yield press(
            "ctrl", "u", expectation=ScreenChanges(), thought=f"{back}: clear the line", patience=PATIENCE
        )
        return known.came_back(now)
    for _ in range(UNDOS):
        before = now
        now = yield press(
            "ctrl", "z", expectation=ScreenChanges(), thought=f"{back}: undo", patience=PATIENCE
        )
        if known.came_back(now):
            return True
        if not changed_boxes(before.screenshot.image, now.screenshot.image):
            return False
    return False


def _texts_in(places: tuple[Box, ...], seen: Observation) -> set[str]:
    """Return what can be read at ``places``, but for title bars: they tell what is not saved yet."""
    bars = [Box(w.box.x1, w.box.y1, w.box.x2, w.box.y1 + TITLE_BAR) for w in seen.windows]
    return {
        fold(e.text)
        for e in seen.screen.elements
        if e.text.strip()
        and any(place.overlaps(e.box) for place in places)
        and not any(bar.contains(e.box.center) for bar in bars)
    }


def _escape(back: str, expectation: Expectation) -> PlannedAction:
    return press("escape", expectation=expectation, thought=f"{back}: Escape", patience=PATIENCE)


def _new_on_top(known: KnownState, now: Observation) -> Window | None:
    """Return the active window where it was not open in the known state."""
    had = {window.id for window in known.observation.windows}
    active = now.active_window
    return active if active is not None and active.id not in had else None


def _is_open(window: Window, now: Observation) -> bool:
    return any(each.id == window.id for each in now.windows)


def _is_elsewhere(known: KnownState, now: Observation) -> bool:
    """Say whether another window has the focus than the one that would be worked on."""
    return _active(known.observation) != _active(now)


def _active(observation: Observation) -> int | None:
    return observation.active_window.id if observation.active_window is not None else None
