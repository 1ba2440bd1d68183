"""The screen the agent works on, drawn line by line in the middle of text."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color
from rich.segment import ControlType, Segment
from rich.style import Style
from textual import events
from textual.filter import LineFilter
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.assistant.protocol import KITTY_IDS, PictureKind, PictureShown

_UPPER_HALF = "▀"
_NOTHING_YET = "its screen appears here"
_CELL_BYTES = 6
_FAINT = Style(dim=True)
_GRAPHICS = ("sixel", "kitty")
_SEQUENCE = ((ControlType.CURSOR_FORWARD, 0),)
"""Marks a segment as one that takes no cells."""


class ScreenPicture(Widget):
    """Shows what the agent's process drew for a place of this size; lines that stay are not painted again."""

    DEFAULT_CSS = "ScreenPicture { height: 1fr; }"

    class Sized(Message):
        """The picture has a place of so many cells."""

        def __init__(self, columns: int, rows: int) -> None:
            super().__init__()
            self.columns, self.rows = columns, rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kind: PictureKind = "cells"
        self._rows: tuple[str, ...] = ()
        self._lines: dict[int, Strip] = {}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lines.clear()

    def on_mount(self) -> None:
        self.app.screen_change_signal.subscribe(self, self._on_screen_change)

    def on_resize(self, event: events.Resize) -> None:
        self._take_away()
        self.post_message(self.Sized(event.size.width, event.size.height))

    def show(self, picture: PictureShown) -> None:
        """Show ``picture``; one that was made for another size is on its way to be replaced."""
        if (picture.columns, picture.rows) != tuple(self.size):
            return
        before, self._rows, self._kind = self._rows, picture.data, picture.kind
        if len(before) != len(self._rows):
            self._lines.clear()
            self.refresh()
            return
        changed = [y for y, (old, new) in enumerate(zip(before, self._rows, strict=True)) if old != new]
        for y in changed:
            self._lines.pop(y, None)
        self.refresh(*(Region(0, y, picture.columns, 1) for y in changed))

    def get_line_filters(self) -> Sequence[LineFilter]:
        # Colours and sequences of a picture are what they must be; filters would take the latter for text.
        return super().get_line_filters() if not self._rows or self._kind == "shades" else ()

    def _on_screen_change(self, screen: Screen[object]) -> None:
        if self._kind not in _GRAPHICS:
            return
        self.refresh()
        if screen is not self.screen:
            self._take_away()

    def _take_away(self) -> None:
        """Remove kitty's pictures: unlike sixels they would stay over what is written there later."""
        if self._kind == "kitty" and self.app._driver is not None:
            ids = range(KITTY_IDS, KITTY_IDS + len(self._rows))
            self.app._driver.write("".join(f"\x1b_Ga=d,d=I,i={each},q=2\x1b\\" for each in ids))

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        around = self.rich_style
        if not self._rows:
            hint = _NOTHING_YET if y == height // 2 else ""
            return Strip([Segment(hint.center(width)[:width], around + _FAINT)])
        # Over graphics nothing else could be seen.
        hidden = self._kind in _GRAPHICS and self.app.screen is not self.screen
        if y >= len(self._rows) or hidden:
            return Strip.blank(width, around)
        if (line := self._lines.get(y)) is None or line.cell_length != width:
            line = self._lines[y] = _strip(self._kind, self._rows[y], width, around)
        return line


def _strip(kind: PictureKind, row: str, width: int, around: Style) -> Strip:
    match kind:
        case "cells":
            return half_cells(base64.b64decode(row), width, around)
        case "shades":
            return Strip([Segment(row.center(width), around)])
        case _:
            return graphics(row, width, around)


def half_cells(row: bytes, width: int, around: Style) -> Strip:
    """Return a line of cells, each of an upper and a lower pixel (RGB), in the middle of ``width``."""
    cells = [row[start : start + _CELL_BYTES] for start in range(0, len(row), _CELL_BYTES)]
    left = max(0, (width - len(cells)) // 2)
    segments = [Segment(" " * left, around)] if left else []
    begin = 0
    for end in range(1, len(cells) + 1):
        if end == len(cells) or cells[end] != cells[begin]:
            segments.append(Segment(_UPPER_HALF * (end - begin), _style(cells[begin])))
            begin = end
    return Strip(segments).extend_cell_length(width, around)


def graphics(sequence: str, width: int, around: Style) -> Strip:
    """Return a line of blanks over which ``sequence`` draws from its left end."""
    back = f"\x1b7\x1b[{width}D{sequence}\x1b8"
    return Strip([Segment(" " * width, around), Segment(back, None, _SEQUENCE)], width)


@lru_cache(maxsize=4096)
def _style(cell: bytes) -> Style:
    red, green, blue, below_red, below_green, below_blue = cell
    return Style(
        color=Color.from_rgb(red, green, blue), bgcolor=Color.from_rgb(below_red, below_green, below_blue)
    )
