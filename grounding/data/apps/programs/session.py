"""Runs inside a session of its own: starts helpers and programs, and tells the accessibility tree.

Started with the system's Python (it needs gi). One JSON object a line comes in, one goes out:
{"do": "start", "argv": [...], "env": {...}, "cwd": "..."}, {"do": "running"}, {"do": "tree"}, {"do": "end"}.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

MAX_NODES = 3500
MAX_SECONDS = 8.0
HELPERS = (
    ["/usr/libexec/at-spi-bus-launcher", "--launch-immediately", "--a11y=1"],
    ["xsettingsd", "-c", str(Path.home() / ".xsettingsd")],
    ["picom", "--backend", "xrender", "--config", "/dev/null", "--no-fading-openclose"],
    ["openbox", "--config-file", str(Path.home() / ".config/openbox/rc.xml")],
)
MENU_ENTRIES = ("menu", "menu item", "check menu item", "radio menu item")
# Every property costs a message there and back: ask only where the answer is of use.
CONTAINERS = frozenset(
    {"panel", "filler", "viewport", "scroll pane", "split pane", "tool bar", "status bar",
     "page tab list", "separator", "layered pane", "root pane", "menu bar", "tree table", "table",
     "list", "scroll bar", "grouping", "list box", "tree"}
)  # fmt: skip
NAMED = frozenset(
    {"label", "push button", "toggle button", "menu", "menu item", "check menu item", "radio menu item",
     "page tab", "check box", "radio button",
     "link", "table column header", "icon", "image", "frame",
     "dialog"}
)  # fmt: skip
LABELLED = frozenset(
    {"text", "entry", "password text", "combo box", "spin button", "slider", "table", "list",
     "tree table"}
)  # fmt: skip
STATE_NAMES = (
    "showing", "visible", "checked", "selected", "focused", "expanded", "expandable", "editable",
    "multi_line", "pressed", "checkable", "selectable", "modal", "sensitive", "enabled",
)  # fmt: skip
STATES = {getattr(Atspi.StateType, n.upper()): n for n in STATE_NAMES if hasattr(Atspi.StateType, n.upper())}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing but answers may come out
    for argv in HELPERS:
        if shutil.which(argv[0]) is None:
            continue
        subprocess.Popen(argv, stdin=subprocess.DEVNULL)
        time.sleep(0.15)
    Atspi.init()
    Atspi.set_timeout(1500, 1500)
    children: list[subprocess.Popen[bytes]] = []
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "end":
            break
        answers.write(json.dumps(answer(request, children)) + "\n")
        answers.flush()
    for child in children:
        child.kill()


def answer(request: dict[str, Any], children: list[subprocess.Popen[bytes]]) -> Any:
    if request["do"] == "start":
        for child in children:
            child.kill()
        env = {**os.environ, **request["env"]}
        children[:] = [
            subprocess.Popen(request["argv"], env=env, cwd=request["cwd"], stdin=subprocess.DEVNULL)
        ]
        return children[0].pid
    if request["do"] == "running":
        return {"alive": bool(children) and children[0].poll() is None, "programs": programs()}
    return tree()


def programs() -> list[list[Any]]:
    """Return [name, children] of every program on the accessibility bus."""
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        try:
            program = desktop.get_child_at_index(index)
            found.append([program.get_name(), program.get_child_count()])
        except Exception:  # a program that ends meanwhile raises GLib errors of several kinds
            continue
    return found


def tree() -> list[dict[str, Any]]:
    """Return all nodes whose ancestors all show, parents before children."""
    desktop = Atspi.get_desktop(0)
    nodes: list[dict[str, Any]] = []
    relations: list[tuple[int, Any]] = []
    places: dict[Any, int] = {}
    end = time.monotonic() + MAX_SECONDS
    for index in range(desktop.get_child_count()):
        try:
            program = desktop.get_child_at_index(index)
            toolkit, version = program.get_toolkit_name() or "", program.get_toolkit_version() or ""
            tops = [program.get_child_at_index(i) for i in range(program.get_child_count())]
        except Exception:
            continue
        is_gtk4 = toolkit.lower() == "gtk" and version.startswith("4")
        stack = [(top, -1) for top in reversed(tops) if top is not None]
        while stack and len(nodes) < MAX_NODES and time.monotonic() < end:
            accessible, parent = stack.pop()
            try:
                node = describe(accessible, parent, is_gtk4)
                if node is None:
                    continue
                node["program"] = index
                node["kit"] = "GTK4" if is_gtk4 else toolkit
                places[accessible] = len(nodes)
                if node["role"] in LABELLED:
                    relations.append((len(nodes), accessible))
                nodes.append(node)
                here = len(nodes) - 1
                stack += [(child, here) for child in reversed(children_of(accessible)) if child is not None]
            except Exception:
                continue
    for index, accessible in relations:
        nodes[index]["labelled by"] = labels_of(accessible, places)
    return nodes


def children_of(accessible: Any) -> list[Any]:
    count = accessible.get_child_count()
    table = accessible.get_table_iface() if count > 5000 else None
    if table is None:
        return [accessible.get_child_at_index(i) for i in range(min(300, count))]
    # A spreadsheet has millions of cells: only its upper left corner can be on the screen.
    return [Atspi.Table.get_accessible_at(table, row, column) for row in range(25) for column in range(9)]


def describe(accessible: Any, parent: int, is_gtk4: bool) -> dict[str, Any] | None:
    states = accessible.get_state_set()
    shows = states.contains(Atspi.StateType.VISIBLE if is_gtk4 else Atspi.StateType.SHOWING)
    role = accessible.get_role_name()
    # GTK 2 never says that the entries of an open menu show.
    may_show = role in MENU_ENTRIES and states.contains(Atspi.StateType.VISIBLE)
    if not (shows or may_show or states.contains(Atspi.StateType.SHOWING)):
        return None
    component = accessible.get_component_iface()
    name = accessible.get_name() or ""
    is_plain = role in CONTAINERS
    box = [-1, -1, -1, -1]
    if component is not None:
        r = component.get_extents(Atspi.CoordType.WINDOW if is_gtk4 else Atspi.CoordType.SCREEN)
        box = [r.x, r.y, r.width, r.height]
    if not shows and (is_gtk4 or box[2] < 2):
        return None
    return {
        "parent": parent,
        "role": role,
        "name": name[:300],
        "description": "" if is_plain else (accessible.get_description() or "")[:300],
        "text": "" if is_plain or (name and role in NAMED) else text_of(accessible),
        "states": [name for kind, name in STATES.items() if states.contains(kind)],
        "box": box,
        "action": action_of(accessible, role),
        "labelled by": [],
    }


def text_of(accessible: Any) -> str:
    text = accessible.get_text_iface()
    if text is None:
        return ""
    count = text.get_character_count()
    return Atspi.Text.get_text(text, 0, min(count, 300)) or "" if count > 0 else ""


def action_of(accessible: Any, role: str) -> str:
    if role != "toggle button":
        return ""
    action = accessible.get_action_iface()
    return (action.get_action_name(0) or "") if action is not None and action.get_n_actions() else ""


def labels_of(accessible: Any, places: dict[Any, int]) -> list[int]:
    try:
        return [
            places[relation.get_target(i)]
            for relation in accessible.get_relation_set()
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
            for i in range(relation.get_n_targets())
            if relation.get_target(i) in places
        ]
    except Exception:
        return []


if __name__ == "__main__":
    main()
