"""Keys of the virtual keyboard by QEMU's names; the guest's layout is "us"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from actions.errors import InputFailed
from actions.keys import KEYS

SHIFT = "shift"

_PLAIN = {
    **{character: character for character in "abcdefghijklmnopqrstuvwxyz0123456789"},
    **{" ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal", "[": "bracket_left"},
    **{"]": "bracket_right", "\\": "backslash", ";": "semicolon", "'": "apostrophe", "`": "grave_accent"},
    **{",": "comma", ".": "dot", "/": "slash"},
}
_SHIFTED = {
    **{character.upper(): character for character in "abcdefghijklmnopqrstuvwxyz"},
    **dict(zip('!@#$%^&*()_+{}|:"~<>?', "1234567890-=[]\\;'`,./", strict=True)),
}

STROKES: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        **{character: (name, False) for character, name in _PLAIN.items()},
        **{character: (_PLAIN[key], True) for character, key in _SHIFTED.items()},
    }
)
"""The key that types a character, and whether with Shift."""

_NAMED = {
    **{"ctrl": "ctrl", "shift": SHIFT, "alt": "alt", "super": "meta_l", "altgr": "alt_r", "enter": "ret"},
    **{"tab": "tab", "escape": "esc", "backspace": "backspace", "delete": "delete", "insert": "insert"},
    **{"home": "home", "end": "end", "pageup": "pgup", "pagedown": "pgdn", "up": "up", "down": "down"},
    **{"left": "left", "right": "right", "space": "spc", "capslock": "caps_lock", "numlock": "num_lock"},
    **{"scrolllock": "scroll_lock", "printscreen": "print", "pause": "pause", "menu": "compose"},
    **{f"f{number}": f"f{number}" for number in range(1, 13)},
    **{f"kp{number}": f"kp_{number}" for number in range(10)},
    **{"kpenter": "kp_enter", "kpadd": "kp_add", "kpsubtract": "kp_subtract", "kpdivide": "kp_divide"},
    **{"kpmultiply": "kp_multiply", "kpdecimal": "kp_decimal", "kpequal": "kp_equals", "help": "help"},
    **{"volumeup": "volumeup", "volumedown": "volumedown", "volumemute": "audiomute"},
    **{"playpause": "audioplay", "nexttrack": "audionext", "prevtrack": "audioprev"},
    **{"mediastop": "audiostop", "browserback": "ac_back", "browserforward": "ac_forward"},
    **{"browserrefresh": "ac_refresh", "browserhome": "ac_home", "browserfavorites": "ac_bookmarks"},
    **{"launchmail": "mail", "calculator": "calculator"},
}


def key_name(key: str) -> str:
    """Return QEMU's name of the canonical ``key``. Raises `InputFailed` where the keyboard has none."""
    if key in _NAMED:
        return _NAMED[key]
    if key in STROKES:
        return STROKES[key][0]
    kind = "is not on" if key in KEYS else "is no key of"
    raise InputFailed(f"{key!r} {kind} the virtual machine's keyboard (layout us); use another key")


def needs_shift(key: str) -> bool:
    """Return whether the canonical ``key`` is the upper sign of a key."""
    return key not in _NAMED and STROKES.get(key, ("", False))[1]
