"""The guest's windows, through wmctrl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evals.guest.commands import run
from evals.guest.problems import Failed, NotFound


@dataclass(frozen=True)
class Window:
    """A top-level window; ``class_name`` is instance and class with a dot between."""

    number: str
    width: int
    height: int
    class_name: str
    title: str


def listed() -> list[Window]:
    done = run(["wmctrl", "-l", "-G", "-x"], timeout=10)
    if done.returncode:
        raise Failed(f"the windows cannot be listed: {done.stderr.strip()}")
    found: list[Window] = []
    for line in done.stdout.splitlines():
        parts = line.split(None, 8)
        if len(parts) >= 8:
            title = parts[8] if len(parts) > 8 else ""
            found.append(Window(parts[0], int(parts[4]), int(parts[5]), parts[6], title))
    return found


def find(name: str, strict: bool, by_class: bool) -> Window:
    """Return the window whose title (or class) is ``name``, or holds it where not ``strict``."""
    for window in listed():
        text = window.class_name if by_class else window.title
        if text == name or (not strict and name.lower() in text.lower()):
            return window
    raise NotFound(f"Window not found: {name}")


def activate(name: str, strict: bool, by_class: bool) -> None:
    _ask("-a", find(name, strict, by_class))


def close(name: str, strict: bool, by_class: bool) -> None:
    _ask("-c", find(name, strict, by_class))


def size_of_class(name: str) -> dict[str, Any]:
    window = find(name, strict=False, by_class=True)
    return {"width": window.width, "height": window.height}


def _ask(request: str, window: Window) -> None:
    done = run(["wmctrl", "-i", request, window.number], timeout=10)
    if done.returncode:
        raise Failed(f"the window manager refused: {done.stderr.strip()}")
