"""A private desktop: an X server of its own, with a window manager and a session bus, for one run."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.action import Action, Launch, Move
from actions.capture import Monitor
from actions.computer import Window
from actions.desktop_settings import (
    BACKGROUND,
    PROGRAMS,
    calm_files,
    desktop_environment,
    manager_command,
)
from actions.errors import ComputerError, DisplayLost, DisplayUnavailable, LaunchFailed, MissingDependency
from actions.geometry import Box, Point, Size
from actions.launch import Launcher, StartedProgram
from actions.local import LocalComputer, open_x11
from actions.screenshot import Screenshot

END_SECONDS = 15.0
MANAGER_SECONDS = 10.0
POINTER_MARGIN = 4

_RUN_SUPERVISOR = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from actions.desktop_supervisor import main; main(sys.argv[2:])"
)


class VirtualDesktop:
    """A `Computer` on a private display of ``size``; everything launched runs inside and ends with it.

    ``home`` is the home folder of its programs; where None a fresh one is made and removed at the end.
    ``variables`` are added to their environment. Raises `MissingDependency`, `DisplayUnavailable`.
    """

    def __init__(
        self,
        size: Size = Size(1280, 800),  # noqa: B008 - frozen
        home: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        require_programs()
        self._session = DesktopSession()
        try:
            started = self._session.request(_start_request(size, home, variables or {}))
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

    def launch(self, wanted: Launch) -> tuple[StartedProgram, ...]:
        """Start an application as ``execute`` does, and return its programs to be watched.

        Raises `LaunchFailed`.
        """
        return self._launcher.launch(wanted)

    def close(self) -> None:
        """End every program and service of this desktop, and remove its folders; safe to call twice."""
        with contextlib.suppress(ComputerError):
            self._computer.close()
        self._session.close()

    def _open_computer(self) -> LocalComputer:
        from actions.x11.windows import X11Windows

        windows = X11Windows(self.display_name)
        try:
            windows.paint_background(BACKGROUND)
            if not windows.wait_for_manager(MANAGER_SECONDS):
                raise DisplayUnavailable("the window manager openbox did not start on the private desktop")
            launcher = Launcher(self.environment, self._session.start_program, windows.ids, private=True)
            computer = open_x11(self.display_name, windows=windows, launcher=launcher)
            self._launcher = launcher
        except BaseException:
            windows.disconnect()
            raise
        screen = computer.screen_size
        # In the middle, where windows open, the pointer would raise tool tips; title bars have none.
        computer.execute(Move(Point(screen.width // 2, POINTER_MARGIN)))
        return computer


class DesktopSession:
    """The line to the supervisor process that owns everything on the desktop."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._connection = ours
        self._answers = ours.makefile("rb")
        root = str(Path(__file__).resolve().parent.parent)
        command = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            _RUN_SUPERVISOR,
            root,
            str(theirs.fileno()),
            str(os.getpid()),
        ]
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,  # Ctrl-C in our terminal must not reach it
            )

    def request(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Ask and wait for the answer. Raises `DisplayUnavailable` with what the supervisor complains of."""
        with self._lock:
            try:
                self._connection.sendall(json.dumps(message).encode() + b"\n")
                line = self._answers.readline()
            except (OSError, ValueError) as error:
                raise DisplayLost("the private desktop has been closed or has ended") from error
        if not line:
            raise DisplayLost("the private desktop ended unexpectedly; start it again")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise DisplayUnavailable(str(answer["error"]))
        return answer

    def start_program(
        self, argv: Sequence[str], folder: str, environment: Mapping[str, str]
    ) -> StartedProgram:
        """Start a program on the desktop. Raises `LaunchFailed`."""
        try:
            answer = self.request(
                {"do": "launch", "argv": list(argv), "folder": folder, "environment": dict(environment)}
            )
        except DisplayUnavailable as error:
            raise LaunchFailed(str(error)) from error
        return _ThereStarted(self, int(answer["pid"]))

    def close(self) -> None:
        """Let the supervisor end everything, and wait for it; safe to call twice."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._answers.close()
            self._connection.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _ThereStarted:
    """A program below the supervisor."""

    def __init__(self, session: DesktopSession, pid: int) -> None:
        self._session = session
        self._pid = pid

    def code(self) -> int | None:
        code = self._session.request({"do": "poll", "pid": self._pid})["code"]
        return None if code is None else int(code)

    def errors(self) -> str:
        return str(self._session.request({"do": "poll", "pid": self._pid})["errors"])


def require_programs() -> None:
    """Check that everything a private desktop is made of is installed. Raises `MissingDependency`."""
    if not sys.platform.startswith("linux"):
        raise MissingDependency("the private virtual desktop needs Linux; use --computer local here")
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        packages = " ".join(PROGRAMS[program] for program in missing)
        raise MissingDependency(
            f"the private desktop needs {', '.join(missing)}: run 'sudo apt-get install {packages}'"
        )


def _start_request(size: Size, home: Path | None, variables: Mapping[str, str]) -> dict[str, Any]:
    return {
        "do": "start",
        "width": size.width,
        "height": size.height,
        "home": None if home is None else str(home.absolute()),
        "files": calm_files(),
        "environment": {**desktop_environment(os.environ), **variables},
        "manager": manager_command(),
    }
