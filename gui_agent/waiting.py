"""After an action: looks until what was expected has come, or it has been waited for long enough."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from actions.computer import Computer, IdleWaiter
from actions.errors import Stopped
from grounding.types import Grounding
from gui_agent.chat.cancellation import Cancellation
from gui_agent.handover import STOPPED, Handover
from gui_agent.observer import QUIET_SECONDS, Observer
from gui_agent.step_clock import StepClock
from gui_agent.types import ActionKind, Observation, PlannedAction, Reflection, Reflector, SecondLook, Step

TYPING_QUIET_SECONDS = 0.15
"""Programs complete, check and enable things a moment after the last letter; Enter must not come before."""
LAUNCH_QUIET_SECONDS = 0.3
READY_SECONDS = 15.0
"""How long a program may work after its window came, at most; what is typed meanwhile may be lost."""
BUSY_PATIENCE = 10.0
"""Seconds by which a working program can put off the end of a step's patience."""
FIRST_CHANGE_WITHIN = 0.25
"""Seconds an application is given to begin repainting after an action."""
_QUIET_AFTER: Mapping[ActionKind, float] = MappingProxyType(
    {"type": TYPING_QUIET_SECONDS, "launch": LAUNCH_QUIET_SECONDS}
)


class OutcomeWaiter:
    """Waits at ``computer`` for what actions bring about; a person may stop it, or take over meanwhile.

    ``saw`` is told everything that is seen.
    """

    def __init__(
        self,
        computer: Computer,
        observer: Observer,
        reflector: Reflector,
        handover: Handover,
        cancel: Cancellation,
        saw: Callable[[Observation], object],
    ) -> None:
        self._computer, self._observer, self._reflector = computer, observer, reflector
        self._handover, self._cancel, self._saw = handover, cancel, saw

    def wait(
        self, step: Step, grounding: Grounding | None, clock: StepClock
    ) -> tuple[Observation, Reflection]:
        """Look until the expectation has come true or the step's patience is over.

        Patience is for programs that rest: while one works, its clock stands still for a while. Where it ends
        while the screen is read, what came up meanwhile is looked at once more. Raises `Stopped`.
        """
        deadline = time.monotonic() + step.planned.patience
        latest = deadline + BUSY_PATIENCE
        before = after = step.observation
        quiet = _QUIET_AFTER.get(step.planned.kind, QUIET_SECONDS)
        first_change = FIRST_CHANGE_WITHIN if _should_show(step.planned) else 0.0
        last = False
        while True:
            if self._cancel.cancelled:
                raise Stopped(STOPPED)
            waited = self._handover.wait(before.active_window)
            deadline, latest = deadline + waited, latest + waited
            sighting = self._observer.look(
                step.number, after, since=before, first_change_within=first_change, quiet=quiet
            )
            clock.book(sighting)
            deadline = min(deadline + sighting.busy, latest)
            after = sighting.observation
            self._saw(after)
            reflection = self._reflector.judge(step.planned, before, after, grounding)
            clock.lap("reflect")
            late = sighting.nothing_more or time.monotonic() >= deadline
            if reflection.verdict == "success" or last or (late and not self._observer.has_moved_on(after)):
                self._let_it_listen(step.planned.kind)
                return after, self._look_again(step, after, reflection, clock)
            last = late
            first_change = min(1.0, max(0.0, deadline - time.monotonic()))

    def _look_again(
        self, step: Step, after: Observation, reflection: Reflection, clock: StepClock
    ) -> Reflection:
        """Let a reflector that can think have a second look, once nothing more is waited for."""
        if reflection.verdict != "success" and isinstance(self._reflector, SecondLook):
            reflection = self._reflector.look_again(step, after, reflection)
            clock.lap("reflect")
        return reflection

    def _let_it_listen(self, kind: ActionKind) -> None:
        """Give a program that was just started the time it takes to listen: a window is drawn before that."""
        if kind == "launch" and isinstance(self._computer, IdleWaiter):
            self._computer.wait_until_idle(READY_SECONDS)


def _should_show(planned: PlannedAction) -> bool:
    """Say whether an action changes the screen: a click into a field does, and keys must wait for it."""
    return planned.kind in ("click", "drag") or (planned.expectation is not None and planned.kind != "wait")
