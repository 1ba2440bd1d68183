"""Checks of windows: which are open, which came, which have the focus."""

from __future__ import annotations

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Image
from gui_agent.expectation import WindowActive, WindowCloses, WindowOpen, WindowOpens
from gui_agent.finding import Finding, Scene
from gui_agent.reading_again import CarefulReader
from gui_agent.screen_text import fold

FRAME, TITLE_BAR = 8, 32
"""Pixels of a window that its window manager draws."""
PLAIN = 12
"""How much the channels of an area of one colour may differ."""


def find_window(
    expectation: WindowOpen | WindowOpens | WindowCloses | WindowActive, scene: Scene, reader: CarefulReader
) -> Finding:
    """Check an expectation of windows against the window manager's list, and what can be read."""
    before = {w.id: w for w in scene.before.windows}
    now = {w.id: w for w in scene.after.windows}
    match expectation:
        case WindowOpens(title):
            fresh = [w for w in now.values() if w.id not in before and named(w, title)]
            drawn = [w for w in fresh if _is_drawn(w, scene)]
            if drawn:
                return Finding(True, f"the window “{drawn[-1].title}” opened", drawn[-1].box)
            if fresh:
                return Finding(
                    False, f"the window “{fresh[-1].title}” opened and is still empty", fresh[-1].box
                )
            return Finding(False, f"no window {title} opened".replace("  ", " "))
        case WindowCloses(title):
            gone = [w for w in before.values() if w.id not in now and named(w, title)]
            return Finding(bool(gone), "the window closed" if gone else "no window closed")
        case WindowActive(title):
            active = scene.after.active_window
            ready = active is not None and (active.id in before or _is_drawn(active, scene))
            holds = active is not None and ready and named(active, title)
            shown = active.title if active else "no window"
            return Finding(holds, f"“{shown}” has the focus", active.box if active else None)
        case WindowOpen(title, is_open):
            box = _open_window(title, scene, reader)
            words = f"“{title}” is {'open' if box else 'not open'}"
            return Finding((box is not None) == is_open, words, box)


def _is_drawn(window: Window, scene: Scene) -> bool:
    """Say whether a new window shows something of its own: many are there before they are painted."""
    inside = window.box.expanded(-FRAME)
    inside = Box(inside.x1, window.box.y1 + TITLE_BAR, inside.x2, inside.y2)
    pixels = scene.after.screenshot.crop(inside)
    if pixels.size == 0:
        return True
    return not _is_plain(pixels) and any(change.overlaps(inside) for change in scene.after.changes)


def _is_plain(pixels: Image) -> bool:
    """Say whether no channel differs by more than `PLAIN` anywhere."""
    # Along the rows first: a hundred times as fast as over all pixels at once.
    lowest, highest = pixels.min(axis=0).min(axis=0), pixels.max(axis=0).max(axis=0)
    return bool((highest - lowest <= PLAIN).all())


def named(window: Window, title: str) -> bool:
    """Say whether ``title`` names ``window``, by its title or its application; empty names any."""
    wanted = fold(title)
    return not wanted or wanted in fold(window.title) or wanted in fold(window.application)


def _open_window(title: str, scene: Scene, reader: CarefulReader) -> Box | None:
    for window in scene.after.windows:
        if named(window, title):
            return window.box
    # In-page and in-window dialogs are no windows of the window manager's.
    shown = reader.find(scene.after, title) if title else ()
    return shown[0].box if shown else None
