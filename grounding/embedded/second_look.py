"""A second look with other eyes where the first did not show what is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from actions.screenshot import Screenshot
from grounding.embedded.model import THRESHOLD, EmbeddedGroundingModel, readable
from grounding.errors import GroundingError, TargetNotFound
from grounding.instructions import target_of
from grounding.labels import folded, holds_words, likeness
from grounding.matcher import find_target
from grounding.phrase import parse_target
from grounding.types import Candidate, Grounding, ParsedScreen

LITERAL_SCORE = 0.8
"""The score of what only its words speak for."""
_EXACT = 0.97
_LIKE = 0.5


class CloseParser(Protocol):
    """Parses quickly, and closely where asked to."""

    def parse(self, screenshot: Screenshot) -> ParsedScreen: ...

    def parse_closely(self, screenshot: Screenshot) -> ParsedScreen: ...


class TwiceLookingModel:
    """Grounds on the quick look; only what is not found there is looked for on the close one.

    On both, what the matcher doubts is still found where exactly the words asked for stand in one place.
    The close look costs a screen of OCR, once per screen. Not safe to share between threads.
    """

    def __init__(self, parser: CloseParser, model: EmbeddedGroundingModel) -> None:
        self._parser = parser
        self._model = model

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target`` (plain words). Raises `TargetNotFound`, `AmbiguousTarget`, `InvalidTarget`."""
        quick = self._parser.parse(screenshot)
        try:
            return self._ground_on(quick, target)
        except TargetNotFound:
            close = self._parser.parse_closely(screenshot)
            if not shows_more(quick, close, target):
                raise
            return self._ground_on(close, target)

    def _ground_on(self, screen: ParsedScreen, target: str) -> Grounding:
        try:
            return self._model.ground_on(screen, target)
        except TargetNotFound:
            literal = find_literally(screen, target)
            if literal is None:
                raise
            return literal

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        """Return the likeliest place of both looks, however unlikely; None where there is nothing at all."""
        quick = self._guess_on(self._parser.parse(screenshot), target)
        if quick is not None and quick.score >= THRESHOLD:
            return quick
        close = self._guess_on(self._parser.parse_closely(screenshot), target)
        both = [guess for guess in (quick, close) if guess is not None]
        return max(both, key=lambda guess: guess.score, default=None)

    def _guess_on(self, screen: ParsedScreen, target: str) -> Candidate | None:
        guess = self._model.guess_on(screen, target)
        if guess is not None and guess.score >= THRESHOLD:
            return guess
        literal = find_literally(screen, target)
        if literal is None:
            return guess
        return Candidate(literal.point, literal.box, literal.score, literal.label)


def shows_more(quick: ParsedScreen, close: ParsedScreen, target: str) -> bool:
    """Say whether the close look shows words like those of ``target`` that the quick one did not."""
    phrase = parse_target(target_of(readable(target)))
    labels = [p.label for p in (phrase, *(r.anchor for r in phrase.relations)) if p.label]
    new = set(close.texts()) - set(quick.texts())
    return any(likeness(label, text) >= _LIKE or holds_words(label, text) for label in labels for text in new)


def find_literally(screen: ParsedScreen, target: str) -> Grounding | None:
    """Return the one place where exactly the words of ``target`` stand; None where there is none, or more."""
    phrase = parse_target(target_of(readable(target)))
    label = folded(phrase.label)
    if not label or not any(label in folded(e.text) for e in screen.elements if e.text):
        return None
    try:
        found = find_target(phrase, screen)
    except GroundingError:
        return None
    exact = likeness(phrase.label, found.label) >= _EXACT
    return replace(found, score=min(found.score, LITERAL_SCORE)) if exact else None
