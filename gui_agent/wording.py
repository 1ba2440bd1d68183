"""Words as a person sees them, whatever characters they are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

# Letters of other scripts that look like Latin ones; Unicode's own compatibility forms are handled before.
_CAPITALS: Mapping[int, int] = MappingProxyType(
    str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЅІЈКМНОРСТУХԌԚԜӀ", "ABEZHIKMNOPTYXABESIJKMHOPCTYXGQWI")
)
_SMALL: Mapping[int, int] = MappingProxyType(
    str.maketrans(
        "авгеѕіјкԛормнтсԁьуѵхһԝӏԍɡɑαβειοκνρτυχγηωμѡոսօցհʏıȷℓǀ∣æøłđþ",
        "abresijkqopmhtcdbyvxhwlggaabeiokvptuxynwuwnuoghyijlllaoldp",
    )
)
_DIGITS: Mapping[int, int] = MappingProxyType(str.maketrans("0134578i", "oleastbl"))
_SIGNS: Mapping[int, int] = MappingProxyType(str.maketrans("$@|!€", "sallc"))
_INVISIBLE = ("Mn", "Me", "Cf", "Cc")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPELLED_OUT = re.compile(r"\b\w(?: \w){2,}\b")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def plain(text: str, *, split_capitals: bool = True) -> str:
    """Return ``text`` in lower-case Latin look, words one space apart, nothing invisible left in it.

    Accents, zero-width characters and punctuation are dropped; look-alike letters of other scripts become
    Latin, ``D e l e t e`` becomes one word, ``DeleteAll`` two where ``split_capitals``.
    """
    folded = unicodedata.normalize("NFKD", text)
    visible = "".join(c for c in folded if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE)
    capitals = visible.translate(_CAPITALS)
    parted = _CAMEL.sub(" ", capitals) if split_capitals else capitals
    lowered = parted.casefold().translate(_SMALL)
    spaced = _BETWEEN_WORDS.sub(" ", lowered).strip()
    return _SPELLED_OUT.sub(lambda m: m[0].replace(" ", ""), spaced)


def mentions(text: str, words: Iterable[str]) -> str | None:
    """Return the first of ``words`` that occurs in ``text`` as whole words; ``*`` stands for any letters.

    Both are compared by their looks: ``De1ete``, ``DeIete`` and ``Dеlete`` with a Cyrillic e are ``delete``.
    """
    spellings = (text, text.translate(_SIGNS))
    found = {_look(spelling, split) for spelling in spellings for split in (True, False)}
    for word in words:
        pattern = _as_pattern(word)
        if any(pattern.search(look) for look in found):
            return word
    return None


def _look(text: str, split_capitals: bool = False) -> str:
    return plain(text, split_capitals=split_capitals).translate(_DIGITS)


@lru_cache(maxsize=2048)
def _as_pattern(word: str) -> re.Pattern[str]:
    stars = "*".join(_look(part) for part in word.split("*"))
    parts = (r"\w*".join(map(re.escape, part.split("*"))) for part in stars.split())
    return re.compile(rf"\b{' '.join(parts)}\b")


def shown(text: str) -> str:
    """Return ``text`` on one line without anything that could steer a terminal, shortened."""
    visible = "".join("·" if unicodedata.category(c)[0] == "C" else c for c in text.replace("\n", "⏎"))
    if len(visible) <= 200:
        return visible
    # The end of a long text matters as much as its beginning: a command may hide there.
    return f"{visible[:120]} … [{len(visible)} characters] … {visible[-60:]}"
