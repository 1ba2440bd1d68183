"""Machines that are up already: booted once, kept as a file of their memory, and woken as often as wanted.

A prepared state is a folder in that of the disk: ``disk.qcow2`` (what the first boot wrote), ``memory`` (the
machine's state as a migration), ``state.json`` (its presence means it is whole). Any number of machines start
from it at once, each with an overlay of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from actions.action import PressKeys
from actions.errors import ComputerError
from actions.settle import wait_until_settled
from evals.machines.errors import MachineFailed, MachineLost
from evals.machines.images.build import alone
from evals.machines.images.disk import Disk
from evals.machines.qemu.boot import DESKTOP_IS_UP, boot_options, code_digest, first_files, make_plan
from evals.machines.qemu.hardware import Hardware, as_key, disk_options, qemu_version
from evals.machines.qemu.process import OVERLAY, QemuProcess, RunFolder
from evals.machines.qemu.screen import VirtualScreen

FACTS, DISK, MEMORY, FIRST = "state.json", "disk.qcow2", "memory", "first"
BOOT_SECONDS = 600.0
ATTEMPTS = 3
"""A kernel that boots while the host is very busy may give up measuring its timers."""

_SAVE_SECONDS = 120.0
_QUIET_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A machine that is up, kept in ``folder``; it only wakes on the same ``hardware``."""

    hardware: Hardware
    source: Disk
    folder: Path

    @property
    def disk(self) -> Path:
        """The image that overlays are put over."""
        return self.folder / DISK

    @property
    def boot(self) -> list[str]:
        """How QEMU was told to boot: a woken machine is described in the same words."""
        return boot_options(self.source, self.hardware, self.folder / FIRST)


def prepare(disk: Disk, hardware: Hardware, accessibility: bool) -> Prepared:
    """Return the prepared state of ``disk`` on ``hardware``, booting it where there is none yet.

    Whoever comes meanwhile waits. Raises `MachineFailed`.
    """
    plan = make_plan(disk, hardware, accessibility)
    described = boot_options(disk, hardware, Path())[-1]
    content = json.dumps([as_key(hardware), described, plan, code_digest()], sort_keys=True)
    name = f"state-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
    prepared = Prepared(hardware, disk, disk.folder / name)
    if not (prepared.folder / FACTS).is_file():
        with alone(disk.folder / f".{name}.lock"):
            if not (prepared.folder / FACTS).is_file():
                _boot_and_keep(prepared, first_files(disk, plan))
    return prepared


def remove_older_states(disk: Disk) -> list[str]:
    """Remove states of ``disk`` that nobody will wake: of other code, of another QEMU, or unfinished."""
    current = {"code": code_digest(), "qemu": qemu_version()}
    removed: list[str] = []
    for folder in sorted(disk.folder.glob("*state-*")):
        lock = disk.folder / f".{folder.name.removeprefix('.unfinished-')}.lock"
        if not folder.is_dir():
            continue
        with alone(lock):
            try:
                facts = json.loads((folder / FACTS).read_text("utf-8"))
            except (OSError, ValueError):
                facts = {}
            if any(facts.get(name) != value for name, value in current.items()):
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(str(folder))
    return removed


def make_overlay(backing: Path, path: Path, kind: str = "qcow2") -> None:
    """Make an empty image whose content is that of ``backing`` until it is written to."""
    command = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", kind, "-b", str(backing), str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise MachineFailed(f"an overlay cannot be made: {done.stderr.strip()}; check the disk's space")


def _boot_and_keep(prepared: Prepared, first: bytes) -> None:
    begun = time.monotonic()
    final = prepared.folder
    unfinished = final.with_name(f".unfinished-{final.name}")
    for folder in (unfinished, final):
        shutil.rmtree(folder, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        (unfinished / FIRST).write_bytes(first)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                _boot_into(prepared, unfinished)
                break
            except MachineLost:
                if attempt == ATTEMPTS:
                    raise
        seconds = round(time.monotonic() - begun, 1)
        facts = {**as_key(prepared.hardware), "code": code_digest(), "seconds": seconds}
        (unfinished / FACTS).write_text(json.dumps(facts), encoding="utf-8")
        unfinished.rename(final)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _boot_into(prepared: Prepared, folder: Path) -> None:
    """Boot a machine over a new disk in ``folder``, and keep its memory there."""
    (folder / DISK).unlink(missing_ok=True)
    # Relative, so that the whole folder of images can be moved.
    make_overlay(Path("..", prepared.source.path.name), folder / DISK, "raw")
    boot = boot_options(prepared.source, prepared.hardware, folder / FIRST)
    process = QemuProcess(prepared.hardware, RunFolder(), [*disk_options(folder / DISK), *boot])
    try:
        _boot(process, prepared.hardware)
        with process.line.quiet(), (folder / MEMORY).open("wb") as file:
            save_memory(process, file.fileno())
    except ComputerError as error:
        raise MachineLost(f"the virtual machine's desktop did not come up: {error}; try again") from error
    finally:
        process.close()


def _boot(process: QemuProcess, hardware: Hardware) -> None:
    """Start the machine and return when its desktop is drawn and still."""
    process.qmp.ask("cont")
    if not process.await_console(DESKTOP_IS_UP, BOOT_SECONDS):
        said = process.console()[-800:].strip() or process.complaints() or "it said nothing"
        raise MachineLost(f"the virtual machine did not come up, on a host that may be too busy: {said}")
    process.line.greet(BOOT_SECONDS)
    screen = VirtualScreen(process, hardware.size)
    screen.await_desktop(BOOT_SECONDS)
    screen.computer.execute(PressKeys(("numlock",)))
    wait_until_settled(screen.computer.screenshot, quiet=_QUIET_SECONDS)


def save_memory(process: QemuProcess, descriptor: int) -> None:
    """Stop the machine and write its state to a file."""
    qmp = process.qmp
    qmp.ask("stop")
    qmp.ask("migrate-set-parameters", {"max-bandwidth": 1 << 40})
    qmp.ask("getfd", {"fdname": "state"}, os.dup(descriptor))
    qmp.ask("migrate", {"uri": "fd:state"})
    qmp.await_status("completed", _SAVE_SECONDS, "query-migrate")


def wake(prepared: Prepared, folder: RunFolder) -> QemuProcess:
    """Return a machine as it was when the state was kept, still paused, over an overlay in ``folder``."""
    overlay = folder / OVERLAY
    make_overlay(prepared.disk, overlay)
    boot = [*disk_options(overlay), *prepared.boot, "-incoming", "defer"]
    process = QemuProcess(prepared.hardware, folder, boot)
    try:
        with (prepared.folder / MEMORY).open("rb") as memory:
            process.qmp.ask("getfd", {"fdname": "state"}, memory.fileno())
            process.qmp.ask("migrate-incoming", {"uri": "fd:state"})
            process.qmp.await_status("paused", _SAVE_SECONDS)
    except BaseException:
        process.close()
        raise
    return process
