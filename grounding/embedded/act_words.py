"""An instruction as the act network sees it: words with their places, hashed ids and what they look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from grounding.embedded.tokens import PADDING, word_ids, words_of

ActKind = Literal[
    "none",
    "click",
    "double-click",
    "right-click",
    "hover",
    "type",
    "press",
    "select",
    "check",
    "uncheck",
    "drag",
    "scroll",
    "wait",
]
KINDS: tuple[ActKind, ...] = get_args(ActKind)
PIECES = 16
"""Ids a word has at most."""
LOOKS = 18
"""Figures about how a word looks."""
MOST_WORDS = 128

_QUOTED = "\ue000"
_QUOTED_WORDS = 5
_PAIRS = {
    '"': '"', "'": "'", "“": "”“\"", "”": "”", "„": "“”\"", "‟": "”", "‘": "’", "’": "’", "‚": "‘’",
    "«": "»", "»": "«", "‹": "›", "›": "‹", "「": "」", "『": "』", "《": "》", "`": "`´'",
}  # fmt: skip
_APOSTROPHES = "'’‘`´"
_LONGEST_QUOTE = 2000
_CONTRACTION = re.compile(r"['’](?:t|s|ll|re|ve|d|m)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or everything between two quotation marks (with them): ``start`` to ``end``."""

    start: int
    end: int
    quoted: bool = False


def tokens_of(text: str) -> list[Token]:
    """Take ``text`` apart; no character but white space is left out."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        quote_end = closing_quote(text, at)
        end = quote_end or _word_end(text, at)
        tokens.append(Token(at, end, quote_end is not None))
        at = end
    return tokens


def closing_quote(text: str, start: int) -> int | None:
    """Return the offset after the quotation that opens at ``start``; None where none does."""
    mark = text[start]
    closers = _PAIRS.get(mark)
    before = text[start - 1 : start]
    if closers is None or (mark in _APOSTROPHES + "»›”" and before.isalnum() and _kind(before) != "H"):
        return None
    if text[start + 1 : start + 2].isspace() and mark not in "«„":
        return None
    for at in range(start + 2, min(len(text), start + _LONGEST_QUOTE)):
        if text[at] in closers and not (
            text[at] in _APOSTROPHES and text[at + 1 : at + 2].isalnum() and text[at + 1].isascii()
        ):
            return at + 1
    return None


def unquoted(words: str) -> str:
    """Return ``words`` without the quotation marks around them, where they are one quotation."""
    if len(words) > 2 and closing_quote(words, 0) == len(words):
        inside = words[1:-1]
        # French sets spaces inside its marks.
        return inside.strip("\u00a0\u202f ") if words[0] == "«" else inside
    return words


def _word_end(text: str, start: int) -> int:
    kind = _kind(text[start])
    at = start + 1
    if kind in "HP":
        return at
    while at < len(text):
        if _kind(text[at]) not in (kind, "M"):
            contraction = _CONTRACTION.match(text, at) if kind == "A" else None
            return contraction.end() if contraction else at
        at += 1
    return at


def _kind(character: str) -> str:
    """Return D for digits, H for Han and kana, A for letters, M for marks on them, P for the rest."""
    if not character:
        return "P"
    category = unicodedata.category(character)
    if category[0] == "L":
        code = ord(character)
        single = 0x3005 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000
        return "H" if single else "A"
    return "D" if category == "Nd" else "M" if category[0] == "M" else "P"


@dataclass(frozen=True, slots=True)
class Encoded:
    """``ids`` [n, PIECES] int64, padded with 0; ``looks`` [n, LOOKS] float32."""

    tokens: list[Token]
    ids: NDArray[np.int64]
    looks: NDArray[np.float32]


def encode(text: str) -> Encoded:
    """Return the words of ``text`` (the first ``MOST_WORDS``) as arrays."""
    tokens = tokens_of(text)[:MOST_WORDS]
    ids = np.full((len(tokens), PIECES), PADDING, np.int64)
    looks = np.zeros((len(tokens), LOOKS), np.float32)
    for i, token in enumerate(tokens):
        known = _ids_of(text[token.start : token.end], token.quoted)
        ids[i, : len(known)] = known
        looks[i] = _looks(text, token, i, len(tokens))
    return Encoded(tokens, ids, looks)


@lru_cache(maxsize=100_000)
def _ids_of(word: str, quoted: bool) -> tuple[int, ...]:
    if not quoted:
        folded = unicodedata.normalize("NFKC", word).casefold()
        return tuple(word_ids([folded])[0][:PIECES])
    inside = words_of(word[1:-1])[:_QUOTED_WORDS]
    return (word_ids([_QUOTED])[0][0], *(pieces[0] for pieces in word_ids(inside)))


def _looks(text: str, token: Token, i: int, count: int) -> Sequence[float]:
    word = text[token.start : token.end]
    chunk = _chunk(text, token)
    letters = word[1:-1] if token.quoted else word
    first = letters[:1]
    return (
        token.quoted,
        first.isupper(),
        len(letters) > 1 and letters.isupper(),
        any(c.isdigit() for c in letters),
        letters.isdigit(),
        not any(c.isalnum() for c in word),
        token.start == 0 or text[token.start - 1].isspace(),
        token.end == len(text) or text[token.end].isspace(),
        i == 0,
        i == count - 1,
        _kind(first) == "H",
        "\u0400" <= first <= "\u04ff",
        first.isascii() and first.isalpha(),
        len(chunk) > len(word),
        any(c in chunk for c in "@./\\:=_"),
        "+" in chunk or "-" in chunk[1:-1],
        min(1.0, len(letters) / 16),
        min(1.0, letters.count(" ") / 6),
    )


def _chunk(text: str, token: Token) -> str:
    """Return the characters around the word up to white space, at most 20 to each side."""
    start, end = token.start, token.end
    while start > max(0, token.start - 20) and not text[start - 1].isspace():
        start -= 1
    while end < min(len(text), token.end + 20) and not text[end].isspace():
        end += 1
    return text[start:end]
