"""The container as a `Machine`: made anew at every reset, worked over its first process' standard input."""

from __future__ import annotations

import contextlib
import io
import json
import secrets
import socket
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from actions.computer import Computer
from actions.errors import ComputerError
from actions.geometry import Size
from evals.machines.docker.engine import ask, provide_image, require_engine
from evals.machines.docker.screen import ContainerScreen
from evals.machines.errors import MachineError, MachineFailed, MachineLost, UnknownSnapshot
from evals.machines.images.store import Image, find_image
from evals.machines.machine import COMMAND_SECONDS, NOTHING, CommandResult
from evals.machines.qemu.boot import code
from evals.machines.qemu.connections import GuestDisplay, dial
from evals.machines.qemu.inside.first import PLAN
from evals.machines.qemu.line import Line, chunks_of
from evals.machines.qemu.programs import CODE, request_to_run, run_command
from evals.machines.sandbox.desktop import Limits, make_plan
from evals.machines.sandbox.files import MAX_FILE_BYTES
from evals.machines.sandbox.ports import PortRelay

DEFAULT_SIZE = Size(1280, 800)
NAME_PREFIX = "gui-agent-"
_GREETING_SECONDS = 60.0
_END_SECONDS = 30.0
_TREE_SECONDS = 120.0
_POWERS = ("SETUID", "SETGID", "CHOWN", "KILL", "DAC_OVERRIDE")
"""What the first process needs to start programs as the guest's user; nothing else has any."""

_TOLD = ("files", "environment", "services", "server", "session", "memory", "processes")
_FIRST = f"import sys; sys.path.insert(0, '{CODE}'); from evals.machines.docker.inside import main; main()"


class Container:
    """A `Machine` in a container over ``image`` (the fullest one that is built where None).

    Raises `MachineUnavailable` where no engine runs, `ImageError`.
    """

    def __init__(
        self,
        image: Image | None = None,
        *,
        size: Size = DEFAULT_SIZE,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        accessibility: bool = True,
    ) -> None:
        require_engine()
        self.image = image or find_image()
        self._limits = limits
        self._plan = make_plan(self.image, size, limits, accessibility)
        self._guest: _Guest | None = None

    def __enter__(self) -> Container:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def computer(self) -> Computer:
        return self._running().screen.computer

    @property
    def name(self) -> str:
        """The name of the running container."""
        return self._running().name

    def start(self) -> None:
        if self._guest is None:
            tag = provide_image(self.image)
            self._guest = _Guest(tag, self._plan, self._limits, self.image.root)

    def reset(self, snapshot: str = "") -> None:
        """Make the container anew; there is no snapshot but the clean state."""
        if snapshot:
            raise UnknownSnapshot(
                f"a container has no snapshot {snapshot!r}, only its clean state; reset it without a name, "
                "or use a virtual machine"
            )
        self.close()
        self.start()

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
            line.ask(request_to_run(command, cwd, environment, background=True))
            return CommandResult(0)
        return run_command(line, command, timeout=timeout, folder=cwd, environment=environment)

    def connect(self, port: int) -> socket.socket:
        """Return a connection to a port of the guest's loopback. Raises `CommandFailed`."""
        return dial(self._running().line, port)

    def address(self, port: int) -> tuple[str, int]:
        """Return host and port where the guest's ``port`` answers, until the next reset."""
        return self._running().address(port)

    def put(self, content: bytes | Path, path: str) -> None:
        self._running().line.ask({"do": "write", "path": path}, chunks_of(content))

    def get(self, path: str) -> bytes:
        return self._running().line.ask({"do": "read", "path": path, "most": MAX_FILE_BYTES})

    def accessibility_tree(self) -> str:
        command = ["python3", "-m", "evals.guest.accessibility"]
        where = {"PYTHONPATH": CODE, "PYTHONDONTWRITEBYTECODE": "1"}
        told = self.run(command, timeout=_TREE_SECONDS, environment=where)
        if told.returncode:
            raise MachineFailed(f"the accessibility tree cannot be read: {told.stderr.decode()[-500:]}")
        return told.text

    def close(self) -> None:
        if self._guest is not None:
            self._guest.close()
            self._guest = None

    def _running(self) -> _Guest:
        if self._guest is None:
            raise MachineFailed("the container is not running; start it first")
        return self._guest


class _Guest:
    """One running container, from its start to its end."""

    def __init__(self, tag: str, plan: Mapping[str, object], limits: Limits, root: Path) -> None:
        self.name = NAME_PREFIX + secrets.token_hex(6)
        self._relays: dict[int, PortRelay] = {}
        self._closing = contextlib.ExitStack()
        folder = tempfile.TemporaryDirectory(prefix=f"{NAME_PREFIX}container-")
        self._folder = Path(self._closing.enter_context(folder))
        try:
            ask(_creation(self.name, tag, limits))
            self._closing.callback(self._remove)
            ask(["cp", "-", f"{self.name}:/"], _archive(plan))
            self.line = self._attach()
            self._greet()
            display = GuestDisplay(self.line, self._folder)
            self._closing.callback(display.disconnect)
            environment = plan["environment"]
            assert isinstance(environment, dict)
            self.screen = ContainerScreen(self.line, display, root, environment)
            self.screen.await_desktop()
        except ComputerError as error:
            self.close()
            raise MachineFailed(f"the container's desktop did not come up: {error}; try again") from error
        except BaseException:
            self.close()
            raise

    def address(self, port: int) -> tuple[str, int]:
        if port not in self._relays:
            self._relays[port] = PortRelay(lambda: dial(self.line, port))
            self._closing.callback(self._relays[port].close)
        return self._relays[port].address

    def close(self) -> None:
        with contextlib.suppress(ComputerError):
            self._closing.close()

    def _attach(self) -> Line:
        """Start the container; its first process talks with us through the client, and ends when we do."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._client = subprocess.Popen(
                ["docker", "start", "--attach", "--interactive", self.name],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C in our terminal must not reach it
            )
        line = Line(ours)
        self._closing.callback(self._end_client)
        self._closing.callback(line.close)
        self._said: list[bytes] = []
        threading.Thread(target=self._collect, name="container's errors", daemon=True).start()
        return line

    def _collect(self) -> None:
        assert self._client.stderr is not None
        with self._client.stderr as stream:
            self._said.append(stream.read(1 << 16))

    def _greet(self) -> None:
        try:
            self.line.greet(_GREETING_SECONDS)
        except MachineLost as error:
            said = b"".join(self._said).decode("utf-8", "replace").strip()[-500:]
            raise MachineFailed(f"the container did not come up: {said or error}") from error

    def _end_client(self) -> None:
        try:
            self._client.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._client.kill()
            self._client.wait()

    def _remove(self) -> None:
        with contextlib.suppress(MachineError):
            ask(["rm", "--force", self.name])


def _creation(name: str, tag: str, limits: Limits) -> list[str]:
    return [
        *("create", "--name", name, "--rm", "--interactive", "--network", "none", "--hostname", "desktop"),
        *("--cap-drop", "ALL", *(word for power in _POWERS for word in ("--cap-add", power))),
        *("--security-opt", "no-new-privileges", "--pids-limit", str(limits.processes)),
        *("--memory", str(limits.memory + limits.disk), "--shm-size", str(limits.shared_memory)),
        *("--env", "LANG=C.UTF-8", tag, "/usr/bin/python3", "-I", "-S", "-B", "-c", _FIRST),
    ]


def _archive(plan: Mapping[str, object]) -> bytes:
    """Return the first process, what it needs and what it is told, as an archive to be unpacked at "/"."""
    from evals.machines.docker import inside

    files = dict(code())
    files["evals/machines/docker/__init__.py"] = b""
    files["evals/machines/docker/inside.py"] = Path(inside.__file__).read_bytes()
    files[Path(PLAN).name] = json.dumps({key: plan[key] for key in _TOLD}).encode()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(f"{CODE.removeprefix('/')}/{path}")
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
