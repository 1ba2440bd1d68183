"""A slot for MiniWoB++ episodes: a private desktop whose whole screen is the page."""

from __future__ import annotations

import shutil

from actions.action import Move
from actions.computer import Computer
from actions.errors import ComputerError, DisplayUnavailable, MissingDependency
from actions.geometry import Point, Size
from evals.episodes.environment import EpisodeTask
from evals.graders.score import Score, verdict
from evals.machines.errors import MachineFailed, MachineLost, MachineUnavailable
from evals.suites.miniwob.catalogue import address_of
from evals.suites.miniwob.chromium import PROGRAMS
from evals.suites.miniwob.frames_and_input import FramesAndInput
from evals.suites.miniwob.keeper_client import PageKeeper

SCALE = 1.5
"""Screen pixels per CSS pixel: letters of 10 pixels become as large as those of other programs."""
SCREEN = Size(750, 480)
"""The window of 500x320 CSS pixels for which the pages are laid out: dialogs lie in its middle."""
_WHOLE = 1.0


class MiniWobEnvironment:
    """Plays the pages' tasks in Chromium; the process that owns the page is out of the agent's reach.

    ``scale`` is the browser's zoom and ``screen`` the size of the desktop in pixels. `computer` can be asked
    for after the first `reset`.
    """

    def __init__(self, *, scale: float = SCALE, screen: Size = SCREEN) -> None:
        self._scale, self._screen = scale, screen
        self._desktop: Desktop | None = None

    @property
    def computer(self) -> Computer:
        return self._opened.computer

    def reset(self, task: EpisodeTask, seed: int) -> str:
        """Begin the task's episode of ``seed`` on a fresh page. Raises `MachineError` kinds."""
        address = _address(task)
        if self._desktop is not None and not self._desktop.is_tidy():
            self.close()
        if self._desktop is None:
            self._desktop = Desktop(self._screen, self._scale)
        return self._desktop.begin(address, seed)

    def grade(self, *, declared_infeasible: bool) -> Score:
        """Return the full score exactly where the page's raw reward is 1. Raises `MachineLost`."""
        outcome = self._opened.keeper.outcome()
        raw = float(outcome["raw"])
        over = "" if outcome["over"] else "the page still waits, "
        reason = f" ({outcome['reason']})" if outcome["reason"] else ""
        return verdict(raw == _WHOLE, f"{over}raw reward {raw:g}{reason}")

    def close(self) -> None:
        if self._desktop is not None:
            self._desktop.close()
            self._desktop = None

    @property
    def _opened(self) -> Desktop:
        if self._desktop is None:
            raise MachineLost("no episode has begun: call reset first")
        return self._desktop


class Desktop:
    """A private desktop and the keeper of the page on it. Raises `MachineUnavailable`, `MachineFailed`."""

    def __init__(self, screen: Size, scale: float) -> None:
        from actions.virtual_desktop import VirtualDesktop

        if not any(map(shutil.which, PROGRAMS)):
            raise MachineUnavailable("MiniWoB++ needs Chromium: run 'sudo apt-get install chromium'")
        try:
            self._desktop = VirtualDesktop(screen)
        except MissingDependency as error:
            raise MachineUnavailable(str(error)) from error
        except DisplayUnavailable as error:
            raise MachineFailed(str(error)) from error
        try:
            self.keeper = PageKeeper(self._desktop.environment, scale)
        except BaseException:
            self._desktop.close()
            raise
        self.computer: Computer = FramesAndInput(self._desktop)

    def begin(self, address: str, seed: int) -> str:
        """Begin an episode with the pointer aside, where a person coming to the page may have left it."""
        try:
            instruction = self.keeper.begin(address, seed)
            size = self.computer.screen_size
            self.computer.execute(Move(Point(size.width - 8, size.height - 8)))
        except ComputerError as error:
            raise MachineLost(f"the private desktop is gone ({error}); run the episode again") from error
        return instruction

    def is_tidy(self) -> bool:
        """Say whether no other window than the browser's stands open, such as a file dialog."""
        try:
            return len(self._desktop.windows()) <= 1
        except ComputerError:
            return False

    def close(self) -> None:
        self.keeper.close()
        self._desktop.close()


def _address(task: EpisodeTask) -> str:
    try:
        return address_of(str(task.source))
    except MissingDependency as error:
        raise MachineUnavailable(str(error)) from error
