"""A line of text as a reader may misread it."""

from __future__ import annotations

import random

# Letters that a picture before the words is taken for.
SWALLOWED = (
    "E",
    "D",
    "O",
    "Q",
    "0",
    "2",
    "8",
    "B",
    "C",
    "口",
    "回",
    "□",
    "@",
    "&",
    "G",
    "目",
    "x",
    "L",
    "[",
    "¥",
)
_CONFUSED = {
    "l": "I1i|",
    "I": "l1|",
    "1": "lI",
    "0": "Oo",
    "O": "0Q",
    "o": "0c",
    "e": "c",
    "c": "e",
    "a": "o",
    "n": "h",
    "i": "l1",
    "S": "5",
    "5": "S",
    "B": "8",
    "8": "B",
    "g": "q",
    "q": "g",
    "t": "f",
    "f": "t",
    "u": "v",
    "v": "y",
    "ä": "a",
    "ö": "o",
    "ü": "u",
    "é": "e",
    "ł": "l",
    "ż": "z",
    "ß": "B",
    ".": ",",
    ",": ".",
    ":": ".",
    "-": "—",
}


def misread(text: str, rng: random.Random) -> str:
    """Return ``text`` with a reader's mistakes: letters alike, lost spaces, signs and ends."""
    out = text
    for _ in range(1 + (rng.random() < 0.3) + len(text) // 30):
        i = rng.randrange(len(out)) if out else 0
        roll = rng.random()
        if not out:
            break
        if roll < 0.5:
            swaps = [k for k, c in enumerate(out) if c in _CONFUSED]
            i = rng.choice(swaps) if swaps else i
            out = out[:i] + rng.choice(_CONFUSED.get(out[i], out[i])) + out[i + 1 :]
        elif roll < 0.65:
            out = out[:i] + out[i + 1 :]
        elif roll < 0.78:
            out = out.replace(" ", "", 1) if rng.random() < 0.6 else out[:i] + " " + out[i:]
        elif roll < 0.9:
            out = out.replace("rn", "m", 1).replace("...", "", 1).replace("…", "", 1)
        else:
            out = out[: max(1, int(len(out) * rng.uniform(0.5, 0.95)))]
    return out
