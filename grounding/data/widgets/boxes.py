"""Boxes that cover one another: what can still be seen, and what encloses what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from grounding.data.sample import Bounds, RenderedElement


def meet(a: Bounds, b: Bounds) -> Bounds:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def area(box: Bounds) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def seen_part(box: Bounds, covers: Sequence[Bounds]) -> tuple[Bounds, float]:
    """Return the box around what the covers leave free of ``box``, and the share of it that they leave."""
    near = [c for c in covers if area(meet(box, c))]
    if not near or not area(box):
        return box, 1.0
    free = np.ones((box[3] - box[1], box[2] - box[0]), bool)
    for x1, y1, x2, y2 in (meet(box, c) for c in near):
        free[y1 - box[1] : y2 - box[1], x1 - box[0] : x2 - box[0]] = False
    rows, columns = np.flatnonzero(free.any(axis=1)), np.flatnonzero(free.any(axis=0))
    if not rows.size:
        return (box[0], box[1], box[0], box[1]), 0.0
    x, y = box[0], box[1]
    return (x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1), float(
        free.mean()
    )


def uncovered(box: Bounds, cover: Bounds) -> Bounds:
    """Return the largest rectangle of ``box`` that ``cover`` leaves free."""
    if not area(meet(box, cover)):
        return box
    x1, y1, x2, y2 = box
    rest = (
        (x1, y1, min(x2, cover[0]), y2), (max(x1, cover[2]), y1, x2, y2),
        (x1, y1, x2, min(y2, cover[1])), (x1, max(y1, cover[3]), x2, y2),
    )  # fmt: skip
    return max(rest, key=area)


def with_parents(elements: list[RenderedElement], start: int) -> list[RenderedElement]:
    """Give every element the smallest other one that encloses it; indices count from ``start``."""
    order = sorted(range(len(elements)), key=lambda i: area(elements[i].box))
    made = list(elements)
    for rank, i in enumerate(order):
        x1, y1, x2, y2 = elements[i].box
        for j in order[rank + 1 :]:
            b = elements[j].box
            if (
                b[0] <= x1 + 1
                and b[1] <= y1 + 1
                and b[2] >= x2 - 1
                and b[3] >= y2 - 1
                and area(b) > area(elements[i].box)
            ):
                made[i] = replace(elements[i], parent=start + j)
                break
    return made
