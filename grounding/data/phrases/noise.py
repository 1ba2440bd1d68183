"""What people do to sentences: slips of the keyboard, lower case, missing articles, odd spacing."""

from __future__ import annotations

import random

from grounding.data.phrases.sample import TARGET_CLOSES, TARGET_OPENS, TEXT_CLOSES, TEXT_OPENS

_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad",
    "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_OPENS = (TARGET_OPENS, TEXT_OPENS)
_CLOSES = (TARGET_CLOSES, TEXT_CLOSES)


def disturb(marked: str, rng: random.Random) -> str:
    """Return the sentence as somebody might have written it; what is to be copied stays as it is."""
    draw = rng.random()
    if draw < 0.10:
        return _lowered(marked)
    if draw < 0.18:
        return _without_articles(marked)
    if draw < 0.34:
        return _mistyped(marked, rng)
    if draw < 0.36:
        return _shouted(marked)
    if draw < 0.38:
        return marked.replace(" ", "  ", rng.randrange(1, 3))
    return marked


def _pieces(marked: str) -> list[tuple[str, bool]]:
    """Return the sentence in pieces, with whether each may be changed."""
    pieces: list[tuple[str, bool]] = []
    current, inside = "", False
    for character in marked:
        if character in _OPENS:
            pieces.append((current, not inside))
            current, inside = character, True
        elif character in _CLOSES:
            pieces.append((current + character, False))
            current, inside = "", False
        else:
            current += character
    return [*pieces, (current, not inside)]


def _lowered(marked: str) -> str:
    if TEXT_OPENS not in marked:
        return marked.lower()
    return "".join(said.lower() if free else said for said, free in _pieces(marked))


def _shouted(marked: str) -> str:
    return "".join(said.upper() if free else said for said, free in _pieces(marked))


def _without_articles(marked: str) -> str:
    return "".join(
        said.replace(" the ", " ").replace(" a ", " ") if free else said for said, free in _pieces(marked)
    )


def _mistyped(marked: str, rng: random.Random) -> str:
    pieces = _pieces(marked)
    places = [
        (i, j)
        for i, (said, free) in enumerate(pieces)
        if free
        for j, character in enumerate(said)
        if character.lower() in _NEIGHBOURS
    ]
    for i, j in rng.sample(places, min(len(places), rng.choice((1, 1, 2)))):
        said, _ = pieces[i]
        if j + 1 < len(said):
            pieces[i] = (_slip(said, j, rng), True)
    return "".join(said for said, _ in pieces)


def _slip(said: str, at: int, rng: random.Random) -> str:
    character, after = said[at], said[at + 1]
    match rng.randrange(4):
        case 0:
            return said[:at] + said[at + 1 :]
        case 1:
            return said[:at] + character + said[at:]
        case 2 if after.isalpha():
            return said[:at] + after + character + said[at + 2 :]
        case _:
            return said[:at] + rng.choice(_NEIGHBOURS.get(character.lower(), "e")) + said[at + 1 :]
