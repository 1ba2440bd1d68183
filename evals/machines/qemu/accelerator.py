"""Whether this host can really run guests on its own processors: only a guest that speaks proves it.

``/dev/kvm`` may exist, open, and make a machine that never runs a single instruction.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from actions.geometry import Size
from evals.machines.errors import MachineFailed
from evals.machines.images.disk import Disk
from evals.machines.images.store import images_folder
from evals.machines.qemu.boot import KERNEL_IS_UP, PROBE, boot_options, first_files
from evals.machines.qemu.hardware import Hardware, qemu_version
from evals.machines.qemu.process import QemuProcess, RunFolder

KVM, TCG = "kvm", "tcg"
PROBE_SECONDS = 12.0
_KVM_DEVICE = Path("/dev/kvm")
_PROBED_SIZE = Size(640, 480)
_PROBED_MEMORY = 256 << 20


def choose_accelerator(disk: Disk) -> str:
    """Return ``kvm`` where a guest boots with it on this host, else ``tcg``.

    The finding is kept until the host boots again or QEMU changes.
    """
    if not os.access(_KVM_DEVICE, os.R_OK | os.W_OK):
        return TCG
    known = images_folder() / "accelerator.json"
    circumstances = {"boot": _boot_number(), "qemu": qemu_version(), "kernel": disk.kernel.stat().st_mtime_ns}
    try:
        found: dict[str, object] = json.loads(known.read_text("utf-8"))
        if found["circumstances"] == circumstances:
            return str(found["accelerator"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nobody has looked yet
    accelerator = KVM if boots_with(KVM, disk) else TCG
    _write(known, json.dumps({"circumstances": circumstances, "accelerator": accelerator}))
    return accelerator


def boots_with(accelerator: str, disk: Disk, seconds: float = PROBE_SECONDS) -> bool:
    """Start a small guest and return whether its kernel says so within ``seconds``."""
    folder = RunFolder()
    first = folder / "first"
    first.write_bytes(first_files(disk, {}))
    hardware = Hardware(accelerator, _PROBED_SIZE, _PROBED_MEMORY, processors=1)
    try:
        process = QemuProcess(hardware, folder, boot_options(disk, hardware, first, PROBE))
    except MachineFailed:
        return False
    try:
        process.qmp.ask("cont")
        return process.await_console(KERNEL_IS_UP, seconds)
    finally:
        process.close()


def _boot_number() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


def _write(path: Path, text: str) -> None:
    """Write a file at once or not at all: others may look at it."""
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.rename(path)
