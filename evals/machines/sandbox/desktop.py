"""What a sandbox's desktop is made of: its services, their settings and the programs' environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.desktop_settings import calm_files, desktop_environment, manager_command
from actions.geometry import Size
from evals.machines.images.store import Image
from evals.machines.sandbox.rooms import HOME, RUNTIME, SCREEN_FOLDER

PANEL = ("tint2", "-c", f"{HOME}/.config/tint2/gui-agent.tint2rc")
"""The panel's command line; where the window manager has not yet named its workspaces it sleeps a second."""

BUS = f"unix:path={RUNTIME}/bus"
PANEL_HEIGHT = 30


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
        "files": home_files(image),
        "environment": guest_environment(accessibility),
        "services": [["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={BUS}"]],
        "server": _server(size),
        "session": [manager_command()],
    }


def home_files(image: Image) -> Mapping[str, str]:
    """Return the settings of a fresh home folder: path relative to it, and text."""
    entries = (f"/usr/share/applications/{name}.desktop" for name in _LAUNCHERS)
    present = [entry for entry in entries if Path(f"{image.root}{entry}").is_file()]
    launchers = "".join(f"launcher_item_app = {entry}\n" for entry in present)
    return {**calm_files(), ".config/tint2/gui-agent.tint2rc": _PANEL + launchers}


def _server(size: Size) -> list[str]:
    return [
        *("Xvfb", ":0", "-screen", "0", f"{size.width}x{size.height}x24", "-dpi", "96"),
        *("-fbdir", SCREEN_FOLDER, "-nolisten", "tcp", "-noreset", "-s", "0"),
        # Nobody but the guest and its owner reaches this server; the frame buffer shows no pointer then.
        *("-ac", "-nocursor"),
    ]


_LAUNCHERS = (
    *("pcmanfm", "debian-xterm", "org.xfce.mousepad", "galculator", "chromium", "libreoffice-writer"),
    *("libreoffice-calc", "libreoffice-impress", "gimp", "ristretto", "vlc", "thunderbird"),
)

_PANEL = f"""\
rounded = 0
border_width = 0
background_color = #2b3a4a 100
border_color = #2b3a4a 100

rounded = 2
border_width = 1
background_color = #44596e 100
border_color = #5b7188 100

rounded = 2
border_width = 1
background_color = #d0dcea 100
border_color = #d0dcea 100

panel_items = LT
panel_size = 100% {PANEL_HEIGHT}
panel_position = bottom center horizontal
panel_background_id = 1
panel_padding = 4 2 4
panel_dock = 0
wm_menu = 0
panel_layer = top
strut_policy = follow_size
disable_transparency = 1
font_shadow = 0

taskbar_mode = single_desktop
taskbar_padding = 0 0 4
taskbar_background_id = 0
task_icon = 1
task_text = 1
task_centered = 0
task_maximum_size = 220 26
task_padding = 6 2 6
task_font = Sans 10
task_font_color = #ffffff 100
task_active_font_color = #000000 100
task_background_id = 2
task_active_background_id = 3
task_iconified_background_id = 2
urgent_nb_of_blink = 0
mouse_left = toggle_iconify
mouse_middle = none
mouse_right = none
mouse_scroll_up = none
mouse_scroll_down = none

launcher_padding = 2 0 6
launcher_background_id = 0
launcher_icon_size = 22
launcher_tooltip = 0
startup_notifications = 0
"""
