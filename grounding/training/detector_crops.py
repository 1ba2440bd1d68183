"""Random crops of screens for training: scaled, recoloured, with the truth that is left in them."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from grounding.embedded.detector_outputs import DETECTED_ROLES
from grounding.training.detector_truth import Floats, Pixels, ScreenTruth
from grounding.types import Role

GREY = 127
# The middle half of a line's height, its ends drawn in: neighbours stay apart even where lines touch.
CORE_SHARE = 0.5
CORE_INSET = 2.0
_LEAST_VISIBLE = 0.5
_LEAST_SIDE = 4.0
_LEAST_LINE = 5.0
# One in two hundred elements each, and hard to fit: thin, or larger than what a cell sees.
_RARE: dict[Role, float] = {"scroll bar": 3.0, "slider": 3.0, "window": 2.0, "dialog": 2.0, "switch": 2.0}
_ROLE_WEIGHTS = np.array([_RARE.get(role, 1.0) for role in DETECTED_ROLES], np.float32)


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture [h, w, 3] with boxes [n, 4] in its pixels, and how much each box counts.

    ``weights`` are 0 where a box must be ignored, and more than 1 for rare roles.
    ``text`` [h/2, w/2] in 0-255 holds line cores, ``text_known`` is 0 where nothing is known about them.
    """

    picture: Pixels
    boxes: Floats
    roles: NDArray[np.int64]
    states: Floats
    weights: Floats
    complete: bool
    text: Pixels
    text_known: Pixels


def random_crop(picture: Pixels, truth: ScreenTruth, size: tuple[int, int], chance: random.Random) -> Crop:
    """Cut a crop of ``size`` (height, width) at a random scale, preferably around an element."""
    scale = 1.0 if chance.random() < 0.35 else 0.7 * (1.6 / 0.7) ** chance.random()
    height, width = size
    left, top = _origin(picture, truth, (height / scale, width / scale), chance)
    pixels = _cut(picture, (left, top), size, scale, chance)
    shift = np.array([left, top, left, top], np.float32)
    boxes, weights, kept = _visible((truth.boxes - shift) * scale, size, _LEAST_SIDE)
    lines = None if truth.lines is None else (truth.lines - shift) * scale
    text, known = text_target(lines, size)
    return Crop(
        recolour(pixels, chance),
        boxes,
        truth.roles[kept],
        truth.states[kept],
        weights * _ROLE_WEIGHTS[truth.roles[kept]],
        truth.complete,
        text,
        known,
    )


def whole_screen(picture: Pixels, truth: ScreenTruth, multiple: int = 64) -> Crop:
    """Return the screen as it is, padded with grey to multiples of ``multiple``, for evaluation."""
    height, width = picture.shape[:2]
    padded = cv2.copyMakeBorder(
        picture, 0, -height % multiple, 0, -width % multiple, cv2.BORDER_CONSTANT, value=(GREY,) * 3
    )
    size = (padded.shape[0], padded.shape[1])
    text, known = text_target(truth.lines, size)
    ones = np.ones(len(truth.boxes), np.float32)
    return Crop(np.asarray(padded), truth.boxes, truth.roles, truth.states, ones, truth.complete, text, known)


def _origin(
    picture: Pixels, truth: ScreenTruth, window: tuple[float, float], chance: random.Random
) -> tuple[int, int]:
    spare_x, spare_y = picture.shape[1] - window[1], picture.shape[0] - window[0]
    if len(truth.boxes) and chance.random() < 0.7:
        x1, y1, x2, y2 = truth.boxes[_middle(truth, chance)]
        left = (x1 + x2) / 2 - window[1] * chance.uniform(0.1, 0.9)
        top = (y1 + y2) / 2 - window[0] * chance.uniform(0.1, 0.9)
    else:
        left, top = spare_x * chance.random(), spare_y * chance.random()
    # A screen smaller than the window starts at its corner, as it does when the detector is used.
    return int(max(0, min(left, spare_x))), int(max(0, min(top, spare_y)))


def _middle(truth: ScreenTruth, chance: random.Random) -> int:
    """Choose the element that a crop is cut around: half of the time of any role, rare ones as often."""
    if chance.random() < 0.5:
        return chance.randrange(len(truth.boxes))
    role = chance.choice(sorted(set(truth.roles.tolist())))
    return chance.choice(np.flatnonzero(truth.roles == role).tolist())


def _cut(
    picture: Pixels, origin: tuple[int, int], size: tuple[int, int], scale: float, chance: random.Random
) -> Pixels:
    (left, top), (height, width) = origin, size
    part = picture[top : top + round(height / scale), left : left + round(width / scale)]
    if scale != 1.0:
        inside = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
        part = np.asarray(cv2.resize(part, inside, interpolation=_interpolation(scale, chance)))
    canvas = np.full((height, width, 3), GREY, np.uint8)
    part = part[:height, :width]
    canvas[: part.shape[0], : part.shape[1]] = part
    return canvas


def _interpolation(scale: float, chance: random.Random) -> int:
    if scale < 1:
        return chance.choice([cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR])
    return chance.choice([cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST])


def _visible(boxes: Floats, size: tuple[int, int], least: float) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Clip boxes to the crop: (clipped, weights, index); what is cut by more than half weighs nothing."""
    limit = np.array([size[1], size[0], size[1], size[0]], np.float32)
    clipped = np.clip(boxes, 0, limit)
    sides, whole = clipped[:, 2:] - clipped[:, :2], boxes[:, 2:] - boxes[:, :2]
    kept = np.nonzero(sides.min(1, initial=1e9) >= least)[0]
    share = sides[kept].prod(1) / np.maximum(whole[kept].prod(1), 1)
    return clipped[kept], (share > _LEAST_VISIBLE).astype(np.float32), kept


def text_target(lines: Floats | None, size: tuple[int, int]) -> tuple[Pixels, Pixels]:
    """Draw the cores of lines at half resolution: (cores in 0-255, 1 where they are known)."""
    half = (size[0] // 2, size[1] // 2)
    cores = np.zeros(half, np.uint8)
    if lines is None:
        return cores, np.zeros(half, np.uint8)
    known = np.ones(half, np.uint8)
    for x1, y1, x2, y2 in lines:
        if x2 <= 0 or y2 <= 0 or x1 >= size[1] or y1 >= size[0]:
            continue
        low, high = max(0.0, y1), min(float(size[0]), y2)
        if high - low < 0.7 * (y2 - y1) or y2 - y1 < _LEAST_LINE:
            # Cut along its length, or too small to read: neither text nor background.
            known[int(low // 2) : int(high // 2) + 1, int(max(0, x1) // 2) : int(x2 // 2) + 1] = 0
            continue
        margin = (1 - CORE_SHARE) / 2 * (y2 - y1)
        inset = min(CORE_INSET, 0.25 * (x2 - x1))
        _draw(cores, ((x1 + inset) / 2, (y1 + margin) / 2, (x2 - inset) / 2, (y2 - margin) / 2))
    return cores, known


def _draw(cores: Pixels, box: tuple[float, float, float, float]) -> None:
    """Fill a box given in cells; cells it covers in part are filled in part."""
    ys, down = _coverage(box[1], box[3], cores.shape[0])
    xs, across = _coverage(box[0], box[2], cores.shape[1])
    if not len(down) or not len(across):
        return
    part = cores[ys : ys + len(down), xs : xs + len(across)]
    np.maximum(part, (255 * down[:, None] * across[None, :]).astype(np.uint8), out=part)


def _coverage(start: float, end: float, cells: int) -> tuple[int, Floats]:
    first, last = max(0, int(start)), min(cells, int(np.ceil(end)))
    index = np.arange(first, max(first, last), dtype=np.float32)
    covered = np.minimum(index + 1, end) - np.maximum(index, start)
    return first, np.clip(covered, 0, 1).astype(np.float32)


def recolour(pixels: Pixels, chance: random.Random) -> Pixels:
    """Change brightness, contrast and tints a little; rarely grey, inverted, or worn by JPEG."""
    if chance.random() < 0.08:
        pixels = np.asarray(255 - pixels)
    if chance.random() < 0.06:
        pixels = np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR))
    if chance.random() < 0.5:
        pixels = _tinted(pixels, chance)
    if chance.random() < 0.12:
        quality = [cv2.IMWRITE_JPEG_QUALITY, chance.randint(45, 95)]
        pixels = np.asarray(cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_COLOR))
    return pixels.astype(np.uint8, copy=False)


def _tinted(pixels: Pixels, chance: random.Random) -> Pixels:
    levels = np.arange(256, dtype=np.float32)
    contrast, brightness = chance.uniform(0.75, 1.2), chance.uniform(-25, 25)
    tables = [
        np.clip((levels - 128) * contrast * chance.uniform(0.9, 1.1) + 128 + brightness, 0, 255)
        for _ in range(3)
    ]
    order = chance.sample(range(3), 3) if chance.random() < 0.2 else [0, 1, 2]
    table = np.stack(tables, -1).astype(np.uint8).reshape(256, 1, 3)
    return np.asarray(cv2.LUT(np.ascontiguousarray(pixels[:, :, order]), table))
