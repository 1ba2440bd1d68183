"""Which names an icon can be given, and by which phrases and drawings each name is recognised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from grounding.data.icons.packed import IconLibrary
from grounding.data.icons.synonyms import display_of
from grounding.embedded.icons import NO_ICON

_MOST_PHRASES = 4
# A maximised window calls its "restore" button still "maximize", an application any menu "menu", and so on.
_ALIKE = (
    {"maximize", "restore"},
    {"menu", "more options", "more"},
    {"open", "folder"},
    {"add", "new tab"},
)


@dataclass(frozen=True, slots=True)
class NamedIcons:
    """A name to show ("delete, bin"), phrases that mean it, and drawings of it in a library."""

    name: str
    phrases: tuple[str, ...]
    drawings: tuple[int, ...]


def names_to_give(library: IconLibrary, left_out: Collection[str], most: int) -> list[NamedIcons]:
    """Return the ``most`` usual names, those that people have words for first, then by how many sets agree.

    Icon sets in ``left_out`` are not looked at.
    """
    drawings: dict[str, list[int]] = defaultdict(list)
    phrases: dict[str, dict[str, None]] = defaultdict(dict)
    families: dict[str, set[str]] = defaultdict(set)
    for index, icon in enumerate(library.icons):
        if icon.family not in left_out and icon.name not in NO_ICON:
            name = display_of(icon.file)
            drawings[name].append(index)
            families[name].add(icon.family.split("-")[0])
            phrases[name].update(dict.fromkeys(icon.said or (icon.name,)))
    named = [
        NamedIcons(name, tuple(phrases[name])[:_MOST_PHRASES], tuple(found))
        for name, found in drawings.items()
    ]
    named.sort(key=lambda n: ("," in n.name, len(families[n.name]), len(n.drawings)), reverse=True)
    return named[:most]


def alike(one: str, other: str) -> bool:
    """Say whether two names stand for the same drawing on screens, so that either is right."""
    if one == other:
        return True
    first, second = one.split(",")[0], other.split(",")[0]
    return any(first in same and second in same for same in _ALIKE)


def no_icons() -> list[NamedIcons]:
    """Return the names of what is no icon; they are shown as ""."""
    return [NamedIcons(name, (name,), ()) for name in NO_ICON]
