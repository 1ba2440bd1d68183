"""The virtual machine QEMU is asked to be."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from actions.geometry import Size
from evals.machines.errors import MachineUnavailable
from evals.machines.qemu.inside.frames import PORT_NAME

PROGRAM = "qemu-system-x86_64"
KEYBOARD, TABLET = "keyboard", "tablet"
_VIDEO_MB = 32
_SANDBOX = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"


@dataclass(frozen=True, slots=True)
class Hardware:
    """What the guest finds: memory in bytes, processors, the screen's size in pixels, and what runs it.

    ``accelerator`` is ``kvm``, or ``tcg`` for a machine that is emulated.
    """

    accelerator: str
    size: Size
    memory: int = 2 << 30
    processors: int = 2


def qemu_version() -> str:
    """Return the first line QEMU says about itself. Raises `MachineUnavailable` where it is absent."""
    if platform.machine() not in ("x86_64", "AMD64"):
        raise MachineUnavailable("virtual machines need a host with x86-64 processors; use a remote machine")
    if shutil.which(PROGRAM) is None or shutil.which("qemu-img") is None:
        raise MachineUnavailable(
            "virtual machines need QEMU: apt-get install qemu-system-x86 qemu-utils; or use a sandbox"
        )
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout
    return said.splitlines()[0].strip() if said else "unknown"


def command_line(hardware: Hardware, folder: Path, qmp: int, line: int, boot: Sequence[str]) -> list[str]:
    """Return how QEMU is called: paused, drawing into memory, without a network; ``boot`` is added.

    ``qmp`` and ``line`` are descriptors it inherits. A saved state only fits the very same hardware.
    """
    size = hardware.size
    # Emulation of newer processors is slower than what programs gain by their instructions.
    processor = "host" if hardware.accelerator == "kvm" else "Nehalem"
    accelerator = "tcg,thread=multi" if hardware.accelerator == "tcg" else hardware.accelerator
    return [
        *(PROGRAM, "-name", "gui-agent", "-nodefaults", "-no-user-config", "-no-reboot", "-S"),
        *("-sandbox", _SANDBOX, "-machine", "pc", "-accel", accelerator, "-cpu", processor),
        *("-smp", str(hardware.processors), "-m", str(hardware.memory >> 20), "-rtc", "base=utc,clock=host"),
        *("-display", "none", "-vga", "none"),
        *("-device", f"VGA,xres={size.width},yres={size.height},vgamem_mb={_VIDEO_MB}"),
        *("-device", f"virtio-keyboard-pci,id={KEYBOARD}", "-device", f"virtio-tablet-pci,id={TABLET}"),
        *("-chardev", f"socket,id=qmp,fd={qmp}", "-mon", "chardev=qmp,mode=control"),
        *("-chardev", f"socket,id=line,fd={line}", "-device", "virtio-serial-pci"),
        *("-device", f"virtserialport,chardev=line,name={PORT_NAME}"),
        *("-chardev", f"file,id=console,path={folder / 'console.log'}", "-serial", "chardev:console"),
        *boot,
    ]


def disk_options(overlay: Path) -> list[str]:
    """Return how the guest's disk is described: what is written goes to ``overlay``."""
    drive = f"if=none,id=disk,format=qcow2,cache=unsafe,discard=unmap,file={overlay}"
    return ["-drive", drive, "-device", "virtio-blk-pci,drive=disk"]


def as_key(hardware: Hardware) -> dict[str, object]:
    """Return the hardware as plain data, with what else a saved state depends on."""
    key: dict[str, object] = {**asdict(hardware), "qemu": qemu_version()}
    if hardware.accelerator == "kvm":
        key["processor"] = _processor()
    return key


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags"))}))
