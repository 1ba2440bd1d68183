"""Lines made ready for training: random crops and damage, packed into strips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from actions.screenshot import Image
from grounding.data.lines.alphabet import characters
from grounding.data.lines.shards import LineEntry, LineShards
from grounding.embedded.reader import SLOTS, STEP, STRIP, Place, packed, prepared
from grounding.training.line_damage import damaged, loosely_cropped


@dataclass(frozen=True, slots=True)
class Batch:
    """Strips float32 [n, 3, HEIGHT, STRIP], where each line lies, and its classes."""

    strips: torch.Tensor
    places: list[Place]
    targets: list[list[int]]


def endless(folders: Sequence[Path], strips: int, seed: int) -> Iterator[Batch]:
    """Yield batches of about ``strips`` strips, over all lines again and again in new order.

    Shards written meanwhile are seen from the next round on. Raises ValueError where there are none.
    """
    chance = np.random.default_rng(seed)
    classes = {c: i + 1 for i, c in enumerate(characters())}
    lines: list[NDArray[np.float32]] = []
    targets: list[list[int]] = []
    filled = 0
    for line, text in _lines_again_and_again(folders, chance):
        room = line.shape[1] + 2 * STEP
        if room > STRIP or line.shape[1] / STEP * SLOTS < _needed(text):
            continue
        if filled + room > (strips - 0.3) * STRIP:
            yield batch(lines, targets)
            lines, targets, filled = [], [], 0
        lines.append(line)
        targets.append([classes[c] for c in text])
        filled += room


def _lines_again_and_again(
    folders: Sequence[Path], chance: np.random.Generator
) -> Iterator[tuple[NDArray[np.float32], str]]:
    while True:
        shards = LineShards(*folders)
        if not len(shards):
            raise ValueError(f"there are no lines in {', '.join(map(str, folders))}")
        for index in chance.permutation(len(shards)):
            entry = shards.entries[index]
            yield _prepared(shards.image(int(index)), entry, chance), entry.text


def _prepared(image: Image, entry: LineEntry, chance: np.random.Generator) -> NDArray[np.float32]:
    return prepared(damaged(loosely_cropped(image, entry, chance), chance))


def batch(lines: Sequence[NDArray[np.float32]], targets: list[list[int]]) -> Batch:
    """Pack lines and their classes, in the order given."""
    strips, places = packed(lines)
    return Batch(torch.from_numpy(strips), places, targets)


def cropped(image: Image, entry: LineEntry, chance: np.random.Generator) -> Image:
    """Cut the line out as the detector does: its ink and a few pixels more."""
    x1, y1, x2, y2 = entry.ink
    top, bottom = chance.choice((0, 1, 2, 2, 3, 3, 4), 2)
    left, right = chance.choice((0, 1, 2, 2, 3, 3, 4, 6, 10), 2)
    return image[max(0, y1 - top) : y2 + bottom, max(0, x1 - left) : x2 + right]


def _needed(text: str) -> int:
    """Return the slots a text takes at least: one each, and a blank between equal neighbours."""
    return len(text) + sum(a == b for a, b in pairwise(text))
