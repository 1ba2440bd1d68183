"""Imports a folder of openQA's needles."""

from __future__ import annotations

import keyword
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from grounding.errors import InvalidNeedle
from grounding.pictures.needle import read_needle
from grounding.pictures.picture import Picture
from gui_agent.qa.importing.refused import ImportRefused


def import_needles(source: Path, out: Path) -> list[Path]:
    """Copy the needles in ``source``, a folder or one JSON file, into ``out`` and write their locators.

    Returns what was written: ``needles/`` and ``needles.py``. Raises `ImportRefused` before anything is.
    """
    files = [source] if source.is_file() else sorted(source.rglob("*.json"))
    if not files:
        raise ImportRefused([f"{source}: there is no needle (NAME.json beside NAME.png) in this folder"])
    needles, complaints = [], []
    for file in files:
        try:
            needles.append(read_needle(file))
        except InvalidNeedle as error:
            complaints.append(str(error))
    complaints += _same_names(files)
    if complaints:
        raise ImportRefused(complaints)
    folder = out / "needles"
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)
        shutil.copyfile(file.with_suffix(".png"), folder / f"{file.stem}.png")
    locators = out / "needles.py"
    locators.write_text(_locators(needles), "utf-8")
    return [locators, folder]


def _same_names(files: Sequence[Path]) -> list[str]:
    first: dict[str, Path] = {}
    found = []
    for file in files:
        if file.stem in first:
            found.append(f"{file}: {first[file.stem]} has the same name; import their folders one by one")
        first.setdefault(file.stem, file)
    return found


def _locators(needles: Sequence[Picture]) -> str:
    """Return a Python file that names each needle and each tag."""
    lines = ['"""Needles by their names and by their tags: agent.locate(LOGIN_BUTTON).click()."""', ""]
    lines += ["from gui_agent.qa import needle", ""]
    named = {needle.name for needle in needles}
    tags = {tag for needle in needles for tag in needle.tags}
    taken: set[str] = set()
    for name in sorted(named | tags):
        lines.append(f"{_constant(name, taken)} = needle({name!r})")
    return "\n".join(lines) + "\n"


def _constant(name: str, taken: set[str]) -> str:
    """Return a name of Python for ``name`` that is not ``taken``, and take it."""
    plain = re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_").upper() or "NEEDLE"
    plain = f"NEEDLE_{plain}" if plain[0].isdigit() or keyword.iskeyword(plain) else plain
    number = 1
    while (one := plain if number == 1 else f"{plain}_{number}") in taken:
        number += 1
    taken.add(one)
    return one
