"""What a sandbox's desktop is made of: its services, their settings and the programs' environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.desktop_settings import calm_files, desktop_environment, manager_command
from actions.geometry import Size
from evals.machines.images.store import Image
from evals.machines.sandbox.panel import panel_files
from evals.machines.sandbox.rooms import HOME, RUNTIME, SCREEN_FOLDER

BUS = f"unix:path={RUNTIME}/bus"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sandbox may use at most: bytes of memory, disk (in memory) and shared memory; processes."""

    memory: int = 3 << 30
    disk: int = 1 << 30
    shared_memory: int = 256 << 20
    processes: int = 1024
    files: int = 100_000


def guest_environment(accessibility: bool) -> dict[str, str]:
    """Return the environment of the guest's programs."""
    calm = desktop_environment({})
    if accessibility:
        del calm["NO_AT_BRIDGE"]
        calm |= dict.fromkeys(("GNOME_ACCESSIBILITY", "ACCESSIBILITY_ENABLED", "QT_ACCESSIBILITY"), "1")
        calm |= {"GTK_MODULES": "gail:atk-bridge", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    return calm | {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/games",
        "HOME": HOME,
        "USER": "user",
        "LOGNAME": "user",
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "DISPLAY": ":0",
        "XDG_RUNTIME_DIR": RUNTIME,
        "DBUS_SESSION_BUS_ADDRESS": BUS,
    }


def make_plan(image: Image, size: Size, limits: Limits, accessibility: bool) -> dict[str, Any]:
    """Return the order for the keeper: plain data, because it goes to another process."""
    return {
        "image": str(image.folder),
        "memory": limits.memory,
        "disk": limits.disk,
        "inodes": limits.files,
        "shared_memory": limits.shared_memory,
        "processes": limits.processes,
        "files": {**calm_files(), **panel_files(image.root)},
        "environment": guest_environment(accessibility),
        "services": [["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={BUS}"]],
        "server": _server(size),
        "session": [manager_command()],
    }


def _server(size: Size) -> list[str]:
    return [
        *("Xvfb", ":0", "-screen", "0", f"{size.width}x{size.height}x24", "-dpi", "96"),
        *("-fbdir", SCREEN_FOLDER, "-nolisten", "tcp", "-noreset", "-s", "0"),
        # Nobody but the guest and its owner reaches this server; the frame buffer shows no pointer then.
        *("-ac", "-nocursor"),
        # GLX loads a compiler of 45 MB to draw in software what programs draw themselves without it.
        *("-extension", "GLX"),
    ]
