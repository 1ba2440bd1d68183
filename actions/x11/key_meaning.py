"""What a key types: the symbol that its place, the layout and the modifiers select."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.x11.keysyms import character_of_keysym

SHIFT, CAPS_LOCK, CONTROL, ALT, NUM_LOCK, SUPER, LEVEL3 = 0x1, 0x2, 0x4, 0x8, 0x10, 0x40, 0x80
"""Bits of an event's state, as every usual layout has them."""
_NUMBER_PAD = range(0xFFAA, 0xFFBA)
_PLAIN = range(0x21, 0x7F)


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """``typed`` is the symbol that is typed, ``plain`` that of the key alone, ``latin`` its ASCII one.

    Each is a keysym, 0 where there is none. Shortcuts go by ``latin``: Ctrl+C stays that on a Russian layout.
    """

    typed: int
    plain: int
    latin: int


def key_meaning(groups: Sequence[Sequence[int]], state: int) -> KeyMeaning:
    """Return what a key with these ``groups`` (layouts) of levels means in ``state`` (bits of an X event)."""
    if not groups:
        return KeyMeaning(0, 0, 0)
    levels = groups[(state >> 13 & 3) % len(groups)]
    plain = _at(levels, 0)
    latin = next((g[0] for g in (levels, *groups) if g and g[0] in _PLAIN), 0)
    return KeyMeaning(_typed(levels, state), plain, latin)


def _typed(levels: Sequence[int], state: int) -> int:
    base = 2 if state & LEVEL3 and (_at(levels, 2) or _at(levels, 3)) else 0
    shifted = bool(state & SHIFT)
    if state & NUM_LOCK and _at(levels, 1) in _NUMBER_PAD:
        shifted = not shifted
    symbol, other = _at(levels, base + shifted), _at(levels, base + (not shifted))
    if not symbol and _one_level(levels, base):
        symbol = other
    return _capital(symbol, other) if state & CAPS_LOCK else symbol


def _one_level(levels: Sequence[int], base: int) -> bool:
    """Say whether Shift makes no difference here: keys such as Enter have one symbol only."""
    return not _at(levels, base + 1)


def _capital(symbol: int, other: int) -> int:
    """Return what Caps Lock makes of ``symbol``; ``other`` is the one that Shift selects instead."""
    character, shifted = character_of_keysym(symbol), character_of_keysym(other)
    if shifted and character.swapcase() == shifted != character:
        return other
    capital = character.upper()
    return 0x01000000 | ord(capital) if len(capital) == 1 and capital != character else symbol


def _at(levels: Sequence[int], level: int) -> int:
    return levels[level] if level < len(levels) else 0
