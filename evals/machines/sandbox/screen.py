"""The agent's side of a sandbox: its screen, input, windows and launcher, all worked from outside."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from actions.action import Move
from actions.desktop_settings import BACKGROUND
from actions.errors import DisplayUnavailable, LaunchFailed
from actions.geometry import Box, Point
from actions.launch import Launcher, StartedProgram
from actions.local import LocalComputer
from evals.machines.errors import MachineError
from evals.machines.sandbox.framebuffer import FramebufferCapture
from evals.machines.sandbox.panel import COLOUR, HEIGHT

DRAWN_SECONDS = 15.0
POINTER_MARGIN = 4
_TAIL_BYTES = 2048

Starter = Callable[[Sequence[str], str, int, int, Mapping[str, str]], None]


class SandboxScreen:
    """A computer on the frame buffer ``frames`` and the X server listening at ``display_name``.

    ``root`` is the image's root filesystem: which applications there are is looked up there, where no guest
    can have changed it. ``process`` tells the numbers outside of the guest's processes. Raises
    `ComputerError` kinds.
    """

    def __init__(
        self,
        frames: int,
        display_name: str,
        root: Path,
        environment: Mapping[str, str],
        start: Starter,
        start_panel: Callable[[], None],
        process: Callable[[int], int | None],
    ) -> None:
        from actions.x11.input import X11Input
        from actions.x11.windows import X11Windows

        with contextlib.ExitStack() as opened:
            self._capture = FramebufferCapture(frames, display_name)
            opened.callback(self._capture.close)
            self._windows = X11Windows(display_name, process=process)
            opened.callback(self._windows.disconnect)
            self._windows.paint_background(BACKGROUND)
            backend = X11Input(display_name)
            opened.callback(backend.close)
            self._start_panel = start_panel
            launcher = GuestLauncher(root, environment, start, self._windows.ids)
            self.close = opened.pop_all().close
        self.computer = LocalComputer(
            self._capture, backend, windows=self._windows, launcher=launcher.launcher, closer=self.close
        )

    def await_desktop(self) -> None:
        """Wait until window manager and panel are drawn, and put the pointer out of the way."""
        windows = self._windows
        if not (windows.wait_for_manager(DRAWN_SECONDS) and windows.wait_for_workspaces(DRAWN_SECONDS)):
            raise DisplayUnavailable("the window manager did not start")
        self._start_panel()
        screen = self._capture.region
        self.computer.execute(Move(Point(screen.width // 2, POINTER_MARGIN)))
        free_end = Box(screen.x2 - 8, screen.y2 - HEIGHT + 2, screen.x2, screen.y2)
        deadline = time.monotonic() + DRAWN_SECONDS
        drawn = (COLOUR & 255, COLOUR >> 8 & 255, COLOUR >> 16)
        while not (self._capture.screenshot(free_end).image == drawn).all():
            if time.monotonic() > deadline:
                raise DisplayUnavailable("the panel was not drawn")
            time.sleep(0.004)


class GuestLauncher:
    """Finds applications in the image, and starts them in the guest."""

    def __init__(
        self,
        root: Path,
        environment: Mapping[str, str],
        start: Starter,
        window_ids: Callable[[], set[int]],
    ) -> None:
        self._prefix = str(root)
        self._start = start
        looked_up = lookup_environment(root, environment)
        self.launcher = Launcher(looked_up, self._start_there, window_ids, private=True)

    def _start_there(
        self, argv: Sequence[str], folder: str, environment: Mapping[str, str]
    ) -> StartedProgram:
        program = argv[0].removeprefix(self._prefix)
        report, says = os.pipe()
        errors = os.memfd_create("errors")
        try:
            self._start([program, *argv[1:]], folder.removeprefix(self._prefix), says, errors, {})
        except MachineError as error:
            os.close(report)
            os.close(errors)
            raise LaunchFailed(str(error)) from error
        finally:
            os.close(says)
        os.set_blocking(report, False)
        return _ThereStarted(report, errors)


def lookup_environment(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` with the folders of programs and applications as they lie in the image."""
    folders = environment["PATH"].split(":")
    return {
        **environment,
        "PATH": ":".join(f"{root}{folder}" for folder in folders),
        "XDG_DATA_DIRS": f"{root}/usr/local/share:{root}/usr/share",
        "XDG_DATA_HOME": f"{root}/nonexistent",
    }


class _ThereStarted:
    """A program in the guest: its exit code comes through a pipe, its complaints lie in a memory file."""

    def __init__(self, report: int, errors: int) -> None:
        self._report = report
        self._errors = errors
        self._code: int | None = None

    def __del__(self) -> None:
        for descriptor in (self._report, self._errors):
            _close_quietly(descriptor)

    def code(self) -> int | None:
        if self._code is None:
            with contextlib.suppress(BlockingIOError):
                said = os.read(self._report, 64)
                self._code = int(said) if said else 0
        return self._code

    def errors(self) -> str:
        length = os.fstat(self._errors).st_size
        raw = os.pread(self._errors, _TAIL_BYTES, max(0, length - _TAIL_BYTES))
        return raw.decode("utf-8", "replace").strip()


def _close_quietly(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.close(descriptor)
