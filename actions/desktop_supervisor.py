"""The process that owns a private desktop and outlives its parent by the moment it takes to clean up.

It runs alone, isolated and without site packages, so it imports the standard library and two modules that
do the same. It is told what to do by JSON lines on a socket. Everything started on the desktop is its
descendant, also what detaches itself: it is a child subreaper. When the parent closes the socket or dies,
it ends them all, waits for them, and removes the private folders.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.processes import Child, Family, StartFailed
from actions.x11.access import AccessRefused, admit_this_user, write_cookie

READY_SECONDS = 15.0
MAX_REQUEST_BYTES = 4_000_000
MADE_AT = 946_728_000
"""When the files of a fresh home folder were made, it says: noon of 1 January 2000. File dialogs show it."""


class Desktop:
    """An X server, a session bus, a window manager and private folders."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._folder: Path | None = None
        self._services: list[Child] = []
        self._display = ""
        self._environment: dict[str, str] = {}

    def start(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Start everything and return the display, the folders and the environment."""
        self._folder = folder = Path(tempfile.mkdtemp(prefix="gui-agent-"))
        home = Path(request["home"]) if request["home"] else folder / "home"
        runtime = folder / "runtime"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        runtime.mkdir(mode=0o700)
        _write_missing(home, request["files"])
        cookie = write_cookie(folder / "authority")
        self._environment = {
            **request["environment"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XAUTHORITY": str(folder / "authority"),
        }
        self._start_services(request, runtime, cookie)
        return {"display": self._display, "home": str(home), "environment": self._environment}

    def launch(self, argv: Sequence[str], folder: str | None, extra: Mapping[str, str]) -> int:
        environment = {**self._environment, **extra}
        return self._family.start(argv, environment, folder or environment["HOME"]).process.pid

    def close(self) -> None:
        """End every process, then remove the private folders; the bus would complain the other way round."""
        self._family.end(self._services)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._display:
            _remove_traces(int(self._display.lstrip(":")))

    def _start_services(self, request: Mapping[str, Any], runtime: Path, cookie: bytes) -> None:
        """Start the server and the bus side by side, then the window manager, which needs the server."""
        server_end, server_says = os.pipe()
        bus_end, bus_says = os.pipe()
        try:
            server = self._serve(_server_command(request, runtime, server_says), server_says)
            bus = self._serve(_bus_command(runtime, bus_says), bus_says)
            os.close(server_says)
            os.close(bus_says)
            self._display = ":" + _answer(self._family, server, server_end)
            admit_this_user(int(self._display[1:]), cookie)
            self._environment["DISPLAY"] = self._display
            self._environment["DBUS_SESSION_BUS_ADDRESS"] = _answer(self._family, bus, bus_end)
        finally:
            os.close(server_end)
            os.close(bus_end)
        self._family.start(request["manager"], self._environment, self._environment["HOME"])

    def _serve(self, argv: Sequence[str], hand_over: int) -> Child:
        child = self._family.start(argv, self._environment, hand_over=(hand_over,))
        self._services.append(child)
        return child


def _server_command(request: Mapping[str, Any], runtime: Path, answer: int) -> list[str]:
    screen = f"{request['width']}x{request['height']}x24"
    return [
        *("Xvfb", "-displayfd", str(answer), "-screen", "0", screen, "-dpi", "96"),
        *("-auth", str(runtime.parent / "authority"), "-nolisten", "tcp", "-noreset", "-s", "0"),
    ]


def _bus_command(runtime: Path, answer: int) -> list[str]:
    return [
        *("dbus-daemon", "--session", "--nofork", "--nopidfile"),
        *(f"--address=unix:path={runtime}/bus", f"--print-address={answer}"),
    ]


def _answer(family: Family, child: Child, end: int) -> str:
    """Read the line a service writes when it is ready."""
    deadline = time.monotonic() + READY_SECONDS
    line = b""
    while not line.endswith(b"\n"):
        readable, _, _ = select.select([end], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(end, 4096) if readable else b""
        if not chunk:
            family.reap()
            raise StartFailed(f"{child.name} did not start: {child.tail() or 'no answer'}")
        line += chunk
    return line.decode().strip()


def _write_missing(home: Path, files: Mapping[str, str]) -> None:
    """Write what is not there, all of the same age: a dialog then looks the same in every run."""
    made: list[Path] = []
    for name, text in files.items():
        path = home / name
        if path.exists():
            continue
        made += [path, *(folder for folder in path.parents if home in folder.parents and not folder.exists())]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in made:
        os.utime(path, (MADE_AT, MADE_AT))


def _remove_traces(display: int) -> None:
    """Remove the lock and the socket a killed X server leaves; a stopped one has removed them."""
    lock, address = Path(f"/tmp/.X{display}-lock"), Path(f"/tmp/.X11-unix/X{display}")
    with contextlib.suppress(OSError, ValueError):
        if not Path("/proc", str(int(lock.read_text()))).exists():
            lock.unlink()
            address.unlink()


class Conversation:
    """Answers requests until the parent asks for the end, closes the socket or dies."""

    def __init__(self, connection: socket.socket, parent: int) -> None:
        self._connection = connection
        self._family = Family()
        self._desktop = Desktop(self._family)
        self._parent = _watch(parent)
        self._alarm, alarm_end = socket.socketpair()
        alarm_end.setblocking(False)
        self._stopping = False
        signal.set_wakeup_fd(alarm_end.fileno(), warn_on_full_buffer=False)
        self._alarm_end = alarm_end
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> None:
        try:
            pending = b""
            while not self._stopping:
                chunk = self._next_chunk()
                if chunk is None:
                    continue
                if not chunk or len(pending) > MAX_REQUEST_BYTES:
                    return
                *lines, pending = (pending + chunk).split(b"\n")
                for line in lines:
                    self._reply(json.loads(line))
        finally:
            self._desktop.close()

    def _next_chunk(self) -> bytes | None:
        """Wait for what comes next; None where it was a signal, empty where the parent is gone."""
        watched: list[Any] = [self._connection, self._alarm]
        watched += [] if self._parent is None else [self._parent]
        readable, _, _ = select.select(watched, [], [])
        if self._alarm in readable:
            self._alarm.recv(4096)
            self._family.reap()
        if self._connection in readable:
            return self._connection.recv(65536)
        return b"" if self._parent in readable else None

    def _reply(self, request: Mapping[str, Any]) -> None:
        try:
            answer = self._answer(request)
        except (StartFailed, AccessRefused) as error:
            answer = {"error": str(error)}
        except Exception as error:
            answer = {"error": f"the desktop's supervisor failed: {type(error).__name__}: {error}"}
        self._connection.sendall(json.dumps(answer).encode() + b"\n")

    def _answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        match request["do"]:
            case "start":
                return self._desktop.start(request)
            case "launch":
                return {
                    "pid": self._desktop.launch(request["argv"], request["folder"], request["environment"])
                }
            case "poll":
                self._family.reap()
                child = self._family.child(request["pid"])
                return {"code": child.code, "errors": child.tail()} if child else {"code": 0, "errors": ""}
            case other:
                return {"error": f"unknown request {other!r}"}

    def _stop(self, *_: object) -> None:
        self._stopping = True


def _watch(pid: int) -> int | None:
    """Return a descriptor that becomes readable when ``pid`` ends: a fork of it may keep the socket open."""
    with contextlib.suppress(OSError, AttributeError):
        return os.pidfd_open(pid)
    return None


def main(arguments: Sequence[str]) -> None:
    """Serve the socket whose descriptor is the first argument; the second is the parent's process id."""
    descriptor, parent = int(arguments[0]), int(arguments[1])
    with socket.socket(fileno=descriptor) as connection:
        Conversation(connection, parent).run()
