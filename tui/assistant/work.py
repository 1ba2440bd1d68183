"""Carries tasks out and tells about it, wherever it is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from actions.computer import Computer, SharedComputer
from actions.errors import ComputerError
from grounding.errors import GroundingError
from gui_agent.errors import AgentError
from gui_agent.hints import Hints
from gui_agent.settings import Settings
from gui_agent.types import Ending, Step
from gui_agent.witness import Witness
from tui.assistant.gate import Gate
from tui.assistant.messages import Completed, Ended, HeldNow, Intended, Message, Refused


class Work:
    """One computer and the parts of an agent, opened when the first task comes and kept for the next.

    Every method but `stop` belongs to one thread at a time. ``settings`` may be changed between tasks.
    """

    def __init__(
        self,
        settings: Settings,
        gate: Gate,
        tell: Callable[[Message], object],
        witness: Witness | None = None,
    ) -> None:
        self.settings, self._gate, self._tell = settings, gate, tell
        self._stack = contextlib.ExitStack()
        self._computer: Computer | None = None
        self._stop: Callable[[], None] | None = None
        self._hints: Hints | None = None
        self.witness = witness or Witness()
        """Vouches for the answers given in this terminal."""
        gate.hold.watch(lambda hold: self._tell(HeldNow(hold.held, hold.what)))

    @property
    def computer(self) -> Computer | None:
        """The one that is open, if any."""
        return self._computer

    def do(self, task: str, *, replay: str = "", resume: str = "") -> None:
        """Do ``task``, or a run as in `errand`; what comes of it is told, nothing is raised but bugs."""
        try:
            self._do(task, replay, resume)
        except (AgentError, GroundingError, ComputerError) as error:
            self._tell(Refused(str(error) or type(error).__name__))

    def stop(self) -> None:
        """End the task under way, from any thread."""
        self._gate.stop()
        if self._stop is not None:
            self._stop()

    def hint(self, text: str) -> bool:
        """Hold the task under way and tell ``text`` to its planner; False where that cannot take hints."""
        if not self.tell_planner(text):
            self._gate.pause()
            return False
        self._gate.redirect(text)
        return True

    def tell_planner(self, text: str) -> bool:
        """Tell ``text`` to the planner of the task under way; False where that cannot take hints."""
        hints = self._hints
        if hints is not None:
            hints.tell(text)
        return hints is not None

    def close(self) -> None:
        """Close the computer and everything that was opened for it."""
        self._computer = None
        self.witness.follow(None)
        self._stack.close()

    def intent(self, step: Step) -> None:
        self._tell(Intended(step))

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None:
        self._tell(Completed(step))

    def _do(self, task: str, replay: str, resume: str) -> None:
        from gui_agent.doors.opening import desk_parts
        from gui_agent.kept_rules import policy_of
        from tui.assistant.errands import errand

        settings = self.settings
        self._gate.go_by(policy_of(settings))
        wanted = errand(task, settings, replay=replay, resume=resume)
        if wanted.home is not None:
            self.close()  # another desktop, with the home folder of that run
        computer = self._computer or self._open(wanted.home or settings.home, wanted.folder)
        if isinstance(computer, SharedComputer):
            computer.hand_back()  # who gives it a task lets it have mouse and keyboard
        with desk_parts(computer, settings) as opened, opened.cancel.telling(self._gate.stop):
            parts = replace(opened, hold=self._gate.hold)
            self._stop, self._hints = parts.cancel.cancel, parts.hints
            try:
                outcome = wanted.carry_out(computer, parts, settings, self._gate, (self,))
            finally:
                self._stop = self._hints = None
        if outcome.ending is Ending.STOPPED:
            self.close()  # a stopped computer stays stopped; the next task opens another
        self._tell(Ended(outcome))

    def _open(self, home: Path | None, folder: Path) -> Computer:
        from gui_agent.doors.opening import open_for

        opened = open_for(self.settings.model_copy(update={"home": home}), folder)
        self._computer = self._stack.enter_context(contextlib.closing(opened))
        self.witness.follow(opened)
        return self._computer
