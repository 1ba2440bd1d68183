"""What the names of icon files say once the habits of the icon sets are taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grounding.embedded.tokens import words_of

_STYLES = re.compile(
    r"-(symbolic|outlined?|fill(ed)?|solid|regular|rounded?|sharp|twotone|duotone|variant|rtl|ltr|line|alt|"
    r"thin|light|bold|panel|tray|legacy|stock|simple|\d+|\d+px|\d+x\d+|\d+-bit)$"
)
_SETS = re.compile(
    r"^(gtk|gnome|stock|lc|sc|lch|sch|xfce4?|mate|cs|nm|gimp|ic|icon|icons|mdi|fa|bi|tabler|brand|emblem|kde|"
    r"preferences-desktop|preferences-system|preferences|applications|application-x|application|accessories|"
    r"utilities|status|tool|microsoft|mozilla|apps|oo|gnome-dev|gnome-mime|package)-"
)
_CONTEXTS = re.compile(
    r"^(edit|go|view|document|format-text|format|media-playback|media|mail|insert|dialog|window|tools|object|"
    r"system|user|list|draw|transform|audio|network|input|image|folder|drive|video|weather|office|x-office)-"
)
_REVERSE_DOMAIN = re.compile(r"^(org|com|io|net|de|fr|app|us|im|dev|re|ca|eu|me)-[^.]+?-(?=.)")


def key_of(icon_name: str) -> str:
    """Return an icon's file name as lower-case words joined by hyphens, without folder and ending."""
    base = icon_name.replace("\\", "/").rsplit("/", 1)[-1]
    base = re.sub(r"\.(svg|png|xpm|svgz)$", "", base, flags=re.IGNORECASE)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "-", base)
    return re.sub(r"[\s_.:-]+", "-", spaced).strip("-").casefold()


def keys_of(icon_name: str) -> Iterator[str]:
    """Yield names to look an icon up by, from the whole to its barest form."""
    key = key_of(icon_name)
    seen = {key}
    yield key
    for pattern in (_REVERSE_DOMAIN, _SETS, _STYLES, _CONTEXTS):
        while (shorter := pattern.sub("", key)) not in ("", key):
            key = shorter
            if key not in seen:
                seen.add(key)
                yield key


def words_of_name(icon_name: str) -> str:
    """Return the words of an icon's name as a person says them ("edit-delete-symbolic": "edit delete")."""
    key = key_of(icon_name)
    for pattern in (_REVERSE_DOMAIN, _SETS, _STYLES):
        while (shorter := pattern.sub("", key)) not in ("", key):
            key = shorter
    return " ".join(words_of(key))
