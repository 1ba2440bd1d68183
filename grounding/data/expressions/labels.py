"""A label as people write it down: exactly, partly, misspelt, inflected, in other case, quoted."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Literal

from grounding.data.expressions.words import QUOTES

Manner = Literal["exact", "case", "part", "typo", "inflected", "plain", "joined"]

_OFTEN: dict[Manner, float] = {
    "exact": 0.54,
    "plain": 0.1,
    "case": 0.14,
    "part": 0.1,
    "typo": 0.06,
    "inflected": 0.03,
    "joined": 0.03,
}
_NEIGHBOURS = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "w",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "x",
}
_SMALL_WORDS = frozenset(["the", "a", "an", "of", "to", "in", "on", "and", "for", "this", "my"])
_CARELESS = 0.3


@dataclass(frozen=True, slots=True)
class Written:
    """A label as written; ``manner`` says how it differs from what is on the screen."""

    text: str
    manner: Manner


def written(label: str, rng: random.Random) -> Written:
    """Return ``label`` in one of the manners; the exact one most often."""
    manner = rng.choices(list(_OFTEN), list(_OFTEN.values()))[0]
    changed = _CHANGES[manner](label, rng)
    return Written(changed, manner) if changed and changed != label else Written(label, "exact")


def _same(label: str, rng: random.Random) -> str:
    return label


def _plain(label: str, rng: random.Random) -> str:
    """Leave out what people do not copy: ellipsis, colon, star, bracketed shortcuts."""
    return re.sub(r"\s*(\.{3}|…|:|\*)+$", "", re.sub(r"\s*\([^)]{1,12}\)$", "", label)).strip()


def _case(label: str, rng: random.Random) -> str:
    return rng.choice([str.lower, str.lower, str.lower, str.upper, str.title])(_plain(label, rng))


def _joined(label: str, rng: random.Random) -> str:
    """Write words as one (SaveAs, saveas, save_as), or one word as two; "" where there is nothing to join."""
    words = _plain(label, rng).split()
    if not 2 <= len(words) <= 3 or not all(w.isalnum() for w in words):
        return ""
    if "and" in words:
        return "&".join(w for w in words if w != "and")
    return rng.choice(["", "", "-", "_"]).join(words)


def _part(label: str, rng: random.Random) -> str:
    """Keep a run of words that says enough; "" where the label has no such part."""
    words = _plain(label, rng).split()
    if len(words) < 2:
        return ""
    length = rng.randint(1, len(words) - 1) if len(words) < 5 else rng.randint(2, 4)
    start = rng.choice([0, 0, rng.randint(0, len(words) - length)])
    part = " ".join(words[start : start + length]).strip(" ,.;:()")
    enough = len(part) >= 4 and any(w.casefold() not in _SMALL_WORDS for w in part.split())
    return part if enough else ""


def misspelt(label: str, rng: random.Random) -> str:
    """Change one letter, two in long labels, as hands do; "" where the label is too short for it."""
    if sum(c.isalpha() for c in label) < 5:
        return ""
    text = label
    for _ in range(1 if len(label) < 14 else rng.randint(1, 2)):
        text = _slip(text, rng)
    return text


def _slip(text: str, rng: random.Random) -> str:
    spots = [i for i, c in enumerate(text) if c.isalpha() and i > 0]
    if not spots:
        return text
    i = rng.choice(spots)
    near = _NEIGHBOURS.get(text[i].lower(), text[i])
    match rng.randrange(4):
        case 0:
            return text[:i] + text[i + 1 :]
        case 1:
            return text[:i] + text[i] + text[i:]
        case 2 if i + 1 < len(text):
            return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        case _:
            return text[:i] + rng.choice(near) + text[i + 1 :]


def _inflected(label: str, rng: random.Random) -> str:
    """Change the ending of one word: files, file; opening, open; saved, save."""
    words = _plain(label, rng).split()
    spots = [i for i, w in enumerate(words) if len(w) >= 4 and w.isascii() and w.isalpha()]
    if not spots:
        return ""
    i = rng.choice(spots)
    words[i] = _other_ending(words[i], rng)
    return " ".join(words)


def _other_ending(word: str, rng: random.Random) -> str:
    for ending, changed in (("ies", "y"), ("ing", ""), ("sses", "ss"), ("s", ""), ("ed", "")):
        if word.lower().endswith(ending) and len(word) - len(ending) >= 3 and not word.lower().endswith("ss"):
            return word[: -len(ending)] + changed
    stem = word[:-1] if word.endswith("e") else word
    doubled = stem + stem[-1] if re.search(r"[^aeiou][aeiou][bdgmnprt]$", word) else stem
    return rng.choice([word + "s", word + "s", doubled + "ing", stem + "ed"])


def quoted(text: str, rng: random.Random) -> str:
    """Put ``text`` in one of the quote marks that people and models use."""
    marks = rng.choice(QUOTES)
    if marks[0] in text or marks[1] in text:
        marks = "“”"
    return f"{marks[0]}{text}{marks[1]}"


def worn_quotes(text: str, rng: random.Random) -> str:
    """Treat the quotes of some instructions as careless writers do: no space around, one of them missing."""
    if '"' not in text or rng.random() > _CARELESS:
        return text
    match rng.randrange(4):
        case 0:
            return re.sub(r'\s*"([^"]*)"\s*', r'"\1 "', text).strip()
        case 1:
            return re.sub(r'\s"', '"', text, count=1)
        case 2:
            return text.removesuffix('"')
        case _:
            return re.sub(r'"\s', '"', text, count=1)


_CHANGES = {
    "exact": _same, "plain": _plain, "case": _case, "part": _part, "typo": misspelt, "inflected": _inflected,
    "joined": _joined,
}  # fmt: skip
