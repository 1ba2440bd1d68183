"""Virtual machines started, soiled and reset: how long it takes, whether anything stays.

Every reset is measured from the call until a picture of the clean desktop has been taken. Afterwards the disk
is compared with what it was in the clean state.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench.result import BenchmarkResult, Bound, Figure

if TYPE_CHECKING:
    from evals.machines.qemu.machine import VirtualMachine

STARTS = 2
RESETS_EACH = 25
_MARK = "/home/user/mark"
_FRAMES = 20


@dataclass(slots=True)
class _Observed:
    """What has been measured so far."""

    starts: list[float] = field(default_factory=list)
    resets: list[float] = field(default_factory=list)
    resets_cpu: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    different_disks: int = 0
    different_pictures: int = 0
    accelerator: str = ""


def run(starts: int = STARTS, resets_each: int = RESETS_EACH) -> BenchmarkResult:
    """Start, soil and reset virtual machines one after the other. Raises `ImageError` without a disk."""
    from evals.machines.images.disk import find_bootable

    disk = find_bootable()
    seen = _Observed()
    for _ in range(starts):
        _one_machine(seen, resets_each)
    wanted = starts * (1 + resets_each)
    left = [str(number) for number in seen.processes if Path(f"/proc/{number}").exists()]
    left += [str(folder) for folder in seen.folders if folder.exists()]
    return BenchmarkResult(
        bench="qemu",
        figures={
            "start_s": Figure.median(seen.starts or [float("inf")], "s"),
            "reset_s": Figure.median(seen.resets or [float("inf")], "s"),
            "reset_cpu_s": Figure.median(seen.resets_cpu or [float("inf")], "s"),
            "reset_slowest_s": Figure(max(seen.resets, default=float("inf")), "s", len(seen.resets)),
            "frame_ms": Figure.median(seen.frames or [float("inf")], "ms"),
            "failed": Figure(wanted - len(seen.starts) - len(seen.resets), "of runs", wanted),
            "different_disks": Figure(seen.different_disks, "disks", len(seen.resets)),
            "different_pictures": Figure(seen.different_pictures, "pictures", len(seen.resets)),
            "left": Figure(len(left), "left", wanted),
        },
        bounds={
            "reset_s": Bound(1.5),
            "failed": Bound(0),
            "different_disks": Bound(0),
            "different_pictures": Bound(0),
            "left": Bound(0),
        },
        details=(
            f"image {disk.image.name}-{disk.image.version}; 1280x800; accelerator {seen.accelerator}",
            "each reset ends with a picture, and removes a file and a window that were put there",
            "reset_cpu_s: processor time of QEMU and of this process meanwhile",
            *seen.failures[:5],
            *left[:5],
        ),
    )


def _one_machine(seen: _Observed, resets: int) -> None:
    """Start one, reset it ``resets`` times, close it; a failure is noted and ends this machine."""
    from actions.errors import ComputerError
    from evals.machines.errors import MachineError
    from evals.machines.qemu.machine import VirtualMachine

    machine = VirtualMachine()
    try:
        machine.prepare()
        seen.accelerator = machine.accelerator
        begun = time.perf_counter()
        machine.start()
        clean = machine.computer.screenshot().image
        seen.starts.append(time.perf_counter() - begun)
        seen.processes += machine.pids
        seen.folders.append(machine.folder)
        for _ in range(resets):
            _soil(machine)
            begun, worked = time.perf_counter(), _cpu_seconds(machine)
            machine.reset()
            picture = machine.computer.screenshot().image
            seen.resets.append(time.perf_counter() - begun)
            seen.resets_cpu.append(_cpu_seconds(machine) - worked)
            seen.different_pictures += int((picture != clean).any())
            seen.different_disks += not machine.same_as_base()
            _require_clean(machine)
            seen.frames += _frame_times(machine) if not seen.frames else []
    except (MachineError, ComputerError) as error:
        seen.failures.append(str(error))
    machine.close()


def _cpu_seconds(machine: VirtualMachine) -> float:
    """Return the processor time that QEMU and we have used: a busy host does not lengthen it."""
    fields = Path(f"/proc/{machine.pids[-1]}/stat").read_text("utf-8").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()


def _soil(machine: VirtualMachine) -> None:
    """Write a file through to the disk, and open a window."""
    machine.put(b"soiled", _MARK)
    machine.run(["sync"])
    machine.run(["xterm"], background=True)


def _require_clean(machine: VirtualMachine) -> None:
    from evals.machines.errors import GuestFileMissing, MachineFailed

    try:
        machine.get(_MARK)
    except GuestFileMissing:
        return
    raise MachineFailed("a file was still there after the reset")


def _frame_times(machine: VirtualMachine) -> list[float]:
    times: list[float] = []
    for _ in range(_FRAMES):
        begun = time.perf_counter()
        machine.computer.screenshot()
        times.append(1000 * (time.perf_counter() - begun))
    return times
