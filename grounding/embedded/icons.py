"""Icons and words as vectors of one space: what a small drawing stands for, and which drawing is meant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.embedded.tokens import PADDING, word_ids, words_of
from grounding.embedded.weights import Network, open_network, read_companion

Image = NDArray[np.uint8]
Vectors = NDArray[np.float32]

SIZE = 40
# The surroundings tell a button's border from a part of the drawing.
CONTEXT = 0.2
NAMES_FILE = "icon_names.json"
VECTORS_FILE = "icon_names.npy"
# Drawings that are none: naming answers "" for them.
NO_ICON = ("no icon but text", "no icon but picture", "no icon but nothing")
_BATCH = 64
_SHARPNESS = 24.5
# Three dots or a dash are long too, but low.
_THIN = 14
_LONG = 2.2


class IconEncoder:
    """Icon drawings to unit vectors, and vectors to names.

    A convolutional tower trained against the word tower of `IconWords` as in Radford et al. 2021,
    "Learning Transferable Visual Models From Natural Language Supervision".
    """

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or open_network("icons")
        self._names: NameTable | None = None

    def encode(self, image: Image, boxes: Sequence[Box]) -> Vectors:
        """Return one unit vector [n, D] a box; ``image`` is BGR, boxes are in its pixels.

        Of a row or button much wider than high the left end is looked at, of a tall one the top: where an
        icon with a label has its drawing.
        """
        crops = [crop_icon(image, drawn_part(box)) for box in boxes]
        parts = [np.stack(crops[i : i + _BATCH]) for i in range(0, len(crops), _BATCH)]
        found = [self._network.run(crops=part)[0] for part in parts]
        size = int(self._network.meta["dimensions"])
        return np.concatenate(found) if found else np.zeros((0, size), np.float32)

    def name(self, vectors: Vectors) -> list[tuple[str, float]]:
        """Return the best name ("delete, bin") and its chance in 0-1 for each vector; "" where none fits."""
        meta = self._network.meta
        self._names = self._names or load_names(float(meta.get("sharpness", _SHARPNESS)))
        return self._names.name(vectors, float(meta["threshold"]))


class IconWords:
    """Phrases ("trash can") to unit vectors in the space of `IconEncoder`."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or open_network("icon_words")

    def encode(self, phrases: Sequence[str]) -> Vectors:
        """Return one unit vector [m, D] a phrase."""
        parts = [phrases[i : i + _BATCH] for i in range(0, len(phrases), _BATCH)]
        found = [self._network.run(ids=ids_of(part))[0] for part in parts]
        size = int(self._network.meta["dimensions"])
        return np.concatenate(found) if found else np.zeros((0, size), np.float32)


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names of icons and the vectors of the phrases that stand for each; ``owners``, rising, index the names.

    ``sharpness`` is what cosines were multiplied with when the vectors learned to tell phrases apart.
    """

    names: tuple[str, ...]
    owners: NDArray[np.int64]
    vectors: Vectors
    sharpness: float = _SHARPNESS

    def name(self, vectors: Vectors, threshold: float) -> list[tuple[str, float]]:
        """Return for each vector its likeliest name, or "" where its chance is below ``threshold``."""
        if not len(vectors):
            return []
        chances = self.chances(vectors)
        best = chances.argmax(axis=1)
        pairs = zip(best, chances[np.arange(len(best)), best], strict=True)
        return [(self.names[i] if c >= threshold else "", float(c)) for i, c in pairs]

    def chances(self, vectors: Vectors) -> Vectors:
        """Return the chance [n, names] of each name: the mean of what its phrases say, by softmax."""
        # How many phrases a name has must not make it likelier.
        starts = np.flatnonzero(np.diff(self.owners, prepend=-1))
        counts = np.diff(starts, append=len(self.owners))
        weights = np.exp(self.sharpness * (vectors @ self.vectors.T - 1.0))
        means = np.add.reduceat(weights, starts, axis=1) / counts
        return np.asarray(means / means.sum(axis=1, keepdims=True), np.float32)


def load_names(sharpness: float = _SHARPNESS) -> NameTable:
    """Read the shipped table of names. Raises `ModelUnavailable`, `DamagedWeights`."""
    read = partial(read_companion, "icons")
    table = json.loads(read(NAMES_FILE))
    vectors = np.load(BytesIO(read(VECTORS_FILE)), allow_pickle=False).astype(np.float32)
    names = ("" if n in NO_ICON else n for n in table["names"])
    return NameTable(tuple(names), np.asarray(table["owners"], np.int64), _unit(vectors), sharpness)


def drawn_part(box: Box) -> Box:
    """Return the square part of a long box where its icon is; other boxes, and thin strokes, as they are."""
    short = min(box.width, box.height)
    if short < _THIN or max(box.width, box.height) <= _LONG * short:
        return box
    return Box(box.x1, box.y1, box.x1 + short, box.y1 + short)


def crop_icon(image: Image, box: Box, size: int = SIZE) -> Image:
    """Return the box with its surroundings as a square crop [size, size, 3], never stretched."""
    import cv2

    height, width = image.shape[:2]
    margin = max(2.0, CONTEXT * max(box.width, box.height))
    x1, y1 = max(0, int(box.x1 - margin)), max(0, int(box.y1 - margin))
    x2, y2 = min(width, round(box.x2 + margin)), min(height, round(box.y2 + margin))
    if x2 <= x1 or y2 <= y1:
        return np.zeros((size, size, 3), np.uint8)
    scale = size / max(x2 - x1, y2 - y1)
    shape = (max(1, round((x2 - x1) * scale)), max(1, round((y2 - y1) * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    fitted = cv2.resize(image[y1:y2, x1:x2], shape, interpolation=method)
    left, top = (size - shape[0]) // 2, (size - shape[1]) // 2
    edges = (top, size - shape[1] - top, left, size - shape[0] - left)
    square = cv2.copyMakeBorder(fitted, *edges, cv2.BORDER_REPLICATE) if any(edges) else fitted
    return np.asarray(square, np.uint8)


def ids_of(phrases: Sequence[str], most_words: int = 12) -> NDArray[np.int64]:
    """Return the ids [phrases, words, pieces] of the phrases' words, padded with ``PADDING``."""
    listed = [word_ids(words_of(phrase)[:most_words]) for phrase in phrases]
    words = max((len(ids) for ids in listed), default=1)
    pieces = max((len(word) for ids in listed for word in ids), default=1)
    padded = np.full((len(listed), max(1, words), pieces), PADDING, np.int64)
    for row, ids in enumerate(listed):
        for column, word in enumerate(ids):
            padded[row, column, : len(word)] = word
    return padded


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6))
