"""The process outside that owns the sandboxes of one `Sandbox` object, and cleans up whatever happens.

It runs isolated and without site packages. It is told what to do by JSON messages on a socket; the parent's
death or the end of that socket is the order to end everything. Each sandbox is one child: the first process
of new namespaces, whose death the kernel makes the death of all within, and the end of their mounts.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.machines.sandbox import kernel as system
from evals.machines.sandbox.cgroup import ControlGroup, group_name, make_group, remove_abandoned, write
from evals.machines.sandbox.init import Gate, Init
from evals.machines.sandbox.programs import GUEST_USER

MAX_MESSAGE = 400_000
OUTER_USER = 524_288 + GUEST_USER
"""Who the guest's user is outside: nobody else, so that limits of a user are never shared with a person."""

_NAMESPACES = (
    system.CLONE_NEWNS
    | system.CLONE_NEWPID
    | system.CLONE_NEWNET
    | system.CLONE_NEWIPC
    | system.CLONE_NEWUTS
    | system.CLONE_NEWCGROUP
)


class StartFailed(Exception):
    """A sandbox could not be made; the text is for people."""


@dataclass(slots=True)
class Sandboxed:
    """A running sandbox: its first process, a descriptor that tells its end, and its limits."""

    pid: int
    descriptor: int
    group: ControlGroup
    namespace: int

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)

    def collect(self) -> None:
        """Wait for the end, which comes after that of every process within; then remove the limits."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self.descriptor)
        self.group.remove()


class Keeper:
    """Makes and ends sandboxes as it is told."""

    def __init__(self, connection: socket.socket, parent: int) -> None:
        self._connection = connection
        self._kernel = system.Kernel()
        self._privileged = system.has_capability(system.CAP_SYS_ADMIN)
        self._parent = os.pidfd_open(parent)
        self._living: list[Sandboxed] = []
        self._count = 0
        remove_abandoned()

    def run(self) -> None:
        try:
            while self._serve():
                pass
        finally:
            self._end()
            self._sweep()

    def _serve(self) -> bool:
        """Answer one request, or collect a sandbox that ended by itself; False at the end."""
        watched = [self._connection.fileno(), self._parent, *(each.descriptor for each in self._living)]
        readable, _, _ = select.select(watched, [], [])
        for each in [each for each in self._living if each.descriptor in readable]:
            self._living.remove(each)
            each.collect()
        if self._parent in readable:
            return False
        if self._connection.fileno() in readable:
            data, handed, _, _ = socket.recv_fds(self._connection, MAX_MESSAGE, 1)
            if not data:
                return False
            self._reply(json.loads(data), handed)
        return True

    def _reply(self, request: dict[str, Any], handed: list[int]) -> None:
        try:
            answer = self._answer(request, handed)
        except (StartFailed, OSError) as error:
            answer = {"error": str(error)}
        finally:
            for descriptor in handed:
                os.close(descriptor)
        self._connection.send(json.dumps(answer).encode())

    def _answer(self, request: dict[str, Any], handed: list[int]) -> dict[str, Any]:
        match request["do"]:
            case "start":
                for each in self._living:
                    each.kill()  # collected later: the next one need not wait for it
                new = self._start(request, handed[0])
                self._living.append(new)
                return {
                    "pid": new.pid,
                    "namespace": new.namespace,
                    "groups": new.group.folders,
                    "privileged": self._privileged,
                }
            case "end":
                self._end()
                self._sweep()
                return {}
            case "sweep":
                self._sweep(self._living[-1:])
                return {}
            case other:
                raise StartFailed(f"unknown request {other!r}")

    def _end(self) -> None:
        for each in self._living:
            each.kill()

    def _sweep(self, spared: Sequence[Sandboxed] = ()) -> None:
        for each in [each for each in self._living if each not in spared]:
            self._living.remove(each)
            each.collect()

    def _start(self, plan: dict[str, Any], control: int) -> Sandboxed:
        self._count += 1
        group = make_group(group_name(os.getpid(), self._count), plan["memory"], plan["processes"])
        ours, theirs = Gate.pair()
        try:
            pid = self._clone()
            if pid == 0:
                self._become_sandbox(plan, control, theirs)
            new = Sandboxed(pid, os.pidfd_open(pid), group, _namespace_of(pid))
        except BaseException:
            group.remove()
            raise
        finally:
            theirs.close()
        try:
            self._admit(new, ours)
        except BaseException:
            new.kill()
            new.collect()
            raise
        finally:
            ours.close()
        return new

    def _clone(self) -> int:
        flags = _NAMESPACES if self._privileged else _NAMESPACES | system.CLONE_NEWUSER
        try:
            return self._kernel.clone(flags)
        except OSError as error:
            raise StartFailed(
                f"this system lets nobody make namespaces here ({error}); run as root, allow user "
                "namespaces (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns"
                "=0), or use another kind of machine"
            ) from error

    def _admit(self, new: Sandboxed, gate: Gate) -> None:
        """Limit the new process, then tell its user namespace who is who once it has one."""
        new.group.admit(new.pid)
        if not gate.wait():
            return  # it has failed, and says so itself
        if self._privileged:
            for kind in ("uid", "gid"):
                write(f"/proc/{new.pid}/{kind}_map", _whole_map(outer_user()))
        else:
            write(f"/proc/{new.pid}/setgroups", "deny")
            write(f"/proc/{new.pid}/uid_map", f"{GUEST_USER} {os.geteuid()} 1")
            write(f"/proc/{new.pid}/gid_map", f"{GUEST_USER} {os.getegid()} 1")
        gate.open()

    def _become_sandbox(self, plan: dict[str, Any], control: int, gate: Gate) -> None:
        """Never returns: this process is the first one of the new namespaces."""
        try:
            with contextlib.suppress(BaseException):
                kept = {0, 1, 2, control, *gate.descriptors}
                for descriptor in range(3, 256):
                    if descriptor not in kept:
                        with contextlib.suppress(OSError):
                            os.close(descriptor)
                with socket.socket(fileno=control) as connection:
                    owner = outer_user() if self._privileged else None
                    Init(self._kernel, plan, connection, gate, owner).run()
        finally:
            os._exit(1)


def _namespace_of(pid: int) -> int:
    """Ask at once: when the process has hidden from others, only root can tell. 0 where it has ended."""
    with contextlib.suppress(OSError):
        return os.stat(f"/proc/{pid}/ns/pid").st_ino
    return 0


def outer_user() -> int:
    """Return who the guest's user is outside: a number of its own where this system knows it."""
    with open("/proc/self/uid_map", encoding="ascii") as ranges:
        for line in ranges:
            first, _, length = map(int, line.split())
            if first <= OUTER_USER < first + length:
                return OUTER_USER
    return GUEST_USER


def _whole_map(guest: int) -> str:
    last = 65_534
    return (
        f"0 0 {GUEST_USER}\n{GUEST_USER} {guest} 1\n{GUEST_USER + 1} {GUEST_USER + 1} {last - GUEST_USER}\n"
    )


def main(arguments: Sequence[str]) -> None:
    """Serve the socket whose descriptor is the first argument; the second is the parent's process id."""
    descriptor, parent = int(arguments[0]), int(arguments[1])
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with socket.socket(fileno=descriptor) as connection:
        Keeper(connection, parent).run()
