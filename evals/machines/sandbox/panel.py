"""The panel at the bottom of a sandbox's screen: buttons of applications, and the open windows.

No clock: a screen that changes by itself cannot be compared. Every button names a picture file, since
looking through the icon themes would take the panel longer than everything else it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.machines.sandbox.rooms import HOME

FOLDER = ".config/tint2"
COMMAND = ("tint2", "-c", f"{HOME}/{FOLDER}/gui-agent.tint2rc")
"""The panel's command line; where the window manager has not yet named its workspaces it sleeps a second."""

HEIGHT = 30
COLOUR = 0x2B3A4A
"""What the panel shows where nothing is on it, 0xRRGGBB; before it is drawn it is black."""

_ENTRIES = (
    *("pcmanfm", "debian-xterm", "org.xfce.mousepad", "galculator", "chromium", "libreoffice-writer"),
    *("libreoffice-calc", "libreoffice-impress", "gimp", "org.xfce.ristretto", "vlc", "thunderbird"),
)
_INSTEAD = {"mini.xterm": "utilities-terminal"}
_SIZES = ("48x48", "32x32", "64x64", "24x24", "128x128", "256x256")
_THEMES = ("hicolor", "Adwaita")
_KINDS = ("apps", "legacy", "places")


def panel_files(root: Path) -> Mapping[str, str]:
    """Return the panel's settings for an image: path relative to the home folder, and text."""
    files: dict[str, str] = {}
    settings = _SETTINGS
    for name in _ENTRIES:
        entry = root / "usr/share/applications" / f"{name}.desktop"
        if not entry.is_file():
            continue
        fields = _fields(entry)
        picture = _picture(root, fields.get("Icon", ""))
        if picture and "Exec" in fields:
            path = f"{FOLDER}/{name}.desktop"
            files[path] = (
                f"[Desktop Entry]\nType=Application\nName={fields.get('Name', name)}\n"
                f"Exec={fields['Exec']}\nIcon={picture}\n"
            )
            settings += f"launcher_item_app = {HOME}/{path}\n"
    return {**files, f"{FOLDER}/gui-agent.tint2rc": settings}


def _fields(entry: Path) -> dict[str, str]:
    """Return the fields of the entry's own group; further groups are its actions."""
    fields: dict[str, str] = {}
    group = ""
    for line in entry.read_text("utf-8", "replace").splitlines():
        group = line if line.startswith("[") else group
        if group != "[Desktop Entry]":
            continue
        name, found, value = line.partition("=")
        if found:
            fields.setdefault(name.strip(), value.strip())
    return fields


def _picture(root: Path, icon: str) -> str:
    """Return the path, in the guest, of a drawn picture of ``icon``; empty where there is none."""
    wanted = _INSTEAD.get(icon, icon)
    if wanted.startswith("/"):
        return wanted
    for theme in _THEMES:
        for size in _SIZES:
            for kind in _KINDS:
                path = f"/usr/share/icons/{theme}/{size}/{kind}/{wanted}.png"
                if Path(f"{root}{path}").is_file():
                    return path
    pixmap = f"/usr/share/pixmaps/{wanted}.png"
    return pixmap if Path(f"{root}{pixmap}").is_file() else ""


_SETTINGS = f"""\
rounded = 0
border_width = 0
background_color = #{COLOUR:06x} 100
border_color = #{COLOUR:06x} 100

rounded = 2
border_width = 1
background_color = #44596e 100
border_color = #5b7188 100

rounded = 2
border_width = 1
background_color = #d0dcea 100
border_color = #d0dcea 100

panel_items = LT
panel_size = 100% {HEIGHT}
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
