"""Several keys that make one character: dead keys and Compose, by the tables that programs on X use."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from actions.x11.keysyms import character_of_keysym

MULTI_KEY = 0xFF20
_DEAD = range(0xFE50, 0xFE94)
_NO_CHARACTER = range(0xFE00, 0xFE20)
_MODIFIERS = range(0xFFE1, 0xFFEF)
_MODE_SWITCH, _NUM_LOCK = 0xFF7E, 0xFF7F
_LOCALES = (Path("/usr/share/X11/locale"), Path("/usr/local/share/X11/locale"), Path("/usr/lib/X11/locale"))
_TABLE = "en_US.UTF-8/Compose"
_LINE = re.compile(r'\s*((?:<\w+>\s*)+):\s*"((?:[^"\\]|\\.)+)"')
_UNNAMED = {
    "dead_hook": 0xFE61,
    "dead_horn": 0xFE62,
    "dead_stroke": 0xFE63,
    "dead_doublegrave": 0xFE66,
    "dead_invertedbreve": 0xFE6D,
    "dead_belowcomma": 0xFE6E,
    "dead_currency": 0xFE6F,
    "dead_greek": 0xFE8C,
}
"""Those that python-xlib has no names for."""

Key: TypeAlias = str | int
Sequences: TypeAlias = Mapping[tuple[Key, ...], str]


class Composer:
    """Follows the symbols of the keys that go down, in one stream of typing."""

    def __init__(self) -> None:
        self._sequences: Sequences | None = None
        self._begun: tuple[Key, ...] = ()

    def hear(self, keysym: int) -> str | None:
        """Take the symbol of the next key; return what it types: None where it stands for itself.

        An empty text: more is to come, or nothing came of what was begun.
        """
        if keysym in _MODIFIERS or keysym in _NO_CHARACTER or keysym in (_MODE_SWITCH, _NUM_LOCK):
            return None
        if not self._begun and not (keysym in _DEAD or keysym == MULTI_KEY):
            return None
        if self._sequences is None:
            self._sequences = read_sequences()
        self._begun = (*self._begun, _key(keysym))
        made = self._sequences.get(self._begun)
        if made is None and _begins(self._begun, self._sequences):
            return ""
        self._begun = ()
        return made or ""

    def forget(self) -> None:
        """Let go of what was begun: the person did something else."""
        self._begun = ()


def read_sequences(home: Path | None = None) -> Sequences:
    """Return what follows from which keys, by the system's table and the person's own (``~/.XCompose``).

    Empty where this system has no such table.
    """
    own = (home or Path.home()) / ".XCompose"
    shipped = (folder / _TABLE for folder in _LOCALES)
    named = Path(os.environ.get("XCOMPOSEFILE") or own)
    found: dict[tuple[Key, ...], str] = {}
    for path in (next((p for p in shipped if p.is_file()), None), named):
        if path is not None and path.is_file():
            found.update(_read(path.read_text("utf-8", "replace")))
    return found


def _read(text: str) -> Iterator[tuple[tuple[Key, ...], str]]:
    symbols: dict[str, int] = dict(_UNNAMED)
    for line in text.splitlines():
        if (found := _LINE.match(line)) is None:
            continue
        keysyms = [_keysym(name, symbols) for name in re.findall(r"<(\w+)>", found[1])]
        if all(keysyms):
            yield tuple(map(_key, keysyms)), re.sub(r"\\(.)", r"\1", found[2])


def _keysym(name: str, known: dict[str, int]) -> int:
    if name not in known:
        known[name] = _looked_up(name)
    return known[name]


def _looked_up(name: str) -> int:
    from Xlib import XK

    if re.fullmatch(r"U[0-9A-Fa-f]{3,6}", name):
        return 0x01000000 | int(name[1:], 16)
    for group in ("xkb", "greek", "cyrillic", "latin2", "latin3", "latin4", "publishing", "technical"):
        XK.load_keysym_group(group)
    return int(XK.string_to_keysym(name))


def _key(keysym: int) -> Key:
    """Return what makes two symbols the same key: their character, where they have one."""
    return character_of_keysym(keysym) or keysym


def _begins(begun: tuple[Key, ...], sequences: Sequences) -> bool:
    return any(keys[: len(begun)] == begun for keys in sequences)
