"""Starts the private desktop of the test that is next, while something else is done."""

from __future__ import annotations

import contextlib
import shutil
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from actions.desktop_session import StartingDesktop
from actions.errors import ComputerError
from actions.geometry import Size

if TYPE_CHECKING:
    from actions.computer import Computer


def home_of_attempt(folder: Path, number: int) -> Path:
    """Return the home folder of an attempt, the first being 1; its records go into the folder above."""
    return folder / f"attempt-{number}" / "home"


class DesktopsAhead:
    """Opens private desktops of ``size``, each with a home folder of its own; a context, or to be closed.

    ``homes`` are those it will be asked for, in order: one is always started ahead, the first one at once.
    """

    def __init__(self, size: Size, homes: Sequence[Path] = ()) -> None:
        self._size, self._homes = size, deque(homes)
        self._next: StartingDesktop | None = None
        self._start_next()

    def open(self, home: Path) -> Computer:
        """Return a desktop with the home folder ``home``. Raises `ComputerError`."""
        from actions.virtual_desktop import VirtualDesktop

        starting, self._next = self._next, None
        if starting is not None and starting.home != home:
            self._next, starting = starting, None
        opened = VirtualDesktop(self._size, home, starting=starting)
        self._start_next()
        return opened

    def close(self) -> None:
        """End what was started and not asked for, and leave nothing of it."""
        starting, self._next = self._next, None
        if starting is None or starting.home is None:
            return
        starting.close()
        shutil.rmtree(starting.home, ignore_errors=True)
        with contextlib.suppress(OSError):
            for folder in starting.home.parents:
                folder.rmdir()  # until one holds something

    def __enter__(self) -> DesktopsAhead:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_next(self) -> None:
        if self._next is None and self._homes:
            # What is wrong is told when the desktop is asked for.
            with contextlib.suppress(ComputerError, OSError):
                self._next = StartingDesktop(self._size, self._homes.popleft())
