"""When are two scenes the same screen?  Carets, clocks, scrolled text, ticks and highlights make none new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Image
from actions.settle import changed_boxes
from grounding.types import TextPiece
from gui_agent.exploring.scenes import Scene, alike, steady

_SIZE_SLACK = 4
_BARE_AREA = 2500
"""A change without words up to this many square pixels is a tick, a mark or a highlight."""
_STATUS_HEIGHT = 40
_STATUS_MARGIN = 14
_CONTENT_OVERLAP = 0.8
_AROUND = 3
_FIELD_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two scenes show different screens, in pixels of the second; nothing where they are the same."""

    windows: bool = False
    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        return self.windows or bool(self.boxes)


def difference(known: Scene, now: Scene) -> Difference:
    """Compare two scenes of the same application."""
    if not _same_windows(known.windows, now.windows):
        return Difference(windows=True)
    shift = (now.origin.x - known.origin.x, now.origin.y - known.origin.y)
    before, after = _shifted(known.observation.screenshot.image, *shift), now.observation.screenshot.image
    fields = [c.box.offset(*shift).expanded(_FIELD_MARGIN) for c in known.controls if c.kind == "field"]
    changed = _within(changed_boxes(_without(before, fields), _without(after, fields)), now, shift)
    left = [box for box in changed if not _explained(box, known, now, shift)]
    if not left:
        return Difference()
    # A menu may reach over a field: then all of it is meant.
    whole = _within(changed_boxes(before, after), now, shift) if fields else changed
    return Difference(boxes=tuple(b for b in whole if any(b.overlaps(box.expanded(1)) for box in left)))


def _within(changed: Iterable[Box], now: Scene, shift: tuple[int, int]) -> tuple[Box, ...]:
    """Return what changed in the window, where it moved: beside it everything did."""
    if shift == (0, 0) or now.active is None:
        return tuple(changed)
    return tuple(box.clipped(now.active.box) for box in changed if box.overlaps(now.active.box))


def _same_windows(known: tuple[Window, ...], now: tuple[Window, ...]) -> bool:
    if len(known) != len(now):
        return False
    return all(
        abs(a.box.width - b.box.width) <= _SIZE_SLACK
        and abs(a.box.height - b.box.height) <= _SIZE_SLACK
        and a.dialog == b.dialog
        and a.active == b.active
        and same_title(a.title, b.title)
        for a, b in zip(known, now, strict=True)
    )


def same_title(one: str, other: str) -> bool:
    """Titles name documents, which change; what stands behind the last dash is the program."""
    if alike(one, other):
        return True
    parts = [title.replace("—", "-").rpartition(" - ")[2] for title in (one, other)]
    return parts[0] == parts[1] and " - " in one.replace("—", "-")


def _explained(box: Box, known: Scene, now: Scene, shift: tuple[int, int]) -> bool:
    """Say whether what changed in ``box`` (pixels of ``now``) leaves the screen what it was."""
    around = box.expanded(_AROUND)
    before = known.tokens_in(around.offset(-shift[0], -shift[1]))
    after = now.tokens_in(around)
    if not before and not after:
        return box.area <= _BARE_AREA or _in_content(box, now)
    if _same_words(before, after):
        return True
    return _is_status(box, before, after) or (_in_content(box, known, now) and not _has_controls(box, now))


def _same_words(before: list[TextPiece], after: list[TextPiece]) -> bool:
    one, other = (
        Counter(word for t in tokens if len(word := steady(t.text)) > 1) for tokens in (before, after)
    )
    left, right = sorted((one - other).elements()), sorted((other - one).elements())
    # Under a highlight a letter may be read otherwise.
    return len(left) == len(right) and all(alike(a, b) for a, b in zip(left, right, strict=True))


def _is_status(box: Box, before: list[TextPiece], after: list[TextPiece]) -> bool:
    """Say whether one line of words came, went or changed, and nothing around it: a message, no menu."""
    if len(before) > 1 or len(after) > 1 or box.height > _STATUS_HEIGHT:
        return False
    words = Box.covering([t.box for t in (*before, *after)])
    grown = words.expanded(_STATUS_MARGIN)
    return grown.x1 <= box.x1 and grown.y1 <= box.y1 and grown.x2 >= box.x2 and grown.y2 >= box.y2


def _without(image: Image, boxes: list[Box]) -> Image:
    """Return ``image`` without what is in ``boxes``: fields, and the ring around one of them."""
    if not boxes:
        return image
    covered = image.copy()
    for box in boxes:
        covered[max(0, box.y1) : max(0, box.y2), max(0, box.x1) : max(0, box.x2)] = 0
    return covered


def _in_content(box: Box, *scenes: Scene) -> bool:
    """Say whether ``box`` lies in a document: what is written there is nobody's interface."""
    for scene in scenes:
        areas = [e.box for e in scene.observation.screen.elements if e.role in ("document", "image", "field")]
        if not any(
            area.intersection(box).area >= _CONTENT_OVERLAP * max(1, box.area)
            for area in areas
            if area.overlaps(box)
        ):
            return False
    return True


def _has_controls(box: Box, now: Scene) -> bool:
    return any(c.kind not in ("text", "field") and box.contains(c.aim) for c in now.controls)


def _shifted(image: Image, dx: int, dy: int) -> Image:
    """Return ``image`` moved right and down; what comes in from outside is black."""
    if dx == 0 and dy == 0:
        return image
    height, width = image.shape[:2]
    moved = np.zeros_like(image)
    to_y, to_x = slice(max(0, dy), height + min(0, dy)), slice(max(0, dx), width + min(0, dx))
    from_y, from_x = slice(max(0, -dy), height + min(0, -dy)), slice(max(0, -dx), width + min(0, -dx))
    moved[to_y, to_x] = image[from_y, from_x]
    return moved
