"""Reading and writing cells by a LibreOffice of the tool's own, inside the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from gui_agent.tools.action import ReadCells, ToolAction, WriteCells
from gui_agent.tools.errors import ToolFailed
from gui_agent.tools.runner import CommandRunner
from gui_agent.tools.toolbox import ToolOutcome

SECONDS = 60.0
MOST_CELLS = 2_000
_FLAGS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_FOLDER = "/tmp/gui-agent-sheets"
_BASIC = f"{_FOLDER}/profile/user/basic"
_WORKER = Path(__file__).with_name("worker.bas")
_NEW_LINE, _TAB = chr(0xE000), chr(0xE001)
"""What stands for line ends and tabs in the files that are exchanged, one value a line."""
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_FILTERS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        ".ods": ("calc8", "", ""),
        ".xlsx": ("Calc MS Excel 2007 XML", "", ""),
        ".xls": ("MS Excel 97", "", ""),
        # Commas, quotes where needed, UTF-8; nothing that looks like a date is made one.
        ".csv": ("Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,false", "44,34,76,1,,0,false,true"),
    }
)
_WHERE = """
import json, os, sys
home = os.path.realpath(os.path.expanduser("~"))
path = os.path.realpath(os.path.join(home, sys.argv[1]))
lock = os.path.join(os.path.dirname(path), ".~lock." + os.path.basename(path) + "#")
inside = os.path.commonpath([home, path]) == home
there, locked = os.path.isfile(path), os.path.exists(lock)
print(json.dumps({"path": path, "inside": inside, "there": there, "locked": locked}))
"""
"""Runs in the machine: a link must not lead out of the home folder, nor a file be changed under a window."""


class SheetTool:
    """Reads ranges and writes cells of spreadsheet files in the machine's home folder.

    LibreOffice works with a profile of its own, without a window; macros of documents are never run.
    """

    kinds: frozenset[type[ToolAction]] = frozenset({ReadCells, WriteCells})

    def __init__(self, runner: CommandRunner) -> None:
        self._runner = runner
        self._installed: bool | None = None

    def available(self) -> bool:
        """Say whether the machine has LibreOffice."""
        if self._installed is None:
            self._installed = self._runner.run(["sh", "-c", "command -v soffice"], seconds=10.0).code == 0
        return self._installed

    def use(self, action: ToolAction) -> ToolOutcome:
        """Do ``action``. Raises `ToolFailed`."""
        match action:
            case ReadCells(file, cells, sheet):
                _check_size(cells)
                told = self._asked("read", self._path(file, must_exist=True), sheet, [cells])
                return ToolOutcome(True, told or f"{cells} is empty")
            case WriteCells(file, written, sheet):
                values = [part for name, content in written for part in (_kind(content), name, content)]
                told = self._asked("write", self._path(file, must_exist=False), sheet, values)
                return ToolOutcome("Err:" not in told and "#N" not in told, f"written and saved:\n{told}")
        raise ToolFailed(f"a spreadsheet tool does not do {type(action).__name__}")

    def _path(self, file: str, *, must_exist: bool) -> str:
        ran = self._runner.run(["python3", "-I", "-c", _WHERE, file], seconds=10.0)
        try:
            found = json.loads(ran.output)
        except ValueError as error:
            raise ToolFailed(
                f"{file} cannot be looked up: {ran.errors.decode('utf-8', 'replace')[-200:]}"
            ) from error
        if not found["inside"]:
            raise ToolFailed(f"{file} leads out of the home folder; only files in it are worked on")
        if found["locked"]:
            raise ToolFailed(f"{file} is open in a window; close it there, or hand over to the screen")
        if must_exist and not found["there"]:
            raise ToolFailed(f"there is no file {file} in the home folder; look where it is")
        return str(found["path"])

    def _asked(self, operation: str, path: str, sheet: str, values: list[str]) -> str:
        how = _FILTERS.get(PurePosixPath(path).suffix.lower())
        if how is None:
            raise ToolFailed("that file leads to one that is no spreadsheet; only spreadsheets are worked on")
        self._install()
        lines = (operation, path, *how, sheet, *values)
        self._runner.put("\n".join(map(_folded, lines)).encode(), f"{_FOLDER}/request.txt")
        self._runner.put(b"failed\nLibreOffice ended without an answer", f"{_FOLDER}/answer.txt")
        self._office("macro:///Standard.GuiAgent.Work")
        verdict, _, told = (
            self._runner.get(f"{_FOLDER}/answer.txt").decode("utf-8", "replace").partition("\n")
        )
        if verdict != "done":
            raise ToolFailed(told.strip() or "LibreOffice could not do it")
        return _told(told)

    def _office(self, what: str) -> None:
        profile = f"-env:UserInstallation=file://{_FOLDER}/profile"
        self._runner.run(["soffice", profile, *_FLAGS, what], seconds=SECONDS)

    def _install(self) -> None:
        """Put the worker into the tool's own profile, anew each time: the machine may have been reset.

        A fresh profile is made by LibreOffice itself, which would put its own library in place of ours.
        """
        if self._runner.run(["test", "-d", f"{_BASIC}/Standard"], seconds=10.0).code != 0:
            self._office("--terminate_after_init")
        module = escape(_WORKER.read_text("utf-8"), quote=False)
        for path, text in _library(module).items():
            self._runner.put(text.encode(), f"{_BASIC}/{path}")


def _library(module: str) -> dict[str, str]:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    names = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
    link = 'xlink:href="$(USER)/basic/Standard/{0}.xlb/" xlink:type="simple"'
    listing = (
        f"{head}<library:libraries {names}>"
        f'<library:library library:name="Standard" {link} library:link="false"/></library:libraries>'
    )
    about = f'{names} library:name="Standard" library:readonly="false"'
    library = f"{head}<library:library {about}>{{0}}</library:library>"
    code = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="GuiAgent" '
    return {
        "script.xlc": listing.replace("{0}", "script"),
        "dialog.xlc": listing.replace("{0}", "dialog"),
        "Standard/script.xlb": library.replace("{0}", '<library:element library:name="GuiAgent"/>'),
        "Standard/dialog.xlb": library.replace("{0}", ""),
        "Standard/GuiAgent.xba": f'{head}{code}script:language="StarBasic">{module}</script:module>',
    }


def _kind(content: str) -> str:
    if content.startswith("="):
        return "formula"
    return "number" if _NUMBER.fullmatch(content) else "text"


def _folded(value: str) -> str:
    return value.replace("\r", "").replace("\n", _NEW_LINE).replace("\t", _TAB)


def _told(lines: str) -> str:
    """Return what was read: a cell a line, formulas behind their results."""
    said: list[str] = []
    for line in lines.splitlines():
        name, shown, formula = (*line.split("\t"), "", "")[:3]
        words = shown.replace(_NEW_LINE, "\n").replace(_TAB, "\t")
        said.append(f"{name}: {words}" + (f"   ({formula})" if formula else ""))
    return "\n".join(said)


def _check_size(cells: str) -> None:
    ends = [re.fullmatch(r"([A-Z]+)(\d+)", part) for part in cells.split(":")]
    columns = [_column(end[1]) for end in ends if end]
    rows = [int(end[2]) for end in ends if end]
    if (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1) > MOST_CELLS:
        raise ToolFailed(f"{cells} is more than {MOST_CELLS:,} cells; read a part of it")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
