"""Getters of the guest's state: commands, folders, screen, accessibility tree."""

from __future__ import annotations

import re
import shlex
from typing import Any

from actions.computer import WindowLister
from evals.graders.context import GradingContext
from evals.graders.errors import StateUnavailable, UnreadableInput
from evals.graders.metrics.accessibility import accessibility_root, namespaces
from evals.graders.state import Absent, State
from evals.machines.errors import GuestFileIsFolder, GuestFileMissing, GuestFileUnfit
from evals.machines.machine import CommandResult
from evals.tasks.task import Getter

_SECONDS = 120.0
CLEAN = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LD_PRELOAD": "",
    "LD_LIBRARY_PATH": "",
    "PYTHONPATH": "",
    "PYTHONSTARTUP": "",
    "BASH_ENV": "",
    "ENV": "",
}
"""Nothing the guest's user can write stands before the system's programs."""


def command_output(getter: Getter, context: GradingContext) -> State:
    """Return what a command of the guest prints."""
    return _ran(getter, context).text


def command_error(getter: Getter, context: GradingContext) -> State:
    """Return what a command of the guest complains of."""
    return _ran(getter, context).stderr.decode("utf-8", "replace")


def accessibility_tree(_: Getter, context: GradingContext) -> State:
    """Return the accessibility tree as XML."""
    return context.machine.accessibility_tree()


def terminal_output(_: Getter, context: GradingContext) -> State:
    """Return the text in the terminal that is shown, from its accessibility node."""
    root = accessibility_root(context.machine.accessibility_tree())
    states = namespaces("ubuntu")
    path = '//application[contains(@name,"terminal")]//terminal[@st:focused="true"]|//terminal'
    found = root.xpath(path, namespaces=states)
    if not found:
        return Absent("no terminal is open")
    focused = [each for each in found if each.get(f"{{{states['st']}}}focused") == "true"]
    return ((focused or found)[0].text or "").rstrip()


def screen_size(_: Getter, context: GradingContext) -> State:
    """Return width and height of the guest's screen in pixels, as seen from outside."""
    size = context.machine.computer.screen_size
    return {"width": size.width, "height": size.height}


def window_size(getter: Getter, context: GradingContext) -> State:
    """Return width and height of the first window of a class, None where there is none."""
    wanted = getter.parameters["app_class_name"].lower()
    windows = getattr(context.machine.computer, "windows", None)
    if windows is not None:
        for window in windows():
            if (
                wanted in (window.application.lower(), window.title.lower())
                or wanted in window.application.lower()
            ):
                return {"width": window.box.width, "height": window.box.height}
        return None
    return _size_by_xdotool(context, getter.parameters["app_class_name"])


def window_titles(getter: Getter, context: GradingContext) -> State:
    """Return the titles of the open windows, sorted; with ``hidden`` only of the minimised ones."""
    computer = context.machine.computer
    if not isinstance(computer, WindowLister):
        raise StateUnavailable("this machine's windows cannot be listed from outside; use a sandbox")
    wanted = getter.parameters.get("hidden") in (True, "true")
    return sorted(window.title for window in computer.windows() if window.hidden or not wanted)


def list_directory(getter: Getter, context: GradingContext) -> State:
    """Return a folder as a tree of names."""
    return directory_tree(context, getter.parameters["path"])


def directory_tree(context: GradingContext, folder: str) -> dict[str, Any] | Absent:
    """List a folder of the guest, deep; names come apart at NUL, so no name can pass for two."""
    command = ["/usr/bin/find", folder, "-mindepth", "1", "-printf", "%y%P\\0"]
    done = context.machine.run(command, timeout=_SECONDS, environment=CLEAN)
    if done.returncode != 0:
        return Absent(f"the guest has no folder {folder}")
    root: dict[str, Any] = {
        "type": "directory",
        "name": folder.rstrip("/").rpartition("/")[2],
        "children": [],
    }
    places: dict[str, Any] = {"": root}
    for entry in filter(None, done.stdout.decode("utf-8", "replace").split("\0")):
        kind, path = entry[0], entry[1:]
        parent, _, name = path.rpartition("/")
        node: dict[str, Any] = {"type": "directory" if kind == "d" else "file", "name": name}
        if kind == "d":
            node["children"] = []
            places[path] = node
        if parent in places:
            places[parent]["children"].append(node)
    return root


def shortcuts_on_desktop(_: Getter, context: GradingContext) -> State:
    """Return the starters on the desktop, by name with their text."""
    tree = directory_tree(context, f"{context.home}/Desktop")
    if isinstance(tree, Absent):
        return tree
    names = [each["name"] for each in tree["children"] if each["name"].endswith(".desktop")]
    paths = {name: f"{context.home}/Desktop/{name}" for name in names}
    texts = {name: _text_or_nothing(context, path) for name, path in paths.items()}
    return {name: text for name, text in texts.items() if text is not None}


def _text_or_nothing(context: GradingContext, path: str) -> str | None:
    """Return a file's text; None where the name leads nowhere or to no file."""
    try:
        return context.machine.get(path).decode("utf-8", "replace")
    except (GuestFileMissing, GuestFileIsFolder, GuestFileUnfit):
        return None


def _ran(getter: Getter, context: GradingContext) -> CommandResult:
    command = getter.parameters["command"]
    if getter.parameters.get("shell") in (True, "true"):
        # OSWorld joins nothing: of a list only the first part is the command, the others are its arguments.
        argv = ["/bin/sh", "-c", *([command] if isinstance(command, str) else command)]
    else:
        argv = shlex.split(command) if isinstance(command, str) else list(command)
    argv = [each.replace("{CLIENT_PASSWORD}", context.password) for each in argv]
    return context.machine.run(argv, timeout=_SECONDS, environment=CLEAN)


def _size_by_xdotool(context: GradingContext, name: str) -> dict[str, int] | None:
    found = context.machine.run(["/usr/bin/xdotool", "search", "--onlyvisible", "--class", name], timeout=30)
    if found.returncode != 0 or not found.text.split():
        return None
    command = ["/usr/bin/xdotool", "getwindowgeometry", found.text.split()[0]]
    said = context.machine.run(command, timeout=30).text
    size = re.search(r"Geometry: (\d+)x(\d+)", said)
    if size is None:
        raise UnreadableInput(f"xdotool says {said!r} of the window's size")
    return {"width": int(size[1]), "height": int(size[2])}
