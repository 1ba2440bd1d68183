"""The programs that are rendered, and what each of them needs to start."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Toolkit = Literal[
    "GTK2", "GTK3", "GTK4", "Qt5", "Qt6", "LibreOffice", "wxWidgets", "Gecko", "Chromium", "Swing"
]
Need = Literal["root", "care", "time", "java", "profile", "kde", "no web sandbox"]

_FILE = Path(__file__).with_name("programs.json")


@dataclass(frozen=True, slots=True)
class Program:
    """One program: ``command`` runs in a fresh home folder with `documents` in it.

    ``needs``: "root" refuses ordinary users, "care" must not be clicked at random, "time" starts slowly,
    "profile" wants a browser profile, "kde" reads kdeglobals.
    """

    name: str
    command: tuple[str, ...]
    package: str
    toolkit: Toolkit
    needs: frozenset[Need]

    def is_installed(self) -> bool:
        return shutil.which(self.command[0]) is not None


def load_programs(file: Path = _FILE) -> tuple[Program, ...]:
    """Return all programs of ``file``. Raises ValueError for an unknown toolkit or need."""
    programs = tuple(_program(entry) for entry in json.loads(file.read_text(encoding="utf-8")))
    for program in programs:
        if program.toolkit not in get_args(Toolkit) or not program.needs <= set(get_args(Need)):
            raise ValueError(f"unknown toolkit or need: {program}")
    return programs


def _program(entry: dict[str, object]) -> Program:
    command, needs = entry["command"], entry["needs"]
    if not isinstance(command, list) or not isinstance(needs, list):
        raise ValueError(f"not a program: {entry}")
    return Program(
        str(entry["name"]),
        tuple(command),
        str(entry["package"]),
        entry["toolkit"],  # type: ignore[arg-type]  # checked by the caller
        frozenset(needs),
    )
