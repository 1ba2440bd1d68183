"""The templates, kept as text files beside the code: ``== NAME`` begins a section, # a remark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

Sections = Mapping[str, tuple[str, ...]]
_FOLDER = Path(__file__).resolve().parent / "templates"


@lru_cache
def sections(name: str) -> Sections:
    """Return the lines of each section of ``templates/NAME.txt``. Raises OSError where there is none."""
    return read_sections((_FOLDER / f"{name}.txt").read_text("utf-8"))


def read_sections(text: str) -> Sections:
    """Take the text of a template file apart; empty lines and remarks are left out."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("== "):
            current = found.setdefault(line[3:], [])
        elif line and not line.startswith("# "):
            current.append(line)
    return MappingProxyType({name: tuple(lines) for name, lines in found.items()})
