"""The windows in which a person is asked: who owns them, and whether input would reach one.

What counts is the process that holds a window's connection, as the server knows it: a title or a property
can be set by anybody. A browser's page is found by a title of its own, for want of anything better.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from actions.asking_processes import AskingProcesses
from actions.geometry import Point

FRESH_SECONDS = 0.25
"""How long it is remembered who owns a window."""
_FRAME_DEPTH = 3
"""A window manager puts a program's window into a frame, at most so deep."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a person is asked: by which processes, in pages of which titles, and in which window.

    ``window`` is the terminal's own, where the terminal said so in ``$WINDOWID``; 0 where it did not.
    """

    processes: AskingProcesses
    titles: tuple[str, ...] = ()
    window: int = 0


class AskingWindows:
    """Answers on one connection, and on one thread at a time."""

    def __init__(self, display: Any, asking: Asking) -> None:
        self._display, self._processes = display, asking.processes
        self._root = display.screen().root
        self._mask = ~int(display.display.info.resource_id_mask) & 0xFFFFFFFF
        self._titles, self._window = asking.titles, asking.window
        self._asking: frozenset[int] = frozenset()
        self._owners: dict[int, int] = {}
        self._tops: dict[int, bool] = {}
        self._read_at = float("-inf")
        self._all_here = False

    @property
    def everywhere(self) -> bool:
        """Whether a person who is asked is asked on this screen, and nowhere else, as by ssh."""
        self._refresh()
        return self._all_here

    def at(self, point: Point) -> bool:
        """Say whether a person is asked in the topmost window at ``point``."""
        self._refresh()
        top = self._root.translate_coords(self._root, point.x, point.y).child
        return bool(top) and self._top_asks(int(top.id))

    def at_pointer(self) -> bool:
        """Say whether a person is asked in the topmost window under the pointer."""
        self._refresh()
        top = self._root.query_pointer().child
        return bool(top) and self._top_asks(int(top.id))

    def have_keyboard(self) -> bool:
        """Say whether keys would go to a window in which a person is asked."""
        focus = self._display.get_input_focus().focus
        if isinstance(focus, int) or focus.id == self._root.id:
            # Not one window has it: keys go to the one under the pointer, or to none.
            return focus != 0 and self.at_pointer()
        self._refresh()
        return self._top_asks(self._top_of(focus))

    def include(self, window: int) -> bool:
        """Say whether ``window``, a program's or its frame, is one in which a person is asked."""
        self._refresh()
        return self._top_asks(self._top_of(self._display.create_resource_object("window", window)))

    def manager(self) -> int:
        """Return the process of the window manager; 0 where there is none, or it is unknown."""
        return next((self._owner(w) for w in self._numbers(self._root, "_NET_SUPPORTING_WM_CHECK")), 0)

    def _refresh(self) -> None:
        """Look who is there, where that was a while ago."""
        now = time.monotonic()
        if now - self._read_at < FRESH_SECONDS:
            return
        self._owners = self._clients()
        terminals = self._terminals()
        self._asking = frozenset(terminals.values()) - {0}
        passing = self._processes.may_be_passing
        seats = [owner for line, owner in terminals.items() if owner or not passing(line)]
        self._all_here = bool(seats) and all(seats)
        self._tops.clear()
        self._read_at = now

    def _clients(self) -> dict[int, int]:
        """Return the process of each connection, by the part of its windows' numbers that is its own."""
        from Xlib.ext import res

        if not self._display.has_extension("X-Resource"):
            return {}
        reply = self._display.res_query_client_ids([{"client": 0, "mask": res.LocalClientPIDMask}])
        return {
            int(found.spec.client) & self._mask: int(found.value[0])
            for found in reply.ids
            if len(found.value)
        }

    def _terminals(self) -> dict[tuple[int, ...], int]:
        """Return the nearest process of each line that has a window of its own here; 0 where none has."""
        owners = {self._owner(window) for window in self._program_windows()} - {self.manager(), 0}
        lines = self._processes.lines()
        return {line: next((pid for pid in line if pid in owners), 0) for line in lines}

    def _program_windows(self) -> list[int]:
        """Return the windows of programs; panels and the desktop's background are none."""
        from Xlib import X

        managed = self._numbers(self._root, "_NET_CLIENT_LIST")
        if managed:
            return [window for window in managed if not self._is_furniture(window)]
        tops = []
        for window in self._root.query_tree().children:
            attributes = self._quietly(window.get_attributes)
            if attributes is not None and attributes.map_state == X.IsViewable:
                tops.append(int(window.id))
        return tops

    def _is_furniture(self, window: int) -> bool:
        kinds = self._numbers(self._display.create_resource_object("window", window), "_NET_WM_WINDOW_TYPE")
        names = ("_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK")
        return any(kind == self._display.intern_atom(name) for kind in kinds for name in names)

    def _top_asks(self, top: int) -> bool:
        known = self._tops.get(top)
        if known is None:
            known = any(self._is_asking(window) for window in self._within(top))
            if not self._titles or known:
                # A page's title may be another one at the next moment.
                self._tops[top] = known
        return known

    def _is_asking(self, window: int) -> bool:
        if window == self._window or self._owner(window) in self._asking:
            return True
        return bool(self._titles) and any(words in self._title(window) for words in self._titles)

    def _within(self, window: int, depth: int = _FRAME_DEPTH) -> Iterator[int]:
        yield window
        if depth and self._owner(window) not in self._asking:
            there = self._display.create_resource_object("window", window)
            tree = self._quietly(there.query_tree)
            for child in tree.children if tree is not None else ():
                yield from self._within(int(child.id), depth - 1)

    def _top_of(self, window: Any) -> int:
        """Return the window of the first level that ``window`` is in; 0 where it is gone."""
        while True:
            tree = self._quietly(window.query_tree)
            if tree is None or not tree.parent:
                return 0
            if tree.parent.id == self._root.id:
                return int(window.id)
            window = tree.parent

    def _owner(self, window: int) -> int:
        owner = self._owners.get(window & self._mask)
        if owner is None and window & self._mask:
            # A connection younger than the list.
            self._owners = self._clients()
            owner = self._owners.setdefault(window & self._mask, 0)
        return owner or 0

    def _title(self, window: int) -> str:
        there = self._display.create_resource_object("window", window)
        for name in ("_NET_WM_NAME", "WM_NAME"):
            found = self._quietly(lambda name=name: there.get_full_property(self._atom(name), 0))
            if found is not None:
                raw = found.value
                return raw if isinstance(raw, str) else bytes(raw).decode("utf-8", "replace")
        return ""

    def _numbers(self, window: Any, name: str) -> Iterable[int]:
        found = self._quietly(lambda: window.get_full_property(self._atom(name), 0))
        return [] if found is None else [int(number) for number in found.value]

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    @staticmethod
    def _quietly(ask: Any) -> Any | None:
        """Return the answer about a window; None where it is closed meanwhile."""
        from Xlib.error import XError

        try:
            return ask()
        except XError:
            return None


def terminals_window(display_name: str) -> int:
    """Return the window that this process's terminal calls its own on ``display_name``; 0 where none.

    Within a multiplexer it is that of whichever terminal started it, long ago.
    """
    if os.environ.get("DISPLAY") != display_name or os.environ.get("TMUX") or os.environ.get("STY"):
        return 0
    number = os.environ.get("WINDOWID", "")
    return int(number) if number.isdigit() else 0
