"""Texts that were forgotten: placeholders nobody filled in, garbled letters, labels in another language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

_KEY_HEADS = (
    "menu|label|button|btn|dialog|action|file|edit|view|help|ui|app|msg|message|error|title|settings|tooltip|common"
    "|main|form|field|page|tab|toolbar|text|string|i18n|translation|window|prefs|preferences"
)
_KEY = re.compile(rf"(?:{_KEY_HEADS})(?:\.[A-Za-z][\w-]*)+")
_LONG_KEY = re.compile(r"[a-z][a-zA-Z0-9]*(?:[._][a-z][a-zA-Z0-9]*){2,}")
_CONSTANT = re.compile(r"[A-Z]{3,}(?:_[A-Z0-9]{2,})+")
_NO_KEY = re.compile(
    r"^(?:www|org|com|net|io|de)\.|\.(?:org|com|net|io|de|eu|txt|md|py|ini|cfg|conf|png|jpe?g|svg|pdf|html?|json|xml"
    r"|csv|ods|odt|docx?|xlsx?|zip|gz|sh|log|desktop)$",
    re.IGNORECASE,
)
# Readers of pixels take braces for parentheses; a name with underscores stands in neither by itself.
_PLACEHOLDERS = (
    re.compile(r"(?<![\w%])%(?:\d+\$)?[sdif](?![\w%])"),
    re.compile(r"(?<![\w%])%\(\w+\)[sd]"),
    re.compile(r"(?<![\w%])%[1-9](?![\w%])"),
    re.compile(r"\$?\{\{?\s*\w*\s*\}?\}"),
    re.compile(r"[{(][a-z]+(?:_[a-z0-9]+)+[)}]"),
    re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+);"),
)
_GARBLED = re.compile("Ã[\u0080-\u00bf\u0152-\u0178€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]|â€|Â[\u00a0-\u00bf]|\ufffd")
_LEAST_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_EVIDENCE = 4
"""So many words of a language must have been seen before it is taken for the interface's."""


def unfilled(text: str) -> str:
    """Return the part of ``text`` that was meant for programs, not for people; empty where there is none."""
    # Several words beside each other are said to people, however they are spelled.
    for word in text.split() if len(text.split()) == 1 else ():
        bare = word.strip("“”\"'()[]:,;!?…").rstrip(".")
        if not _NO_KEY.search(bare) and any(p.fullmatch(bare) for p in (_KEY, _LONG_KEY, _CONSTANT)):
            return bare
    for pattern in (*_PLACEHOLDERS, _GARBLED):
        if found := pattern.search(text):
            return found[0]
    return ""


def interface_language(texts: Iterable[str]) -> str:
    """Return the language most of ``texts`` are in, as a code of two letters; empty where too few tell."""
    lists, seen = _languages(), Counter[str]()
    for word in {w for text in texts for w in _words(text)}:
        seen.update(lists.get(word, ()))
    if not seen:
        return ""
    (best, count), *others = seen.most_common(2)
    return best if count >= _LEAST_EVIDENCE and (not others or count > others[0][1]) else ""


def foreign_words(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """Return the words of ``text`` that are of other languages than ``language``, and of which.

    Empty where the text has words of ``language`` as well: names of places and products stand in sentences.
    """
    lists = _languages()
    words = _words(text)
    if any(language in lists.get(word, ()) for word in words):
        return "", ()
    strange = [w for w in words if w in lists and len(w) >= _LEAST_LETTERS]
    if not strange:
        return "", ()
    return " ".join(strange), tuple(sorted(lists[strange[0]]))


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    """Return ``word`` in small letters without accents, which are easily misread."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate({0x142: "l", 0xF8: "o"}))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, frozenset[str]]:
    """Return the languages of every word."""
    source = resources.files("gui_agent.exploring") / "interface_words.toml"
    found: dict[str, set[str]] = {}
    for language, words in tomllib.loads(source.read_text("utf-8")).items():
        for word in words.split():
            found.setdefault(_plain(word), set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}
