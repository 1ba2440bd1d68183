"""One journal for many short runs of the loop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gui_agent.journal import Journal, RunHeader
from gui_agent.types import Ending, Step


class DeskRecord:
    """A `StepRecorder` that numbers the steps of one run after those of the run before it.

    That a run came to its end is no step of its own: only what was refused or broke is kept of it.
    """

    def __init__(self, folder: Path, name: str, computer_name: str) -> None:
        self.folder = folder
        self._journal = Journal(folder, RunHeader(name, computer_name))
        self._before = self._last = 0
        self._ending: tuple[Ending, str] = (Ending.ACCOMPLISHED, "")

    def intent(self, step: Step) -> None:
        self._journal.intent(self._numbered(step))

    def acknowledge(self, number: int, error: str) -> None:
        self._journal.acknowledge(self._before + number, error)

    def complete(self, step: Step) -> None:
        if step.ending is not None:
            self._ending = step.ending, step.explanation
        if step.ending is Ending.ACCOMPLISHED or (step.ending and step.planned.kind == "fail"):
            return
        # In the midst of the record an ending would read as if nothing came after it.
        self._journal.complete(replace(self._numbered(step), ending=None))
        self._last = self._before + step.number

    def goes_on(self) -> None:
        """Let the next run's steps be numbered after those that are there."""
        self._before = self._last

    def close(self) -> None:
        """Say how it ended, which is how its last run ended, and let go of the folder."""
        ending, explanation = self._ending
        self._journal.end(ending, explanation)
        self._journal.close()

    def _numbered(self, step: Step) -> Step:
        return replace(step, number=self._before + step.number)
