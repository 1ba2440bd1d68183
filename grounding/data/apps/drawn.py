"""What the pixels say about a box: where its letters are, where its border is, whether it is empty."""

from __future__ import annotations

import numpy as np

from actions.screenshot import Image
from grounding.data.sample import Bounds
from grounding.ocr import ink_mask
from grounding.types import Role

_MUST_BE_DRAWN = frozenset(
    {"text", "button", "icon", "image", "menu", "menu item", "link", "tab", "cell", "list item", "tree item",
     "checkbox", "radio", "switch", "scroll bar"}
)  # fmt: skip
_MOST_PADDING = 18
_SHADE = 40


def tight(picture: Image, box: Bounds) -> Bounds:
    """Shrink ``box`` to the letters in it, one pixel around them."""
    x1, y1, x2, y2 = box
    ink = ink_mask(picture[y1:y2, x1:x2])
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < 3 or len(columns) < 2:
        return box
    left, top = x1 + int(columns[0]) - 1, y1 + int(rows[0]) - 1
    right, bottom = x1 + int(columns[-1]) + 2, y1 + int(rows[-1]) + 2
    return max(x1, left), max(y1, top), min(x2, right), min(y2, bottom)


def tight_title(picture: Image, box: Bounds) -> Bounds:
    """Shrink ``box`` to the letters in it where the ground may be shaded, as in title bars."""
    x1, y1, x2, y2 = box
    part = picture[y1:y2, x1:x2].astype(np.int16)
    if part.size == 0:
        return box
    # Letters begin and end sharply from left to right; shades and the bar's own edges do not.
    sharp = np.abs(np.diff(part, axis=1)).max(axis=2) > _SHADE
    rows, columns = np.flatnonzero(sharp.any(axis=1)), np.flatnonzero(sharp.any(axis=0))
    if len(rows) < 4 or len(columns) < 5:
        return tight(picture, box)
    return (
        max(x1, x1 + int(columns[0]) - 1),
        max(y1, y1 + int(rows[0]) - 1),
        min(x2, x1 + int(columns[-1]) + 2),
        min(y2, y1 + int(rows[-1]) + 2),
    )


def padded(picture: Image, box: Bounds, scale: float = 1.0) -> Bounds:
    """Grow ``box`` to the edge of the plain area around it: GTK4 leaves out padding and border.

    Where no edge is near above and below (a flat button), the usual padding is added.
    """
    x1, y1, x2, y2 = box
    far, near = round(_MOST_PADDING * scale), round(_MOST_PADDING * scale / 2)
    left = _reach(picture[y1:y2, max(0, x1 - far) : x1 + 1].transpose(1, 0, 2)[::-1])
    right = _reach(picture[y1:y2, x2 - 1 : x2 + far].transpose(1, 0, 2))
    above = _reach(picture[max(0, y1 - near) : y1 + 1, x1:x2][::-1])
    below = _reach(picture[y2 - 1 : y2 + near, x1:x2])
    if above is None or below is None or abs(above - below) > 3 * scale:
        above = below = round(5 * scale)
        left = right = round((5 if x2 - x1 < 1.5 * (y2 - y1) else 9) * scale)
    height, width = picture.shape[:2]
    usual = round(5 * scale)
    return (
        max(0, x1 - (usual if left is None else left)),
        max(0, y1 - above),
        min(width, x2 + (usual if right is None else right)),
        min(height, y2 + below),
    )


def _reach(rows: Image) -> int | None:
    """Return how many rows after the first still have its median colour; None where all have."""
    if len(rows) < 2 or rows.shape[1] == 0:
        return 0
    colours = np.median(rows, axis=1)
    differs = np.abs(colours - colours[0]).max(axis=1) > 4
    return int(differs.argmax()) - 1 if differs.any() else None


def is_drawn(role: Role, box: Bounds, picture: Image) -> bool:
    """Return whether anything but plain ground is in ``box``, as it has to for most roles."""
    if role not in _MUST_BE_DRAWN:
        return True
    x1, y1, x2, y2 = box
    part = picture[y1:y2, x1:x2]
    if part.size == 0:
        return False
    inner = part[
        part.shape[0] // 8 : -(part.shape[0] // 8) or None,
        part.shape[1] // 16 : -(part.shape[1] // 16) or None,
    ]
    return int((inner.max(axis=(0, 1)).astype(int) - inner.min(axis=(0, 1))).max()) > 12
