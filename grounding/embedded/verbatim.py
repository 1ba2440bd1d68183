"""Targets that are said exactly as they stand on the screen."""

from __future__ import annotations

from grounding.phrase import TargetPhrase
from grounding.types import Candidate, Grounding, ParsedScreen, TextPiece

FEWEST_WORDS = 3
"""So many words are no description any more where they can be read just so."""


def verbatim(phrase: TargetPhrase, words: str, screen: ParsedScreen) -> Grounding | None:
    """Return the one line that reads as all of ``words``; None where there is none, or more than one.

    A line of several that were read as one text is pointed at by itself.
    """
    wanted = _plain(words)
    if phrase.quoted or phrase.ordinal is not None or len(words.split()) < FEWEST_WORDS:
        return None
    found = [piece for piece in _pieces(screen) if _plain(piece.text) == wanted]
    if not found:
        return None
    first = min(found, key=lambda piece: piece.box.area)
    if any(not piece.box.overlaps(first.box) for piece in found):
        return None
    best = Candidate(first.box.center, first.box, 1.0, first.text)
    return Grounding(best.point, best.box, best.score, best.label)


def _pieces(screen: ParsedScreen) -> list[TextPiece]:
    held = [piece for element in screen.elements for piece in element.pieces]
    return [*held, *(TextPiece(e.text, e.box) for e in screen.elements if e.text)]


def _plain(text: str) -> str:
    """Return ``text`` without case and spaces: readers drop the latter."""
    return "".join(text.casefold().split())
