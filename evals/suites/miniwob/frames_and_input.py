"""What an agent gets of a desktop: frames, mouse and keyboard, and no way to start anything."""

from __future__ import annotations

from typing import Self

from actions.action import Action, CloseWindow, FocusWindow, Launch
from actions.computer import Computer
from actions.errors import LaunchFailed, WindowNotFound
from actions.geometry import Box, Size
from actions.screenshot import Screenshot


class FramesAndInput:
    """Passes frames and input on to ``computer``; windows are not listed, and nothing can be launched."""

    def __init__(self, computer: Computer) -> None:
        self._computer = computer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def screen_size(self) -> Size:
        return self._computer.screen_size

    def screenshot(self, region: Box | None = None) -> Screenshot:
        return self._computer.screenshot(region)

    def execute(self, action: Action) -> None:
        match action:
            case Launch(application):
                raise LaunchFailed(f"{application} cannot be started: this screen shows one page only")
            case FocusWindow(title) | CloseWindow(title):
                raise WindowNotFound(f"there is no window {title!r}: this screen shows one page only")
            case _:
                self._computer.execute(action)

    def close(self) -> None:
        """Do nothing: the desktop belongs to the environment, which closes it."""
