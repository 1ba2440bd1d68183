"""The first process inside a sandbox: makes its file system, starts its services, runs what it is told.

It comes to life by a fork of the keeper, so it has all its modules already and imports nothing afterwards:
from then on everything on disk belongs to the guest. It keeps no capability but those it needs to start
programs as the guest's user, and none where it is that user itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import select
import signal
import socket
import sys
import termios
import warnings  # noqa: F401 - os.execvpe wants it
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from evals.machines.sandbox import rooms
from evals.machines.sandbox.kernel import (
    CAP_KILL,
    CAP_SETGID,
    CAP_SETUID,
    CLONE_NEWUSER,
    Kernel,
    raise_loopback,
)

MAX_MESSAGE = 400_000
GUEST_USER = 1000
READY_SECONDS = 20.0
HOST_NAME = "desktop"
_OPEN_FILES = 8192
_DIAL_SECONDS = 2.0
_INOTIFY_INSTANCES = 64


class Gate:
    """Lets one process wait for the other, over a pair of pipes."""

    def __init__(self, reader: int, writer: int) -> None:
        self.descriptors = (reader, writer)

    @classmethod
    def pair(cls) -> tuple[Gate, Gate]:
        here, there = os.pipe(), os.pipe()
        return cls(here[0], there[1]), cls(there[0], here[1])

    def open(self) -> None:
        os.write(self.descriptors[1], b".")

    def wait(self) -> bool:
        """Wait until the other side opens; False where it has gone."""
        return os.read(self.descriptors[0], 1) == b"."

    def close(self) -> None:
        for descriptor in self.descriptors:
            with contextlib.suppress(OSError):
                os.close(descriptor)


class CannotStart(Exception):
    """A program could not be started; the text is for people."""


class Init:
    """What the first process does; ``owner`` is the guest's user outside, None where it is ourselves."""

    def __init__(
        self,
        kernel: Kernel,
        plan: Mapping[str, Any],
        connection: socket.socket,
        gate: Gate,
        owner: int | None,
    ) -> None:
        self._kernel = kernel
        self._plan = plan
        self._connection = connection
        self._gate = gate
        self._owner = owner
        self._reports: dict[int, int] = {}
        self._null = -1
        self._log = -1
        self._server = -1
        self._bell = -1

    def run(self) -> NoReturn:
        try:
            self._settle()
            self._start_services()
            while self._serve():
                pass
        except (OSError, CannotStart, RuntimeError) as error:
            with contextlib.suppress(OSError):
                self._say({"error": str(error)})
        finally:
            os._exit(0)

    # making the place

    def _settle(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the kernel keeps it from the first process
        if self._owner is None:
            self._become_known()
        with contextlib.suppress(OSError):
            _write("/proc/self/oom_score_adj", "300")  # before anything of the host, should memory run out
        rooms.build(self._kernel, self._plan, self._owner)
        self._log = os.open(rooms.SERVICE_LOG, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        socket.sethostname(HOST_NAME)
        raise_loopback()
        if self._owner is not None:
            self._kernel.unshare(CLONE_NEWUSER)
            self._become_known()
        self._forbid()
        sys.path.clear()
        sys.meta_path.clear()
        self._null = os.open("/dev/null", os.O_RDWR)
        self._bell, ringer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _become_known(self) -> None:
        """Wait for the keeper to tell our user namespace who is who."""
        self._gate.open()
        if not self._gate.wait():
            raise CannotStart("the keeper ended")
        self._gate.close()

    def _forbid(self) -> None:
        # A guest that could make user namespaces would be root in them: more of the kernel within reach.
        for name, most in (("max_user_namespaces", 0), ("max_inotify_instances", _INOTIFY_INSTANCES)):
            with contextlib.suppress(OSError):
                _write(f"/proc/sys/user/{name}", str(most))
        kept = () if self._owner is None else (CAP_SETUID, CAP_SETGID, CAP_KILL)
        self._kernel.drop_capabilities(kept)
        self._kernel.forbid_new_privileges()
        self._kernel.hide_from_others()
        self._kernel.die_with_parent()

    def _start_services(self) -> None:
        """Start what a desktop needs, and hand out the root folder."""
        for argv in self._plan["services"]:
            self._spawn(argv)
        answer, says = os.pipe()
        self._server = self._spawn([*self._plan["server"], "-displayfd", str(says)], kept=(says,))
        os.close(says)
        self._await_display(answer)
        os.close(answer)
        for argv in self._plan["session"]:
            self._spawn(argv)
        root = os.open("/", os.O_PATH | os.O_DIRECTORY)
        self._say({"ready": True}, [root])
        os.close(root)

    def _await_display(self, answer: int) -> None:
        """Wait for the whole line: a server that cannot finish writing it ends."""
        line = b""
        while not line.endswith(b"\n"):
            readable, _, _ = _wait([answer], READY_SECONDS)
            chunk = os.read(answer, 64) if readable else b""
            if not chunk:
                said = os.pread(self._log, 2048, 0).decode("utf-8", "replace").strip()
                raise CannotStart(f"the X server did not start in the sandbox: {said or 'it said nothing'}")
            line += chunk

    # serving

    def _serve(self) -> bool:
        readable, _, _ = _wait([self._connection.fileno(), self._bell])
        if self._bell in readable:
            with contextlib.suppress(BlockingIOError):
                os.read(self._bell, 4096)
            self._reap()
        if self._connection.fileno() not in readable:
            return True
        data, handed, _, _ = socket.recv_fds(self._connection, MAX_MESSAGE, 3)
        if not data:
            return False
        try:
            request = json.loads(data)
            if request["do"] == "connect":
                self._connect(request["port"])
            else:
                self._say(self._answer(request, handed))
        except (OSError, CannotStart) as error:
            self._say({"error": str(error)})
        finally:
            for descriptor in handed:
                if descriptor not in self._reports.values():
                    os.close(descriptor)
        return True

    def _answer(self, request: Mapping[str, Any], handed: Sequence[int]) -> dict[str, Any]:
        match request["do"]:
            case "run":
                streams = (self._null, handed[0], handed[1]) if handed else (self._null,) * 3
                if request.get("terminal"):
                    streams = (handed[0],) * 3
                pid = self._spawn(
                    request["argv"],
                    request["environment"],
                    request["folder"],
                    streams,
                    terminal=request.get("terminal", False),
                )
                if handed:
                    self._reports[pid] = handed[-1]
                return {"pid": pid}
            case "kill":
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(request["pid"], signal.SIGKILL)
                return {}
            case other:
                return {"error": f"unknown request {other!r}"}

    def _connect(self, port: int) -> None:
        """Hand out a connection to a port of this network, which nobody outside can reach."""
        with socket.socket() as dialled:
            dialled.settimeout(_DIAL_SECONDS)
            dialled.connect(("127.0.0.1", port))
            dialled.settimeout(None)
            self._say({}, [dialled.fileno()])

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if os.WIFSTOPPED(status):
                if pid == self._server:
                    # A guest that stops the X server would let everybody who looks at it wait for ever.
                    os.kill(pid, signal.SIGCONT)
                continue
            report = self._reports.pop(pid, None)
            if report is not None:
                with contextlib.suppress(OSError):
                    os.write(report, str(os.waitstatus_to_exitcode(status)).encode())
                os.close(report)

    def _say(self, message: Mapping[str, Any], descriptors: Sequence[int] = ()) -> None:
        socket.send_fds(self._connection, [json.dumps(message).encode()], descriptors)

    # starting programs

    def _spawn(
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
                self._prepare(streams or (self._null, self._log, self._log), kept, tells)
                if terminal:
                    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
                os.chdir(folder or rooms.HOME)
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
        if self._owner is not None:
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


def _wait(descriptors: Sequence[int], seconds: float | None = None) -> tuple[list[int], Any, Any]:
    return select.select(list(descriptors), [], [], seconds)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
