"""What a person could call an icon, from its file name alone."""

from __future__ import annotations

from dataclasses import dataclass

from grounding.data.icons.concepts import Concept, concept_of
from grounding.data.icons.names import keys_of, words_of_name

# A small sign on another drawing changes its meaning in the same way everywhere.
_SIGNS: dict[str, tuple[str, ...]] = {
    "plus": ("add {}", "new {}", "{} with a plus"),
    "add": ("add {}", "new {}", "{} with a plus"),
    "new": ("new {}", "add {}", "{} with a plus"),
    "minus": ("remove {}", "{} with a minus"),
    "remove": ("remove {}", "delete {}", "{} with a minus"),
    "dash": ("remove {}", "{} with a minus"),
    "x": ("remove {}", "cancel {}", "{} with a cross"),
    "xmark": ("remove {}", "{} with a cross"),
    "off": ("{} off", "disable {}", "crossed out {}"),
    "slash": ("{} off", "no {}", "crossed out {}"),
    "check": ("{} done", "confirm {}", "{} with a check mark"),
    "search": ("search {}", "find {}", "{} with a magnifying glass"),
    "edit": ("edit {}", "change {}", "{} with a pencil"),
    "pencil": ("edit {}", "{} with a pencil"),
    "cog": ("{} settings", "{} with a gear"),
    "settings": ("{} settings", "{} options", "{} with a gear"),
    "gear": ("{} settings", "{} with a gear"),
    "heart": ("favorite {}", "{} with a heart"),
    "star": ("favorite {}", "{} with a star"),
    "lock": ("lock {}", "protected {}", "{} with a padlock"),
    "alert": ("{} warning", "{} problem", "{} with an exclamation mark"),
    "exclamation": ("{} problem", "{} with an exclamation mark"),
    "question": ("unknown {}", "{} with a question mark"),
    "clock": ("{} history", "{} with a clock"),
    "sync": ("synchronise {}", "{} with circular arrows"),
    "refresh": ("refresh {}", "{} with a circular arrow"),
    "link": ("{} link", "{} with a chain"),
    "download": ("download {}", "{} with a down arrow"),
    "upload": ("upload {}", "{} with an up arrow"),
    "multiple": ("several {}", "{} list"),
    "share": ("share {}", "shared {}"),
    "circle": ("{} in a circle",),
    "square": ("{} in a square",),
    "box": ("{} in a box",),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """Words for an icon: from its ``name``, as ``said`` by people, and what it ``looks`` like."""

    name: str
    said: tuple[str, ...]
    looks: tuple[str, ...]


def phrases_for(icon_name: str) -> list[str]:
    """Return what people would call this icon in an instruction, the most usual first.

    >>> phrases_for("edit-delete-symbolic")[:3]
    ['delete', 'bin', 'trash']
    """
    naming = naming_of(icon_name)
    listed = dict.fromkeys([*naming.said, naming.name, *naming.looks])
    return [phrase for phrase in listed if phrase]


def naming_of(icon_name: str) -> Naming:
    """Return the words for an icon; ``said`` and ``looks`` are empty where the table does not know it."""
    name = words_of_name(icon_name)
    if concept := _concept_of(icon_name):
        return Naming(name, concept.said, concept.looks)
    said, looks = _with_sign(icon_name)
    return Naming(name, said, looks)


def display_of(icon_name: str) -> str:
    """Return a short name to show ("delete, bin"): the concept's, or the words of the icon's own name."""
    concept = _concept_of(icon_name)
    return concept.display if concept else words_of_name(icon_name)


def _concept_of(icon_name: str) -> Concept | None:
    return next((c for key in keys_of(icon_name) if (c := concept_of(key))), None)


def _with_sign(icon_name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for key in keys_of(icon_name):
        head, _, sign = key.rpartition("-")
        if head and sign in _SIGNS:
            things = _things(head)
            made = [f.format(thing) for thing in things for f in _SIGNS[sign]]
            return (
                tuple(m for m in made if " with a" not in m and " in a " not in m),
                tuple(m for m in made if " with a" in m or " in a " in m),
            )
    return (), ()


def _things(head: str) -> tuple[str, ...]:
    concept = _concept_of(head)
    return concept.said[:2] if concept else (words_of_name(head),)
