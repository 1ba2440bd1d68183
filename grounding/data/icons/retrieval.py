"""The test of the icon model: one icon among many, asked for in words, from sets it never learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.data.icons.letters import pieces_of_text
from grounding.data.icons.packed import IconLibrary
from grounding.data.icons.pairs import Words, words_for
from grounding.data.icons.scenes import Scene, ScenePainter
from grounding.embedded.icons import crop_icon, drawn_part

# A colourful theme and a web set, by hands that drew nothing else here.
# Screens of applications that nothing was learned from, cut by `grounding.data.icons.seen`.
APPLICATIONS = "applications"
HELD_OUT = frozenset({"oxygen", "bootstrap", APPLICATIONS})
_SEED = 20_000


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Crops [n, side, side, 3] and ``phrases`` [m], each asking for one of the crops ``among`` [m, k].

    The first of ``among`` is the wanted one; none of the others may be called by that phrase.
    """

    name: str
    crops: NDArray[np.uint8]
    phrases: list[str]
    among: NDArray[np.int64]

    def share_found(self, icons: NDArray[np.float32], words: NDArray[np.float32]) -> float:
        """Return the share of phrases nearest to their own icon, given unit vectors of both."""
        scores = np.einsum("mkd,md->mk", icons[self.among], words)
        return float((scores.argmax(axis=1) == 0).mean())


def retrieval_of(library: IconLibrary, count: int) -> list[Retrieval]:
    """Return tests by name and by what people say, among 30 and 100 icons, for every held-out set."""
    return [
        test for family in sorted(HELD_OUT) for test in _tests_of(library, family, count)
    ]  # fmt: skip


def _tests_of(library: IconLibrary, family: str, count: int) -> list[Retrieval]:
    random = np.random.default_rng(_SEED)
    indices = [i for i, icon in enumerate(library.icons) if icon.family == family]
    indices = [int(i) for i in random.permutation(indices)[: 3 * count]]
    if len(indices) < 2:
        return []
    words = [words_for(library.icons[i]) for i in indices]
    crops = _painted(library, indices)
    known = [row for row, one in enumerate(words) if one.said][:count]
    names = list(range(len(words)))[:count]
    asked = {
        "name": [(r, words[r].name) for r in names],
        "said": [(r, _said(words[r], random)) for r in known],
    }
    return [
        Retrieval(f"{family} {kind} {k}", crops, [p for _, p in pairs], _among(pairs, words, k, random))
        for kind, pairs in asked.items()
        if pairs
        for k in (30, 100)
    ]


def _said(words: Words, random: np.random.Generator) -> str:
    # Not the name itself: what else people call it.
    other = [phrase for phrase in words.said if phrase != words.name] or list(words.said)
    return other[int(random.integers(len(other)))]


def _painted(library: IconLibrary, indices: list[int]) -> NDArray[np.uint8]:
    painter = ScenePainter(
        _SEED,
        [p for i in indices[:200] if (p := library.picture(i)).ndim == 2 or p.shape[2] == 4],
        pieces_of_text(100, _SEED),
    )
    scenes = []
    for index in indices:
        picture, box = library.picture(index), library.icons[index].box
        scenes.append(Scene(picture, Box(*box)) if box else painter.icon(picture))
    return np.stack([crop_icon(scene.image, drawn_part(scene.box)) for scene in scenes])


def _among(
    pairs: list[tuple[int, str]], words: list[Words], k: int, random: np.random.Generator
) -> NDArray[np.int64]:
    rows = []
    for wanted, phrase in pairs:
        needed = set(phrase.split())
        free = [r for r, w in enumerate(words) if phrase not in w.all and not needed <= w.core]
        rows.append([wanted, *random.choice(free, k - 1, replace=len(free) < k - 1)])
    return np.array(rows, np.int64)
