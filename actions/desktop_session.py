"""The line to the process that owns a private desktop; it imports little, so that a desktop starts early."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actions.desktop_settings import PROGRAMS, calm_files, desktop_environment, manager_command
from actions.errors import DisplayLost, DisplayUnavailable, LaunchFailed, MissingDependency

if TYPE_CHECKING:
    from actions.geometry import Size
    from actions.launch import StartedProgram

END_SECONDS = 15.0
_ENDED = "the private desktop has been closed or has ended"

_RUN_SUPERVISOR = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from actions.desktop_supervisor import main; main(sys.argv[2:])"
)


class StartingDesktop:
    """A private desktop that starts while its maker does something else.

    Give it to `actions.virtual_desktop.VirtualDesktop`, or close it. The rest is as there.
    """

    def __init__(
        self, size: Size, home: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> None:
        require_programs()
        self.size, self.home = size, home
        self.session = DesktopSession()
        try:
            self.session.ask(_start_request(size, home, variables or {}))
        except BaseException:
            self.session.close()
            raise

    def started(self) -> dict[str, Any]:
        """Wait and return its display, home and environment. Raises `DisplayUnavailable`."""
        return self.session.answer()

    def close(self) -> None:
        """End it, however far it is; safe to call twice."""
        self.session.close()


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
            self.ask(message)
            return self.answer()

    def ask(self, message: Mapping[str, Any]) -> None:
        """Ask without waiting; `answer` is next, and nothing else may be asked before."""
        try:
            self._connection.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise DisplayLost(_ENDED) from error

    def answer(self) -> dict[str, Any]:
        """Wait for the answer to what was asked. Raises what `request` raises."""
        try:
            line = self._answers.readline()
        except (OSError, ValueError) as error:
            raise DisplayLost(_ENDED) from error
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

    def begin_to_end(self) -> None:
        """Let the supervisor end everything; `close` waits for it."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the supervisor end everything, and wait for it; safe to call twice."""
        self.begin_to_end()
        with self._lock:
            self._answers.close()
            self._connection.close()
        _watch_end(self._process, END_SECONDS)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _watch_end(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for a child to end, and no longer: `Popen.wait` looks only every 50 ms after a while."""
    if process.poll() is not None:
        return
    try:
        descriptor = os.pidfd_open(process.pid)
    except OSError:  # as in a sandbox that does not know it
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        return
    try:
        select.select([descriptor], [], [], seconds)
    finally:
        os.close(descriptor)


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
