"""Our own reader of text lines: many crops at once through one small network.

Crops are brought to one height and laid one after another into strips, so that a whole screen is a handful of
strips and next to nothing is computed for padding. The network is trained on strips too
(`grounding.training.train_reader`), with connectionist temporal classification (Graves et al., 2006).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.screenshot import Image
from grounding.embedded.scripts import in_one_script

HEIGHT = 24
STEP = 8
"""Prepared pixels per step of the network's body."""
SLOTS = 3
"""Characters, or blanks, that are written per step."""
STRIP = 2048
FOREIGN = "□"
_FLATTEST = 10
_STRIPS_AT_ONCE = 8
_SAMPLES = 1024
_FAINTEST = 10.0
_CHANNELS = np.array([0, 256, 512], np.int64)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a crop says; ``score`` in 0-1 is the mean probability of its characters.

    ``foreign`` is set where East Asian signs were seen; ``text`` then holds "□" in their place.
    """

    text: str
    score: float
    foreign: bool = False


class Network(Protocol):
    """A network opened by `grounding.embedded.weights.open_network`."""

    @property
    def meta(self) -> dict[str, Any]: ...

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a prepared crop lies: its strip, and the steps from ``start`` up to ``end`` that are its own."""

    strip: int
    start: int
    end: int


class LineReader:
    """Reads lines of Latin, Cyrillic and Greek text from tight crops (ink box and 2-3 pixels around it)."""

    def __init__(self, network: Network | None = None) -> None:
        if network is None:
            from grounding.embedded.weights import open_network

            network = open_network("reader")
        self._network = network
        self._characters = np.array(["", *network.meta["characters"]])

    def read(self, crops: Sequence[Image]) -> list[ReadLine]:
        """Return what each crop (BGR, any size) says, in the order given; "" where nothing is readable."""
        pieces: list[NDArray[np.float32]] = []
        owners: list[int] = []
        for index, crop in enumerate(crops):
            if crop.shape[0] >= 3 and crop.shape[1] >= 2:
                parts = split(prepared(crop))
                pieces += parts
                owners += [index] * len(parts)
        found: list[list[ReadLine]] = [[] for _ in crops]
        # Widest first packs tightly; pieces of one crop are put back into order by their number.
        order = sorted(range(len(pieces)), key=lambda i: -pieces[i].shape[1])
        read: list[ReadLine] = [ReadLine("", 0.0)] * len(pieces)
        for batch in _batches([pieces[i].shape[1] for i in order]):
            chosen = [order[i] for i in batch]
            for i, line in zip(chosen, self._read_batch([pieces[i] for i in chosen]), strict=True):
                read[i] = line
        for owner, line in zip(owners, read, strict=True):
            found[owner].append(line)
        return [_joined(lines) for lines in found]

    def _read_batch(self, pieces: Sequence[NDArray[np.float32]]) -> list[ReadLine]:
        strips, places = packed(pieces)
        classes, scores = self._network.run(strips=strips)
        return [self._decoded(*_own(classes, scores, place)) for place in places]

    def _decoded(self, classes: NDArray[Any], scores: NDArray[np.float32]) -> ReadLine:
        runs = np.flatnonzero(np.diff(classes, prepend=-1))
        written = classes[runs] != 0
        if not written.any():
            return ReadLine("", 0.0)
        text = in_one_script("".join(self._characters[classes[runs[written]]]))
        score = float(np.maximum.reduceat(scores, runs)[written].mean())
        return ReadLine(text, score, FOREIGN in text)


def prepared(crop: Image) -> NDArray[np.float32]:
    """Return a crop at the reader's height: float32 [HEIGHT, width, 3], its ground 0, its ink up to about 1.

    The ground is the middle colour; the ink's sign is turned positive, so that dark, light and coloured text
    look alike.
    """
    height, width = crop.shape[:2]
    if height < _FLATTEST:
        more = _FLATTEST - height
        crop = np.pad(crop, ((more // 2, more - more // 2), (0, 0), (0, 0)), mode="edge")
        height = _FLATTEST
    target = max(4, round(width * HEIGHT / height))
    smooth = cv2.INTER_LINEAR if height <= HEIGHT else cv2.INTER_AREA
    ground, reach = _ground_and_reach(crop)
    resized = cv2.resize(crop, (target, HEIGHT), interpolation=smooth)
    # One look-up does the conversion, the difference, and the product.
    table = (np.arange(256, dtype=np.float32)[:, None] - ground) * reach
    return np.asarray(cv2.LUT(resized, table[None]))


def _ground_and_reach(crop: Image) -> tuple[NDArray[np.float32], np.float32]:
    """Return the middle colour, and what turns the distance to it into -1 to 1 with positive ink."""
    flat = crop.reshape(-1, 3)
    sample = flat[:: max(1, len(flat) // _SAMPLES)]
    # Counting is six times as fast as sorting; the three channels share one count.
    counts = np.bincount((sample + _CHANNELS).reshape(-1), minlength=768).reshape(3, 256).cumsum(axis=1)
    many = len(sample)
    ranks = many // 50, many // 2, many - 1 - many // 50
    low, ground, high = ((counts <= rank).sum(axis=1).astype(np.float32) for rank in ranks)
    up, down = float((high - ground).mean()), float((ground - low).mean())
    sign = 1.0 if up > down else -1.0
    return ground, np.float32(sign / max(up, down, _FAINTEST))


def split(line: NDArray[np.float32], widest: int = STRIP - 2 * STEP) -> list[NDArray[np.float32]]:
    """Cut a prepared line too wide for a strip where it is emptiest."""
    parts = []
    while line.shape[1] > widest:
        ink = np.abs(line[:, widest // 2 : widest]).sum(axis=(0, 2))
        # The middle of the widest gap: emptiness smoothed over about a space.
        cut = widest // 2 + int(np.convolve(ink, np.ones(HEIGHT // 3), mode="same").argmin())
        parts.append(line[:, :cut])
        line = line[:, cut:]
    return [*parts, line]


def packed(lines: Sequence[NDArray[np.float32]]) -> tuple[NDArray[np.float32], list[Place]]:
    """Lay prepared lines into strips: float32 [strips, 3, HEIGHT, width], and where each line lies."""
    needed = [_room(line.shape[1]) for line in lines]
    length = _strip_length(needed)
    places = _places(needed, length)
    rows = 1 + max((p.strip for p in places), default=0)
    strips = np.zeros((rows, HEIGHT, length, 3), np.float32)
    for line, place in zip(lines, places, strict=True):
        x = place.start * STEP + STEP // 2
        strips[place.strip, :, x : x + line.shape[1]] = line
    return np.ascontiguousarray(strips.transpose(0, 3, 1, 2)), places


def _room(width: int) -> int:
    """Return the pixels a line takes up: whole steps, half a step of ground at each end."""
    return (width + STEP + STEP - 1) // STEP * STEP


def _strip_length(needed: Sequence[int]) -> int:
    total, widest = sum(needed), max(needed, default=STEP)
    return min(STRIP, max(widest, (total + 255) // 256 * 256)) if widest <= STRIP else widest


def _places(needed: Sequence[int], length: int) -> list[Place]:
    ends: list[int] = []
    places = []
    for room in needed:
        strip = next((i for i, end in enumerate(ends) if end + room <= length), len(ends))
        if strip == len(ends):
            ends.append(0)
        places.append(Place(strip, ends[strip] // STEP, (ends[strip] + room) // STEP))
        ends[strip] += room
    return places


def _batches(widths: Sequence[int]) -> Iterable[list[int]]:
    """Group line numbers so that a batch fills a bounded number of strips."""
    batch: list[int] = []
    filled = 0
    for i, width in enumerate(widths):
        if batch and filled + _room(width) > _STRIPS_AT_ONCE * STRIP:
            yield batch
            batch, filled = [], 0
        batch.append(i)
        filled += _room(width)
    if batch:
        yield batch


def _own(
    classes: NDArray[Any], scores: NDArray[np.float32], place: Place
) -> tuple[NDArray[Any], NDArray[np.float32]]:
    own = slice(place.start * SLOTS, place.end * SLOTS)
    return classes[place.strip, own], scores[place.strip, own]


def _joined(lines: Sequence[ReadLine]) -> ReadLine:
    kept = [line for line in lines if line.text.strip()]
    if not kept:
        return ReadLine("", 0.0)
    text = " ".join(line.text.strip() for line in kept)
    letters = sum(len(line.text) for line in kept)
    score = sum(line.score * len(line.text) for line in kept) / letters
    return ReadLine(text, score, any(line.foreign for line in kept))
