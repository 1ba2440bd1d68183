"""How boxes lie to one another."""

from __future__ import annotations

from grounding.data.sample import Bounds


def contains(outer: Bounds, inner: Bounds, slack: int) -> bool:
    """Return whether ``inner`` lies in ``outer``, give or take ``slack`` pixels."""
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and outer[2] + slack >= inner[2]
        and outer[3] + slack >= inner[3]
    )


def overlap(a: Bounds, b: Bounds) -> float:
    """Return the intersection over the union."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def center(box: Bounds) -> tuple[int, int]:
    return (box[0] + box[2]) // 2, (box[1] + box[3]) // 2


def area(box: Bounds) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])
