"""Which parts of a new frame must be looked at again, and what of the old frame's findings stays."""

from __future__ import annotations

from collections.abc import Sequence

from actions.geometry import Box
from actions.screenshot import Image
from actions.settle import changed_boxes

_CONTEXT = 96
"""Pixels around a change that the detector sees as well: an element is told by its surroundings."""
_WORTH_A_FULL_LOOK = 0.45
_MOST_REGIONS = 4


def regions_to_look_at(before: Image | None, after: Image) -> list[Box] | None:
    """Return the changed regions (picture pixels, apart from each other); None: look at the whole picture."""
    if before is None or before.shape != after.shape:
        return None
    changed = list(changed_boxes(before, after, tile=32))
    if not changed:
        return []
    regions = _merged(changed)
    while len(regions) > _MOST_REGIONS:
        regions = _merged_nearest(regions)
    looked_at = sum(with_context(r, after).area for r in regions)
    height, width = after.shape[:2]
    return None if looked_at > _WORTH_A_FULL_LOOK * width * height else regions


def with_context(region: Box, image: Image) -> Box:
    """Return ``region`` with the margin that the detector needs to see, inside the picture."""
    height, width = image.shape[:2]
    return region.expanded(_CONTEXT).clipped(Box(0, 0, width, height))


def is_cut(box: Box, seen: Box, image: Image) -> bool:
    """Say whether ``box`` touches a rim of ``seen`` that is not the picture's own: it may go on beyond."""
    height, width = image.shape[:2]
    return (
        (box.x1 <= seen.x1 + 1 and seen.x1 > 0)
        or (box.y1 <= seen.y1 + 1 and seen.y1 > 0)
        or (box.x2 >= seen.x2 - 1 and seen.x2 < width)
        or (box.y2 >= seen.y2 - 1 and seen.y2 < height)
    )


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes whose surroundings overlap until none do."""
    regions: list[Box] = []
    for box in boxes:
        grown = box
        while touching := [r for r in regions if r.expanded(_CONTEXT).overlaps(grown)]:
            regions = [r for r in regions if r not in touching]
            grown = Box.covering([grown, *touching])
        regions.append(grown)
    return regions


def _merged_nearest(regions: list[Box]) -> list[Box]:
    """Join the two regions whose common box wastes the least area."""
    pairs = [(a, b) for i, a in enumerate(regions) for b in regions[i + 1 :]]
    a, b = min(pairs, key=lambda pair: Box.covering(list(pair)).area - pair[0].area - pair[1].area)
    return _merged([*(r for r in regions if r not in (a, b)), Box.covering([a, b])])
