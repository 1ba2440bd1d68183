"""Could what was read be the text that is asked for?  What readers take for one another counts as the same.

A check must not pass for another text, so nothing is left to an edit distance: blanks, accents, capitals and
signs of one shape (l, I, 1; O, 0; rn, m) are the same. Another letter, one more, one less, another digit, or
a word that goes on makes another text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

PLAIN_SIGNS = str.maketrans(
    {"…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "–": "-", "—": "-"}
    # These letters do not come apart into a base letter and an accent.
    | {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
)
SHORT = 4
"""Texts of at most this many characters stand in too many others."""
_STROKES, _ROUND = "lI1|", "oO0"
_SIGNS = {
    **dict.fromkeys(_STROKES, _STROKES),
    **dict.fromkeys(_ROUND, _ROUND),
    '"': "\"'",
}
"""What a sign may be read as, beside itself in either case."""
_PAIRS = {"m": "rn", "w": "vv"}
_DOTS = r"\.+"
"""Of three dots readers lose one or two."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that set no blanks between words."""
_WORD = r"[^\W_]"
_NO_WORD_BEFORE, _NO_WORD_AFTER = rf"(?<!{_WORD})", rf"(?!{_WORD})"
_NO_NUMBER_BEFORE = r"(?<!\d[.,])(?<!^-)(?<!\s-)"
_NO_NUMBER_AFTER = r"(?![.,]\d)"
_FILE_NAME = re.compile(r"\S*\w\.[A-Za-z]\w{0,4}")
_NO_LONGER_NAME = r"(?!\.\w)"


def plain(text: str) -> str:
    """Return ``text`` without accents and fancy punctuation; capitals and blanks stay."""
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN_SIGNS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def shows(read: str, wanted: str) -> bool:
    """Say whether ``wanted`` stands in ``read``, from the beginning of a word to the end of one."""
    pattern = _pattern(wanted)
    return pattern is None or pattern.search(plain(read)) is not None


def shows_beginning(read: str, wanted: str) -> bool:
    """Say the same, and of a word that goes on as well: where no “error” is to be, “errors” are one."""
    pattern = _pattern(wanted, goes_on=len(plain(wanted).strip()) > SHORT)
    return pattern is None or pattern.search(plain(read)) is not None


def is_all_of(read: str, wanted: str) -> bool:
    """Say whether ``read`` is ``wanted`` and nothing else."""
    pattern = _pattern(wanted)
    return not read.strip() if pattern is None else pattern.fullmatch(plain(read).strip()) is not None


@lru_cache(maxsize=256)
def _pattern(wanted: str, goes_on: bool = False) -> re.Pattern[str] | None:
    """Return what fits every reading of ``wanted``; None where there is nothing to read.

    Its last word may be the beginning of a longer one where it ``goes_on``.
    """
    words = re.sub(r"\.{2,}", "…", plain(wanted)).split()
    if not words:
        return None
    between = r"\s*"
    signs = between.join(between.join(_signs(word)) for word in words)
    return re.compile(_before(words[0][0]) + signs + _after(words, goes_on))


def _signs(word: str) -> Iterator[str]:
    """Yield a pattern for every sign of ``word``, or pair of them that looks like one."""
    at = 0
    while at < len(word):
        pair = word[at : at + 2].lower()
        sign = pair if pair in _PAIRS.values() else word[at]
        yield _sign(sign, begins=at == 0 or not word[at - 1].isalnum())
        at += len(sign)


def _sign(sign: str, begins: bool) -> str:
    """Return a pattern of what ``sign`` (one, or a pair that looks like one) may be read as.

    An i is taken for an l only where it may be written as a capital: where a word ``begins``.
    """
    if len(sign) == 2:
        joined = next(one for one, pair in _PAIRS.items() if pair == sign)
        return f"(?:{_any_case(sign[0])}\\s*{_any_case(sign[1])}|{_any_case(joined)})"
    if sign == "…":
        return _DOTS
    if begins and sign == "i":
        sign = "I"
    one = _any_case(sign)
    pair = _PAIRS.get(sign.lower())
    return f"(?:{one}|{pair})" if pair else one


def _any_case(sign: str) -> str:
    signs = {sign, sign.lower(), sign.upper(), *_SIGNS.get(sign, "")}
    return "[" + "".join(re.escape(s) for s in sorted(signs) if len(s) == 1) + "]"


def _before(first: str) -> str:
    if not first.isalnum() or _UNSPACED.match(first):
        return ""
    return _NO_WORD_BEFORE + (_NO_NUMBER_BEFORE if first.isdigit() else "")


def _after(words: Sequence[str], goes_on: bool) -> str:
    last = words[-1][-1]
    if not last.isalnum() or _UNSPACED.match(last):
        return ""
    name = _NO_LONGER_NAME if len(words) == 1 and _FILE_NAME.fullmatch(words[0]) else ""
    if last.isdigit():
        return _NO_WORD_AFTER + name + _NO_NUMBER_AFTER
    return name if goes_on else _NO_WORD_AFTER + name
