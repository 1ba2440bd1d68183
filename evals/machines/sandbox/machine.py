"""The sandbox as a `Machine`: starts in a fraction of a second, resets by being made anew."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.computer import Computer
from actions.errors import ComputerError
from actions.geometry import Size
from evals.machines.errors import MachineFailed, UnknownSnapshot
from evals.machines.guest_client import GuestClient
from evals.machines.images.store import Image, find_image
from evals.machines.machine import COMMAND_SECONDS, NOTHING, CommandResult
from evals.machines.sandbox import panel
from evals.machines.sandbox.desktop import Limits, make_plan
from evals.machines.sandbox.files import GuestFiles
from evals.machines.sandbox.keeper import outer_user
from evals.machines.sandbox.outer_numbers import OuterNumbers
from evals.machines.sandbox.ports import PortRelay
from evals.machines.sandbox.rooms import HOME, SCREEN_FOLDER, X_SOCKET
from evals.machines.sandbox.screen import SandboxScreen
from evals.machines.sandbox.session import KeeperProcess, Line, run_command, start_command

DEFAULT_SIZE = Size(1280, 800)


class Sandbox:
    """A `Machine` of Linux namespaces over ``image`` (the fullest one that is built where None).

    Nothing runs before `start`. ``accessibility`` lets the guest's programs describe their widgets, which
    costs them some start-up time. Raises `ImageError`.
    """

    def __init__(
        self,
        image: Image | None = None,
        *,
        size: Size = DEFAULT_SIZE,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        accessibility: bool = True,
    ) -> None:
        self.image = image or find_image()
        self._plan = make_plan(self.image, size, limits, accessibility)
        self._keeper: KeeperProcess | None = None
        self._guest: _Guest | None = None

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def computer(self) -> Computer:
        return self._running().screen.computer

    @property
    def pid(self) -> int:
        """The number, outside, of the first process inside."""
        return int(self._running().facts["pid"])

    @property
    def namespace(self) -> int:
        """The number of the process namespace that everything within lives in."""
        return int(self._running().facts["namespace"])

    @property
    def keeper_pid(self) -> int:
        """The number of the process outside that owns it."""
        if self._keeper is None:
            raise MachineFailed("the sandbox is not running; start it first")
        return self._keeper.process.pid

    @property
    def limit_folders(self) -> tuple[str, ...]:
        """The control groups that limit it; empty where none could be made."""
        return tuple(self._running().facts["groups"])

    def start(self) -> None:
        if self._guest is None:
            self._renew()

    def reset(self, snapshot: str = "") -> None:
        """Make the sandbox anew; there is no snapshot but the clean state."""
        if snapshot:
            raise UnknownSnapshot(
                f"a sandbox has no snapshot {snapshot!r}, only its clean state; reset it without a name, or "
                "use a virtual machine"
            )
        self._renew()

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float = COMMAND_SECONDS,
        cwd: str = "",
        environment: Mapping[str, str] = NOTHING,
        background: bool = False,
    ) -> CommandResult:
        line = self._running().line
        if background:
            start_command(line, command, folder=cwd, environment=environment)
            return CommandResult(0)
        return run_command(line, command, timeout=timeout, folder=cwd, environment=environment)

    def connect(self, port: int) -> socket.socket:
        """Return a connection to a port of the guest's loopback. Raises `CommandFailed`."""
        return self._running().line.dial(port)

    def address(self, port: int) -> tuple[str, int]:
        """Return host and port where the guest's ``port`` answers, until the next reset."""
        return self._running().address(port)

    def start_on_terminal(self, command: Sequence[str], terminal: int, report: int) -> None:
        """Start a program on the terminal open as ``terminal``; ``report`` receives its exit code."""
        request = {"do": "run", "argv": list(command), "folder": "", "environment": {}, "terminal": True}
        self._running().line.ask(request, [terminal, report])

    def put(self, content: bytes | Path, path: str) -> None:
        self._running().files.write(content, path)

    def get(self, path: str) -> bytes:
        return self._running().files.read(path)

    def accessibility_tree(self) -> str:
        return self.server().accessibility_tree()

    def server(self) -> GuestClient:
        """Return a client of the server inside, which is started at the first call after a reset."""
        from evals.machines.sandbox.server import guest_server

        guest = self._running()
        return guest_server(guest.line, guest.files)

    def close(self) -> None:
        if self._guest is not None:
            self._guest.close()
            self._guest = None
        if self._keeper is not None:
            self._keeper.close()
            self._keeper = None

    def _running(self) -> _Guest:
        if self._guest is None:
            raise MachineFailed("the sandbox is not running; start it first")
        return self._guest

    def _renew(self) -> None:
        """Make a new guest while the old one ends, and return when the one is there and the other gone."""
        if self._guest is not None:
            self._guest.close()
            self._guest = None
        if self._keeper is None or self._keeper.process.poll() is not None:
            self.close()
            self._keeper = KeeperProcess()
        keeper = self._keeper
        try:
            facts, line = keeper.start_sandbox(self._plan)
            self._guest = _Guest(facts, line, self.image.root, self._plan["environment"])
            keeper.line.ask({"do": "sweep"})
        except BaseException:
            self.close()
            raise


class _Guest:
    """One running sandbox, from its start to its end."""

    def __init__(
        self, facts: Mapping[str, Any], line: Line, root: Path, environment: Mapping[str, str]
    ) -> None:
        self.facts = facts
        self.line = line
        self._relays: dict[int, PortRelay] = {}
        self._closing = contextlib.ExitStack()
        self._closing.callback(line.close)
        try:
            self._open(root, environment)
        except ComputerError as error:
            self.close()
            raise MachineFailed(f"the sandbox's desktop did not come up: {error}; try again") from error
        except BaseException:
            self.close()
            raise

    def _open(self, root: Path, environment: Mapping[str, str]) -> None:
        (folder,) = self.line.await_ready()
        self._closing.callback(os.close, folder)
        owner = outer_user() if self.facts["privileged"] else None
        self.files = GuestFiles(folder, owner, HOME)
        # Opened before any program of a task runs: nothing can be put in their place.
        server = self.files.open_socket(X_SOCKET)
        self._closing.callback(os.close, server)
        frames = self.files.open_to_read(f"{SCREEN_FOLDER}/Xvfb_screen0")
        self.screen = SandboxScreen(
            frames,
            f"/proc/self/fd/{server}",
            root,
            environment,
            self._start_program,
            lambda: start_command(self.line, panel.COMMAND),
            OuterNumbers(int(self.facts["namespace"])),
        )
        self._closing.callback(self.screen.close)
        self.screen.await_desktop()

    def address(self, port: int) -> tuple[str, int]:
        if port not in self._relays:
            self._relays[port] = PortRelay(lambda: self.line.dial(port))
            self._closing.callback(self._relays[port].close)
        return self._relays[port].address

    def close(self) -> None:
        with contextlib.suppress(ComputerError):
            self._closing.close()

    def _start_program(
        self, argv: Sequence[str], folder: str, report: int, errors: int, environment: Mapping[str, str]
    ) -> None:
        """Start an application; ``report`` receives its exit code, ``errors`` what it complains of."""
        self.line.ask(
            {"do": "run", "argv": list(argv), "folder": folder, "environment": dict(environment)},
            [errors, errors, report],
        )
