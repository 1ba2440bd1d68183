"""Vectors of the pictures on rendered screens, for training the matcher."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.data.expressions.scene import IconPhrases
from grounding.data.sample import RenderedElement, RenderedScreen
from grounding.embedded.features import stem_of
from grounding.embedded.tokens import words_of

Floats = NDArray[np.float32]
_DRAWN = frozenset({"icon", "image", "button", "menu", "tab", "switch", "list item", "link", "menu item"})
_LARGEST = 160


class Pictures(Protocol):
    """Gives the vectors [elements, D] of a screen's pictures and encodes phrases [m, D]."""

    def of(self, folder: Path, screen: RenderedScreen) -> Floats: ...

    def encode(self, phrases: Sequence[str]) -> Floats: ...


def may_be_pictured(e: RenderedElement) -> bool:
    """Return whether a parser would look at the element as at a picture."""
    return (
        e.role in _DRAWN and not e.text.strip() and max(e.box[2] - e.box[0], e.box[3] - e.box[1]) <= _LARGEST
    )


def key_of(screen: RenderedScreen) -> str:
    """Return what tells screens apart: folders may be filled anew while a network trains."""
    first = screen.elements[0].box if screen.elements else ""
    return f"{screen.id}:{screen.image}:{len(screen.elements)}:{first}"


class StandInPictures:
    """Stands in for the icon encoder until it is trained: words share vectors, pictures are noisy words."""

    def __init__(self, phrases: IconPhrases, size: int = 96, noise: float = 0.9) -> None:
        self._phrases, self._size, self._noise = phrases, size, noise
        self._known: dict[str, Floats] = {}
        self._screens: dict[str, Floats] = {}

    def of(self, folder: Path, screen: RenderedScreen) -> Floats:
        """Return noisy vectors of the icons' names; pictures without a name get noise alone."""
        key = f"{folder}/{key_of(screen)}"
        if key in self._screens:
            return self._screens[key]
        out = np.zeros((len(screen.elements), self._size), np.float32)
        self._screens[key] = out
        for i, e in enumerate(screen.elements):
            if may_be_pictured(e):
                chance = random.Random(zlib.crc32(f"{screen.id}{i}".encode()))
                phrases = [*self._phrases(e.icon)] if e.icon else []
                phrases += [e.name] if e.name else []
                chosen = chance.sample(phrases, min(4, len(phrases)))
                noise = np.random.default_rng(chance.randrange(2**31)).normal(size=self._size)
                vector = self._noise * noise / np.linalg.norm(noise)
                if chosen:
                    vector = vector + self.encode(chosen).mean(0) * 1.5
                out[i] = vector / np.linalg.norm(vector)
        return out

    def encode(self, phrases: Sequence[str]) -> Floats:
        out = np.stack([self._sum(p) for p in phrases])
        return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6), np.float32)

    def _sum(self, phrase: str) -> Floats:
        vectors = [self._of_word(stem_of(w)) for w in words_of(phrase)[:8]]
        return np.asarray(np.sum(vectors, 0) if vectors else np.zeros(self._size), np.float32)

    def _of_word(self, word: str) -> Floats:
        if word not in self._known:
            chance = np.random.default_rng(zlib.crc32(word.encode()))
            vector = chance.normal(size=self._size)
            self._known[word] = np.asarray(vector / np.linalg.norm(vector), np.float32)
        return self._known[word]


class EncodedPictures:
    """The shipped icon encoder's vectors; each screen is encoded once and kept in ``cache``."""

    def __init__(self, cache: Path) -> None:
        from grounding.embedded.icons import IconEncoder, IconWords

        self._encoder, self._words = IconEncoder(), IconWords()
        self._cache = cache
        self._known: dict[str, Floats] = {}
        cache.mkdir(parents=True, exist_ok=True)

    def of(self, folder: Path, screen: RenderedScreen) -> Floats:
        """Return the vectors of the drawn elements; zeros for the others."""
        number = zlib.crc32(f"{folder}/{key_of(screen)}".encode())
        path = self._cache / f"{number:08x}.npz"
        drawn = [i for i, e in enumerate(screen.elements) if may_be_pictured(e)]
        vectors = np.load(path)["vectors"].astype(np.float32) if path.exists() else None
        if vectors is None or len(vectors) != len(drawn):
            vectors = self._encode(folder, screen, drawn)
            np.savez(path, vectors=vectors.astype(np.float16))
        out = np.zeros((len(screen.elements), self.encode(["a"]).shape[1]), np.float32)
        out[drawn] = vectors
        return out

    def _encode(self, folder: Path, screen: RenderedScreen, drawn: list[int]) -> Floats:
        import cv2

        image = cv2.imread(str(folder / screen.image), cv2.IMREAD_COLOR)
        if image is None:
            # Its generator may just be replacing it; without a picture nothing is pictured.
            return np.zeros((len(drawn), self.encode(["a"]).shape[1]), np.float32)
        boxes = [Box(*screen.elements[i].box) for i in drawn]
        return self._encoder.encode(np.asarray(image, np.uint8), boxes)

    def encode(self, phrases: Sequence[str]) -> Floats:
        new = [p for p in dict.fromkeys(phrases) if p not in self._known]
        if new:
            self._known.update(zip(new, self._words.encode(new), strict=True))
        return np.stack([self._known[p] for p in phrases])


def name_of(e: RenderedElement, phrases: IconPhrases) -> str:
    """Return the words a naming of the element's picture would give, e.g. "delete, bin"."""
    known = list(phrases(e.icon))[:2] if e.icon else []
    return ", ".join(known) or e.name
