"""What a virtual machine boots: the kernel, and a first file system with drivers and the first process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import evals
from actions.desktop_settings import BACKGROUND, calm_files, manager_command
from evals.machines.images.disk import Disk
from evals.machines.qemu.hardware import Hardware
from evals.machines.sandbox import panel
from evals.machines.sandbox.desktop import BUS, guest_environment

PROBE = "gui-agent.probe"
KERNEL_IS_UP = "gui-agent: kernel is up"
DESKTOP_IS_UP = "gui-agent: desktop is up"
_MODULES = ("qemu/inside", "sandbox/kernel.py", "sandbox/programs.py", "sandbox/rooms.py")
_PACKAGES = ("", "machines", "machines/qemu", "machines/sandbox")
_KERNEL_OPTIONS = (
    # No messages on the screen, no pause after a panic.
    *("console=ttyS0", "quiet", "loglevel=3", "panic=-1", "random.trust_cpu=on", "audit=0"),
    *("vt.global_cursor_default=0", "consoleblank=0", "mitigations=off"),
)
_EMULATED_OPTIONS = ("tsc=unstable", "clocksource=hpet", "no_timer_check")
"""An emulated processor's counter cannot be measured: on a busy host time ran six times too fast by it."""
_PROCESSES = 1024
_FOLDER, _FILE, _PROGRAM = 0o040755, 0o100644, 0o100755


def boot_options(disk: Disk, hardware: Hardware, first: Path, *extra: str) -> list[str]:
    """Return how QEMU is told what to boot; ``first`` is a file of `first_files`."""
    emulated = _EMULATED_OPTIONS if hardware.accelerator == "tcg" else ()
    words = " ".join((*_KERNEL_OPTIONS, *emulated, *extra))
    return ["-kernel", str(disk.kernel), "-initrd", str(first), "-append", words]


def make_plan(disk: Disk, hardware: Hardware, accessibility: bool) -> dict[str, Any]:
    """Return what the first process is told about the desktop: plain data."""
    return {
        "memory": hardware.memory,
        "processes": _PROCESSES,
        "files": {**calm_files(), **panel.panel_files(disk.image.root)},
        "environment": guest_environment(accessibility),
        "services": [["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={BUS}"]],
        "server": [
            *("-nolisten", "tcp", "-noreset", "-s", "0", "-ac", "-nocursor", "-dpi", "96"),
            *("-extension", "GLX", "-novtswitch", "-keeptty", "vt1"),
        ],
        "session": [manager_command()],
        "afterwards": [["xsetroot", "-solid", f"#{BACKGROUND:06x}"], list(panel.COMMAND)],
    }


def first_files(disk: Disk, plan: Mapping[str, Any]) -> bytes:
    """Return the first file system as the kernel reads it: an archive of cpio's "newc" kind."""
    entries: dict[str, tuple[int, bytes]] = {}
    for path, mode, content in _entries(disk, plan):
        for parent in reversed(Path(path).parents):
            if str(parent) != ".":
                entries.setdefault(str(parent), (_FOLDER, b""))
        entries[path] = (mode, content)
    archive = bytearray()
    for number, (path, (mode, content)) in enumerate(entries.items(), 1):
        archive += _record(number, path, mode, content)
    return bytes(archive + _record(0, "TRAILER!!!", 0, b""))


def code_digest() -> str:
    """Return digits that change with the code that runs in the guest from the start."""
    digest = hashlib.sha256()
    for path, content in code():
        digest.update(path.encode() + b"\0" + content)
    return digest.hexdigest()


def _entries(disk: Disk, plan: Mapping[str, Any]) -> Iterator[tuple[str, int, bytes]]:
    yield "init", _PROGRAM, (Path(__file__).parent / "inside/init.sh").read_bytes()
    yield "bin/busybox", _PROGRAM, (disk.drivers / "busybox").read_bytes()
    for name in ("order", *(disk.drivers / "order").read_text("ascii").split()):
        yield f"modules/{name}", _FILE, (disk.drivers / name).read_bytes()
    for path, content in code():
        yield f"gui-agent/{path}", _FILE, content
    yield "gui-agent/plan.json", _FILE, json.dumps(dict(plan)).encode()


def code() -> Iterator[tuple[str, bytes]]:
    """Yield the first process with what it needs of the sandbox's, and the guest server's package."""
    package = Path(evals.__file__).parent
    for folder in _PACKAGES:
        yield str(Path("evals", folder, "__init__.py")), b""
    sources = [path for name in _MODULES for path in _sources(package / "machines" / name)]
    for source in (*sources, *_sources(package / "guest")):
        yield f"evals/{source.relative_to(package)}", source.read_bytes()


def _sources(place: Path) -> list[Path]:
    return (
        [place]
        if place.is_file()
        else sorted(path for path in place.rglob("*") if path.suffix in (".py", ".sh"))
    )


def _record(number: int, path: str, mode: int, content: bytes) -> bytes:
    name = path.encode() + b"\0"
    numbers = (number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name), 0)
    head = b"070701" + b"".join(b"%08X" % each for each in numbers) + name
    return _padded(head) + _padded(content)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
