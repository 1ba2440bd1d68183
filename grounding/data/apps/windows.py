"""The windows of a display as the X server knows them, and a mouse and keys to work them with."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from grounding.data.sample import Bounds

Kind = Literal["window", "popup"]


@dataclass(frozen=True, slots=True)
class FrameButton:
    """A button or title that the window manager drew."""

    kind: Literal["menu", "title", "minimise", "maximise", "close"]
    box: Bounds


@dataclass(frozen=True, slots=True)
class Window:
    """One mapped window; ``box`` is what the program drew, ``frame`` that with the manager's decorations."""

    id: int
    kind: Kind
    title: str
    box: Bounds
    frame: Bounds
    is_dialog: bool = False
    buttons: tuple[FrameButton, ...] = ()


class Display:
    """A connection to one X display."""

    def __init__(self, name: str) -> None:
        from Xlib import display

        self._x: Any = display.Display(name)
        self._root: Any = self._x.screen().root

    def close(self) -> None:
        self._x.close()

    def windows(self) -> list[Window]:
        """Return the mapped windows, bottom to top."""
        clients = {self._frame_of(w): w for w in self._clients()}
        found: list[Window] = []
        for top in self._root.query_tree().children:
            with suppress(Exception):  # windows vanish at any time, with errors of many kinds
                if top.get_attributes().map_state != 2:
                    continue
                window = self._client(top, clients[top.id]) if top.id in clients else self._popup(top)
                if window is not None:
                    found.append(window)
        return found

    def click(self, x: int, y: int) -> None:
        self.move(x, y)
        time.sleep(0.04)
        self._fake(4, 1)
        self._fake(5, 1)

    def move(self, x: int, y: int) -> None:
        from Xlib.ext import xtest

        xtest.fake_input(self._x, 6, x=x, y=y)
        self._x.sync()

    def press(self, key: str) -> None:
        from Xlib import XK

        code = self._x.keysym_to_keycode(XK.string_to_keysym(key))
        self._fake(2, code)
        self._fake(3, code)

    def close_window(self, window: Window) -> None:
        self._message(window.id, "_NET_CLOSE_WINDOW", [0, 2, 0, 0, 0])

    def maximise(self, window: Window) -> None:
        horizontal, vertical = (self._x.get_atom(f"_NET_WM_STATE_MAXIMIZED_{a}") for a in ("HORZ", "VERT"))
        self._message(window.id, "_NET_WM_STATE", [1, horizontal, vertical, 2, 0])

    def place(self, window: Window, box: Bounds) -> None:
        flags = 1 | 0xF << 8 | 2 << 12
        self._message(
            window.id, "_NET_MOVERESIZE_WINDOW", [flags, box[0], box[1], box[2] - box[0], box[3] - box[1]]
        )

    def paint_background(self, colour: str) -> None:
        """Fill the screen behind all windows with ``colour`` ("#rrggbb"), for compositors too."""
        screen = self._x.screen()
        width, height = screen.width_in_pixels, screen.height_in_pixels
        pixel = int(colour[1:], 16)
        pixmap = self._root.create_pixmap(width, height, screen.root_depth)
        pixmap.fill_rectangle(pixmap.create_gc(foreground=pixel), 0, 0, width, height)
        for name in ("_XROOTPMAP_ID", "ESETROOT_PMAP_ID"):
            self._root.change_property(self._x.get_atom(name), self._x.get_atom("PIXMAP"), 32, [pixmap.id])
        self._root.change_attributes(background_pixmap=pixmap)
        self._root.clear_area()
        self._x.sync()

    def _fake(self, kind: int, detail: int) -> None:
        from Xlib.ext import xtest

        xtest.fake_input(self._x, kind, detail)
        self._x.sync()

    def _message(self, window: int, name: str, values: list[int]) -> None:
        from Xlib.protocol import event

        message = event.ClientMessage(
            window=self._x.create_resource_object("window", window),
            client_type=self._x.get_atom(name),
            data=(32, values),
        )
        self._root.send_event(message, event_mask=0x180000)
        self._x.sync()

    def _property(self, window: Any, name: str) -> Any:
        found = window.get_full_property(self._x.get_atom(name), 0)
        return None if found is None else found.value

    def _clients(self) -> list[Any]:
        ids = self._property(self._root, "_NET_CLIENT_LIST_STACKING")
        return [self._x.create_resource_object("window", int(i)) for i in (ids if ids is not None else ())]

    def _frame_of(self, window: Any) -> int:
        with suppress(Exception):
            while True:
                parent = window.query_tree().parent
                if parent.id == self._root.id:
                    return int(window.id)
                window = parent
        return 0

    def _box(self, window: Any) -> Bounds:
        geometry = window.get_geometry()
        place = window.translate_coords(self._root, 0, 0)
        x, y = -place.x, -place.y
        if geometry.border_width and window.query_tree().parent.id == self._root.id:
            x, y = geometry.x, geometry.y
        return (
            x,
            y,
            x + geometry.width + 2 * geometry.border_width,
            y + geometry.height + 2 * geometry.border_width,
        )

    def _popup(self, top: Any) -> Window | None:
        box = self._box(top)
        is_small = box[2] - box[0] < 12 or box[3] - box[1] < 12
        screen = self._x.screen()
        is_overlay = (box[2] - box[0], box[3] - box[1]) == (screen.width_in_pixels, screen.height_in_pixels)
        if top.get_attributes().win_class != 1 or is_small or is_overlay:
            return None
        return Window(int(top.id), "popup", "", box, box)

    def _client(self, top: Any, client: Any) -> Window | None:
        title = self._property(client, "_NET_WM_NAME")
        kinds = self._property(client, "_NET_WM_WINDOW_TYPE")
        kind = self._x.get_atom("_NET_WM_WINDOW_TYPE_DIALOG")
        is_dialog = kinds is not None and kind in list(kinds)
        frame = self._box(top)
        return Window(
            int(client.id),
            "window",
            title.decode("utf-8", "replace") if isinstance(title, bytes) else str(title or ""),
            self._box(client),
            frame,
            is_dialog,
            self._decorations(top, client),
        )

    def _decorations(self, top: Any, client: Any) -> tuple[FrameButton, ...]:
        """Read openbox's frame: its title bar holds one child window for the title and each button."""
        if top.id == client.id:
            return ()
        below = self._box(client)[1]
        bars = [w for w in top.query_tree().children if self._is_title_bar(w, below)]
        parts = [
            self._box(p)
            for bar in bars[:1]
            for p in bar.query_tree().children
            if p.get_attributes().map_state == 2
        ]
        allowed = self._property(client, "_NET_WM_ALLOWED_ACTIONS")
        can_maximise = allowed is not None and self._x.get_atom("_NET_WM_ACTION_MAXIMIZE_HORZ") in list(
            allowed
        )
        return name_decorations(parts, can_maximise)

    def _is_title_bar(self, window: Any, below: int) -> bool:
        box = self._box(window)
        return box[2] - box[0] > 40 and box[3] <= below + 1 and len(window.query_tree().children) > 2


def name_decorations(parts: list[Bounds], can_maximise: bool) -> tuple[FrameButton, ...]:
    """Tell the parts of a title bar apart; the layout is menu, title, minimise, maximise, close."""
    big = [p for p in parts if p[2] - p[0] >= 6 and p[3] - p[1] >= 6]
    if not big:
        return ()
    title = max(big, key=lambda b: b[2] - b[0])
    left = [FrameButton("menu", b) for b in big if b[2] <= title[0] + 2]
    right = sorted((b for b in big if b[0] >= title[2] - 2), key=lambda b: b[0])
    names: tuple[Any, ...] = {
        0: (),
        1: ("close",),
        2: ("maximise", "close") if can_maximise else ("minimise", "close"),
        3: ("minimise", "maximise", "close"),
    }.get(len(right), ())
    buttons = [FrameButton(n, b) for n, b in zip(names, right, strict=False)]
    return (*left[:1], FrameButton("title", title), *buttons)


def owners(windows: list[Window], size: tuple[int, int]) -> NDArray[np.int64]:
    """Return for every pixel the index of the topmost window there, -1 for none."""
    map_ = np.full((size[1], size[0]), -1, dtype=np.int64)
    for index, window in enumerate(windows):
        x1, y1, x2, y2 = window.frame
        map_[max(0, y1) : max(0, y2), max(0, x1) : max(0, x2)] = index
    return map_
