"""A found icon file, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IconFile:
    """A file of an icon set; ``names`` are what it is called there (links to it included), own name first.

    ``side`` is the longest side to draw it at; ``tags`` are search terms that the set gives it.
    """

    path: Path
    family: str
    style: str
    names: tuple[str, ...]
    side: int
    tags: tuple[str, ...] = ()
