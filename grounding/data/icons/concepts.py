"""How people name icons: a table of concepts with icon names, everyday words and looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grounding.data.icons.names import key_of

TABLE = Path(__file__).with_name("concepts.txt")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that icons stand for.

    ``icons`` are names in icon sets, ``said`` what people call it (most usual first), ``looks`` what the
    drawing shows.
    """

    icons: tuple[str, ...]
    said: tuple[str, ...]
    looks: tuple[str, ...]

    @property
    def display(self) -> str:
        """Return its first two names, as a person reads them ("delete, bin")."""
        return ", ".join(self.said[:2])


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the table in its order."""
    lines = (line.split("#")[0] if line.startswith("#") else line for line in _lines())
    return tuple(_concept(line) for line in lines if line.strip())


def concept_of(key: str) -> Concept | None:
    """Return the concept that lists exactly this icon name, if one does."""
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, Concept]:
    # A name listed twice belongs to the concept that lists it earlier within its own line: more its own.
    ranked = [(rank, key_of(name), c) for c in concepts() for rank, name in enumerate(c.icons)]
    found: dict[str, Concept] = {}
    for _, key, concept in sorted(ranked, key=lambda item: item[0]):
        found.setdefault(key, concept)
    return found


def _lines() -> list[str]:
    return TABLE.read_text("utf-8").splitlines()


def _concept(line: str) -> Concept:
    icons, said, looks = (tuple(p.strip() for p in part.split(",") if p.strip()) for part in line.split("|"))
    return Concept(icons, said, looks)
