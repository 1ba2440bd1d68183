"""Which cell learns which element: candidates by geometry, the best of them by task alignment.

After TOOD (Feng et al. 2021): a cell is good for an element when its score and its box are both good.
Elements of a screen nest and are as flat as table rows, so candidates lie around the centre of the box, on
every level whose cells are not too coarse for its shorter side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from grounding.embedded.detector_outputs import STRIDES
from grounding.training.detector_truth import Floats

_REACH = 2
_FINEST, _COARSEST = 0.75, 14.0
_SCORE_POWER, _BOX_POWER = 0.5, 5.0


class Pairs(NamedTuple):
    """Candidates of a batch: ``element`` [p] numbers the batch's elements, ``cell`` [p] its cells."""

    element: torch.Tensor
    cell: torch.Tensor


class Assignment(NamedTuple):
    """Chosen cells: ``cell`` [k] learn ``element`` [k] with a score of ``target`` [k] in 0-1.

    ``weight`` [k] says how well a cell suits its element compared with the element's best cell (1): boxes
    and roles are learnt by it. Weighted by the score, what has no good box yet (a thin scroll bar, a
    slider) would hardly be learnt at all and stay so.
    """

    cell: torch.Tensor
    element: torch.Tensor
    target: torch.Tensor
    weight: torch.Tensor


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of all levels of one picture size, finest level first, row by row."""

    height: int
    width: int

    @property
    def shapes(self) -> list[tuple[int, int]]:
        return [(self.height // s, self.width // s) for s in STRIDES]

    @property
    def cells(self) -> int:
        return sum(h * w for h, w in self.shapes)

    def centers(self) -> tuple[Floats, Floats]:
        """Return centres [cells, 2] in pixels and strides [cells]."""
        points, strides = [], []
        for (h, w), stride in zip(self.shapes, STRIDES, strict=True):
            ys, xs = np.mgrid[:h, :w]
            points.append(np.stack([xs.ravel(), ys.ravel()], 1) * stride + stride / 2)
            strides.append(np.full(h * w, stride))
        return np.concatenate(points).astype(np.float32), np.concatenate(strides).astype(np.float32)


def candidates(boxes: Floats, grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (element, cell) of every pair worth trying for ``boxes`` [n, 4] in pixels."""
    elements, cells, start = [], [], 0
    for (h, w), stride in zip(grid.shapes, STRIDES, strict=True):
        element, ys, xs = _near_centers(boxes, stride, h, w)
        elements.append(element)
        cells.append(start + ys * w + xs)
        start += h * w
    return np.concatenate(elements), np.concatenate(cells)


def _near_centers(
    boxes: Floats, stride: int, height: int, width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    steps = np.arange(-_REACH, _REACH + 1)
    middle_x = (boxes[:, 0] + boxes[:, 2]) / 2
    middle_y = (boxes[:, 1] + boxes[:, 3]) / 2
    xs = np.floor(middle_x / stride).astype(np.int64)[:, None, None] + steps[None, None, :]
    ys = np.floor(middle_y / stride).astype(np.int64)[:, None, None] + steps[None, :, None]
    xs, ys = np.broadcast_arrays(xs, ys)
    px, py = xs * stride + stride / 2, ys * stride + stride / 2
    x1, y1, x2, y2 = (boxes[:, i, None, None] for i in range(4))
    good = (px > x1) & (px < x2) & (py > y1) & (py < y2)
    shorter = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    if stride == STRIDES[0]:
        # Whatever is smaller than a cell is learnt by the cell it lies in.
        good[:, _REACH, _REACH] = True
    else:
        good &= (shorter >= _FINEST * stride)[:, None, None]
    if stride != STRIDES[-1]:
        good &= (shorter <= _COARSEST * stride)[:, None, None]
    good &= (xs >= 0) & (ys >= 0) & (xs < width) & (ys < height)
    element, row, column = np.nonzero(good)
    return element, ys[element, row, column], xs[element, row, column]


@torch.no_grad()
def assign(pairs: Pairs, scores: torch.Tensor, ious: torch.Tensor, most: int = 9) -> Assignment:
    """Choose up to ``most`` cells an element and at most one element a cell.

    ``scores`` [p] and ``ious`` [p] are what each candidate cell predicts for its element.
    """
    if len(pairs.cell) == 0:
        return Assignment(pairs.cell, pairs.element, scores, scores)
    alignment = scores**_SCORE_POWER * (ious + 1e-3) ** _BOX_POWER
    chosen = _best_of_each(pairs.element, alignment, most)
    order = chosen[torch.argsort(alignment[chosen], descending=True, stable=True)]
    chosen = _best_of_each_sorted(order, pairs.cell)
    element = pairs.element[chosen]
    count = int(pairs.element.max()) + 1
    best_alignment = _highest(alignment[chosen], element, count)
    best_iou = _highest(ious[chosen], element, count)
    weight = (alignment[chosen] / best_alignment[element].clamp_min(1e-9)).clamp(0, 1)
    return Assignment(pairs.cell[chosen], element, (weight * best_iou[element]).clamp(0, 1), weight)


def _best_of_each(owner: torch.Tensor, value: torch.Tensor, most: int) -> torch.Tensor:
    """Return the indices of the ``most`` largest values of each owner."""
    order = torch.argsort(value, descending=True, stable=True)
    order = order[torch.argsort(owner[order], stable=True)]
    owners = owner[order]
    first = torch.searchsorted(owners, owners, right=False)
    rank = torch.arange(len(owners)) - first
    return order[rank < most]


def _best_of_each_sorted(order: torch.Tensor, cell: torch.Tensor) -> torch.Tensor:
    """Keep of ``order`` (best first) the first index of each cell."""
    cells = cell[order]
    by_cell = torch.argsort(cells, stable=True)
    grouped = cells[by_cell]
    is_first = torch.ones(len(grouped), dtype=torch.bool)
    is_first[1:] = grouped[1:] != grouped[:-1]
    return order[by_cell[is_first]]


def _highest(value: torch.Tensor, owner: torch.Tensor, count: int) -> torch.Tensor:
    return torch.zeros(count).scatter_reduce(0, owner, value, "amax")
