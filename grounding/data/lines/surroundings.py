"""What stands behind and beside drawn lines: wallpapers under labels, icons next to words, icons alone.

Desktop icons are labelled over photographs, with a shadow or an outline that keeps the words readable; and a
detector's box of a line often takes in the icon before it, which is no letter.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.screenshot import Image
from grounding.data.desktops.wallpapers import wallpaper
from grounding.data.icons.packed import IconLibrary
from grounding.data.lines.shards import LinePicture

Coverage = NDArray[Any]
Shades = NDArray[Any]
_WALLPAPER = 900, 560
_KEPT = 10
_USES = 60
_NO_LETTER = re.compile("[^a-z]+")
# Icons that are drawn like these characters are no proof that nothing can be read.
_LIKE_LETTERS = """
    plus add minus remove close times x cancel check tick multiply divide equal equals percent
    number letter text bold italic underline strikethrough font question exclamation warning info
    information help hash hashtag at dollar euro pound yen currency arrow chevron caret dot dots
    circle star menu more ellipsis asterisk character a b c d e f g h i j k l m n o p q r s t u v w
    y z type alphabet bar line vertical horizontal square box stop function root math pi sum sigma
    keyboard key num caps less greater quote code bracket braces slash hyphen
"""


@dataclass
class Surroundings:
    """A seeded source of wallpapers and, where a library is given, icons."""

    chance: random.Random
    icons: IconLibrary | None = None
    _walls: list[Image] = field(default_factory=list)
    _uses: int = 0

    def wall(self, height: int, width: int) -> Image:
        """Return a cut of a wallpaper, BGR [height, width, 3]."""
        self._uses += 1
        if len(self._walls) < _KEPT or self._uses % _USES == 0:
            self._walls = [*self._walls[-_KEPT + 1 :], wallpaper(self.chance, *_WALLPAPER)]
        wall = self.chance.choice(self._walls)
        zoom = max(self.chance.uniform(0.4, 1.6), width / wall.shape[1], height / wall.shape[0])
        # Cut first, then scale: only what is needed.
        wide, high = min(wall.shape[1], round(width / zoom) + 1), min(wall.shape[0], round(height / zoom) + 1)
        x, y = self.chance.randint(0, wall.shape[1] - wide), self.chance.randint(0, wall.shape[0] - high)
        cut: Image = np.asarray(cv2.resize(wall[y : y + high, x : x + wide], (width, height)), np.uint8)
        return cut

    def label(self, coverage: Coverage) -> Image:
        """Paint text over a wallpaper, light with a dark shadow or outline more often than dark.

        ``coverage`` float32 [h, w, 3] in 0-1 says how much of each pixel is text.
        """
        wall: Shades = np.asarray(self.wall(*coverage.shape[:2]), np.float32)
        if self.chance.random() < 0.2:
            wall = self._plate(wall)
        light = self.chance.random() < 0.85
        if light and wall.mean() > 175 and self.chance.random() < 0.7:
            wall = wall * self.chance.uniform(0.4, 0.8)
        around = self._around(coverage)
        ground = wall * (1 - around) + (0.0 if light else 255.0) * around
        fore = np.array(
            [self.chance.uniform(225, 255) if light else self.chance.uniform(0, 40)] * 3, np.float32
        )
        return np.asarray(np.clip(ground * (1 - coverage) + fore * coverage, 0, 255), np.uint8)

    def _around(self, coverage: Coverage) -> Coverage:
        """Return the coverage of the shadow or outline, or of neither."""
        shape = coverage.max(axis=2, keepdims=True)
        strength = self.chance.uniform(0.5, 1.0)
        dark: Shades
        match self.chance.choices(("shadow", "outline", "none"), (62, 20, 18))[0]:
            case "shadow":
                softness = self.chance.uniform(0.4, 2.0)
                move = np.array(
                    [[1, 0, self.chance.randint(0, 2)], [0, 1, self.chance.randint(0, 2)]], np.float32
                )
                moved = cv2.warpAffine(shape, move, shape.shape[1::-1])
                dark = cv2.GaussianBlur(moved, (0, 0), softness) * (1 + softness / 2)
            case "outline":
                dark = cv2.GaussianBlur(cv2.dilate(shape, np.ones((3, 3), np.uint8)), (0, 0), 0.5)
            case _:
                dark = np.zeros(shape.shape[:2], np.float32)
        return np.asarray(np.clip(dark * strength, 0, 1), np.float32).reshape(*shape.shape[:2], 1)

    def _plate(self, wall: Shades) -> Shades:
        """Lay a half transparent rectangle over the picture, as selected icons and docks have it."""
        colour = np.array([self.chance.uniform(0, 255) for _ in range(3)], np.float32)
        share = self.chance.uniform(0.3, 0.85)
        return wall * (1 - share) + colour * share

    def icon(self, height: int, tint: tuple[int, int, int], lone: bool = False) -> tuple[Image, Coverage]:
        """Return an icon ``height`` pixels high as BGR [h, w, 3] and its coverage [h, w, 1].

        Shapes are filled with ``tint`` (BGR). ``lone`` leaves out icons that look like characters. Raises
        ValueError without a library.
        """
        if self.icons is None:
            raise ValueError("icons need a library")
        picture = self.icons.picture(self._some_icon(self.icons, lone))
        width = max(4, round(picture.shape[1] * height / picture.shape[0]))
        smooth = cv2.INTER_AREA if picture.shape[0] > height else cv2.INTER_LINEAR
        sized = np.asarray(cv2.resize(picture, (width, height), interpolation=smooth), np.uint8)
        if sized.ndim == 2:
            return np.full((height, width, 3), tint, np.uint8), (sized / np.float32(255))[..., None]
        return sized[:, :, 2::-1], (sized[:, :, 3:] / np.float32(255)).astype(np.float32)

    def _some_icon(self, library: IconLibrary, lone: bool) -> int:
        while True:
            index = self.chance.randrange(len(library.icons))
            # Those of three channels are pieces of screens, not drawings.
            drawn = library.icons[index].channels != 3
            if drawn and not (lone and _is_like_a_letter(library, index)):
                return index

    def beside(self, line: LinePicture, at_end: bool, tint: tuple[int, int, int]) -> LinePicture:
        """Return the line with an icon beside it; half of the time its box takes the icon in."""
        x1, y1, x2, y2 = line.ink
        high = max(8, min(line.image.shape[0] - 2, round((y2 - y1) * self.chance.uniform(0.8, 1.7))))
        picture, cover = self.icon(high, tint)
        gap, width = self.chance.randint(2, 9), picture.shape[1]
        left = x2 + gap if at_end else x1 - gap - width
        top = max(0, min(line.image.shape[0] - high, (y1 + y2 - high) // 2 + self.chance.randint(-1, 1)))
        if left < 0 or left + width > line.image.shape[1]:
            return line
        image = line.image.copy()
        _blend(image[top : top + high, left : left + width], picture, cover)
        if self.chance.random() < 0.5:
            return replace(line, image=image)
        return replace(line, image=image, ink=(min(x1, left), y1, max(x2, left + width), y2))

    def textless(self) -> LinePicture:
        """Return an icon, or a piece of a picture, that says nothing."""
        high = self.chance.randint(10, 30)
        ground = (
            self.wall(high + 24, self.chance.randint(30, 120))
            if self.chance.random() < 0.4
            else np.full(
                (high + 24, high + 60, 3),
                [self.chance.choice((self.chance.randint(0, 60), self.chance.randint(200, 255)))] * 3,
                np.uint8,
            )
        )
        x1 = x2 = 12
        if self.icons is not None and (ground.shape[1] == high + 60 or self.chance.random() < 0.5):
            level = 255 - int(ground.mean())
            picture, cover = self.icon(high, (level, level, level), lone=True)
            picture, cover = picture[:, : ground.shape[1] - 24], cover[:, : ground.shape[1] - 24]
            x2 += picture.shape[1]
            _blend(ground[12 : 12 + high, x1:x2], picture, cover)
        else:
            x2 = ground.shape[1] - 12
        return LinePicture(ground, (x1, 12, x2, 12 + high), "", "none", float(high), "textless")


def _blend(ground: Image, picture: Image, cover: Coverage) -> None:
    ground[:] = np.clip(ground * (1 - cover) + picture * cover, 0, 255).astype(np.uint8)


def _is_like_a_letter(library: IconLibrary, index: int) -> bool:
    icon = library.icons[index]
    said = " ".join((icon.name, icon.file, *icon.said, *icon.looks)).lower()
    return not set(_LIKE_LETTERS.split()).isdisjoint(_NO_LETTER.sub(" ", said).split())
