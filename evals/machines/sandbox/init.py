"""The first process inside a sandbox: makes its file system, starts its services, runs what it is told.

It comes to life by a fork of the keeper, so it has all its modules already and imports nothing afterwards:
from then on everything on disk belongs to the guest. It keeps no capability but those it needs to start
programs as the guest's user, and none where it is that user itself.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import select
import signal
import socket
import sys
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
from evals.machines.sandbox.programs import CannotStart, Programs
from evals.machines.sandbox.seccomp import filter_calls

MAX_MESSAGE = 400_000
READY_SECONDS = 20.0
HOST_NAME = "desktop"
_DIAL_SECONDS = 2.0
_REBUILD = "its image is damaged: remove it with gui-agent machine clean --all, and build it again"
_REMEDY = "run it as root or outside of a container, or use another kind of machine"
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
        self._server = -1
        self._bell = -1

    def run(self) -> NoReturn:
        try:
            try:
                self._settle()
            except OSError as error:
                remedy = _REBUILD if error.errno == errno.ENOENT else _REMEDY
                raise CannotStart(f"the sandbox could not be set up: {error}; {remedy}") from error
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
        switches = rooms.build(self._kernel, self._plan, self._owner)
        log = os.open(rooms.SERVICE_LOG, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        socket.sethostname(HOST_NAME)
        raise_loopback()
        if self._owner is not None:
            self._kernel.unshare(CLONE_NEWUSER)
            self._become_known()
        self._forbid(switches)
        os.close(switches)
        sys.path.clear()
        sys.meta_path.clear()
        self._programs = Programs(self._plan, log, become=self._owner is not None)
        self._bell, ringer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _become_known(self) -> None:
        """Wait for the keeper to tell our user namespace who is who."""
        self._gate.open()
        if not self._gate.wait():
            raise CannotStart("the keeper ended")
        self._gate.close()

    def _forbid(self, switches: int) -> None:
        # A guest that could make user namespaces would be root in them: more of the kernel within reach.
        for name, most in (("max_user_namespaces", 0), ("max_inotify_instances", _INOTIFY_INSTANCES)):
            with contextlib.suppress(OSError):
                switch = os.open(f"user/{name}", os.O_WRONLY, dir_fd=switches)
                os.write(switch, str(most).encode())
                os.close(switch)
        kept = () if self._owner is None else (CAP_SETUID, CAP_SETGID, CAP_KILL)
        self._kernel.drop_capabilities(kept)
        self._kernel.forbid_new_privileges()
        filter_calls()
        self._kernel.hide_from_others()
        self._kernel.die_with_parent()

    def _start_services(self) -> None:
        """Start what a desktop needs, and hand out the root folder."""
        for argv in self._plan["services"]:
            self._programs.start(argv)
        answer, says = os.pipe()
        self._server = self._programs.start([*self._plan["server"], "-displayfd", str(says)], kept=(says,))
        os.close(says)
        self._await_display(answer)
        os.close(answer)
        for argv in self._plan["session"]:
            self._programs.start(argv)
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
                said = os.pread(self._programs.log, 2048, 0).decode("utf-8", "replace").strip()
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
                streams = (
                    (self._programs.null, handed[0], handed[1]) if handed else (self._programs.null,) * 3
                )
                if request.get("terminal"):
                    streams = (handed[0],) * 3
                pid = self._programs.start(
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


def _wait(descriptors: Sequence[int], seconds: float | None = None) -> tuple[list[int], Any, Any]:
    return select.select(list(descriptors), [], [], seconds)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
