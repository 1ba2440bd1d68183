"""What a test works an application with."""

from __future__ import annotations

from pathlib import Path

import cv2

from actions.keys import parse_combination
from grounding.pictures.target import PictureTarget
from grounding.types import UIElement
from gui_agent.desk import Desk
from gui_agent.expectation import ScreenChanges
from gui_agent.planning.commands import OpenApplication
from gui_agent.planning.model.screen_words import describe_screen
from gui_agent.qa.locator import Locator
from gui_agent.session import Outcome
from gui_agent.types import Ending, PlannedAction

TIMEOUT = 10.0
"""Seconds that everything is waited for."""


class NotAccomplished(AssertionError):
    """The agent did not get a task done; ``outcome`` tells where its record is."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.explanation} (report: {outcome.report})")
        self.outcome = outcome


class Screen:
    """What can be seen on a desk's screen; looked at anew each time."""

    def __init__(self, desk: Desk, timeout: float) -> None:
        self.desk, self.timeout = desk, timeout

    @property
    def elements(self) -> tuple[UIElement, ...]:
        """Everything that was recognised, boxes in screen pixels."""
        return self.desk.look().screen.elements

    @property
    def description(self) -> str:
        """The elements in words, row by row: what a failing test prints."""
        return describe_screen(self.desk.look())

    def save(self, path: Path) -> Path:
        """Write the settled screen as a picture, of the kind that ``path`` ends in, and return its path.

        Raises ValueError for an ending that names none, and OSError.
        """
        try:
            _, data = cv2.imencode(path.suffix, self.desk.look().screenshot.image)
        except cv2.error as error:
            raise ValueError(f"{path} ends in no kind of picture, such as .png") from error
        path.write_bytes(data.tobytes())
        return path


class Operator:
    """Works an application through `Desk`; ``timeout`` is in seconds and holds for every wait."""

    def __init__(self, desk: Desk, timeout: float = TIMEOUT) -> None:
        self.desk, self.timeout = desk, timeout

    def do(self, task: str) -> Outcome:
        """Let the agent's own planner do ``task``.

        Raises `NotAccomplished`, and `gui_agent.errors.NotUnderstood` before anything moves.
        """
        outcome = self.desk.run_task(task)
        if outcome.ending is not Ending.ACCOMPLISHED:
            raise NotAccomplished(outcome)
        return outcome

    def locate(self, target: str | PictureTarget, timeout: float | None = None) -> Locator:
        """Return a locator of what ``target`` names in words, or of a picture; nothing is looked for yet."""
        return Locator(self.desk, str(target), self.timeout if timeout is None else timeout)

    def launch(self, application: str, *arguments: str) -> None:
        """Start an application and wait until it shows. Raises `gui_agent.desk.NotDone`."""
        said = " ".join(("open", application, *arguments))
        self.desk.carry_out(OpenApplication(application, arguments), said)

    def press(self, combination: str, count: int = 1) -> None:
        """Press keys together, such as ``ctrl+s``."""
        keys = parse_combination(combination)
        planned = PlannedAction("press", arguments={"keys": keys, "count": count})
        self.desk.do(planned)

    def type(self, text: str) -> None:
        """Type exactly ``text`` where the focus is."""
        self.desk.do(PlannedAction("type", arguments={"text": text}, expectation=ScreenChanges()))

    @property
    def screen(self) -> Screen:
        """The screen, for `expect`."""
        return Screen(self.desk, self.timeout)
