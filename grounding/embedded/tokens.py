"""Words of a name or an instruction, and the hashed ids that the small networks know them by."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable

TABLE_SIZE = 16384
PADDING = 0

# Longer words (addresses, hashes) say no more with more pieces, and would cost time.
_LONGEST = 24
_PIECE_LENGTHS = (3, 4, 5)
# Han and kana are written without spaces, so every character is a word; Hangul has spaces.
_SINGLE = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿа-яё])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINER = re.compile(r"(?<=[^\W_])[-‐‑](?=[^\W_])|_")
_WORD = re.compile(
    rf"[{_SINGLE}]|\d+|\.\.\.|(?:(?![{_SINGLE}\d_])\w)+(?:['’](?:(?![{_SINGLE}\d_])\w)+)*|[^\w\s]"
)


def words_of(text: str) -> list[str]:
    """Split ``text`` into folded words.

    CamelCase, hyphens and underscores separate, digits stand apart from letters ("B12" is "b", "12"),
    other punctuation marks are words of their own ("…" is "..."), Han and kana are split by character.
    """
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    return _WORD.findall(unicodedata.normalize("NFC", _JOINER.sub(" ", spaced).casefold()))


def word_ids(words: Iterable[str]) -> list[list[int]]:
    """Return for each word the id of the whole and the ids of its pieces of 3 to 5 characters.

    Ids are in 1 to ``TABLE_SIZE`` - 1 and the same on every machine; ``PADDING`` is never one of them.
    Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information".
    """
    return [[_id("=" + word), *(_id(piece) for piece in _pieces(word))] for word in words]


def _pieces(word: str) -> list[str]:
    marked = f"<{word[:_LONGEST]}>"
    spans = ((start, start + n) for n in _PIECE_LENGTHS for start in range(len(marked) - n + 1))
    return [marked[start:end] for start, end in spans]


def _id(piece: str) -> int:
    return 1 + zlib.crc32(piece.encode("utf-8", "surrogatepass")) % (TABLE_SIZE - 1)
