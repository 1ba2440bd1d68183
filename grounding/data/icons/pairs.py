"""Batches of painted icons with phrases, and which of them belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.packed import IconLibrary, PackedIcon
from grounding.data.icons.scenes import Scene, ScenePainter
from grounding.embedded.icons import NO_ICON, crop_icon
from grounding.embedded.tokens import words_of

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """``crops`` [n, side, side, 3] and one phrase each; ``positive`` and ``ignored`` are [n, n] pairs."""

    crops: NDArray[np.uint8]
    phrases: list[str]
    positive: Flags
    ignored: Flags


@dataclass(frozen=True, slots=True)
class Words:
    """All phrases of one drawing, folded; ``core`` are the words of its own name."""

    name: str
    said: tuple[str, ...]
    looks: tuple[str, ...]
    tags: tuple[str, ...]
    core: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return frozenset((self.name, *self.said, *self.looks, *self.tags))


def words_for(icon: PackedIcon) -> Words:
    """Fold the phrases of a drawing so that equal ones compare equal."""
    name = folded(icon.name)
    said, looks, tags = (tuple(folded(p) for p in part) for part in (icon.said, icon.looks, icon.tags))
    return Words(name, said, looks, tags, frozenset(name.split()))


def folded(phrase: str) -> str:
    return " ".join(words_of(phrase))


class PairMaker:
    """Draws icons so that every meaning counts alike, however many sets draw it."""

    def __init__(
        self,
        library: IconLibrary,
        chosen: Sequence[int],
        painter: ScenePainter,
        seed: int,
        no_icons: float = 0.06,
    ) -> None:
        self._library, self._chosen, self._painter = library, np.asarray(chosen), painter
        self._random = np.random.default_rng(seed)
        self._words = [words_for(library.icons[i]) for i in chosen]
        self._no_icons = no_icons
        shares = _shares([library.icons[i].family for i in chosen], self._words)
        self._cumulative = np.cumsum(shares) / np.sum(shares)

    def make(self, size: int) -> Batch:
        """Paint ``size`` icons, some of them none, and choose a phrase for each."""
        others = int(self._random.binomial(size, self._no_icons))
        picks = np.searchsorted(self._cumulative, self._random.random(size - others))
        words = [self._words[i] for i in picks]
        scenes = [self._painter.icon(self._library.picture(int(self._chosen[i]))) for i in picks]
        phrases = [self._phrase(w) for w in words]
        for _ in range(others):
            kind = int(self._random.integers(3))
            scenes.append(self._no_icon(kind))
            phrases.append(folded(NO_ICON[kind]))
            words.append(Words(phrases[-1], (), (), (), frozenset()))
        crops = np.stack([crop_icon(scene.image, scene.box) for scene in scenes])
        positive, ignored = relations(words, phrases)
        return Batch(crops, phrases, positive, ignored)

    def _no_icon(self, kind: int) -> Scene:
        return (self._painter.text, self._painter.picture, self._painter.nothing)[kind]()

    def _phrase(self, words: Words) -> str:
        kinds = ((words.said, 0.42), ((words.name,), 0.33), (words.tags, 0.15), (words.looks, 0.1))
        shares = np.array([share if any(part) else 0.0 for part, share in kinds])
        part = kinds[self._random.choice(4, p=shares / shares.sum())][0]
        # The first phrases of a list are the usual ones.
        place = int(len(part) * self._random.random() ** 1.5)
        return part[place] or words.name


def _shares(families: Sequence[str], words: Sequence[Words]) -> NDArray[np.float64]:
    """Weigh drawings so that a name counts by the number of sets that have it, and more where people name it."""
    sets: dict[str, set[str]] = {}
    for family, one in zip(families, words, strict=True):
        sets.setdefault(one.name, set()).add(family.split("-")[0])
    counts = Counter(one.name for one in words)
    return np.array([(1 + 2 * bool(w.said)) * min(4, len(sets[w.name])) / counts[w.name] for w in words])


def relations(words: Sequence[Words], phrases: Sequence[str]) -> tuple[Flags, Flags]:
    """Return which icon [row] may be called by which phrase [column], and which pairs are unclear.

    A phrase whose words all occur in an icon's own name ("folder" for "folder plus") is unclear.
    """
    columns: dict[str, list[int]] = {}
    for column, phrase in enumerate(phrases):
        columns.setdefault(phrase, []).append(column)
    positive = np.eye(len(words), dtype=bool)
    for row, one in enumerate(words):
        positive[row, [c for phrase in one.all for c in columns.get(phrase, ())]] = True
    return positive, _unclear(words, phrases)


def _unclear(words: Sequence[Words], phrases: Sequence[str]) -> Flags:
    vocabulary = {w: i for i, w in enumerate({w for phrase in phrases for w in phrase.split()})}
    needed = np.zeros((len(phrases), len(vocabulary)), np.float32)
    for row, phrase in enumerate(phrases):
        needed[row, [vocabulary[w] for w in phrase.split()]] = 1
    given = np.zeros((len(words), len(vocabulary)), np.float32)
    for row, one in enumerate(words):
        given[row, [vocabulary[w] for w in one.core if w in vocabulary]] = 1
    return np.asarray(given @ needed.T >= needed.sum(1) - 0.5)
