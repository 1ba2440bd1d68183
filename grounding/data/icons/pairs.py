"""Batches of painted icons with phrases, and which of them belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.packed import IconLibrary, PackedIcon
from grounding.data.icons.scenes import Scene, ScenePainter
from grounding.data.icons.wear import Wear
from grounding.data.icons.weights import drawing_weights
from grounding.embedded.icons import NO_ICON, crop_icon, drawn_part
from grounding.embedded.tokens import words_of

Flags = NDArray[np.bool_]
_NO_ICONS = 0.07
# How much of a batch is new where it costs painting.
_FRESH = 0.5
# Of what is said, the name, the search terms of the set, and the looks.
_SHARES = (0.42, 0.33, 0.15, 0.1)


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

    def shares(self) -> dict[str, float]:
        """Return how much each phrase counts, 1 together: what is said before what it is like."""
        kinds = [(part, share) for part, share in zip(self._kinds(), _SHARES, strict=True) if any(part)]
        total = sum(share for _, share in kinds)
        shares: dict[str, float] = {}
        for part, share in kinds:
            # The first phrases of a list are the usual ones.
            falling = [0.85**place for place in range(len(part))]
            for phrase, weight in zip(part, falling, strict=True):
                shares[phrase] = shares.get(phrase, 0.0) + share / total * weight / sum(falling)
        return shares

    def _kinds(self) -> tuple[tuple[str, ...], ...]:
        return self.said, (self.name,), self.tags, self.looks


@dataclass(frozen=True, slots=True)
class Batch:
    """``crops`` [n, side, side, 3] and one phrase each; ``positive`` and ``ignored`` are [n, n] pairs."""

    crops: NDArray[np.uint8]
    words: list[Words]
    phrases: list[str]
    positive: Flags
    ignored: Flags


def words_for(icon: PackedIcon) -> Words:
    """Fold the phrases of a drawing so that equal ones compare equal."""
    name = folded(icon.name)
    said, looks, tags = (tuple(folded(p) for p in part) for part in (icon.said, icon.looks, icon.tags))
    return Words(name, said, looks, tags, frozenset(name.split()))


def folded(phrase: str) -> str:
    return " ".join(words_of(phrase))


class PairMaker:
    """Draws icons so that every meaning counts alike, however many sets draw it.

    Painting costs as much as learning, so a crop comes back a few times, with another phrase and in other
    company: ``fresh`` is the share of new ones in a batch, ``kept`` how many are kept to choose from.
    """

    def __init__(
        self,
        library: IconLibrary,
        chosen: Sequence[int],
        painter: ScenePainter,
        seed: int,
        fresh: float = _FRESH,
        kept: int = 6144,
    ) -> None:
        icons = [library.icons[i] for i in chosen]
        self._library, self._painter, self._wear = library, painter, Wear(seed)
        self._random = np.random.default_rng(seed)
        self._empty = [i for i, icon in zip(chosen, icons, strict=True) if icon.name in NO_ICON]
        self._chosen = np.array(
            [i for i, icon in zip(chosen, icons, strict=True) if icon.name not in NO_ICON]
        )
        self._words = [words_for(library.icons[i]) for i in self._chosen]
        self._fresh, self._kept = fresh, kept
        shares = drawing_weights([library.icons[i] for i in self._chosen])
        self.cumulative = np.cumsum(shares) / np.sum(shares)
        self._pool: list[tuple[NDArray[np.uint8], Words]] = []

    def make(self, size: int) -> Batch:
        """Return ``size`` painted icons, some of them none, with a phrase for each."""
        full = len(self._pool) >= 2 * size
        fresh = [self._paint() for _ in range(int(size * self._fresh) if full else size)]
        again = self._random.permutation(len(self._pool))[: size - len(fresh)]
        pairs = fresh + [self._pool[i] for i in again]
        self._pool = (self._pool + fresh)[-self._kept :]
        words = [w for _, w in pairs]
        phrases = [self._phrase(w) for w in words]
        positive, ignored = relations(words, phrases)
        return Batch(self._toned(np.stack([crop for crop, _ in pairs])), words, phrases, positive, ignored)

    def _paint(self) -> tuple[NDArray[np.uint8], Words]:
        if self._random.random() < _NO_ICONS:
            scene, name = self._no_icon()
            words = Words(folded(name), (), (), (), frozenset())
        else:
            pick = int(np.searchsorted(self.cumulative, self._random.random()))
            scene, words = self._scene(int(self._chosen[pick])), self._words[pick]
        worn = self._wear.worn(scene)
        return crop_icon(worn.image, drawn_part(worn.box)), words

    def _scene(self, index: int) -> Scene:
        icon, picture = self._library.icons[index], self._library.picture(index)
        return self._wear.piece(picture, icon.box) if icon.box else self._painter.icon(picture)

    def _no_icon(self) -> tuple[Scene, str]:
        if self._empty and self._random.random() < 0.4:
            index = int(self._empty[self._random.integers(len(self._empty))])
            return self._scene(index), self._library.icons[index].name
        kind = int(self._random.integers(3))
        paint = (self._painter.text, self._painter.picture, self._painter.nothing)[kind]
        return paint(), NO_ICON[kind]

    def _toned(self, crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Change contrast and brightness of each crop a little."""
        tint = self._random.uniform(0.9, 1.0, (len(crops), 1, 1, 3))
        gain = (self._random.uniform(0.6, 1.0, (len(crops), 1, 1, 1)) * tint).astype(np.float32)
        lift = (self._random.random((len(crops), 1, 1, 1)) * (1 - gain) * 255).astype(np.float32)
        return np.asarray(crops * gain + lift, np.uint8)

    def phrases(self, size: int) -> tuple[list[Words], list[str], list[str]]:
        """Return the words of ``size`` icons and two phrases for each, without painting them."""
        words = [self._words[i] for i in np.searchsorted(self.cumulative, self._random.random(size))]
        return words, [self._phrase(w) for w in words], [self._phrase(w) for w in words]

    def weighted(self) -> tuple[list[Words], list[float]]:
        """Return the words of all its icons and how often each is drawn."""
        return self._words, np.diff(self.cumulative, prepend=0.0).tolist()

    def _phrase(self, words: Words) -> str:
        shares = words.shares()
        places = np.cumsum(list(shares.values()))
        return list(shares)[min(int(np.searchsorted(places, self._random.random())), len(shares) - 1)]


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
    needed = [frozenset(phrase.split()) for phrase in phrases]
    by_word: dict[str, list[int]] = {}
    for column, asked in enumerate(needed):
        by_word.setdefault(min(asked, default=""), []).append(column)
    unclear = np.zeros((len(words), len(phrases)), dtype=bool)
    for row, one in enumerate(words):
        columns = [c for word in one.core for c in by_word.get(word, ())]
        unclear[row, [c for c in columns if needed[c] <= one.core]] = True
    return unclear
