"""Key symbols: the numbers X11 gives to characters and to named keys."""

from __future__ import annotations

from actions.errors import InvalidAction, UnknownKey
from actions.keys import X11_KEYSYM_NAMES, canonical_key

NO_SYMBOL = 0
RETURN, TAB = 0xFF0D, 0xFF09
SHIFT_L, SHIFT_R, ALT_R, NUM_LOCK = 0xFFE1, 0xFFE2, 0xFFEA, 0xFF7F
LEVEL3_SHIFT = 0xFE03
_UNICODE_OFFSET = 0x01000000
# Where a layout lacks the usual key: the one on the right, or the key that plays its part.
_SECOND_CHOICE = {
    "ctrl": (0xFFE4,),
    "shift": (SHIFT_R,),
    "alt": (ALT_R,),
    "super": (0xFFEC,),
    "altgr": (0xFF7E, ALT_R),
    "kpdecimal": (0xFFAC,),
}

_LEGACY_CODES = {
    0x1: "iso8859_2",
    0x2: "iso8859_3",
    0x3: "iso8859_4",
    0x5: "iso8859_6",
    0x6: "koi8_r",
    0x7: "iso8859_7",
    0xC: "iso8859_8",
    0xD: "iso8859_11",
    0x13: "iso8859_15",
}
_SIGNS = {
    **dict(zip(range(0x8FB, 0x8FF), "←↑→↓", strict=True)),
    **dict(zip((0x8BC, 0x8BD, 0x8BE, 0x8C2, 0x8D6), "≤≠≥∞√", strict=True)),
    **dict(zip((0xAA9, 0xAAA, 0xAAE, 0xAC9, 0xAE6), "—–…™•", strict=True)),
    **dict(zip((0xAC3, 0xAC4, 0xAC5, 0xAC6), "⅛⅜⅝⅞", strict=True)),
    **dict(zip((0xAD0, 0xAD1, 0xAD2, 0xAD3, 0xAFD, 0xAFE), "‘’“”‚„", strict=True)),
}
"""The signs of older tables that layouts have on their third level."""

LOCK_KEYS = frozenset({"capslock", "numlock", "scrolllock"})
NUMBER_PAD_KEYS = frozenset({*(f"kp{digit}" for digit in range(10)), "kpdecimal"})


def keysym_of_character(char: str) -> int:
    """Return the keysym of one character; newline is Return, tab is Tab.

    Raises `InvalidAction` for control characters and lone surrogates, which no key types.
    """
    match char:
        case "\n":
            return RETURN
        case "\t":
            return TAB
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        raise InvalidAction(f"the character U+{code:04X} cannot be typed; press a key instead")
    return code if code < 0x100 else _UNICODE_OFFSET | code


def keysyms_of_key(name: str) -> tuple[int, ...]:
    """Return the keysyms that the key called ``name`` may have, best first. Raises `UnknownKey`."""
    if len(name) == 1 and name.isprintable():
        return (keysym_of_character(name),)
    key = canonical_key(name)
    if key not in X11_KEYSYM_NAMES:
        return (keysym_of_character(key),)
    return (_keysym_called(X11_KEYSYM_NAMES[key]), *_SECOND_CHOICE.get(key, ()))


def _keysym_called(x11_name: str) -> int:
    from Xlib import XK

    for group in ("xkb", "xf86"):
        XK.load_keysym_group(group)
    # python-xlib spells XF86AudioPlay as XF86_AudioPlay.
    for spelling in (x11_name, x11_name.replace("XF86", "XF86_", 1)):
        if keysym := XK.string_to_keysym(spelling):
            return int(keysym)
    raise UnknownKey(f"this system has no key symbol called {x11_name!r}; use another key")


def character_of_keysym(keysym: int) -> str:
    """Return the character that a key symbol types, empty where it types none.

    The older symbols hold a byte of an ISO 8859 or KOI8 code.
    """
    if keysym & 0xFF000000 == _UNICODE_OFFSET:
        return chr(keysym & 0xFFFFFF)
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF or keysym == 0x20AC:
        return chr(keysym)
    if 0xFFAA <= keysym <= 0xFFB9:  # the number pad's signs and digits
        return chr(keysym - 0xFF80)
    if keysym in _SIGNS:
        return _SIGNS[keysym]
    code = _LEGACY_CODES.get(keysym >> 8)
    if code is not None and keysym & 0xFF >= 0xA0:
        return bytes([keysym & 0xFF]).decode(code, "ignore")
    return ""


def name_of_keysym(keysym: int) -> str:
    """Return the canonical name of a key with this symbol; empty for keys that are their character."""
    for name, x11_name in X11_KEYSYM_NAMES.items():
        if x11_name.startswith("XF86"):
            continue
        if keysym in (_keysym_called(x11_name), *_SECOND_CHOICE.get(name, ())):
            return name
    return "tab" if keysym == 0xFE20 else ""  # Shift makes another symbol of Tab
