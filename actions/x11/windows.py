"""The open windows of an X display: listed, raised, closed, and found by their title."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from actions.computer import Window
from actions.errors import ComputerError, DisplayLost, OffLimits, WindowNotFound
from actions.geometry import Box
from actions.interrupts import let_signals_through, signals_held_back
from actions.matching import best_match, describe
from actions.x11.asking_windows import Asking, AskingWindows
from actions.x11.displays import close_display, open_display
from actions.x11.properties import Properties

FOCUS_SECONDS = 1.0
"""How long a window may take to become the active one."""

_NOT_FOR_PEOPLE = ("_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK")
_OF_A_WINDOW = (
    *("_NET_WM_WINDOW_TYPE", "WM_CLASS", "_NET_WM_PID", "_NET_WM_NAME", "_NET_FRAME_EXTENTS"),
    *("_GTK_FRAME_EXTENTS", "WM_TRANSIENT_FOR", "_NET_WM_STATE"),
)
"""What is asked of every window, all of it at once."""
_PAGER = 2
"""Whom a request comes from: window managers obey a pager without suspecting stolen focus."""
_NOW = 0


def _as_it_is(number: int) -> int:
    return number


class X11Windows:
    """Speaks EWMH with the window manager, and looks at the tree of windows where there is none.

    Raises `DisplayUnavailable` when opened and `DisplayLost` later.
    """

    def __init__(
        self,
        display_name: str | None = None,
        *,
        process: Callable[[int], int | None] = _as_it_is,
        asking: Asking | None = None,
    ) -> None:
        self._display = open_display(display_name)
        self._process = process
        self._asking = AskingWindows(self._display, asking) if asking else None
        # Windows vanish while they are looked at; Xlib would print each such error.
        self._display.set_error_handler(lambda error, request: None)
        self._root = self._display.screen().root
        self._properties = Properties(self._display)

    def windows(self) -> list[Window]:
        """Return the open windows, bottom to top of the stack; desktops, panels and menus left out."""
        with self._translated():
            active, numbers = self._active_id(), self._ids()
            with self._properties.asked_ahead(numbers, _OF_A_WINDOW):
                found = [self._describe(number, active) for number in numbers]
            return [window for window in found if window is not None]

    def ids(self) -> set[int]:
        """Return the numbers of the open windows: a cheap way to notice a new one."""
        with self._translated():
            return set(self._ids())

    def focus(self, title: str) -> None:
        """Raise and focus the window that fits ``title`` best. Raises `WindowNotFound`."""
        window = self._find(title)
        with self._translated():
            if self._managed():
                self._ask("_NET_ACTIVE_WINDOW", window.id, _PAGER)
            else:
                self._focus_unmanaged(window.id)
        self._await(lambda: self._active_id() == window.id, FOCUS_SECONDS)

    def close(self, title: str = "") -> None:
        """Ask the window that fits ``title`` best to close, or the active one.

        Raises `WindowNotFound`, `OffLimits` for the window in which a person is asked.
        """
        window = self._find(title)
        with self._translated():
            if self._asking is not None and self._asking.include(window.id):
                raise OffLimits
            if self._managed():
                self._ask("_NET_CLOSE_WINDOW", window.id, _NOW, _PAGER)
            else:
                self._close_unmanaged(window.id)

    def wait_for_manager(self, seconds: float) -> bool:
        """Wait until a window manager is at work; False where none came in ``seconds``."""
        return self._await(self._managed, seconds)

    def wait_for_workspaces(self, seconds: float) -> bool:
        """Wait until the window manager has said how many workspaces there are, which it does last."""
        return self._await(
            lambda: len(self._properties.values(self._root.id, "_NET_NUMBER_OF_DESKTOPS")) > 0, seconds
        )

    def paint_background(self, color: int) -> None:
        """Fill the desktop behind the windows with ``color``, 0xRRGGBB."""
        with self._translated():
            self._root.change_attributes(background_pixel=color)
            self._root.clear_area()
            self._display.sync()

    def disconnect(self) -> None:
        """Release the display; safe to call twice."""
        close_display(self._display)

    def _find(self, title: str) -> Window:
        windows = self.windows()
        if title:
            chosen = best_match(windows, title)
        else:
            chosen = next((window for window in windows if window.active), None)
        if chosen is None:
            wanted = f"no window fits {title!r}" if title else "no window is active"
            raise WindowNotFound(f"{wanted}; {describe(windows)}")
        return chosen

    def _ids(self) -> list[int]:
        if self._managed():
            listed = self._properties.values(self._root.id, "_NET_CLIENT_LIST_STACKING")
            return [int(number) for number in listed]
        return [child.id for child in self._root.query_tree().children if self._is_application(child)]

    def _is_application(self, window: Any) -> bool:
        from Xlib import X
        from Xlib.error import BadDrawable, BadWindow

        try:
            attributes = window.get_attributes()
            visible = attributes.map_state == X.IsViewable and not attributes.override_redirect
            return bool(visible and (window.get_wm_class() or window.get_wm_name()))
        except (BadWindow, BadDrawable):
            return False

    def _describe(self, number: int, active: int) -> Window | None:
        from Xlib.error import BadDrawable, BadWindow

        try:
            kinds = self._kinds(number)
            if any(kind in _NOT_FOR_PEOPLE for kind in kinds):
                return None
            window = self._display.create_resource_object("window", number)
            names = self._class(number)
            owner = self._properties.values(number, "_NET_WM_PID")
            return Window(
                id=number,
                title=self._title(window),
                application=names[1] or names[0],
                box=self._box(window),
                active=number == active,
                pid=self._process(int(owner[0])) if len(owner) else None,
                dialog=self._is_dialog(number, kinds),
                hidden=self._properties.atom("_NET_WM_STATE_HIDDEN")
                in self._properties.values(number, "_NET_WM_STATE"),
            )
        except (BadWindow, BadDrawable):
            return None  # closed while it was looked at

    def _is_dialog(self, number: int, kinds: Sequence[str]) -> bool:
        """Say whether the window calls itself a dialog or belongs to another one."""
        if "_NET_WM_WINDOW_TYPE_DIALOG" in kinds:
            return True
        owner = self._properties.values(number, "WM_TRANSIENT_FOR")
        return len(owner) > 0 and int(owner[0]) not in (0, int(self._root.id))

    def _kinds(self, number: int) -> list[str]:
        kinds = self._properties.values(number, "_NET_WM_WINDOW_TYPE")
        return [self._properties.name_of(int(kind)) for kind in kinds]

    def _class(self, number: int) -> tuple[str, str]:
        """Return the names of the program and of its kind."""
        value = self._properties.full(number, "WM_CLASS")
        parts = bytes(value.value).decode("latin-1").split("\0") if value and value.format == 8 else []
        return (parts[0], parts[1]) if len(parts) > 1 else ("", "")

    def _title(self, window: Any) -> str:
        # The second is the window manager's own reading of titles in old encodings.
        for name in ("_NET_WM_NAME", "_NET_WM_VISIBLE_NAME", "WM_NAME"):
            value = self._properties.full(window.id, name)
            if value is not None and len(value.value):
                return _text(value, self._properties.atom("UTF8_STRING"))
        return ""

    def _box(self, window: Any) -> Box:
        """Include the title bar and borders, and leave out the shadow some toolkits draw around a window."""
        geometry = window.get_geometry()
        # translate_coords answers where the *argument's* origin lies in the window asked.
        origin = self._root.translate_coords(window, 0, 0)
        inner = Box(origin.x, origin.y, origin.x + geometry.width, origin.y + geometry.height)
        left, right, top, bottom = self._sides(window.id, "_NET_FRAME_EXTENTS")
        shadow = self._sides(window.id, "_GTK_FRAME_EXTENTS")
        return Box(
            inner.x1 - left + shadow[0],
            inner.y1 - top + shadow[2],
            inner.x2 + right - shadow[1],
            inner.y2 + bottom - shadow[3],
        )

    def _sides(self, number: int, name: str) -> tuple[int, int, int, int]:
        value = self._properties.values(number, name)
        if len(value) != 4:
            return (0, 0, 0, 0)
        return (int(value[0]), int(value[1]), int(value[2]), int(value[3]))

    def _active_id(self) -> int:
        if self._managed():
            value = self._properties.values(self._root.id, "_NET_ACTIVE_WINDOW")
            return int(value[0]) if len(value) else 0
        focus = self._display.get_input_focus().focus
        return self._toplevel(focus)

    def _toplevel(self, window: Any) -> int:
        """Without a window manager the focus may lie on a child of the window that people see."""
        from Xlib.error import BadDrawable, BadWindow

        if isinstance(window, int):
            return 0  # None or PointerRoot
        try:
            while True:
                parent = window.query_tree().parent
                if isinstance(parent, int) or parent == self._root:
                    return int(window.id)
                window = parent
        except (BadWindow, BadDrawable):
            return 0

    def _managed(self) -> bool:
        """Look for the manager's own window: a crashed one leaves only its properties behind."""
        from Xlib.error import BadDrawable, BadWindow

        check = self._properties.values(self._root.id, "_NET_SUPPORTING_WM_CHECK")
        if not len(check):
            return False
        try:
            itself = self._properties.values(int(check[0]), "_NET_SUPPORTING_WM_CHECK")
        except (BadWindow, BadDrawable):
            return False
        return len(itself) > 0 and itself[0] == check[0]

    def _focus_unmanaged(self, number: int) -> None:
        from Xlib import X

        window = self._display.create_resource_object("window", number)
        window.configure(stack_mode=X.Above)
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()

    def _close_unmanaged(self, number: int) -> None:
        from Xlib.protocol import event

        window = self._display.create_resource_object("window", number)
        delete = self._properties.atom("WM_DELETE_WINDOW")
        if delete not in (window.get_wm_protocols() or ()):
            window.kill_client()
        else:
            window.send_event(
                event.ClientMessage(
                    window=window,
                    client_type=self._properties.atom("WM_PROTOCOLS"),
                    data=(32, [delete, 0, 0, 0, 0]),
                )
            )
        self._display.sync()

    def _ask(self, request: str, number: int, *values: int) -> None:
        """Send an EWMH request about window ``number`` to the window manager."""
        from Xlib import X
        from Xlib.protocol import event

        data = [*values, 0, 0, 0, 0, 0][:5]
        message = event.ClientMessage(
            window=number, client_type=self._properties.atom(request), data=(32, data)
        )
        self._root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.sync()

    def _await(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        with self._translated():
            while not condition():
                if time.monotonic() > deadline:
                    return False
                let_signals_through()
                time.sleep(0.005)
        return True

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        from Xlib.error import ConnectionClosedError

        try:
            with signals_held_back():
                yield
        except ComputerError:
            raise
        except (ConnectionClosedError, OSError) as error:
            raise DisplayLost("the display went away during the run; start it again") from error


def _text(value: Any, utf8: int) -> str:
    raw = value.value
    encoding = "utf-8" if value.property_type == utf8 else "latin-1"
    text = raw if isinstance(raw, str) else bytes(raw).decode(encoding, "replace")
    return "".join(char for char in text if char.isprintable())
