"""``bench sandbox``: how long do a sandbox's start and reset take, what does it cost, what is left of it?"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evals.bench.result import BenchmarkResult, Bound, Figure

if TYPE_CHECKING:
    from evals.machines.sandbox.machine import Sandbox

STARTS = 50
RESETS_EACH = 3
_MARK = "/home/user/mark"
_SETTLE_SECONDS = 1.0
_FRAMES = 100
_MB = 1 << 20


@dataclass(slots=True)
class _Observed:
    """What has been measured so far."""

    starts: list[float] = field(default_factory=list)
    resets: list[float] = field(default_factory=list)
    closes: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    namespaces: list[int] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    memory: int = 0


def run(starts: int = STARTS, resets_each: int = RESETS_EACH) -> BenchmarkResult:
    """Start, soil and reset sandboxes one after the other. Raises `ImageError` without an image."""
    from evals.machines.images.store import find_image
    from evals.machines.sandbox.footprint import processes_in, traces

    image = find_image()
    folders = (image.folder,)
    before = traces(*folders)
    seen = _Observed()
    for number in range(starts):
        _one_sandbox(seen, resets_each, measure_memory=number == 0)
    left = traces(*folders).since(before)
    processes = processes_in(*seen.namespaces)
    wanted = starts * (1 + resets_each)
    return BenchmarkResult(
        bench="sandbox",
        figures={
            "start_s": Figure.median(seen.starts or [float("inf")], "s"),
            "reset_s": Figure.median(seen.resets or [float("inf")], "s"),
            "close_s": Figure.median(seen.closes or [float("inf")], "s"),
            "frame_ms": Figure.median(seen.frames or [float("inf")], "ms"),
            "failed": Figure(wanted - len(seen.starts) - len(seen.resets), "of runs", wanted),
            "left_processes": Figure(len(processes), "processes", wanted),
            "left_mounts_groups_files": Figure(len(left), "left", wanted),
            "idle_memory_mb": Figure(round(seen.memory / _MB, 1), "MB"),
        },
        bounds={
            "start_s": Bound(0.5),
            "reset_s": Bound(0.5),
            "failed": Bound(0),
            "left_processes": Bound(0),
            "left_mounts_groups_files": Bound(0),
            "idle_memory_mb": Bound(80),
        },
        details=(
            f"image {image.name}-{image.version}; 1280x800; each reset is checked to have removed a file",
            "memory: proportional shares of every process within and of the keeper, one sandbox running",
            *seen.failures[:5],
            *left[:5],
        ),
    )


def _one_sandbox(seen: _Observed, resets: int, measure_memory: bool) -> None:
    """Start one, reset it ``resets`` times, close it; a failure is noted and ends this sandbox."""
    from evals.machines.errors import MachineError
    from evals.machines.sandbox.machine import Sandbox

    sandbox = Sandbox()
    try:
        begun = time.perf_counter()
        sandbox.start()
        seen.starts.append(time.perf_counter() - begun)
        seen.namespaces.append(sandbox.namespace)
        if measure_memory:
            seen.memory = _idle_memory(sandbox)
            seen.frames = _frame_times(sandbox)
        for _ in range(resets):
            sandbox.put(b"soiled", _MARK)
            begun = time.perf_counter()
            sandbox.reset()
            taken = time.perf_counter() - begun
            _require_clean(sandbox)
            seen.resets.append(taken)
            seen.namespaces.append(sandbox.namespace)
    except MachineError as error:
        seen.failures.append(str(error))
    begun = time.perf_counter()
    sandbox.close()
    seen.closes.append(time.perf_counter() - begun)


def _frame_times(sandbox: Sandbox) -> list[float]:
    times: list[float] = []
    for _ in range(_FRAMES):
        begun = time.perf_counter()
        sandbox.computer.screenshot()
        times.append(1000 * (time.perf_counter() - begun))
    return times


def _require_clean(sandbox: Sandbox) -> None:
    from evals.machines.errors import GuestFileMissing, MachineFailed

    try:
        sandbox.get(_MARK)
    except GuestFileMissing:
        return
    raise MachineFailed("a file was still there after the reset")


def _idle_memory(sandbox: Sandbox) -> int:
    from evals.machines.sandbox.footprint import memory_of, processes_in

    time.sleep(_SETTLE_SECONDS)
    return memory_of([*processes_in(sandbox.namespace), sandbox.keeper_pid])
