"""Waiting until the screen has come to rest, and saying what changed on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image, Screenshot

CARET_WIDTH = 6
CARET_HEIGHT = 64
"""A change at most this large may be a text cursor, in physical pixels."""

MAX_PERIODIC_STATES = 8
TILE = 16
MAX_BOXES = 100


@dataclass(frozen=True, slots=True)
class Settled:
    """The screen at rest.

    ``waited_seconds`` is the whole wait, ``quiet_seconds`` the part of it after the last change; ``changed``
    is what differs from the first frame, in screen pixels; ``timed_out`` says that it never came to rest,
    ``known`` that it was not waited for, because the frame was known.
    """

    screenshot: Screenshot
    waited_seconds: float
    quiet_seconds: float
    changed: tuple[Box, ...] = ()
    timed_out: bool = False
    known: bool = False

    @property
    def settle_seconds(self) -> float:
        """How long it took until the last change."""
        return self.waited_seconds - self.quiet_seconds


def wait_until_settled(
    capture: Callable[[], Screenshot],
    *,
    before: Screenshot | None = None,
    quiet: float = 0.04,
    timeout: float = 5.0,
    first_change_within: float = 0.0,
    ignore: Sequence[Box] = (),
    interval: float = 0.01,
    known: Callable[[Screenshot], bool] | None = None,
    known_after: float = 0.0,
    known_rest: float = 0.0,
    resting_since: float | None = None,
) -> Settled:
    """Watch frames until nothing has changed for ``quiet`` seconds, at most ``timeout`` seconds.

    ``before`` is the frame that changes are told from (the first one captured where None). As long as
    nothing has changed at all it waits ``first_change_within`` seconds. Changes inside ``ignore`` (screen
    pixels) and blinking carets do not count. A frame that is ``known`` to be at rest counts after
    ``known_after`` seconds in all and once it has rested for ``known_rest`` seconds, from ``resting_since``
    (`time.monotonic`) on where it still looks as ``before`` did then. Raises what ``capture`` raises.
    """
    begun = time.monotonic()
    frame = capture()
    first = frame if before is None else before
    blinks = _Blinks()
    has_changed = bool(blinks.filter(first, frame, _changes(first, frame, ignore)))
    last_change = begun
    resting = begun if has_changed or resting_since is None else resting_since
    while True:
        now = time.monotonic()
        patience = quiet if has_changed else max(quiet, first_change_within)
        is_due = now - begun >= known_after and now - resting >= known_rest
        is_known = known is not None and is_due and known(frame)
        at_rest = is_known or now - last_change >= patience
        if at_rest or now - begun >= timeout:
            changed = tuple(box for box in _changes(first, frame, ignore) if not blinks.covers(box))
            return Settled(frame, now - begun, now - last_change, changed, not at_rest, is_known)
        time.sleep(min(interval, max(0.001, last_change + patience - now)))
        previous, frame = frame, capture()
        changes = _changes(previous, frame, ignore)
        if not changes and not ignore and frame.image is not previous.image:
            # The same pixels stay the same array: nobody has to compare, name or keep them twice.
            frame = Screenshot(previous.image, frame.region, frame.scale, frame.captured_at)
        if blinks.filter(previous, frame, changes):
            has_changed, last_change = True, time.monotonic()
            resting = last_change


def changed_boxes(before: Image, after: Image, tile: int = TILE) -> tuple[Box, ...]:
    """Return where two pictures (HxWx3 uint8) differ, as boxes in image pixels, top to bottom.

    Each box fits its changed pixels exactly; changes closer than about ``tile`` pixels (a multiple of 8)
    share one. Pictures of different sizes differ everywhere.
    """
    if before.shape != after.shape:
        height, width = after.shape[:2]
        return (Box(0, 0, width, height),)
    rows = _changed_rows(before, after)
    if rows is None:
        return ()
    top, bottom = rows
    mask = _difference(before[top:bottom], after[top:bottom])
    return tuple(box.offset(0, top) for box in _merged(_tight_boxes(mask, tile)))


class _Blinks:
    """Recognises carets: a small, thin place that comes back to what it showed before."""

    def __init__(self) -> None:
        self._seen: dict[Box, list[bytes]] = {}
        self._known: set[Box] = set()

    def filter(self, previous: Screenshot, frame: Screenshot, boxes: Sequence[Box]) -> list[Box]:
        """Return the ``boxes`` that are no blink."""
        return [box for box in boxes if not self._is_blink(previous, frame, box)]

    def covers(self, box: Box) -> bool:
        return box in self._known

    def _is_blink(self, previous: Screenshot, frame: Screenshot, box: Box) -> bool:
        limit = frame.scale
        thin, long = sorted((box.width, box.height))
        if thin > CARET_WIDTH * limit or long > CARET_HEIGHT * limit:
            return False
        states = self._seen.setdefault(box, [previous.crop(box).tobytes()])
        now = frame.crop(box).tobytes()
        if now in states:
            self._known.add(box)
            return True
        states.append(now)
        del states[:-MAX_PERIODIC_STATES]
        return False


def _changes(before: Screenshot, after: Screenshot, ignore: Sequence[Box]) -> list[Box]:
    """Return where two screenshots differ outside ``ignore``, in screen pixels."""
    if before.region != after.region or before.image.shape != after.image.shape:
        return [after.region]
    first, second = before.image, after.image
    if ignore:
        first, second = first.copy(), second.copy()
        for box in ignore:
            before_crop = Screenshot(first, before.region, before.scale).crop(box)
            after_crop = Screenshot(second, after.region, after.scale).crop(box)
            before_crop[:] = after_crop
    return [_on_screen(box, after) for box in changed_boxes(first, second)]


def _on_screen(box: Box, shot: Screenshot) -> Box:
    """Convert a box in image pixels to screen pixels, rounded outwards."""
    s = shot.scale
    x1, y1 = int(box.x1 // s), int(box.y1 // s)
    x2, y2 = int(-(-box.x2 // s)), int(-(-box.y2 // s))
    return Box(x1, y1, x2, y2).offset(shot.region.x1, shot.region.y1)


def _changed_rows(before: Image, after: Image) -> tuple[int, int] | None:
    """Return the first and last changed row (exclusive), or None where the pictures are equal."""
    rows = np.flatnonzero((_words(before) != _words(after)).any(axis=1))
    return None if not len(rows) else (int(rows[0]), int(rows[-1]) + 1)


def _words(image: Image) -> NDArray[np.uint64] | NDArray[np.uint8]:
    """View each row as eight-byte words where they fit: comparing those is several times faster."""
    flat = np.ascontiguousarray(image).reshape(image.shape[0], -1)
    return flat.view(np.uint64) if flat.shape[1] % 8 == 0 else flat


def _difference(before: Image, after: Image) -> NDArray[np.uint8]:
    """Return HxW, not zero where a pixel differs."""
    blue, green, red = cv2.split(cv2.absdiff(before, after))
    return cast(NDArray[np.uint8], cv2.max(cv2.max(blue, green), red))


def _tight_boxes(mask: NDArray[np.uint8], tile: int) -> list[Box]:
    """Join changed tiles that touch, and fit each group to its changed pixels.

    Where that makes too many boxes to be useful, larger tiles are tried.
    """
    padded = _padded(mask, tile)
    changed = _changed_tiles(padded, tile)
    count, labels = cv2.connectedComponents(cast(Any, changed.view(np.uint8)), connectivity=8)
    if count - 1 > MAX_BOXES:
        return _tight_boxes(mask, tile * 2)
    rows, columns = np.nonzero(changed)
    cells = padded.reshape(len(changed), tile, -1, tile).swapaxes(1, 2)[rows, columns] != 0
    y1, y2 = _extent(np.any(cells, axis=2))
    x1, x2 = _extent(np.any(cells, axis=1))
    sides = np.stack([columns * tile + x1, rows * tile + y1, columns * tile + x2, rows * tile + y2])
    groups = [sides[:, labels[rows, columns] == label] for label in range(1, count)]
    return [Box(int(g[0].min()), int(g[1].min()), int(g[2].max()), int(g[3].max())) for g in groups if g.size]


def _padded(mask: NDArray[np.uint8], tile: int) -> NDArray[np.uint8]:
    """Extend HxW with zeros to whole tiles."""
    bottom, right = -mask.shape[0] % tile, -mask.shape[1] % tile
    padded = cv2.copyMakeBorder(mask, 0, bottom, 0, right, cv2.BORDER_CONSTANT, value=(0,))
    return cast(NDArray[np.uint8], padded)


def _changed_tiles(padded: NDArray[np.uint8], tile: int) -> NDArray[np.bool_]:
    """Return which tiles hold anything but zero; ``tile`` is a multiple of 8, the bytes of a word."""
    height, width = padded.shape
    words = padded.view(np.uint64).reshape(height // tile, tile, width // tile, tile // 8)
    joined = np.bitwise_or.reduce(np.bitwise_or.reduce(words, axis=1), axis=2)
    return cast(NDArray[np.bool_], joined != 0)


def _extent(lines: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and one past the last true place of each row."""
    return lines.argmax(axis=1), lines.shape[1] - lines[:, ::-1].argmax(axis=1)


def _merged(boxes: list[Box]) -> list[Box]:
    """Join boxes until none overlap."""
    merged: list[Box] = []
    for box in boxes:
        while True:
            touching = [other for other in merged if other.overlaps(box)]
            if not touching:
                break
            merged = [other for other in merged if other not in touching]
            box = Box.covering([box, *touching])
        merged.append(box)
    return sorted(merged, key=lambda box: (box.y1, box.x1))
