"""Finds pictures on a screenshot by their pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box, Point
from actions.screenshot import Image
from grounding.pictures.picture import Picture, PictureArea

SCALES = (1.25, 0.8, 1.5, 0.75, 2.0, 0.5, 1.1, 0.9)
"""Sizes at which a picture that is not there as it is may be: those that desktops offer."""
SCALED_SIMILAR = 0.85
"""The least likeness at another size, where the format asks for less or cannot be kept."""
_PLAIN = 4.0
_NEAR = 3
_AS_GOOD = 0.01


@dataclass(frozen=True, slots=True)
class Match:
    """Where the area to be clicked is, in the screenshot's pixels; ``others`` are as good.

    ``healed`` says what is not as the format promises; empty where nothing.
    """

    box: Box
    point: Point
    similar: float
    others: tuple[Box, ...] = ()
    healed: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    at: Point
    similar: float


def find_picture(screen: Image, picture: Picture) -> Match | None:
    """Return where ``picture`` is on ``screen`` (BGR); None where it is not.

    First as its format promises: a needle's areas near their places, an image anywhere, both at their own
    size. Then the needle's areas shifted as one, then a single area at other sizes. Areas to be read are left
    to whoever can read.
    """
    areas = [area for area in picture.areas if area.kind == "match"]
    if not areas:
        return None
    if picture.placed:
        return _in_place(screen, picture, areas) or _shifted(screen, picture, areas)
    return _anywhere(screen, picture, areas[0]) or _scaled(screen, picture, areas[0])


def _in_place(screen: Image, picture: Picture, areas: list[PictureArea]) -> Match | None:
    """Find every area within its margin; of several equal places the one that moved as the others did."""
    found = {area: _spots(screen, picture, area, area.box.expanded(area.margin)) for area in areas}
    if not all(found.values()):
        return None
    anchor = min(areas, key=lambda area: (len(found[area]), -area.box.area))
    at = _nearest(found[anchor], _corner(anchor)).at
    dx, dy = at.x - anchor.box.x1, at.y - anchor.box.y1
    spots = {
        area: min(found[area], key=lambda spot: spot.at.distance_to(_corner(area).offset(dx, dy)))
        for area in areas
    }
    return _match(picture, spots)


def _nearest(spots: list[_Spot], point: Point) -> _Spot:
    return min(spots, key=lambda spot: spot.at.distance_to(point))


def _corner(area: PictureArea) -> Point:
    return Point(area.box.x1, area.box.y1)


def _shifted(screen: Image, picture: Picture, areas: list[PictureArea]) -> Match | None:
    """Find the largest area anywhere, and the others as far from their places as it is from its own.

    Where they fit in several places, these are told as equals.
    """
    first = max(areas, key=lambda area: area.box.area)
    if _is_plain(*_patch(picture, first)):
        return None  # its colour is in many places
    spots = _spots(screen, picture, first, _whole(screen))
    if not spots:
        return _scaled(screen, picture, first) if len(areas) == 1 else None
    found = [m for spot in spots if (m := _moved_to(screen, picture, areas, first, spot)) is not None]
    if not found:
        return None
    return replace(found[0], others=tuple(match.box for match in found[1:]))


def _moved_to(
    screen: Image, picture: Picture, areas: list[PictureArea], first: PictureArea, spot: _Spot
) -> Match | None:
    dx, dy = spot.at.x - first.box.x1, spot.at.y - first.box.y1
    spots = {first: spot}
    for area in areas:
        if area is not first:
            near = _spots(screen, picture, area, area.box.offset(dx, dy).expanded(_NEAR))
            if not near:
                return None
            spots[area] = near[0]
    return _match(picture, spots, f"{_shift(dx, dy)} of its place")


def _shift(dx: int, dy: int) -> str:
    across = f"{abs(dx)} px {'right' if dx > 0 else 'left'}"
    down = f"{abs(dy)} px {'below' if dy > 0 else 'above'}"
    return f"{across}, {down}"


def _match(picture: Picture, spots: dict[PictureArea, _Spot], healed: str = "") -> Match:
    target = picture.target
    # What is to be read has moved as what was found.
    guide = target if target in spots else max(spots, key=lambda area: area.box.area)
    spot = spots[guide]
    box = target.box.offset(spot.at.x - guide.box.x1, spot.at.y - guide.box.y1)
    return Match(box, _clicked(target, box), min(s.similar for s in spots.values()), healed=healed)


def _clicked(area: PictureArea, box: Box, scale: float = 1.0) -> Point:
    if area.click is None:
        return box.center
    return Point(box.x1 + round(area.click.x * scale), box.y1 + round(area.click.y * scale))


def _anywhere(screen: Image, picture: Picture, area: PictureArea) -> Match | None:
    patch, mask = _patch(picture, area)
    likeness = _likeness(screen, patch, mask, strictly=picture.strictly)
    if likeness is None:
        return None
    spots = list(_peaks(likeness, patch.shape[:2], area.similar))
    if not spots:
        return None
    boxes = [Box(s.at.x, s.at.y, s.at.x + area.box.width, s.at.y + area.box.height) for s in spots]
    equal = tuple(
        b for s, b in zip(spots[1:], boxes[1:], strict=True) if s.similar >= spots[0].similar - _AS_GOOD
    )
    return Match(boxes[0], _clicked(area, boxes[0]), spots[0].similar, equal)


def _scaled(screen: Image, picture: Picture, area: PictureArea) -> Match | None:
    patch, mask = _patch(picture, area)
    found: list[tuple[float, _Spot]] = []
    for scale in SCALES:
        width, height = round(patch.shape[1] * scale), round(patch.shape[0] * scale)
        if min(width, height) < 8:
            continue
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        resized = np.asarray(cv2.resize(patch, (width, height), interpolation=how), np.uint8)
        covers = None
        if mask is not None:
            size = (width, height)
            covers = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)
        likeness = _likeness(screen, resized, covers, strictly=picture.strictly)
        if likeness is not None:
            found += [(scale, s) for s in _peaks(likeness, resized.shape[:2], SCALED_SIMILAR, most=1)]
    if not found:
        return None
    scale, spot = max(found, key=lambda each: each[1].similar)
    width, height = round(area.box.width * scale), round(area.box.height * scale)
    box = Box(spot.at.x, spot.at.y, spot.at.x + width, spot.at.y + height)
    return Match(box, _clicked(area, box, scale), spot.similar, healed=f"at {scale:.0%} of its size")


def _spots(screen: Image, picture: Picture, area: PictureArea, within: Box) -> list[_Spot]:
    """Return where ``area`` is ``within`` a part of the screen: the best place, and those as good."""
    within = within.clipped(_whole(screen))
    patch, mask = _patch(picture, area)
    part = screen[within.y1 : within.y2, within.x1 : within.x2]
    likeness = _likeness(part, patch, mask, strictly=picture.strictly)
    if likeness is None:
        return []
    spots = list(_peaks(likeness, patch.shape[:2], area.similar))
    return [
        _Spot(spot.at.offset(within.x1, within.y1), spot.similar)
        for spot in spots
        if spot.similar >= spots[0].similar - _AS_GOOD
    ]


def _whole(screen: Image) -> Box:
    return Box(0, 0, screen.shape[1], screen.shape[0])


def _patch(picture: Picture, area: PictureArea) -> tuple[Image, NDArray[np.uint8] | None]:
    """Return the pixels of ``area`` and which of them count; None where all do."""
    b = area.box
    patch = picture.image[b.y1 : b.y2, b.x1 : b.x2]
    hidden = [e.box.intersection(b) for e in picture.areas if e.kind == "exclude" and e.box.overlaps(b)]
    if not hidden:
        return patch, None
    mask = np.ones(patch.shape[:2], np.uint8)
    for h in hidden:
        mask[h.y1 - b.y1 : h.y2 - b.y1, h.x1 - b.x1 : h.x2 - b.x1] = 0
    return patch, mask


def _likeness(
    screen: Image, patch: Image, mask: NDArray[np.uint8] | None, *, strictly: bool
) -> NDArray[np.float32] | None:
    """Return how alike ``patch`` is at every place, up to 1; None where it does not fit or nothing counts.

    Likeness is the correlation of the pixels; a plain patch, which has none, is compared by its colour.
    Strictly, the difference in colour is taken off.
    """
    if patch.shape[0] > screen.shape[0] or patch.shape[1] > screen.shape[1]:
        return None
    count = patch.shape[0] * patch.shape[1] if mask is None else int(mask.sum())
    if not count:
        return None
    apart = _colour_apart(screen, patch, mask, count)
    if _is_plain(patch, mask):
        plain: NDArray[np.float32] = 1 - apart
        return plain
    with np.errstate(all="ignore"):
        alike = cv2.matchTemplate(screen, patch, cv2.TM_CCOEFF_NORMED, mask=mask)
    # Over plain ground the correlation is nothing divided by nothing.
    alike = np.where(np.isfinite(alike) & (np.abs(alike) <= 1.001), alike, 0).astype(np.float32)
    return np.asarray(alike - apart if strictly else alike, np.float32)


def _is_plain(patch: Image, mask: NDArray[np.uint8] | None) -> bool:
    counted = patch.reshape(-1, 3) if mask is None else patch[mask > 0]
    return not len(counted) or float(counted.std(axis=0).max()) < _PLAIN


def _colour_apart(
    screen: Image, patch: Image, mask: NDArray[np.uint8] | None, count: int
) -> NDArray[np.float32]:
    """Return the root of the mean squared difference at every place, in 0-1."""
    squares = cv2.matchTemplate(screen, patch, cv2.TM_SQDIFF, mask=mask)
    mean = np.maximum(squares, 0) / (3.0 * count)
    return np.asarray(np.sqrt(mean) / 255.0, np.float32)


def _peaks(
    likeness: NDArray[np.float32], size: tuple[int, ...], least: float, most: int = 5
) -> Iterator[_Spot]:
    """Yield the best places, best first, none overlapping another by half."""
    left = likeness.copy()
    height, width = size[0], size[1]
    for _ in range(most):
        _, value, _, (x, y) = cv2.minMaxLoc(left)
        if value < least:
            return
        yield _Spot(Point(int(x), int(y)), float(min(value, 1.0)))
        top, start = max(0, y - height // 2), max(0, x - width // 2)
        left[top : y + height // 2 + 1, start : x + width // 2 + 1] = -2.0
