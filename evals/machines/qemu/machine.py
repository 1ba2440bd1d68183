"""The virtual machine as a `Machine`: woken with its desktop up, reset by going back to that moment."""

from __future__ import annotations

import contextlib
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from actions.computer import Computer
from actions.errors import ComputerError
from actions.geometry import Size
from evals.machines.errors import MachineFailed, MachineLost, UnknownSnapshot
from evals.machines.images.disk import Disk, find_bootable
from evals.machines.machine import COMMAND_SECONDS, NOTHING, CommandResult
from evals.machines.qemu.accelerator import choose_accelerator
from evals.machines.qemu.connections import GuestDisplay, dial
from evals.machines.qemu.hardware import Hardware
from evals.machines.qemu.line import Stream, chunks_of
from evals.machines.qemu.prepared import Prepared, prepare, wake
from evals.machines.qemu.process import OVERLAY, QemuProcess, RunFolder
from evals.machines.qemu.programs import CODE, guest_launcher, request_to_run, run_command
from evals.machines.qemu.screen import VirtualScreen
from evals.machines.sandbox.desktop import guest_environment
from evals.machines.sandbox.files import MAX_FILE_BYTES
from evals.machines.sandbox.ports import PortRelay

DEFAULT_SIZE = Size(1280, 800)
CLEAN = "clean"
GREETING_SECONDS = 60.0
_DRAWN_SECONDS = 60.0
_TREE_SECONDS = 120.0


class VirtualMachine:
    """A `Machine` that QEMU runs from ``disk`` (that of the fullest image where None).

    Nothing runs before `start`; the first start ever on a host boots the machine and keeps it as it is then.
    ``accelerator`` is found out where empty. Raises `ImageError`, `MachineUnavailable`.
    """

    def __init__(
        self,
        disk: Disk | None = None,
        *,
        size: Size = DEFAULT_SIZE,
        memory: int = 2 << 30,
        processors: int = 2,
        accelerator: str = "",
        accessibility: bool = True,
    ) -> None:
        self.disk = disk or find_bootable()
        self._hardware = Hardware(accelerator, size, memory, processors)
        self._accessibility = accessibility
        self._prepared: Prepared | None = None
        self._process: QemuProcess | None = None
        self._guest: _Guest | None = None
        self._snapshots: set[str] = set()

    def __enter__(self) -> VirtualMachine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def computer(self) -> Computer:
        return self._running().screen.computer

    @property
    def accelerator(self) -> str:
        """What runs it, ``kvm`` or ``tcg``; empty before the first start where it is to be found out."""
        return self._hardware.accelerator if self._prepared is None else self._prepared.hardware.accelerator

    @property
    def pids(self) -> list[int]:
        """The processes of this host it consists of: the keeper, then QEMU."""
        return [] if self._process is None else self._process.pids

    @property
    def folder(self) -> Path:
        """Where this run keeps its files; gone after `close`."""
        if self._process is None:
            raise MachineFailed("the virtual machine is not running; start it first")
        return self._process.folder.path

    def start(self) -> None:
        if self._guest is None:
            self._wake()

    def reset(self, snapshot: str = "") -> None:
        """Go back to ``snapshot``, one of `save`, or to the clean state; a lost machine is woken anew.

        Snapshots are lost with the machine.
        """
        if snapshot and snapshot not in self._snapshots:
            raise UnknownSnapshot(f"the virtual machine has no snapshot {snapshot!r}: save it first")
        if self._process is not None and self._rewound(self._process, snapshot or CLEAN):
            return
        self.close()
        if snapshot:
            raise UnknownSnapshot(
                f"the machine was lost, and its snapshot {snapshot!r} with it; reset it to the clean state"
            )
        self._wake()

    def save(self, snapshot: str) -> None:
        """Keep the machine's state under a name (letters, digits, dashes) for `reset`."""
        if not snapshot.replace("-", "").isalnum() or snapshot == CLEAN:
            raise UnknownSnapshot(f"{snapshot!r} is no name for a snapshot; use letters, digits and dashes")
        process = self._owned()
        with self._running().process.line.quiet():
            process.qmp.monitor(f"savevm {snapshot}")
        self._snapshots.add(snapshot)

    def forget(self, snapshot: str) -> None:
        """Give up what a snapshot takes on the disk; names that were never saved are passed over."""
        if snapshot in self._snapshots:
            self._snapshots.discard(snapshot)
            self._owned().qmp.monitor(f"delvm {snapshot}")

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float = COMMAND_SECONDS,
        cwd: str = "",
        environment: Mapping[str, str] = NOTHING,
        background: bool = False,
    ) -> CommandResult:
        line = self._running().process.line
        if background:
            line.ask(request_to_run(command, cwd, environment, background=True))
            return CommandResult(0)
        return run_command(line, command, timeout=timeout, folder=cwd, environment=environment)

    def connect(self, port: int) -> socket.socket:
        """Return a connection to a port of the guest's loopback. Raises `CommandFailed`."""
        return dial(self._running().process.line, port)

    def address(self, port: int) -> tuple[str, int]:
        """Return host and port where the guest's ``port`` answers, until the next reset."""
        return self._running().address(port)

    def start_on_terminal(self, command: Sequence[str], rows: int, columns: int) -> Stream:
        """Start a program on a terminal of the guest; what it shows, and its end, come as a stream."""
        request = request_to_run(command, terminal=True, size=[rows, columns])
        return self._running().process.line.open(request)

    def prepare(self) -> None:
        """Boot the machine once, where that has not been done: later starts take it from there."""
        self._ready_state()

    def put(self, content: bytes | Path, path: str) -> None:
        self._running().process.line.ask({"do": "write", "path": path}, chunks_of(content))

    def get(self, path: str) -> bytes:
        request = {"do": "read", "path": path, "most": MAX_FILE_BYTES}
        return self._running().process.line.ask(request)

    def accessibility_tree(self) -> str:
        command = ["python3", "-m", "evals.guest.accessibility"]
        code = {"PYTHONPATH": CODE, "PYTHONDONTWRITEBYTECODE": "1"}
        told = self.run(command, timeout=_TREE_SECONDS, environment=code)
        if told.returncode:
            raise MachineFailed(f"the accessibility tree cannot be read: {told.stderr.decode()[-500:]}")
        return told.text

    def same_as_base(self) -> bool:
        """Return whether the disk is now, bit by bit, what it was in the clean state (a moment's pause)."""
        process = self._owned()
        assert self._prepared is not None
        process.qmp.ask("stop")
        try:
            command = ["qemu-img", "compare", "-U", "-F", "qcow2", "-f", "qcow2"]
            paths = [str(process.folder / OVERLAY), str(self._prepared.disk)]
            done = subprocess.run([*command, *paths], capture_output=True, text=True)
        finally:
            process.qmp.ask("cont")
        if done.returncode > 1:
            raise MachineFailed(f"the disk cannot be compared: {done.stderr.strip()}")
        return done.returncode == 0

    def close(self) -> None:
        self._forget_guest()
        self._snapshots.clear()
        if self._process is not None:
            self._process.close()
            self._process = None

    def _running(self) -> _Guest:
        if self._guest is None:
            raise MachineFailed("the virtual machine is not running; start it first")
        return self._guest

    def _owned(self) -> QemuProcess:
        if self._process is None:
            raise MachineFailed("the virtual machine is not running; start it first")
        return self._process

    def _rewound(self, process: QemuProcess, snapshot: str) -> bool:
        """Go back to ``snapshot``; False where the machine is gone."""
        self._forget_guest()
        try:
            process.qmp.ask("stop")
            process.qmp.monitor(f"loadvm {snapshot}")
            self._resume()
        except MachineLost:
            return False
        return True

    def _ready_state(self) -> Prepared:
        if self._prepared is None:
            asked = self._hardware
            accelerator = asked.accelerator or choose_accelerator(self.disk)
            hardware = Hardware(accelerator, asked.size, asked.memory, asked.processors)
            self._prepared = prepare(self.disk, hardware, self._accessibility)
        return self._prepared

    def _wake(self) -> None:
        prepared = self._ready_state()
        self._process = wake(prepared, RunFolder())
        try:
            self._process.qmp.monitor(f"savevm {CLEAN}")
            self._resume()
        except BaseException:
            self.close()
            raise

    def _resume(self) -> None:
        """Let the machine run, and talk with it anew."""
        process = self._owned()
        process.qmp.ask("cont")
        process.line.greet(GREETING_SECONDS)
        self._guest = _Guest(process, self.disk, self._hardware.size, self._accessibility)

    def _forget_guest(self) -> None:
        if self._guest is not None:
            self._guest.close()
            self._guest = None


class _Guest:
    """A running guest, from a jump to its clean state to the next."""

    def __init__(self, process: QemuProcess, disk: Disk, size: Size, accessibility: bool) -> None:
        self.process = process
        self._relays: dict[int, PortRelay] = {}
        self._display = GuestDisplay(process.line, process.folder.path)
        environment = guest_environment(accessibility)
        self.screen = VirtualScreen(
            process,
            size,
            type_elsewhere=self._display.type_text,
            windows=self._display,
            launcher=guest_launcher(process.line, disk.image.root, environment, self._display.ids),
        )

    def address(self, port: int) -> tuple[str, int]:
        if port not in self._relays:
            self._relays[port] = PortRelay(lambda: dial(self.process.line, port))
        return self._relays[port].address

    def close(self) -> None:
        """Forget what leads into the guest; safe to call twice."""
        for relay in self._relays.values():
            relay.close()
        with contextlib.suppress(ComputerError):
            self.screen.computer.close()
        self._display.disconnect()
