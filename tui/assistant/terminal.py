"""What the terminal says of itself before the assistant takes it over: graphics, and the size of a cell.

The terminal is asked first and listened to last: it answers while the program is being loaded, and nobody
waits for it. What the person typed meanwhile is kept for the prompt.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Setting = Literal["auto", "cells", "sixel", "kitty", "off"]
Kind = Literal["off", "cells", "sixel", "kitty"]
_LISTEN_SECONDS = 0.25
"""How long after the question an answer may come; over a slow line the picture is made of cells."""
_ASK_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_ASK_CELL, _ASK_DEVICE = "\x1b[16t", "\x1b[c"
_KITTY = re.compile(r"\x1b_Gi=31;([^\x1b]*)\x1b\\")
_CELL = re.compile(r"\x1b\[6;(\d+);(\d+)t")
_DEVICE = re.compile(r"\x1b\[\?([\d;]*)c")
_OTHER_SEQUENCES = re.compile(r"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|O.|_[^\x1b]*\x1b\\|.)?")
_SIXEL = "4"
_UNASKED = ("dumb", "linux", "screen", "tmux")
"""Names of terminals that begin so have no graphics, or pass none through."""
_KITTY_LIKE = ("kitty", "ghostty")
"""Only these are asked for kitty's graphics: the others that have them have sixels too."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What is known of a terminal: its best ``picture``, a cell in pixels, and what was ``typed`` so far.

    Without any answer: half cells.
    """

    picture: Kind = "cells"
    cell_width: int = 8
    cell_height: int = 16
    typed: str = ""

    def for_setting(self, setting: Setting) -> Kind:
        """Return what is drawn where the person wants it so."""
        return self.picture if setting == "auto" else setting


class Question:
    """Asks the terminal on standard input and output; `answer` must be called, whatever happens."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._asked = _may_be_asked(environment)
        self._saved: list[Any] = []
        self._began = time.monotonic()
        if self._asked:
            self._saved = termios.tcgetattr(0)
            _quiet(self._saved)
            _write((_ASK_KITTY if _like_kitty(environment) else "") + _ASK_CELL + _ASK_DEVICE)

    def answer(self) -> Terminal:
        """Return what the terminal said by now, and leave it as it was."""
        if not self._asked:
            return Terminal()
        self._asked = False
        try:
            return understood(self._listen(), _size_of_cell())
        finally:
            termios.tcsetattr(0, termios.TCSANOW, self._saved)

    def _listen(self) -> str:
        """Return what came in until the last of the answers, or until it is too late for one."""
        came, last = b"", self._began + _LISTEN_SECONDS
        while True:
            left = max(0.0, last - time.monotonic())
            if not select.select([0], [], [], left)[0]:
                break
            if not (read := os.read(0, 4096)):
                break
            came += read
            if _DEVICE.search(came.decode(errors="replace")):
                last = 0.0  # what else is there already is what was typed
        return came.decode(errors="replace")


def hung_up() -> bool:
    """Return whether the terminal on standard input has gone away."""
    poll = select.poll()
    poll.register(0, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))


def understood(came: str, cell: tuple[int, int] | None = None) -> Terminal:
    """Return what the answers in ``came`` say; ``cell`` is used where they lack its size in pixels."""
    size = _CELL.search(came)
    if size is not None:
        cell = int(size[2]), int(size[1])
    kitty, device = _KITTY.search(came), _DEVICE.search(came)
    picture: Kind = "cells"
    if cell is not None and kitty is not None and kitty[1] == "OK":
        picture = "kitty"
    elif cell is not None and device is not None and _SIXEL in device[1].split(";"):
        picture = "sixel"
    width, height = cell or (8, 16)
    return Terminal(picture, max(1, width), max(1, height), _typed(came))


def _typed(came: str) -> str:
    """Return the letters in ``came``, the Enter and Backspace keys too; keys with sequences are left out."""
    rest = _OTHER_SEQUENCES.sub("", _KITTY.sub("", came))
    return "".join(c for c in rest if c.isprintable() or c in "\r\x7f")


def _may_be_asked(environment: Mapping[str, str]) -> bool:
    name = environment.get("TERM", "")
    unasked = not name or name.startswith(_UNASKED)
    # A multiplexer answers for itself, and passes pictures through only where it was told to.
    inside = "TMUX" in environment or "STY" in environment
    if unasked or inside or environment.get("TERM_PROGRAM") == "Apple_Terminal":
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def _like_kitty(environment: Mapping[str, str]) -> bool:
    names = f"{environment.get('TERM', '')} {environment.get('TERM_PROGRAM', '')}".lower()
    return any(name in names for name in _KITTY_LIKE)


def _quiet(attributes: list[Any]) -> None:
    """Let keys come one by one and unseen: answers must not show, Enter must stay Enter."""
    changed = [*attributes]
    changed[0] &= ~termios.ICRNL
    changed[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(0, termios.TCSANOW, changed)


def _write(question: str) -> None:
    os.write(1, question.encode())


def _size_of_cell() -> tuple[int, int] | None:
    """Return a cell's width and height in pixels as the kernel knows them; None where it does not."""
    try:
        packed = fcntl.ioctl(1, termios.TIOCGWINSZ, b"\0" * 8)
    except OSError:
        return None
    rows, columns, width, height = struct.unpack("HHHH", packed)
    if not (rows and columns and width and height):
        return None
    return width // columns, height // rows
