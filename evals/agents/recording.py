"""The journal of agents that have no planner: every action is recorded before it is carried out."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Self

from actions.action import (
    Action,
    Click,
    CloseWindow,
    Done,
    Drag,
    Fail,
    FocusWindow,
    HoldKeys,
    Launch,
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.computer import Computer, Window, WindowLister
from actions.errors import ComputerError
from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.journal import Journal, RunHeader
from gui_agent.types import ActionKind, Approval, Ending, Observation, PlannedAction, Reflection, Step


class RecordedComputer:
    """A `Computer` in front of another one that journals into ``folder`` whatever is done with it.

    Raises `JournalError` besides the other computer's errors. Leaving its block ends the journal, not the
    computer.
    """

    def __init__(self, computer: Computer, folder: Path, instruction: str, name: str) -> None:
        self._computer = computer
        self._journal = Journal(folder, RunHeader(instruction, name))
        self.steps = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        broken = error[1] if len(error) > 1 and isinstance(error[1], BaseException) else None
        self._journal.__exit__(type(broken) if broken else None, broken, None)

    @property
    def screen_size(self) -> Size:
        return self._computer.screen_size

    def windows(self) -> list[Window]:
        return self._computer.windows() if isinstance(self._computer, WindowLister) else []

    def screenshot(self, region: Box | None = None) -> Screenshot:
        return self._computer.screenshot(region)

    def execute(self, action: Action) -> None:
        self.steps += 1
        step = self._step(action)
        self._journal.intent(step)
        try:
            self._computer.execute(action)
        except ComputerError as error:
            self._journal.acknowledge(step.number, str(error))
            raise
        self._journal.acknowledge(step.number, "")
        self._journal.complete(step)

    def end(self, ending: Ending, explanation: str, *, infeasible: bool = False) -> None:
        """Record how the episode ended, with the screen as it is now."""
        self.steps += 1
        last = Done(explanation) if ending is Ending.ACCOMPLISHED else Fail(explanation, infeasible)
        verdict = Reflection("infeasible" if infeasible else "finished", explanation)
        self._journal.complete(self._step(last, verdict, ending, explanation))
        self._journal.end(ending, explanation)

    def close(self) -> None:
        self._journal.close()

    def _step(
        self,
        action: Action,
        reflection: Reflection | None = None,
        ending: Ending | None = None,
        explanation: str = "",
    ) -> Step:
        shot = self._computer.screenshot()
        windows: tuple[Window, ...] = ()
        with contextlib.suppress(ComputerError):
            windows = tuple(self.windows())
        seen = Observation(shot, ParsedScreen((), shot.region), (), windows, self.steps)
        return Step(
            self.steps,
            seen,
            PlannedAction(_kind(action)),
            action,
            approval=Approval("approve", "a scripted agent"),
            reflection=reflection,
            ending=ending,
            explanation=explanation,
        )


def _kind(action: Action) -> ActionKind:  # noqa: C901 - one line for each action there is
    match action:
        case Click():
            return "click"
        case Move():
            return "move"
        case Drag():
            return "drag"
        case Scroll():
            return "scroll"
        case TypeText():
            return "type"
        case PressKeys():
            return "press"
        case HoldKeys():
            return "hold"
        case Wait():
            return "wait"
        case Launch():
            return "launch"
        case FocusWindow():
            return "focus_window"
        case CloseWindow():
            return "close_window"
        case Done():
            return "done"
        case Fail():
            return "fail"
