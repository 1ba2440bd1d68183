"""Getters of applications' settings."""

from __future__ import annotations

import configparser
from urllib.parse import unquote, urlsplit

from actions.action import PressKeys, TypeText
from actions.computer import Computer
from evals.graders.context import GradingContext
from evals.graders.getters.files import vm_file
from evals.graders.getters.guest import CLEAN
from evals.graders.state import Absent, State, reading
from evals.tasks.task import Getter

_GIMP = ("2.10", "3.0")
_MIME_LISTS = (
    "{home}/.config/mimeapps.list",
    "{home}/.local/share/applications/mimeapps.list",
    "/etc/xdg/mimeapps.list",
    "/usr/share/applications/mimeapps.list",
    "/usr/share/applications/defaults.list",
)
_VIDEO = (
    "video/3gp", "video/3gpp", "video/3gpp2", "video/avi", "video/divx", "video/dv", "video/fli",
    "video/flv", "video/mp2t", "video/mp4", "video/mp4v-es", "video/mpeg", "video/mpeg-system",
    "video/msvideo", "video/ogg", "video/quicktime", "video/vnd.divx", "video/vnd.mpegurl",
    "video/vnd.rn-realvideo", "video/webm", "video/x-anim", "video/x-avi", "video/x-flc",
    "video/x-fli", "video/x-flv", "video/x-m4v", "video/x-matroska", "video/x-mpeg",
    "video/x-mpeg-system", "video/x-mpeg2", "video/x-ms-asf", "video/x-ms-asf-plugin",
    "video/x-ms-asx", "video/x-ms-wm", "video/x-ms-wmv", "video/x-ms-wmx", "video/x-ms-wvx",
    "video/x-msvideo", "video/x-nsv", "video/x-ogm", "video/x-ogm+ogg", "video/x-theora",
    "video/x-theora+ogg",
)  # fmt: skip


def gimp_config_file(getter: Getter, context: GradingContext) -> State:
    """Fetch a settings file of GIMP, of the oldest version that has one."""
    found: State = None
    for version in _GIMP:
        path = f"{context.home}/.config/GIMP/{version}/{getter.parameters['file_name']}"
        found = context.fetch(path, getter.parameters["dest"])
        if not isinstance(found, Absent):
            return found
    return found


def vlc_config(getter: Getter, context: GradingContext) -> State:
    """Fetch VLC's settings."""
    return context.fetch(f"{context.home}/.config/vlc/vlcrc", getter.parameters["dest"])


def vscode_config(getter: Getter, context: GradingContext) -> State:
    """Give the running editor a command by keyboard, from outside, and fetch the file it writes."""
    computer = context.machine.computer
    computer.execute(PressKeys(("ctrl", "shift", "p")))
    computer.execute(TypeText(getter.parameters["vscode_extension_command"]))
    computer.execute(PressKeys(("enter",)))
    _settle(computer)
    parameters = {key: getter.parameters[key] for key in ("path", "dest")}
    return vm_file(Getter("vm_file", parameters), context)


def wallpaper(getter: Getter, context: GradingContext) -> State:
    """Fetch the picture on the desktop, as the desktop's settings name it."""
    command = ["/usr/bin/gsettings", "get", "org.gnome.desktop.background", "picture-uri"]
    said = context.machine.run(command, timeout=30, environment=CLEAN).text.strip().strip("'")
    path = unquote(urlsplit(said).path)
    return context.fetch(path, getter.parameters["dest"]) if path else Absent("no wallpaper is set")


def default_video_player(_: Getter, context: GradingContext) -> State:
    """Return the program for most kinds of video, read from the lists of default programs."""
    lists = [_default_programs(context, path.format(home=context.home)) for path in _MIME_LISTS]
    chosen = [next((known[kind] for known in lists if kind in known), None) for kind in _VIDEO]
    named = [each for each in chosen if each]
    return max(named, key=named.count) if named else "unknown"


def _default_programs(context: GradingContext, path: str) -> dict[str, str]:
    file = context.fetch(path, "default-programs")
    if isinstance(file, Absent):
        return {}
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    with reading(file, "a list of default programs"):
        parser.read_string(file.read_text("utf-8"))
    section = "Default Applications"
    if not parser.has_section(section):
        return {}
    return {kind: value.split(";")[0].strip() for kind, value in parser.items(section) if value.strip(";")}


def _settle(computer: Computer) -> None:
    from actions.settle import wait_until_settled

    wait_until_settled(computer.screenshot, first_change_within=1.0)
