"""How a screen looks, as text: its characters, and the styles they have, in few lines.

Two looks are equal exactly where every cell has the same character, colours and attributes. Of lines with
many colours, as those of a picture, the styles are kept as a checksum.
"""

from __future__ import annotations

import hashlib
import os
import re
import string
from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.app import App

MOST_RUNS = 8
_REPEATED = re.compile(r"([▀─━▔▁])\1{7,}")
"""What pictures and lines are made of."""
_TEXT, _STYLES = "=== text", "=== styles"


def look_of(app: App[None]) -> tuple[str, str]:
    """Return what stands on the screen, and how it is styled."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    lines = [[each for part in parts for each in part if each.text] for parts in update.strips]  # type: ignore[union-attr]
    text = "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)
    return _REPEATED.sub(lambda run: f"⟪{run[1]}×{len(run[0])}⟫", text), _styles(lines)


def _styles(lines: Iterable[list[Segment]]) -> str:
    letters: dict[str, str] = {}
    told = [_line(line, letters) for line in lines]
    legend = [f"{letter} {style}" for style, letter in letters.items()]
    return "\n".join([*legend, *_counted(told)])


def _line(line: list[Segment], letters: dict[str, str]) -> str:
    runs: list[list[str | int]] = []
    for segment in line:
        style = str(segment.style or "")
        if runs and runs[-1][0] == style:
            runs[-1][1] = int(runs[-1][1]) + segment.cell_length
        else:
            runs.append([style, segment.cell_length])
    if len(runs) > MOST_RUNS:
        return "#" + hashlib.sha256(repr(runs).encode()).hexdigest()[:16]
    for style, _ in runs:
        if str(style) not in letters:
            letters[str(style)] = _letter(len(letters))
    return " ".join(f"{letters[str(style)]}{length}" for style, length in runs)


def _letter(number: int) -> str:
    """Return a, b, …, z, ba, bb, …"""
    first, last = divmod(number, 26)
    return (_letter(first) if first else "") + string.ascii_lowercase[last]


def _counted(lines: list[str]) -> list[str]:
    """Return the lines, each with how often it follows itself."""
    counted: list[list[str | int]] = []
    for line in lines:
        if counted and counted[-1][0] == line:
            counted[-1][1] = int(counted[-1][1]) + 1
        else:
            counted.append([line, 1])
    return [f"{count}: {line}" for line, count in counted]


def check_look(app: App[None], path: Path, theme: str) -> None:
    """Compare the screen with the look kept in ``path``; keep it where LOOKS=keep is in the environment."""
    text, styles = look_of(app)
    known = _read(path)
    if os.environ.get("LOOKS") == "keep":
        known |= {_TEXT: text, f"{_STYLES} {theme}": styles}
        _write(path, known)
        if folder := os.environ.get("LOOKS_PICTURES"):
            Path(folder, f"{path.stem}-{theme}.svg").write_text(app.export_screenshot(), "utf-8")
        return
    if not known:
        pytest.fail(f"there is no {path.name}: keep it with LOOKS=keep, and look at it")
    assert text == known[_TEXT]
    assert styles == known[f"{_STYLES} {theme}"]


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    parts: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("==="):
            current = parts.setdefault(line, [])
        else:
            current.append(line)
    return {name: "\n".join(lines) for name, lines in parts.items()}


def _write(path: Path, parts: dict[str, str]) -> None:
    content = "".join(f"{name}\n{part}\n" for name, part in sorted(parts.items(), reverse=True))
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
