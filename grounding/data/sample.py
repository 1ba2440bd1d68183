"""One rendered screen with its truth: what every generator writes and every trainer reads.

A data folder holds ``screens.jsonl`` (one `RenderedScreen` a line) and ``images/`` (lossless PNG or WebP).
Several folders together make a data set; nothing else is shared between generators and trainers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from grounding.types import Role, State

Split = Literal["train", "validation", "held-out apps", "held-out toolkit"]
Bounds = tuple[int, int, int, int]

ROLES: tuple[Role, ...] = get_args(Role)
STATES: tuple[State, ...] = get_args(State)
SCREENS_FILE = "screens.jsonl"


@dataclass(frozen=True, slots=True)
class RenderedElement:
    """One visible element; ``box`` is (x1, y1, x2, y2) in picture pixels, tight around what is drawn.

    ``text`` is what can be read in it; ``name`` what it is called when that cannot be read (an accessible
    name, a tooltip, an icon's name); ``icon`` the file name of the icon drawn in it, where known;
    ``label`` the visible text that labels it (a field's label); ``parent`` the index of the smallest
    enclosing element, window or dialog, or -1.
    """

    box: Bounds
    role: Role
    text: str = ""
    name: str = ""
    icon: str = ""
    label: str = ""
    state: tuple[State, ...] = ()
    parent: int = -1


@dataclass(frozen=True, slots=True)
class RenderedLine:
    """One line of text as drawn; ``box`` is tight around its ink (ascenders and descenders included)."""

    box: Bounds
    text: str


@dataclass(frozen=True, slots=True)
class RenderedScreen:
    """A picture and its truth.

    ``lines`` is None where lines of text are unknown (then nothing may be learned from their absence);
    ``complete`` is False where drawn elements may be missing from ``elements``.
    """

    id: str
    image: str
    size: tuple[int, int]
    source: str
    toolkit: str
    app: str
    split: Split
    elements: tuple[RenderedElement, ...]
    lines: tuple[RenderedLine, ...] | None = None
    theme: str = ""
    scale: float = 1.0
    language: str = "en"
    complete: bool = True


def write_screens(folder: Path, screens: Iterable[RenderedScreen]) -> int:
    """Append ``screens`` to the folder's list; return how many were written."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / SCREENS_FILE).open("a", encoding="utf-8") as file:
        for screen in screens:
            file.write(json.dumps(asdict(screen), ensure_ascii=False) + "\n")
            file.flush()
            count += 1
    return count


def read_screens(*folders: Path) -> Iterator[tuple[Path, RenderedScreen]]:
    """Yield (folder, screen) for every screen of the folders. Raises ValueError on a malformed line."""
    for folder in folders:
        with (folder / SCREENS_FILE).open(encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield folder, screen_from(json.loads(line))


def screen_from(data: dict[str, Any]) -> RenderedScreen:
    """Rebuild a screen from its JSON object. Raises ValueError for an unknown role or state."""
    lines = data.get("lines")
    return RenderedScreen(
        **{
            **data,
            "size": tuple(data["size"]),
            "elements": tuple(_element_from(e) for e in data["elements"]),
            "lines": None if lines is None else tuple(RenderedLine(_box(x["box"]), x["text"]) for x in lines),
        }
    )


def _element_from(data: dict[str, Any]) -> RenderedElement:
    if data["role"] not in ROLES or not set(data["state"]) <= set(STATES):
        raise ValueError(f"unknown role or state: {data['role']} {data['state']}")
    return RenderedElement(**{**data, "box": _box(data["box"]), "state": tuple(data["state"])})


def _box(values: list[int]) -> Bounds:
    x1, y1, x2, y2 = values
    return x1, y1, x2, y2
