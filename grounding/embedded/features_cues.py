"""Ordinal, state, place and relation of an instruction, from the grammar or else from single words of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from grounding.embedded.features_screen import ScreenFeatures, pair_features
from grounding.phrase import Place, TargetPhrase
from grounding.types import State
from grounding.vocabulary import RelationKind

Floats = NDArray[np.float32]
_FORWARD, _BACKWARD = (0, 2, 4, 5), (1, 3)
_MOST_ANCHORS = 4
_ANCHOR_WORDS = 8
_LEAST_ALIKE = 60
_COUNTERS = frozenset(["number", "row", "no", "nr", "line"])
_PLACE_WORDS = frozenset(
    [
        "left", "right", "top", "bottom", "upper", "lower", "middle", "center", "centre", "leftmost",
        "rightmost", "topmost", "lowest", "corner", "side", "edge", "the", "of", "screen", "window", "page",
        "end", "very", "far", "area", "part",
    ]
)  # fmt: skip
_SPOTS = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


@dataclass(frozen=True, slots=True)
class Cues:
    """What tells like elements apart; ``anchor`` are the words of what ``relation`` is relative to."""

    ordinal: int | None = None
    state: State | None = None
    place: Place | None = None
    relation: RelationKind | None = None
    anchor: str = ""


def cues_of(
    phrase: TargetPhrase | None,
    tokens: Sequence[str],
    tags: Sequence[tuple[str, str | int, int, int]],
    quotes: Sequence[str],
) -> Cues:
    """Return the grammar's findings, completed by ``tags``: (sort, value, start, end) of tagged words."""
    found: dict[str, str | int] = {}
    spans: dict[str, tuple[int, int]] = {}
    places: list[str] = []
    for sort, value, start, end in tags:
        if sort == "place" and tokens[end : end + 1] not in (["click"], ["button"], ["arrow"]):
            places.append(str(value))
        if sort not in found:
            found[sort], spans[sort] = value, (start, end)
    relation, anchor = _relation(phrase, tokens, found, spans, quotes)
    ordinal = phrase.ordinal if phrase and phrase.ordinal else found.get("ordinal", _counted(tokens))
    if ordinal is not None and _counts_from_the_end(tokens):
        ordinal = -abs(int(ordinal))
    place = phrase.place if phrase and phrase.place else None if relation or ordinal else _place(places)
    state = phrase.state if phrase and phrase.state else found.get("state")
    return Cues(None if ordinal is None else int(ordinal), state, place, relation, anchor)  # type: ignore[arg-type]


def _relation(
    phrase: TargetPhrase | None,
    tokens: Sequence[str],
    found: dict[str, str | int],
    spans: dict[str, tuple[int, int]],
    quotes: Sequence[str],
) -> tuple[RelationKind | None, str]:
    if phrase and phrase.relations and (phrase.relations[0].anchor.label or phrase.relations[0].anchor.words):
        first = phrase.relations[0]
        anchor = first.anchor.label or first.anchor.words
        if not set(anchor.casefold().split()) <= _PLACE_WORDS:
            return first.kind, anchor
    if "relation" not in found:
        return None, ""
    start, end = spans["relation"]
    if not tokens[start].isascii():
        # In Chinese the anchor comes first: “Port”下方.
        return found["relation"], quotes[0] if quotes else " ".join(tokens[:start])  # type: ignore[return-value]
    if set(tokens[end : end + 3]) <= _PLACE_WORDS:
        return None, ""
    return found["relation"], " ".join(tokens[end : end + _ANCHOR_WORDS])  # type: ignore[return-value]


def _counted(tokens: Sequence[str]) -> int | None:
    """Return the number in “number 3” and “row 3”."""
    for before, word in pairwise(tokens):
        if before in _COUNTERS and word.isdigit() and len(word) <= 2:
            return int(word) or None
    return None


def _counts_from_the_end(tokens: Sequence[str]) -> bool:
    text = " ".join(tokens)
    return "from the right" in text or "from the bottom" in text or "from the end" in text


def _place(names: Sequence[str]) -> Place | None:
    column = next((n for n in names if n in ("left", "right")), None)
    row = next((n for n in names if n in ("top", "bottom")), None)
    if not column and not row and "center" in names:
        return "center", "center"
    return (column, row) if column or row else None  # type: ignore[return-value]


def fill_cues(screen: ScreenFeatures, cues: Cues, fit: Floats) -> None:
    """Write into ``fit`` [n, 5] how state, place, ordinal and relation fit, and how alike the anchor is."""
    if cues.state is not None:
        fit[:, 0] = [1.0 if cues.state in e.state else -1.0 for e in screen.source]
    if cues.place is not None:
        fit[:, 1] = _place_fit(cues.place, screen)
    if cues.ordinal is not None:
        columns = _FORWARD if cues.ordinal > 0 else _BACKWARD
        fit[:, 2] = (screen.ranks[:, list(columns)] == abs(cues.ordinal)).mean(1)
    if cues.relation is not None and cues.anchor:
        fit[:, 3:5] = _relation_fit(cues.relation, cues.anchor, screen)


def _place_fit(place: Place, screen: ScreenFeatures) -> Floats:
    region = screen.region
    x = (screen.boxes[:, [0, 2]].mean(1) - region.x1) / max(1, region.width)
    y = (screen.boxes[:, [1, 3]].mean(1) - region.y1) / max(1, region.height)
    off = [np.abs(v - _SPOTS[w]) for v, w in zip((x, y), place, strict=True) if w is not None]
    return np.asarray(1 - sum(off) / max(1, len(off)), np.float32)


def _relation_fit(relation: RelationKind, anchor: str, screen: ScreenFeatures) -> Floats:
    """Return how each element stands to the anchor, and how well it is the anchor itself: [n, 2]."""
    out = np.zeros((len(screen.source), 2), np.float32)
    alike = anchor_likeness(anchor, screen.texts[0])
    out[:, 1] = alike
    for a in np.argsort(-alike, kind="stable")[:_MOST_ANCHORS].tolist():
        if alike[a] >= _LEAST_ALIKE / 100:
            pair = pair_features(screen.boxes, screen.boxes[a : a + 1])[:, 0]
            np.maximum(out[:, 0], alike[a] * _stands(relation, pair), out=out[:, 0])
    return out


def anchor_likeness(anchor: str, texts: Sequence[str]) -> Floats:
    """Return how alike ``texts`` are to the words that an anchor begins with, more words counting more."""
    wanted = anchor.casefold()
    scores = process.cdist([wanted], texts, scorer=fuzz.partial_ratio, dtype=np.float32)[0]
    whole = process.cdist([wanted], texts, scorer=fuzz.ratio, dtype=np.float32)[0]
    lengths = np.array([len(t) for t in texts], np.float32)
    # A single letter stands in nearly any anchor.
    share = np.minimum(1, lengths / max(1, min(len(wanted), 12)))
    scores = np.where(lengths > 0, np.maximum(whole, scores * (0.55 + 0.45 * share)), 0)
    starts = np.array([bool(t) and (wanted + " ").startswith(t + " ") for t in texts])
    return np.asarray(np.where(starts, np.maximum(scores, 90), scores) / 100, np.float32)


def _stands(kind: RelationKind, pair: Floats) -> Floats:
    """Return how well elements with these `pair_features` to an anchor stand in a relation to it."""
    columns = {"right of": 9, "left of": 10, "below": 11, "above": 12}
    if kind in columns:
        return np.asarray(pair[:, columns[kind]])
    other = 1 - pair[:, 15]
    return np.asarray(pair[:, {"in row of": 0, "inside": 13}.get(kind, 8)] * other)
