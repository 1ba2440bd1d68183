"""From the detector's raw maps to scored boxes: gather, decode, suppress doubles; numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grounding.data.sample import ROLES, STATES
from grounding.types import Role

STRIDES = (8, 16, 32)
# A document is where other elements are, not one to point at.
DETECTED_ROLES: tuple[Role, ...] = tuple(role for role in ROLES if role != "document")
LARGEST_EXPONENT = 7.0
_EDGES = slice(1, 5)
_ROLES = slice(5, 5 + len(DETECTED_ROLES))
_STATES = slice(5 + len(DETECTED_ROLES), 5 + len(DETECTED_ROLES) + len(STATES))
_CONTAINERS = ("window", "dialog", "menu")
_CONTAINER = 1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FoundBoxes:
    """Boxes [n, 4] (x1, y1, x2, y2 in picture pixels), scores [n] best first, role and state logits."""

    boxes: Floats
    scores: Floats
    roles: Floats
    states: Floats

    def __len__(self) -> int:
        return len(self.scores)

    def at(self, index: NDArray[Any]) -> FoundBoxes:
        """Return the boxes that an index or mask selects."""
        return FoundBoxes(self.boxes[index], self.scores[index], self.roles[index], self.states[index])


def decode(levels: Sequence[Floats], threshold: float | Floats, most: int = 800) -> FoundBoxes:
    """Read boxes scored above ``threshold`` off the maps [channels, height, width] of `STRIDES`.

    Several thresholds [roles] are those of `DETECTED_ROLES`.
    """
    thresholds = np.broadcast_to(np.asarray(threshold, np.float32), len(DETECTED_ROLES))
    lowest = float(thresholds.min())
    least = float(np.log(lowest / (1 - lowest)))
    rows = np.concatenate([_decode_level(m, s, least) for m, s in zip(levels, STRIDES, strict=True)])
    scores = (1 / (1 + np.exp(-rows[:, 0]))).astype(np.float32)
    kept = np.flatnonzero(scores >= thresholds[rows[:, _ROLES].argmax(1)])
    best = kept[np.argsort(-scores[kept], kind="stable")[:most]]
    rows = rows[best]
    return FoundBoxes(rows[:, _EDGES], scores[best], rows[:, _ROLES], rows[:, _STATES])


def _decode_level(level: Floats, stride: int, least: float) -> Floats:
    ys, xs = np.nonzero(level[0] > least)
    rows = np.ascontiguousarray(level[:, ys, xs].T)
    distances = np.exp(np.minimum(rows[:, _EDGES], LARGEST_EXPONENT)) * stride
    centers = np.stack([xs, ys], 1).astype(np.float32) * stride + stride / 2
    rows[:, 1:3] = centers - distances[:, :2]
    rows[:, 3:5] = centers + distances[:, 2:]
    return rows


def suppress_doubles(
    found: FoundBoxes, same: float = 0.5, other: float = 0.6, inside: float = 0.7
) -> FoundBoxes:
    """Keep the best of boxes that overlap by more than ``same`` (IoU), or ``other`` between kinds.

    Kinds are text, containers and controls: text fills links and menus lie in windows of their size. Of
    two boxes of one role the worse one also goes where ``inside`` of the smaller lies in the larger: a
    button holds no button; a window may hold another.
    """
    if not len(found):
        return found
    roles = found.roles.argmax(1)
    kinds = _kind_of_role()[roles]
    common = overlaps(found.boxes, found.boxes)
    beats = common > np.where(kinds[:, None] == kinds[None, :], np.float32(same), np.float32(other))
    areas = _areas(found.boxes)
    shared = common * (areas[:, None] + areas[None, :]) / (1 + common)
    nested = shared > inside * np.minimum(areas[:, None], areas[None, :])
    beats |= nested & (roles[:, None] == roles[None, :]) & (kinds != _CONTAINER)[:, None]
    return found.at(_survivors(np.triu(beats, 1)))


def _survivors(beats: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Settle greedy suppression without a loop over boxes: repeat until nothing changes."""
    keep: NDArray[np.bool_] = np.ones(len(beats), dtype=bool)
    for _ in range(len(beats)):
        settled: NDArray[np.bool_] = np.logical_not((beats & keep[:, None]).any(0))
        if (settled == keep).all():
            break
        keep = settled
    return keep


def overlaps(first: Floats, second: Floats) -> Floats:
    """Return the intersection over union of every pair of boxes: [n, m]."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    sides = np.maximum(high - low, 0)
    common = sides[..., 0] * sides[..., 1]
    union = _areas(first)[:, None] + _areas(second)[None, :] - common
    result: Floats = (common / np.maximum(union, 1e-6)).astype(np.float32)
    return result


def _areas(boxes: Floats) -> Floats:
    areas: Floats = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return areas


def _kind_of_role() -> NDArray[np.int64]:
    kinds = [0 if r == "text" else _CONTAINER if r in _CONTAINERS else 2 for r in DETECTED_ROLES]
    return np.array(kinds, dtype=np.int64)
