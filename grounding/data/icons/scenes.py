"""Icons as they meet the eye: small, on buttons and desktops, in any colours, with things around them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """A small piece of a screen (BGR) and the box of the element in it."""

    image: Image
    box: Box


class ScenePainter:
    """Paints icons and things that are none; the same seed paints the same scenes.

    ``others`` are drawings (HxW or HxWx4) that may show up at the edges and as badges, ``letters`` pictures
    of text (HxW alpha).
    """

    def __init__(self, seed: int, others: list[Image], letters: list[Image]) -> None:
        self._random = np.random.default_rng(seed)
        self._others, self._letters = others, letters

    def icon(self, drawing: Image) -> Scene:
        """Paint one icon at a size of 10-64 pixels."""
        side = self._side()
        height, width = drawing.shape[:2]
        scale = side / max(height, width)
        w, h = max(2, round(width * scale)), max(2, round(height * scale))
        scene, ink, at, fill = self._stage(w, h)
        self._draw(scene, drawing, (w, h), at, ink, fill)
        if self._chance(0.05):
            self._badge(scene, at, w, h)
        return self._finish(scene, self._box_around(at, w, h))

    def text(self) -> Scene:
        """Paint a piece of text that someone took for an icon."""
        letters = self._letters[self._random.integers(len(self._letters))]
        h = int(self._random.integers(8, 22))
        w = max(4, round(letters.shape[1] * h / letters.shape[0]))
        scene, ink, at, fill = self._stage(w, h)
        self._draw(scene, letters, (w, h), at, ink, fill)
        return self._finish(scene, self._box_around(at, w, h))

    def nothing(self) -> Scene:
        """Paint an empty place, or an empty button."""
        w, h = (int(v) for v in self._random.integers(10, 60, 2))
        scene, _, at, _ = self._stage(w, h)
        return self._finish(scene, self._box_around(at, w, h))

    def picture(self) -> Scene:
        """Paint something like a piece of a photograph or of a large drawing."""
        w, h = (int(v) for v in self._random.integers(14, 70, 2))
        scene, _, at, _ = self._stage(w, h)
        rough = self._random.integers(0, 256, (*self._random.integers(2, 12, 2), 3), np.uint8)
        if self._chance(0.4):
            other = self._others[self._random.integers(len(self._others))]
            y, x = (int(self._random.integers(0, max(1, n // 2))) for n in other.shape[:2])
            part = other[y : y + max(4, n // 3), x : x + n // 3] if (n := max(other.shape[:2])) else other
            part = part if part.ndim == 3 else np.stack([part] * 4, 2)
            rough = np.ascontiguousarray(part[..., :3]) if part.size else rough
        scene[at[1] : at[1] + h, at[0] : at[0] + w] = cv2.resize(rough, (w, h), interpolation=cv2.INTER_CUBIC)
        return self._finish(scene, Box(at[0], at[1], at[0] + w, at[1] + h))

    # Pieces of a scene

    def _side(self) -> int:
        low, high = ((10, 20), (16, 28), (24, 66))[self._random.choice(3, p=(0.4, 0.38, 0.22))]
        return int(self._random.integers(low, high))

    def _stage(self, w: int, h: int) -> tuple[Image, Colour, tuple[int, int], Colour]:
        """Return a background with neighbours or a button, the ink, the icon's place and what is under it."""
        pad = (
            int(self._random.integers(0, 4))
            if self._chance(0.5)
            else int(max(w, h) * self._random.uniform(0.15, 0.8))
        )
        # Room for the loosest box and its surroundings.
        x = y = pad + 10 + round(0.5 * max(w, h))
        scene, ink, ground = self._background(h + 2 * y, w + 2 * x)
        if self._chance(0.5):
            self._neighbours(scene, x, y, w, h, pad)
        fill = ground
        if self._chance(0.35):
            ink, fill = self._button(scene, (x - pad, y - pad, x + w + pad, y + h + pad), ink, ground)
        if self._chance(0.1):
            self._caption(scene, x, y, w, h, ink)
        return scene, ink, (x, y), fill

    def _background(self, height: int, width: int) -> tuple[Image, Colour, Colour]:
        dark = self._chance(0.4)
        tone = self._random.integers(0, 90) if dark else self._random.integers(190, 256)
        spread = 60 if self._chance(0.25) else 8
        ground = np.clip(tone + self._random.integers(-spread, spread + 1, 3), 0, 255)
        if self._chance(0.08):
            ground = self._random.integers(0, 256, 3)
        scene = np.empty((height, width, 3), np.uint8)
        scene[:] = ground
        if self._chance(0.25):
            steps = np.linspace(-1, 1, height)[:, None, None] * self._random.integers(-30, 31, 3)
            scene = np.clip(scene + (steps if self._chance(0.7) else steps[::-1]), 0, 255).astype(np.uint8)
        if self._chance(0.1):
            scene = self._wallpaper(height, width)
            ground = scene[height // 2, width // 2].astype(int)
        return scene, self._ink(ground), _colour(ground)

    def _wallpaper(self, height: int, width: int) -> Image:
        rough = self._random.integers(0, 256, (3, 3, 3)).astype(np.uint8)
        smooth = cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC)
        if self._chance(0.5):
            return np.asarray(smooth, np.uint8)
        grain = self._random.integers(-18, 19, (height, width, 1))
        return np.clip(smooth.astype(int) + grain, 0, 255).astype(np.uint8)

    def _ink(self, ground: NDArray[np.int64]) -> Colour:
        """Return a colour that shows on ``ground``: mostly strong, at times faint or bright."""
        light = float(ground @ np.array((0.11, 0.59, 0.3))) < 128
        strength = self._random.uniform(0.25, 0.6) if self._chance(0.15) else self._random.uniform(0.6, 1.0)
        goal = np.full(3, 255.0 if light else 0.0)
        if self._chance(0.2):
            goal = self._random.integers(0, 256, 3).astype(float)
            goal += (230 if light else 40) - goal.mean()
        return _colour(np.clip(ground + (goal - ground) * strength, 0, 255))

    def _button(
        self, scene: Image, box: tuple[int, int, int, int], ink: Colour, ground: Colour
    ) -> tuple[Colour, Colour]:
        fill = _colour(np.clip(np.array(ground) + self._random.integers(-40, 41), 0, 255))
        if self._chance(0.2):
            fill = _colour(self._random.integers(0, 256, 3))
        ink = self._ink(np.array(fill))
        radius = int(self._random.choice((0, 0, 3, 5, 12)))
        if self._chance(0.7):
            _rounded(scene, box, fill, radius)
        else:
            fill = ground
        if self._chance(0.5):
            edge = _colour(np.clip(np.array(fill) + self._random.integers(-90, 91), 0, 255))
            cv2.rectangle(scene, box[:2], (box[2] - 1, box[3] - 1), edge, 1)
        return ink, fill

    def _neighbours(self, scene: Image, x: int, y: int, w: int, h: int, pad: int) -> None:
        """Paint parts of other icons or words where a toolbar, a menu or a list would have them."""
        gap = pad + int(self._random.integers(3, 14))
        sideways = self._chance(0.7)
        ink = self._ink(scene[0, 0].astype(int))
        for sign in (-1, 1):
            if self._chance(0.7):
                letters = self._chance(0.3)
                source = self._letters if letters else self._others
                other = source[self._random.integers(len(source))]
                high = min(h, 14) if letters else h
                wide = min(120, round(other.shape[1] * high / other.shape[0])) if letters else w
                ox = (x + w + gap if sign > 0 else x - gap - wide) if sideways else x
                oy = y + (h - high) // 2 if sideways else (y + h + gap if sign > 0 else y - gap - high)
                self._draw(scene, other, (max(2, wide), max(2, high)), (ox, oy), ink, ink, still=True)

    def _caption(self, scene: Image, x: int, y: int, w: int, h: int, ink: Colour) -> None:
        letters = self._letters[self._random.integers(len(self._letters))]
        high = int(self._random.integers(8, 13))
        wide = max(4, round(letters.shape[1] * high / letters.shape[0]))
        at = (x + (w - wide) // 2, y + h + int(self._random.integers(2, 7)))
        self._draw(scene, letters, (wide, high), at, ink, ink, still=True)

    def _badge(self, scene: Image, at: tuple[int, int], w: int, h: int) -> None:
        radius = max(2, round(max(w, h) * self._random.uniform(0.12, 0.25)))
        colour = _colour(self._random.integers(0, 256, 3))
        cv2.circle(scene, (at[0] + w - radius // 2, at[1] + radius // 2), radius, colour, -1, cv2.LINE_AA)

    def _draw(
        self,
        scene: Image,
        drawing: Image,
        size: tuple[int, int],
        at: tuple[int, int],
        ink: Colour,
        fill: Colour,
        still: bool = False,
    ) -> None:
        """Blend a drawing resized to ``size`` (w, h) into the scene at ``at``, cut at the scene's edges."""
        colours, alpha = self._coloured(drawing, size, ink)
        if not still:
            if self._chance(0.08):
                alpha = alpha * self._random.uniform(0.35, 0.7)
            if self._chance(0.06):
                self._shadow(scene, alpha, (at[0] + 1, at[1] + 1))
        _blend(scene, colours, alpha, at)

    def _coloured(
        self, drawing: Image, size: tuple[int, int], ink: Colour
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return colours already weighted by alpha [h, w, 3], and alpha [h, w, 1]."""
        method = cv2.INTER_AREA if size[0] < drawing.shape[1] else cv2.INTER_CUBIC
        if drawing.ndim == 2:
            resized = np.asarray(cv2.resize(drawing, size, interpolation=method), np.float32)
            shape = np.asarray(resized[..., None] / 255, np.float32)
            return np.asarray(shape * np.array(ink, np.float32), np.float32), shape
        weighted = cv2.multiply(
            drawing[..., 2::-1], cv2.cvtColor(drawing[..., 3], cv2.COLOR_GRAY2BGR), scale=1 / 255
        )
        weighted = cv2.merge((*cv2.split(weighted), np.ascontiguousarray(drawing[..., 3])))
        resized = np.asarray(cv2.resize(weighted, size, interpolation=method), np.float32)
        colours = np.asarray(resized[..., :3].clip(0, 255), np.float32)
        alpha = np.asarray(resized[..., 3:].clip(0, 255) / 255, np.float32)
        if self._chance(0.12):
            colours = np.asarray(colours.mean(2, keepdims=True).repeat(3, 2), np.float32)
        elif self._chance(0.2):
            shift = self._random.uniform(0.8, 1.2, 3)
            colours = np.asarray((colours * shift).clip(0, 255), np.float32)
        return colours, alpha

    def _shadow(self, scene: Image, alpha: NDArray[np.float32], at: tuple[int, int]) -> None:
        soft = cv2.GaussianBlur(alpha, (3, 3), 0)[..., None] * 0.4
        _blend(scene, np.zeros((*soft.shape[:2], 3), np.float32), soft.astype(np.float32), at)

    def _box_around(self, at: tuple[int, int], w: int, h: int) -> Box:
        """Return the box as someone would measure it: tight, loose, or with what stands beside it."""
        loose = 0.12 if self._chance(0.75) else 0.5
        left, top, right, bottom = self._random.uniform(-0.06, loose, 4) * max(w, h)
        if self._chance(0.4):
            left = right = top = bottom = self._random.uniform(0, 0.7) * max(w, h)
        if self._chance(0.06):
            right += 0.6 * w
        if self._chance(0.05):
            bottom += 14
        x1, y1 = max(0, round(at[0] - left)), max(0, round(at[1] - top))
        return Box(x1, y1, max(x1 + 4, round(at[0] + w + right)), max(y1 + 4, round(at[1] + h + bottom)))

    def _finish(self, scene: Image, box: Box) -> Scene:
        """Blur or grain the whole as remote screens and scaled pictures do."""
        if self._chance(0.1):
            scene = np.asarray(cv2.GaussianBlur(scene, (3, 3), self._random.uniform(0.4, 0.9)), np.uint8)
        if self._chance(0.05):
            _, packed = cv2.imencode(
                ".jpg", scene, (cv2.IMWRITE_JPEG_QUALITY, int(self._random.integers(60, 95)))
            )
            scene = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
        return Scene(scene, box)

    def _chance(self, share: float) -> bool:
        return bool(self._random.random() < share)


def _colour(values: NDArray[np.generic] | tuple[int, ...]) -> Colour:
    b, g, r = (int(v) for v in values)
    return b, g, r


def _rounded(scene: Image, box: tuple[int, int, int, int], fill: Colour, radius: int) -> None:
    x1, y1, x2, y2 = box
    r = min(radius, (x2 - x1) // 2, (y2 - y1) // 2)
    cv2.rectangle(scene, (x1 + r, y1), (x2 - r - 1, y2 - 1), fill, -1)
    cv2.rectangle(scene, (x1, y1 + r), (x2 - 1, y2 - r - 1), fill, -1)
    if r:
        for cx in (x1 + r, x2 - r - 1):
            for cy in (y1 + r, y2 - r - 1):
                cv2.circle(scene, (cx, cy), r, fill, -1, cv2.LINE_AA)


def _blend(
    scene: Image, colours: NDArray[np.float32], alpha: NDArray[np.float32], at: tuple[int, int]
) -> None:
    h, w = alpha.shape[:2]
    x1, y1 = max(0, at[0]), max(0, at[1])
    x2, y2 = min(scene.shape[1], at[0] + w), min(scene.shape[0], at[1] + h)
    if x2 > x1 and y2 > y1:
        cut = np.s_[y1 - at[1] : y2 - at[1], x1 - at[0] : x2 - at[0]]
        under = scene[y1:y2, x1:x2]
        np.clip(
            under * (1 - alpha[cut]) + colours[cut] + 0.5,
            0,
            255,
            out=(made := np.empty(under.shape, np.float32)),
        )
        scene[y1:y2, x1:x2] = made.astype(np.uint8)
