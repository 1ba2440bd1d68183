"""What a target looked like where it was found: enough to know it again without a model."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box, Point
from actions.screenshot import Image, Screenshot
from grounding.types import Grounding, ParsedScreen

MARGIN = 8
"""Pixels around a target that belong to its picture: a frame or a shadow tells a button from its words."""
SURROUNDINGS = 64
"""Pixels around a target whose looks are compared roughly: the label of a field stands there."""
UNLIKE_BITS = 10
"""How many of the 64 bits of two alike surroundings may differ."""
UNLIKE_PIXEL, UNLIKE_SHARE = 24, 0.01
"""A pixel counts as another from this difference on; this share of a picture may be others."""
LARGEST = 320
"""Only this much of a large target's picture is kept, in pixels of either side."""


@dataclass(frozen=True)
class Fingerprint:
    """A target of a test; ``box`` and ``point`` are screen pixels, ``place`` is in shares of the screen.

    ``patch`` is a PNG of the place in base64, ``looks`` a perceptual hash of its surroundings in 16 digits.
    """

    words: str
    text: str
    role: str
    box: Box
    point: Point
    place: tuple[float, float]
    looks: str
    patch: str

    @cached_property
    def _picture(self) -> Image:
        data = np.frombuffer(base64.b64decode(self.patch), np.uint8)
        return cast(Image, cv2.imdecode(data, cv2.IMREAD_COLOR))

    def is_there(self, screenshot: Screenshot) -> bool:
        """Say whether ``screenshot`` shows this target at its place, and the like of its surroundings."""
        if not screenshot.region.contains(self.point):
            return False
        now = screenshot.crop(_pictured(self.box, screenshot))
        if now.shape != self._picture.shape:
            return False
        differs = cv2.absdiff(np.ascontiguousarray(now), self._picture).max(axis=2) > UNLIKE_PIXEL
        if float(differs.mean()) > UNLIKE_SHARE:
            return False
        return _bits_apart(self.looks, looks_of(screenshot, self.box)) <= UNLIKE_BITS

    def as_grounding(self) -> Grounding:
        return Grounding(self.point, self.box, 1.0, self.text)


def fingerprint_of(
    words: str, screenshot: Screenshot, screen: ParsedScreen, found: Grounding
) -> Fingerprint | None:
    """Describe the target ``words`` that was ``found``; None where that is not inside of the picture."""
    box = found.box.clipped(screenshot.region)
    if box.area == 0 or not screenshot.region.contains(found.point):
        return None
    element = max(screen.elements, key=lambda e: e.box.iou(box), default=None)
    role = element.role if element is not None and element.box.iou(box) >= 0.5 else ""
    encoded, data = cv2.imencode(".png", screenshot.crop(_pictured(found.box, screenshot)))
    if not encoded:
        return None
    region = screenshot.region
    place = (
        round((found.point.x - region.x1) / region.width, 3),
        round((found.point.y - region.y1) / region.height, 3),
    )
    patch = base64.b64encode(data.tobytes()).decode("ascii")
    return Fingerprint(
        words, found.label, role, found.box, found.point, place, looks_of(screenshot, found.box), patch
    )


def looks_of(screenshot: Screenshot, box: Box) -> str:
    """Return a hash of how ``box`` and what is around it look: alike pictures differ in a few bits."""
    around = screenshot.crop(box.expanded(SURROUNDINGS).clipped(screenshot.region))
    grey = cv2.cvtColor(np.ascontiguousarray(around), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    brighter: NDArray[np.bool_] = small[:, 1:] > small[:, :-1] + 1
    return np.packbits(brighter).tobytes().hex()


def fingerprint_to_json(known: Fingerprint) -> dict[str, Any]:
    b, p = known.box, known.point
    return {
        "target": known.words,
        "text": known.text,
        "role": known.role,
        "box": [b.x1, b.y1, b.x2, b.y2],
        "point": [p.x, p.y],
        "place": list(known.place),
        "looks": known.looks,
        "picture": known.patch,
    }


def fingerprint_from_json(data: Any) -> Fingerprint:
    """Read what `fingerprint_to_json` wrote. Raises LookupError, TypeError, ValueError."""
    x, y = data["place"]
    known = Fingerprint(
        str(data["target"]),
        str(data["text"]),
        str(data["role"]),
        Box(*(int(n) for n in data["box"])),
        Point(*(int(n) for n in data["point"])),
        (float(x), float(y)),
        f"{int(data['looks'], 16):016x}",
        str(data["picture"]),
    )
    if known._picture is None:
        raise ValueError(f"the picture of “{known.words}” is no PNG")
    return known


def _pictured(box: Box, screenshot: Screenshot) -> Box:
    around = box.expanded(MARGIN)
    cut = Box(
        around.x1,
        around.y1,
        min(around.x2, around.x1 + LARGEST),
        min(around.y2, around.y1 + LARGEST),
    )
    return cut.clipped(screenshot.region)


def _bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
