"""One door to every computer of this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from actions.computer import Computer
from actions.geometry import Size

if TYPE_CHECKING:
    from actions.x11.asking_windows import Asking

ComputerKind = Literal["local", "virtual"]


def open_computer(
    kind: ComputerKind = "local",
    *,
    size: Size | None = None,
    home: Path | None = None,
    variables: Mapping[str, str] | None = None,
    display_name: str | None = None,
    fail_safe: bool = True,
    hot_key: str = "",
    take_over: bool | None = None,
    asking_titles: Sequence[str] = (),
) -> Computer:
    """Open this desktop ("local") or a private one ("virtual").

    ``size``, ``home`` and ``variables`` belong to the private desktop, as in `VirtualDesktop`;
    ``display_name``, ``fail_safe`` (hot key, corner, and the watchdog that lifts keys after a crash) and
    ``hot_key`` (such as "ctrl+alt+escape") to this one. ``take_over``: a person's own mouse and keyboard go
    first; where None, on this desktop with its fail-safe. There the terminal of this process is out of the
    agent's reach, and so are browser windows with one of ``asking_titles`` in their title.
    Raises `DisplayUnavailable`, `MissingDependency`; ValueError for a kind nobody knows.
    """
    if kind == "virtual":
        from actions.virtual_desktop import VirtualDesktop

        return VirtualDesktop(size or Size(1280, 800), home, variables, take_over=bool(take_over))
    if kind != "local":
        raise ValueError(f"there is no computer {kind!r}; choose local or virtual")
    from actions.local import open_desktop, open_x11

    goes_first = fail_safe if take_over is None else take_over
    if not sys.platform.startswith("linux"):
        return open_desktop(fail_safe=fail_safe, hot_key=hot_key, take_over=goes_first)
    asking = _asking(display_name, asking_titles) if goes_first else None
    return open_x11(display_name, fail_safe=fail_safe, hot_key=hot_key, take_over=goes_first, asking=asking)


def _asking(display_name: str | None, titles: Sequence[str]) -> Asking:
    """Say in which windows a person is asked by this process."""
    from actions.asking_processes import AskingProcesses
    from actions.x11.asking_windows import Asking, terminals_window

    window = terminals_window(display_name or os.environ.get("DISPLAY", ""))
    return Asking(AskingProcesses(), tuple(titles), window)
