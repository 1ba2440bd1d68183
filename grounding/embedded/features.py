"""How well each element of a screen answers to an instruction, in numbers: what the matcher network sees.

Everything here is arithmetic on words and boxes; nothing is learned. The hand-written grammar's reading of
the instruction (label, role, relation, place, ordinal) is among the features, so that the network starts
from what the grammar knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from grounding.embedded.features_cues import fill_cues
from grounding.embedded.features_query import QueryWords
from grounding.embedded.features_screen import ScreenFeatures, Words
from grounding.labels import folded, likeness
from grounding.roles import role_fit

Floats = NDArray[np.float32]
PhraseEncoder = Callable[[Sequence[str]], Floats]
"""Phrases to unit vectors [m, D] in the space of the icon vectors."""

CHANNELS = 8
FIT_SIZE = 34
_LIKE_ENOUGH = 52
_MOST_LIKE = 40
_MOST_GRAMS = 64
_ENDINGS = re.compile(r"(?:ings?|ies|ied|e?s|e?d|e|y)$")


@dataclass(frozen=True, slots=True)
class QueryFeatures:
    """``match`` [n, t, CHANNELS] is likeness of elements and words, ``fit`` [n, FIT_SIZE] of the whole."""

    query: QueryWords
    match: Floats
    fit: Floats


def most_promising(fit: Floats, count: int) -> NDArray[np.intp]:
    """Return the indices, in order, of the ``count`` elements that fit best at first sight."""
    if len(fit) <= count:
        return np.arange(len(fit))
    rough = fit[:, [0, 1, 8, 19, 20, 22, 23]].max(1) + 0.3 * fit[:, [27, 31, 32]].sum(1)
    return np.sort(np.argsort(-rough, kind="stable")[:count])


def compare(screen: ScreenFeatures, query: QueryWords, encode: PhraseEncoder | None = None) -> QueryFeatures:
    """Return how a query's words and parts fit the elements of a screen."""
    n, t = len(screen.source), len(query.tokens)
    alike = _word_likeness(screen, query)
    match = np.zeros((n, t, CHANNELS), np.float32)
    fit = np.zeros((n, FIT_SIZE), np.float32)
    if not n or not t:
        return QueryFeatures(query, match, fit)
    for kind, words in enumerate(screen.words):
        if len(words.word):
            _fill_matches(alike, words, kind, match, fit)
    grams = _icon_likeness(screen, query, encode, match, fit)
    counts = (match[:, :, 0] > 0.84).sum(0)
    match[:, :, 6] = np.where(match[:, :, 0] > 0.84, 1 / np.sqrt(np.maximum(counts, 1)), 0)
    match[:, :, 7] = match[:, :, 5] - match[:, :, 5].max(0, keepdims=True) if grams else 0
    _fill_phrases(screen, query, fit)
    _fill_labels(screen, query, fit)
    _fill_reading(screen, query, fit)
    return QueryFeatures(query, match, fit)


def _word_likeness(screen: ScreenFeatures, query: QueryWords) -> Floats:
    """Return the likeness [words of the screen, words of the query] in 0-1, inflections allowed."""
    if not screen.vocabulary or not query.tokens:
        return np.zeros((len(screen.vocabulary), len(query.tokens)), np.float32)
    alike = process.cdist(
        screen.vocabulary, query.tokens, scorer=fuzz.ratio, score_cutoff=70, dtype=np.float32
    )
    alike = np.asarray(alike, np.float32) / 100
    stems = {stem: k for k, stem in enumerate({stem_of(w) for w in query.tokens})}
    ours = np.array([stems[stem_of(w)] for w in query.tokens])
    theirs = np.array([stems.get(stem_of(w), -1) for w in screen.vocabulary])
    same = theirs[:, None] == ours[None, :]
    # A word of two letters is itself or another one.
    short = np.array([len(w) <= 2 for w in query.tokens])
    alike = np.where(short[None, :] & (alike < 1), 0, alike)
    return np.asarray(np.where(same, np.maximum(alike, 0.93), alike), np.float32)


def stem_of(word: str) -> str:
    """Return ``word`` without an English ending, where enough of it is left."""
    if len(word) <= 3 or not word.isascii():
        return word
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= 3 else word


def _fill_matches(alike: Floats, words: Words, kind: int, match: Floats, fit: Floats) -> None:
    rows = alike[words.word]
    best = np.maximum.reduceat(rows, words.starts, axis=0)
    if kind == 0:
        match[words.owners, :, 0] = best
        match[words.owners, :, 1] = best == 1
        at_start = alike[words.word[words.starts]]
        match[words.owners, :, 2] = at_start
    else:
        match[words.owners, :, 2 + kind] = best
    per_word = rows.max(1)
    lengths = np.diff(np.append(words.starts, len(words.word)))
    fit[words.owners, kind] = np.add.reduceat(per_word, words.starts) / lengths
    fit[words.owners, 3 + kind] = np.minimum.reduceat(per_word, words.starts)


def _icon_likeness(
    screen: ScreenFeatures, query: QueryWords, encode: PhraseEncoder | None, match: Floats, fit: Floats
) -> bool:
    """Compare pictures with runs of one to three words, with the label and with the whole query."""
    pictured = np.flatnonzero(np.abs(screen.icons).sum(1) > 0) if screen.icons.shape[1] else np.array([], int)
    if encode is None or not len(pictured):
        return False
    spans = _grams(query)
    label = query.phrase.label if query.phrase and query.phrase.label else query.text
    phrases = [" ".join(query.tokens[a:b]) for a, b in spans]
    vectors = encode([*phrases, label, query.text])
    cosines = np.zeros((len(screen.source), len(vectors)), np.float32)
    cosines[pictured] = screen.icons[pictured] @ vectors.T
    for (a, b), column in zip(spans, cosines.T, strict=False):
        np.maximum(match[:, a:b, 5], column[:, None], out=match[:, a:b, 5])
    fit[:, 6:8] = cosines[:, -2:]
    fit[:, 8] = cosines[:, :-2].max(1, initial=0)
    best = cosines[:, -2].max()
    fit[pictured, 9] = np.exp(12 * (cosines[pictured, -2] - best))
    fit[pictured, 10] = 1
    return True


def _grams(query: QueryWords) -> list[tuple[int, int]]:
    fillers = query.flags[:, 3] > 0
    spans = []
    for length in (1, 2, 3):
        for a in range(len(query.tokens) - length + 1):
            if not fillers[a] and not fillers[a + length - 1]:
                spans.append((a, a + length))
    return spans[:_MOST_GRAMS]


def _fill_phrases(screen: ScreenFeatures, query: QueryWords, fit: Floats) -> None:
    """Mark elements whose whole text stands in the query word by word, and where it stands."""
    text = f" {query.text} "
    quoted_text = " ".join(w for w, q in zip(query.tokens, query.quoted, strict=True) if q)
    quoted_text = f" {quoted_text} "
    for kind, column in ((0, 11), (1, 15), (2, 17)):
        for i, label in enumerate(screen.phrases[kind]):
            at = text.find(label) if label else -1
            if at >= 0:
                fit[i, column] = 1
                fit[i, column + 1] = min(1.0, len(label) / 20)
                if kind == 0:
                    fit[i, 13] = 1 - at / len(text)
                    fit[i, 14] = label in quoted_text


def _fill_labels(screen: ScreenFeatures, query: QueryWords, fit: Floats) -> None:
    """Compare the label that the grammar reads, the quoted parts and the anchor with the elements' texts."""
    phrase = query.phrase
    if phrase is not None and phrase.label:
        for kind in range(3):
            fit[:, 19 + kind] = likenesses(phrase.label, screen.texts[kind])
    for quote in query.quotes:
        for kind in range(2):
            np.maximum(fit[:, 22 + kind], likenesses(quote, screen.texts[kind]), out=fit[:, 22 + kind])
    fit[:, 24] = bool(query.quotes)
    fit[:, 25] = fit[:, 19:22].max()
    fit[:, 26] = fit[:, 22:24].max()


def likenesses(wanted: str, texts: Sequence[str]) -> Floats:
    """Return `likeness` of ``wanted`` to every text; rough where it is low anyway."""
    plain = folded(wanted[:200])
    rough = np.asarray(process.cdist([plain], texts, scorer=fuzz.partial_ratio, dtype=np.float32))[0]
    rough = np.where(np.array([bool(t) for t in texts]), rough, 0)
    out = np.asarray(0.4 * rough / 100, np.float32)
    promising = np.flatnonzero(rough >= _LIKE_ENOUGH)
    promising = promising[np.argsort(-rough[promising], kind="stable")][:_MOST_LIKE]
    known: dict[str, float] = {}
    for i in promising.tolist():
        text = texts[i]
        if text not in known:
            known[text] = likeness(wanted[:200], text)
        out[i] = known[text]
    return out


def _fill_reading(screen: ScreenFeatures, query: QueryWords, fit: Floats) -> None:
    """Add how the grammar's role, and the state, place, ordinal and relation said, fit each element."""
    fill_cues(screen, query.cues, fit[:, 29:34])
    phrase = query.phrase
    if phrase is None:
        return
    roles = {e.role for e in screen.source}
    fits = {role: role_fit(phrase.role, role) for role in roles}
    fit[:, 27] = [fits[e.role] for e in screen.source]
    fit[:, 28] = phrase.role is not None
