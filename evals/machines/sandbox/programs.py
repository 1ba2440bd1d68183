"""Starting programs in a sandbox from its first process: as the guest's user, limited, with nothing of ours.

Standard library only; nothing is imported after the start, since by then the disk belongs to the guest.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import signal
import termios
import warnings  # noqa: F401 - os.execvpe wants it
from collections.abc import Mapping, Sequence
from typing import Any

from evals.machines.sandbox.rooms import HOME

GUEST_USER = 1000
_OPEN_FILES = 8192


class CannotStart(Exception):
    """A program could not be started; the text is for people."""


class Programs:
    """Starts programs after ``plan``; the descriptor ``log`` takes what services say.

    ``become`` is whether the guest's user must be become, or we are that user already.
    """

    def __init__(self, plan: Mapping[str, Any], log: int, become: bool) -> None:
        self._plan = plan
        self._become = become
        self.null = os.open("/dev/null", os.O_RDWR)
        self.log = log

    def start(
        self,
        argv: Sequence[str],
        extra: Mapping[str, str] | None = None,
        folder: str = "",
        streams: Sequence[int] = (),
        kept: Sequence[int] = (),
        terminal: bool = False,
    ) -> int:
        """Start a program in a session of its own. Raises `CannotStart`."""
        trouble, tells = os.pipe2(os.O_CLOEXEC)
        pid = os.fork()
        if pid == 0:
            try:
                self._prepare(streams or (self.null, self.log, self.log), kept, tells)
                if terminal:
                    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
                os.chdir(folder or HOME)
                os.execvpe(argv[0], list(argv), {**self._plan["environment"], **(extra or {})})
            except BaseException as error:
                os.write(tells, str(getattr(error, "strerror", error) or error).encode())
            finally:
                os._exit(127)
        os.close(tells)
        said = os.read(trouble, 4096).decode("utf-8", "replace")
        os.close(trouble)
        if said:
            raise CannotStart(f"{argv[0]} cannot be started: {said}")
        return pid

    def _prepare(self, streams: Sequence[int], kept: Sequence[int], tells: int) -> None:
        """In the child: become an ordinary process of the guest's user."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        for target, source in enumerate(streams):
            os.dup2(source, target)
        for descriptor in range(3, 256):
            if descriptor not in (*kept, tells):
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        for descriptor in kept:
            os.set_inheritable(descriptor, True)
        self._limit()
        if self._become:
            os.setgroups([])
            os.setresgid(GUEST_USER, GUEST_USER, GUEST_USER)
            os.setresuid(GUEST_USER, GUEST_USER, GUEST_USER)
        os.umask(0o022)

    def _limit(self) -> None:
        plan = self._plan
        limits = (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, _OPEN_FILES),
            (resource.RLIMIT_NPROC, plan["processes"]),
            (resource.RLIMIT_DATA, plan["memory"]),
            (resource.RLIMIT_MEMLOCK, 0),
            (resource.RLIMIT_MSGQUEUE, 0),
        )
        for kind, most in limits:
            hard = resource.getrlimit(kind)[1]
            value = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (value, value))
