"""The screen the agent works on, drawn line by line in the middle of text."""

from __future__ import annotations

import base64
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.assistant.protocol import PictureKind, PictureShown

_UPPER_HALF = "▀"
_NOTHING_YET = "its screen appears here"
_CELL_BYTES = 6


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

    def on_resize(self, event: events.Resize) -> None:
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

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if not self._rows:
            hint = _NOTHING_YET if y == height // 2 else ""
            return Strip([Segment(hint.center(width)[:width], Style(dim=True))])
        if y >= len(self._rows):
            return Strip.blank(width)
        if (line := self._lines.get(y)) is None or line.cell_length != width:
            line = self._lines[y] = _strip(self._kind, self._rows[y], width)
        return line


def _strip(kind: PictureKind, row: str, width: int) -> Strip:
    match kind:
        case "cells":
            return half_cells(base64.b64decode(row), width)
        case "shades":
            return Strip([Segment(row.center(width))])
        case _:
            return graphics(row, width)


def half_cells(row: bytes, width: int) -> Strip:
    """Return a line of cells, each of an upper and a lower pixel (RGB), in the middle of ``width``."""
    cells = [row[start : start + _CELL_BYTES] for start in range(0, len(row), _CELL_BYTES)]
    left = max(0, (width - len(cells)) // 2)
    segments = [Segment(" " * left)] if left else []
    begin = 0
    for end in range(1, len(cells) + 1):
        if end == len(cells) or cells[end] != cells[begin]:
            segments.append(Segment(_UPPER_HALF * (end - begin), _style(cells[begin])))
            begin = end
    return Strip(segments).extend_cell_length(width)


def graphics(sequence: str, width: int) -> Strip:
    """Return a line of blanks over which ``sequence`` draws from its left end."""
    return Strip([Segment(" " * width), Segment(f"\x1b7\x1b[{width}D{sequence}\x1b8", None, [])], width)


@lru_cache(maxsize=4096)
def _style(cell: bytes) -> Style:
    red, green, blue, below_red, below_green, below_blue = cell
    return Style(
        color=Color.from_rgb(red, green, blue), bgcolor=Color.from_rgb(below_red, below_green, below_blue)
    )
