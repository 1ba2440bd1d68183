"""Words of like meaning in user interfaces, and what the things named so are for; this project's own."""

from __future__ import annotations

import re
from pathlib import Path

_TABLE = Path(__file__).with_name("concepts.txt")
# Other words with a hyphen are names of icon files.
_HYPHENED = frozenset({"e-mail", "wi-fi", "add-on"})


class Concepts:
    """Looks up words of like meaning, and what somebody wants with what is named so.

    Read from ``concepts.txt``, one concept a line: words on controls and icons = verb phrases.
    """

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._purposes: dict[str, tuple[str, ...]] = {}
        for line in _TABLE.read_text("utf-8").splitlines():
            names, purposes = line.split("=")
            words = tuple(n.strip() for n in names.split(","))
            for word in words:
                self._words.setdefault(plain(word), words)
                self._purposes.setdefault(plain(word), tuple(p.strip() for p in purposes.split("|")))

    def synonyms(self, label: str) -> tuple[str, ...]:
        """Return other words for ``label``, itself left out; empty where it is unknown."""
        key = plain(label)
        said = (w for w in self._words.get(key, ()) if "-" not in w or w in _HYPHENED)
        return tuple(w for w in said if plain(w) != key)

    def purposes(self, label: str) -> tuple[str, ...]:
        """Return what somebody wants who looks for ``label``."""
        return self._purposes.get(plain(label), ())

    def key(self, label: str) -> str:
        """Return the concept's first word, "" where it is unknown: equal keys mean alike."""
        words = self._words.get(plain(label), ())
        return words[0] if words else ""


def plain(label: str) -> str:
    """Return ``label`` in lower case without signs and without the endings of icon names."""
    text = re.sub(r"[^\w]+", " ", label.casefold()).strip()
    return re.sub(r"\b(symbolic|icon|button|rtl|ltr|\d{2,3})\b", "", text).strip()
