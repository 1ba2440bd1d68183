"""Backgrounds of desktops: gradients, soft noise like photographs, shapes, and installed pictures."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
_FOLDERS = ("backgrounds", "wallpapers", "desktop-base", "images/desktop-base")


def wallpaper(rng: random.Random, width: int, height: int) -> Image:
    """Return a random background, BGR, height x width x 3."""
    made: Image = rng.choice((_plain, _gradient, _gradient, _soft_noise, _soft_noise, _shapes, _picture))(
        rng, width, height
    )
    return made


def _plain(rng: random.Random, width: int, height: int) -> Image:
    return np.full((height, width, 3), [rng.randrange(256) for _ in range(3)], np.uint8)


def _gradient(rng: random.Random, width: int, height: int) -> Image:
    corners = np.array(
        [[[rng.randrange(256) for _ in range(3)] for _ in range(2)] for _ in range(2)], np.uint8
    )
    return np.asarray(cv2.resize(corners, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _soft_noise(rng: random.Random, width: int, height: int) -> Image:
    """Sum noise of falling sizes, which gives the clouds and slopes of a photograph."""
    source = np.random.default_rng(rng.getrandbits(32))
    total = np.zeros((height, width, 3), np.float32)
    for i in range(2, 8):
        grain = source.random((max(2, (1 << i) * height // width), 1 << i, 3), np.float32)
        total += cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC) * (0.62**i)
    total = (total - total.min()) / max(1e-6, float(total.max() - total.min()))
    tint = np.array([rng.uniform(0.4, 1.0) for _ in range(3)], np.float32)
    return np.asarray(total * tint * 255, np.uint8)


def _shapes(rng: random.Random, width: int, height: int) -> Image:
    image = _gradient(rng, width, height)
    for _ in range(rng.randint(2, 9)):
        colour = [rng.randrange(256) for _ in range(3)]
        centre = rng.randrange(width), rng.randrange(height)
        if rng.random() < 0.5:
            cv2.circle(image, centre, rng.randint(30, height // 2), colour, -1, cv2.LINE_AA)
        else:
            points = [[rng.randrange(-200, width + 200), rng.randrange(-200, height + 200)] for _ in range(3)]
            cv2.fillPoly(image, [np.array(points, np.int32)], colour, cv2.LINE_AA)
    return image


def _picture(rng: random.Random, width: int, height: int) -> Image:
    files = installed_pictures()
    loaded = cv2.imread(str(rng.choice(files))) if files else None
    if loaded is None:
        return _soft_noise(rng, width, height)
    factor = max(width / loaded.shape[1], height / loaded.shape[0])
    sized = cv2.resize(loaded, None, fx=factor + 1e-3, fy=factor + 1e-3, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(sized[:height, :width], np.uint8)


@cache
def installed_pictures() -> tuple[Path, ...]:
    """Return the wallpapers of this machine, large ones only."""
    found = (f for name in _FOLDERS for f in Path("/usr/share", name).rglob("*"))
    return tuple(
        sorted(f for f in found if f.suffix in (".png", ".jpg", ".jpeg") and f.stat().st_size > 60_000)
    )
