"""A private desktop: an X server of its own, with a window manager and a session bus, for one run."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

from actions.action import Action, Launch, Move
from actions.capture import Monitor
from actions.computer import Window
from actions.desktop_session import StartingDesktop
from actions.desktop_settings import BACKGROUND
from actions.errors import ComputerError, DisplayUnavailable
from actions.geometry import Box, Point, Size
from actions.launch import Launcher, StartedProgram
from actions.local import LocalComputer, open_x11
from actions.screenshot import Screenshot

MANAGER_SECONDS = 10.0
POINTER_MARGIN = 4


class VirtualDesktop:
    """A `Computer` on a private display of ``size``; everything launched runs inside and ends with it.

    ``home`` is the home folder of its programs; where None a fresh one is made and removed at the end.
    ``variables`` are added to their environment. One that is ``starting`` already has all that.
    ``take_over``: a person who reaches this desktop, as by a remote desktop's server, goes first.
    Raises `MissingDependency`, `DisplayUnavailable`.
    """

    def __init__(
        self,
        size: Size = Size(1280, 800),  # noqa: B008 - frozen
        home: Path | None = None,
        variables: Mapping[str, str] | None = None,
        *,
        starting: StartingDesktop | None = None,
        take_over: bool = False,
    ) -> None:
        starting = starting or StartingDesktop(size, home, variables)
        self._take_over = take_over
        self._session = starting.session
        try:
            _import_what_sees()
            started = starting.started()
            self.display_name = str(started["display"])
            self.home = Path(started["home"])
            self.environment: dict[str, str] = dict(started["environment"])
            self._computer = self._open_computer()
        except BaseException:
            self._session.close()
            raise

    def __enter__(self) -> VirtualDesktop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def screen_size(self) -> Size:
        return self._computer.screen_size

    def screenshot(self, region: Box | None = None) -> Screenshot:
        return self._computer.screenshot(region)

    def execute(self, action: Action) -> None:
        self._computer.execute(action)

    def windows(self) -> list[Window]:
        return self._computer.windows()

    def is_busy(self, window: Window) -> bool:
        return self._computer.is_busy(window)

    def wait_until_idle(self, timeout: float) -> bool:
        return self._computer.wait_until_idle(timeout)

    def monitors(self) -> tuple[Monitor, ...]:
        return self._computer.monitors()

    def watch_person(self, tell: Callable[[str], object] | None) -> None:
        self._computer.watch_person(tell)

    def hand_back(self) -> None:
        self._computer.hand_back()

    def question_open(self) -> contextlib.AbstractContextManager[None]:
        return self._computer.question_open()

    def answered_since(self, moment: float) -> bool | None:
        return self._computer.answered_since(moment)

    def launch(self, wanted: Launch) -> tuple[StartedProgram, ...]:
        """Start an application as ``execute`` does, and return its programs to be watched.

        Raises `LaunchFailed`.
        """
        return self._launcher.launch(wanted)

    def close(self) -> None:
        """End every program and service of this desktop, and remove its folders; safe to call twice."""
        self._session.begin_to_end()
        with contextlib.suppress(ComputerError):
            self._computer.close()
        self._session.close()

    def _open_computer(self) -> LocalComputer:
        from actions.x11.windows import X11Windows

        windows = X11Windows(self.display_name)
        try:
            windows.paint_background(BACKGROUND)
            launcher = Launcher(self.environment, self._session.start_program, windows.ids, private=True)
            computer = open_x11(
                self.display_name, windows=windows, launcher=launcher, take_over=self._take_over
            )
            self._launcher = launcher
        except BaseException:
            windows.disconnect()
            raise
        # The window manager starts meanwhile.
        if not windows.wait_for_manager(MANAGER_SECONDS):
            computer.close()
            raise DisplayUnavailable("the window manager openbox did not start on the private desktop")
        screen = computer.screen_size
        # In the middle, where windows open, the pointer would raise tool tips; title bars have none.
        computer.execute(Move(Point(screen.width // 2, POINTER_MARGIN)))
        return computer


def _import_what_sees() -> None:
    """Import what speaks to a display while the display is still starting; what is missing is told later."""
    for name in ("Xlib.display", "mss.linux.xshmgetimage", "actions.x11.input", "actions.x11.windows"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
