"""Window frames as the window manager drew them: where they are, their buttons and their title."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from grounding.data.sample import Bounds

_BUTTONS = {
    "I": ("Minimize", "window-minimize"), "M": ("Maximize", "window-maximize"),
    "C": ("Close", "window-close"), "S": ("Roll up", "window-shade"),
    "D": ("All desktops", "window-sticky"), "N": ("Window menu", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrameButton:
    """A button of the title bar."""

    box: Bounds
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the screen: all of it, its client area, its buttons and where its title is drawn."""

    box: Bounds
    client: Bounds
    buttons: tuple[FrameButton, ...]
    title: Bounds | None
    maximised: bool
    active: bool


@contextmanager
def connection(name: str) -> Iterator[Any]:
    """Yield a connection to the X display called ``name``."""
    from Xlib.display import Display

    opened = Display(name)
    try:
        yield opened
    finally:
        opened.close()


def stacking(x: Any) -> list[int]:
    """Return the managed windows, lowest first."""
    found = x.screen().root.get_full_property(x.intern_atom("_NET_CLIENT_LIST_STACKING"), 0)
    return list(found.value) if found else []


def rank(x: Any, window: int, order: list[int]) -> int:
    """Return the place of a window, or of the one it lies in, in the stacking order; popups come last."""
    above = x.create_resource_object("window", window)
    while above != 0 and above.id not in order:
        above = above.query_tree().parent
    return len(order) if above == 0 else order.index(above.id)


def frame_of(x: Any, window: int, layout: str) -> Frame:
    """Return the frame of a window; ``layout`` is its buttons' order in openbox's letters (L the title).

    A window without a frame (a popup, one that draws its own title bar) is its own frame.
    """
    client = x.create_resource_object("window", window)
    frame = _outermost(x, client)
    box = _box(x, frame)
    inner = _box(x, client)
    states = client.get_full_property(x.intern_atom("_NET_WM_STATE"), 0)
    names = [x.get_atom_name(a) for a in states.value] if states else []
    active = x.screen().root.get_full_property(x.intern_atom("_NET_ACTIVE_WINDOW"), 0)
    buttons, title = _title_bar(x, frame, inner, layout) if frame.id != client.id else ((), None)
    return Frame(
        box,
        inner,
        buttons,
        title,
        "_NET_WM_STATE_MAXIMIZED_VERT" in names,
        bool(active) and rank(x, window, list(active.value)) == 0,
    )


def _outermost(x: Any, window: Any) -> Any:
    root = x.screen().root
    while True:
        parent = window.query_tree().parent
        if parent == 0 or parent.id == root.id:
            return window
        window = parent


def _box(x: Any, window: Any) -> Bounds:
    size = window.get_geometry()
    at = x.screen().root.translate_coords(window, 0, 0)
    border = size.border_width
    return at.x - border, at.y - border, at.x + size.width + border, at.y + size.height + border


def _title_bar(
    x: Any, frame: Any, inner: Bounds, layout: str
) -> tuple[tuple[FrameButton, ...], Bounds | None]:
    """Match the title bar's child windows, left to right, with the letters of the layout."""
    for child in frame.query_tree().children:
        if child.get_attributes().map_state == 0:
            continue
        parts = [c for c in child.query_tree().children if c.get_attributes().map_state]
        boxes = sorted(
            b
            for b in (_box(x, c) for c in parts)
            if b[3] <= inner[1] + 2 and b[2] - b[0] > 5 and b[3] - b[1] > 5
        )
        if len(boxes) == len(layout):
            named = list(zip(layout, boxes, strict=True))
            buttons = tuple(FrameButton(b, *_BUTTONS[letter]) for letter, b in named if letter != "L")
            return buttons, next((b for letter, b in named if letter == "L"), None)
    return (), None


def prepare_root(x: Any, colour: tuple[int, int, int]) -> None:
    """Give the desktop one colour (red, green, blue), and move the pointer out of the way."""
    root = x.screen().root
    root.change_attributes(background_pixel=colour[0] << 16 | colour[1] << 8 | colour[2])
    root.clear_area()
    size = root.get_geometry()
    root.warp_pointer(size.width - 1, size.height - 1)
    x.sync()
