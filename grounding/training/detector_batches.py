"""Batches for the detector: crops of one size with their truth as tensors."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from grounding.training.detector_assignment import Grid, Pairs, candidates
from grounding.training.detector_crops import Crop, random_crop
from grounding.training.detector_truth import ImageCache, ScreenPool, ScreenTruth

_INCOMPLETE = 0.3


@dataclass(frozen=True, slots=True)
class BatchShape:
    """Crops a batch, their height and width, and how often such batches come."""

    crops: int
    height: int
    width: int
    share: float


# About as many pixels each: details in small crops, whole windows and rows in large ones.
SHAPES = (
    BatchShape(4, 512, 512, 0.5),
    BatchShape(2, 640, 832, 0.25),
    BatchShape(1, 832, 1280, 0.25),
)
SMOKE_SHAPES = (BatchShape(2, 256, 256, 1.0),)


@dataclass(frozen=True, slots=True)
class Batch:
    """Crops as tensors; elements of all crops in one list, cells of all crops numbered through.

    ``negative_weight`` [batch] says how much finding nothing-known costs on each crop.
    """

    pictures: torch.Tensor
    boxes: torch.Tensor
    roles: torch.Tensor
    states: torch.Tensor
    weights: torch.Tensor
    negative_weight: torch.Tensor
    pairs: Pairs
    centers: torch.Tensor
    strides: torch.Tensor
    text: torch.Tensor
    text_known: torch.Tensor


def collate(crops: Sequence[Crop]) -> Batch:
    """Put crops of one size together."""
    grid = Grid(*crops[0].picture.shape[:2])
    centers, strides = grid.centers()
    elements, cells, start = [], [], 0
    for number, crop in enumerate(crops):
        element, cell = candidates(crop.boxes, grid)
        elements.append(element + start)
        cells.append(cell + number * grid.cells)
        start += len(crop.boxes)
    pictures = torch.from_numpy(np.stack([c.picture for c in crops])).permute(0, 3, 1, 2)
    return Batch(
        pictures,
        torch.from_numpy(np.concatenate([c.boxes for c in crops])),
        torch.from_numpy(np.concatenate([c.roles for c in crops])),
        torch.from_numpy(np.concatenate([c.states for c in crops])),
        torch.from_numpy(np.concatenate([c.weights for c in crops])),
        # Where truth may be missing, an unexplained find costs less.
        torch.tensor([1.0 if c.complete else _INCOMPLETE for c in crops]),
        Pairs(torch.from_numpy(np.concatenate(elements)), torch.from_numpy(np.concatenate(cells))),
        torch.from_numpy(centers),
        torch.from_numpy(strides),
        torch.from_numpy(np.stack([c.text for c in crops]))[:, None].float() / 255,
        torch.from_numpy(np.stack([c.text_known for c in crops]))[:, None].float(),
    )


class BatchSource:
    """Draws screens from a pool and yields batches for ever, reading new screens every ``reread`` seconds."""

    def __init__(
        self,
        pool: ScreenPool,
        cache: ImageCache,
        shapes: Sequence[BatchShape] = SHAPES,
        seed: int = 0,
        reread: float = 60.0,
    ) -> None:
        self._pool, self._cache, self._shapes = pool, cache, shapes
        self._chance = random.Random(seed)
        self._reread = reread
        self._lock = threading.Lock()
        self._next_read = time.monotonic() + reread

    def batch(self) -> Batch:
        """Return the next batch; several threads may ask."""
        with self._lock:
            return self._batch()

    def _batch(self) -> Batch:
        if time.monotonic() > self._next_read:
            self._pool.refresh()
            self._next_read = time.monotonic() + self._reread
        shape = self._chance.choices(self._shapes, [s.share for s in self._shapes])[0]
        return collate([self._crop((shape.height, shape.width)) for _ in range(shape.crops)])

    def _crop(self, size: tuple[int, int]) -> Crop:
        for _ in range(20):
            truth = self._draw()
            picture = self._cache.get(truth.image)
            if picture is None:
                continue
            crop = random_crop(picture, truth, size, self._chance)
            if len(crop.boxes) or self._chance.random() < 0.1:
                return crop
        raise ValueError("no training screen with an element could be read")

    def _draw(self) -> ScreenTruth:
        """Draw a screen; once memory is full mostly one that is decoded already."""
        truth = self._pool.draw(self._chance)
        if self._cache.is_full and self._chance.random() < 0.85:
            for _ in range(8):
                if self._cache.holds(truth.image):
                    break
                truth = self._pool.draw(self._chance)
        return truth
