"""What a private desktop is made of, and settings that keep it calm, as files of a fresh home folder.

No blinking carets, no animations, no first-run dialogs, scroll bars that stay visible, one workspace, no
desktop menu. Applications show what they show to a new user otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from actions.child_environment import child_environment

PROGRAMS: Mapping[str, str] = MappingProxyType(
    {"Xvfb": "xvfb", "xkbcomp": "x11-xkb-utils", "openbox": "openbox", "dbus-daemon": "dbus-daemon"}
)
"""The programs a private desktop is made of, and the Debian package of each."""

BACKGROUND = 0x3B5368
"""The colour behind the windows, 0xRRGGBB."""

MANAGER_CONFIGURATION = ".config/openbox/gui-agent.xml"

_INHERITED = (
    *("PATH", "LANG", "LANGUAGE", "TZ", "USER", "LOGNAME", "SHELL", "TMPDIR"),
    *("XDG_DATA_DIRS", "XDG_CONFIG_DIRS", "LD_LIBRARY_PATH", "http_proxy", "https_proxy"),
    *("no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)


def desktop_environment(parent: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what programs on the desktop inherit: a short list, so no keys or sessions leak in.

    Display, bus and folders are added when they are known.
    """
    parent = child_environment(parent)
    kept = {name: parent[name] for name in _INHERITED if name in parent}
    kept |= {name: value for name, value in parent.items() if name.startswith("LC_")}
    if "UTF" not in (kept.get("LC_ALL") or kept.get("LANG") or "").upper():
        kept |= {"LANG": "C.UTF-8"}
        kept.pop("LC_ALL", None)
    return {
        "PATH": os.defpath,
        **kept,
        "XDG_SESSION_TYPE": "x11",
        "XDG_CURRENT_DESKTOP": "GuiAgent",
        "GSETTINGS_BACKEND": "keyfile",  # settings live in the home folder, not in a service
        "NO_AT_BRIDGE": "1",
        "GTK_USE_PORTAL": "0",
        "GTK_OVERLAY_SCROLLING": "0",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "SAL_USE_VCLPLUGIN": "gtk3",
    }


def manager_command() -> list[str]:
    """Return the window manager's command line, to be run in the home folder."""
    return ["openbox", "--sm-disable", "--config-file", MANAGER_CONFIGURATION]


def calm_files() -> dict[str, str]:
    """Return the settings files: path relative to the home folder, and text."""
    gtk = _ini("Settings", _GTK)
    return {
        ".config/gtk-3.0/settings.ini": gtk,
        ".config/gtk-4.0/settings.ini": gtk,
        ".gtkrc-2.0": "".join(f"{name}={value}\n" for name, value in _GTK2.items()),
        ".config/glib-2.0/settings/keyfile": _KEYFILE,
        ".Xdefaults": _XTERM,
        ".config/vlc/vlcrc": "[qt]\nqt-privacy-ask=0\n[core]\nmetadata-network-access=0\n",
        ".config/libreoffice/4/user/registrymodifications.xcu": _libreoffice(),
        MANAGER_CONFIGURATION: _openbox(),
        ".themes/GuiAgent/openbox-3/themerc": _TITLE_BARS,
        "Desktop/.directory": "",
        "Documents/.directory": "",
        "Downloads/.directory": "",
    }


_GTK = {
    "gtk-cursor-blink": "false",
    "gtk-enable-animations": "false",
    "gtk-overlay-scrolling": "false",
    "gtk-theme-name": "Adwaita",
    "gtk-font-name": "Sans 11",
    "gtk-xft-antialias": "1",
    "gtk-xft-hinting": "1",
    "gtk-xft-hintstyle": "hintslight",
    "gtk-xft-rgba": "none",
}

_GTK2 = {"gtk-cursor-blink": "0", "gtk-enable-animations": "0", "gtk-font-name": '"Sans 11"'}

_KEYFILE = """\
[org/gnome/desktop/interface]
cursor-blink=false
enable-animations=false

[org/xfce/mousepad/state/application]
session-restore='never'
"""

_TITLE_BARS = """\
*.font: shadow=n
*.text.justify: center
border.width: 1
padding.width: 4
padding.height: 3
window.handle.width: 0
window.active.border.color: #303030
window.inactive.border.color: #707070
window.active.title.bg: flat solid
window.active.title.bg.color: #d0dcea
window.active.label.bg: parentrelative
window.active.label.text.color: #000000
window.inactive.title.bg: flat solid
window.inactive.title.bg.color: #e6e6e6
window.inactive.label.bg: parentrelative
window.inactive.label.text.color: #404040
window.*.button.*.bg: parentrelative
window.active.button.*.image.color: #000000
window.inactive.button.*.image.color: #404040
menu.items.bg: flat solid
menu.items.bg.color: #ffffff
menu.items.text.color: #000000
menu.items.active.bg: flat solid
menu.items.active.bg.color: #d0dcea
menu.items.active.text.color: #000000
"""
"""Dark text on light bars: the default is white on light blue at eight points."""

_XTERM = """\
*faceName: Monospace
*faceSize: 11
*cursorBlink: false
*utf8: 1
"""


def _ini(section: str, values: Mapping[str, str]) -> str:
    return f"[{section}]\n" + "".join(f"{name}={value}\n" for name, value in values.items())


_LIBREOFFICE = (
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowDonation", "false"),
    ("/org.openoffice.Setup/Office", "OfficeRestartInProgress", "false"),
    ("/org.openoffice.Office.Common/VCL", "AnimationsEnabled", "false"),
    ("/org.openoffice.Office.Impress/Misc/NewDoc", "AutoPilot", "false"),
)


def _libreoffice() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _LIBREOFFICE
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n"
    )


def _openbox() -> str:
    """Give title bars what people expect, and the desktop nothing: its wheel would switch workspaces."""
    keys = _key("A-F4", "Close") + _key("A-Tab", "NextWindow")
    borders = "Top Bottom Left Right TLCorner TRCorner BLCorner BRCorner"
    mouse = (
        _mouse("Titlebar", "Left", "Press", "Focus", "Raise")
        + _mouse("Titlebar", "Left", "Drag", "Move")
        + _mouse("Titlebar", "Left", "DoubleClick", "ToggleMaximize")
        + _mouse(borders, "Left", "Press", "Focus", "Raise")
        + _mouse("TLCorner TRCorner BLCorner BRCorner", "Left", "Drag", "Resize")
        + "".join(_resize(edge) for edge in ("top", "bottom", "left", "right"))
        + _mouse("Close", "Left", "Click", "Close")
        + _mouse("Maximize", "Left", "Click", "ToggleMaximize")
        + _mouse("Iconify", "Left", "Click", "Iconify")
        + "".join(
            _mouse("Client", button, "Press", "Focus", "Raise") for button in ("Left", "Middle", "Right")
        )
    )
    places = ("ActiveWindow", "InactiveWindow", "MenuHeader", "MenuItem", "OnScreenDisplay")
    fonts = "".join(f'<font place="{place}"><name>Sans</name><size>11</size></font>\n' for place in places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<openbox_config xmlns="http://openbox.org/3.4/rc">\n'
        "<focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>\n"
        "<placement><policy>Smart</policy><center>yes</center></placement>\n"
        "<theme><name>GuiAgent</name><titleLayout>NLIMC</titleLayout><animateIconify>no</animateIconify>\n"
        f"{fonts}</theme>\n"
        "<desktops><number>1</number><popupTime>0</popupTime></desktops>\n"
        f"<keyboard>\n{keys}</keyboard>\n"
        "<mouse><dragThreshold>4</dragThreshold><doubleClickTime>400</doubleClickTime>\n"
        f"{mouse}</mouse>\n</openbox_config>\n"
    )


def _key(key: str, action: str) -> str:
    return f'<keybind key="{key}"><action name="{action}"/></keybind>\n'


def _mouse(context: str, button: str, event: str, *actions: str) -> str:
    does = "".join(f'<action name="{action}"/>' for action in actions)
    bind = f'<mousebind button="{button}" action="{event}">{does}</mousebind>'
    return f'<context name="{context}">{bind}</context>\n'


def _resize(edge: str) -> str:
    does = f'<action name="Resize"><edge>{edge}</edge></action>'
    bind = f'<mousebind button="Left" action="Drag">{does}</mousebind>'
    return f'<context name="{edge.capitalize()}">{bind}</context>\n'
