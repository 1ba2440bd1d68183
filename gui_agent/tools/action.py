"""The closed set of things an agent can do to a machine past its mouse and keyboard.

A union of its own beside `actions.action.Action`: no `Computer` can be given one, and no codec of another
dialect can make one. Values are checked here, before any approver sees them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias, cast
from urllib.parse import urlsplit

from actions.action import Action
from actions.codecs import native
from actions.errors import InvalidAction

MAX_SCRIPT = 20_000
MAX_ARGUMENT = 4_000
MAX_CELLS = 500
_PROGRAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")
_SHEETS = (".ods", ".xlsx", ".xls", ".csv")
_SCHEMES = ("http", "https", "file")


@dataclass(frozen=True, slots=True)
class RunCommand:
    """Run a program of the machine with ``arguments``, no shell between: signs of a shell are plain text."""

    program: str
    arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _PROGRAM.fullmatch(self.program):
            raise InvalidAction(
                f"{self.program[:60]!r} is no program's bare name: no path, no blanks, no signs of a shell; "
                "put what follows it into the arguments, or use a script"
            )
        for argument in self.arguments:
            _check_text(argument, MAX_ARGUMENT, "an argument")


@dataclass(frozen=True, slots=True)
class RunScript:
    """Run ``text`` by an interpreter of the machine."""

    language: Literal["sh", "python"]
    text: str

    def __post_init__(self) -> None:
        if self.language not in ("sh", "python"):
            raise InvalidAction(f"scripts are in sh or python, not {self.language!r}")
        if not self.text.strip():
            raise InvalidAction("the script is empty")
        _check_text(self.text, MAX_SCRIPT, "a script")


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Let the browser go to ``address``: http, https or file."""

    address: str

    def __post_init__(self) -> None:
        _check_text(self.address, MAX_ARGUMENT, "an address")
        parts = _parts_of(self.address)
        if parts[0] not in _SCHEMES or not (parts[1] or parts[0] == "file"):
            raise InvalidAction(f"{self.address[:60]!r} is no address; begin it with {', '.join(_SCHEMES)}")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Read what the browser's page says: below the first element of the CSS ``selector``, or all of it."""

    selector: str = ""

    def __post_init__(self) -> None:
        _check_text(self.selector, 400, "a selector")


@dataclass(frozen=True, slots=True)
class FillField:
    """Replace what a field of the page holds by ``text``; ``selector`` is CSS."""

    selector: str
    text: str

    def __post_init__(self) -> None:
        _check_selector(self.selector)
        _check_text(self.text, MAX_SCRIPT, "a text")


@dataclass(frozen=True, slots=True)
class ClickElement:
    """Click the first element of the page that the CSS ``selector`` fits."""

    selector: str

    def __post_init__(self) -> None:
        _check_selector(self.selector)


@dataclass(frozen=True, slots=True)
class ReadCells:
    """Read ``cells`` (such as ``A1:C10``) of a spreadsheet file; the first sheet where ``sheet`` is empty."""

    file: str
    cells: str
    sheet: str = ""

    def __post_init__(self) -> None:
        _check_file(self.file)
        _check_text(self.sheet, 200, "a sheet's name")
        if not _RANGE.fullmatch(self.cells):
            raise InvalidAction(f"{self.cells[:40]!r} is no range of cells; write it like A1:C10")


@dataclass(frozen=True, slots=True)
class WriteCells:
    """Write (cell, content) pairs into a spreadsheet file and save it; contents with = are formulas."""

    file: str
    cells: tuple[tuple[str, str], ...]
    sheet: str = ""

    def __post_init__(self) -> None:
        _check_file(self.file)
        _check_text(self.sheet, 200, "a sheet's name")
        if not 1 <= len(self.cells) <= MAX_CELLS:
            raise InvalidAction(f"1 to {MAX_CELLS} cells are written at once, not {len(self.cells)}")
        for name, content in self.cells:
            if not _CELL.fullmatch(name):
                raise InvalidAction(f"{name[:40]!r} is no cell; write it like B2")
            _check_text(content, MAX_ARGUMENT, "a cell's content")


@dataclass(frozen=True, slots=True)
class RestoreSnapshot:
    """Go back to a state of the machine that was saved as ``name``; everything since then is gone."""

    name: str


ToolAction: TypeAlias = (
    RunCommand
    | RunScript
    | OpenPage
    | ReadPage
    | FillField
    | ClickElement
    | ReadCells
    | WriteCells
    | RestoreSnapshot
)
AnyAction: TypeAlias = Action | ToolAction
"""Everything that an agent can do, and an approver decides on."""

TOOL_KINDS: Mapping[str, type[ToolAction]] = MappingProxyType(
    {
        "run_command": RunCommand,
        "run_script": RunScript,
        "open_page": OpenPage,
        "read_page": ReadPage,
        "fill_field": FillField,
        "click_element": ClickElement,
        "read_cells": ReadCells,
        "write_cells": WriteCells,
        "restore": RestoreSnapshot,
    }
)
"""The kinds by the words that plans, journals and policies use for them."""


def kind_of(action: AnyAction) -> str:
    """Return the word for this kind of action: ``click``, ``run_command``, …"""
    for word, kind in TOOL_KINDS.items():
        if type(action) is kind:
            return word
    return native.kind_of(cast(Action, action))


def _parts_of(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise InvalidAction(f"{address[:60]!r} is no address: {error}") from None
    return parts.scheme, parts.netloc


def _check_text(text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise InvalidAction(f"{what} has at most {most:,} characters, not {len(text):,}")
    if any(0xD800 <= ord(c) < 0xE000 or (ord(c) < 0x20 and c not in "\n\t\r") for c in text):
        raise InvalidAction(f"{what} may hold no control characters")


def _check_selector(selector: str) -> None:
    _check_text(selector, 400, "a selector")
    if not selector.strip():
        raise InvalidAction("say by a CSS selector which element is meant, such as #name or button.save")


def _check_file(file: str) -> None:
    _check_text(file, 400, "a file's path")
    parts = file.split("/")
    if not file or ".." in parts or file.startswith(("-", "~", "/")) or "\n" in file or "\t" in file:
        raise InvalidAction(
            f"{file[:60]!r} is no path within the home folder; write it from there, like Documents/a.ods"
        )
    if not file.lower().endswith(_SHEETS):
        raise InvalidAction(f"{file[:60]!r} is no spreadsheet; its name ends with {', '.join(_SHEETS)}")
