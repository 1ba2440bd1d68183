"""Screens on disk as arrays: what the detector learns from, growing while it trains."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from grounding.data.sample import SCREENS_FILE, STATES, RenderedElement, RenderedScreen, Split, screen_from
from grounding.embedded.detector_outputs import DETECTED_ROLES, overlaps

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
_SAME_BOX = 0.85
_LEAST_SIDE = 4


@dataclass(frozen=True, slots=True)
class ScreenTruth:
    """One screen: boxes [n, 4] and lines [m, 4] (or None, unknown) in picture pixels, role numbers [n]."""

    image: Path
    boxes: Floats
    roles: NDArray[np.int64]
    states: Floats
    lines: Floats | None
    complete: bool
    app: str = ""


def truth_of(folder: Path, screen: RenderedScreen) -> ScreenTruth:
    """Turn a rendered screen into arrays, one element per place: the one that can be acted on."""
    kept = _one_per_place([e for e in screen.elements if _is_learnable(e)])
    states = np.zeros((len(kept), len(STATES)), np.float32)
    for row, element in enumerate(kept):
        states[row, [STATES.index(s) for s in element.state]] = 1
    return ScreenTruth(
        folder / screen.image,
        _as_boxes([e.box for e in kept]),
        np.array([DETECTED_ROLES.index(e.role) for e in kept], dtype=np.int64),
        states,
        None if screen.lines is None else _as_boxes([line.box for line in screen.lines]),
        screen.complete,
        screen.app,
    )


def _is_learnable(element: RenderedElement) -> bool:
    x1, y1, x2, y2 = element.box
    return element.role in DETECTED_ROLES and min(x2 - x1, y2 - y1) >= _LEAST_SIDE


def _as_boxes(boxes: Sequence[tuple[int, int, int, int]]) -> Floats:
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)


def _one_per_place(elements: list[RenderedElement]) -> list[RenderedElement]:
    """Drop the less telling one of elements that cover the same box: a link's text, a row of one cell."""
    ordered = sorted(elements, key=lambda e: _rank(e.role))
    boxes = _as_boxes([e.box for e in ordered])
    same = np.triu(overlaps(boxes, boxes) > _SAME_BOX, 1)
    keep = np.ones(len(ordered), dtype=bool)
    for index in range(len(ordered)):
        if keep[index]:
            keep &= ~same[index]
    return [e for e, k in zip(ordered, keep, strict=True) if k]


def _rank(role: str) -> int:
    order = {"image": 1, "icon": 2, "cell": 3, "window": 3, "text": 4}
    return order.get(role, 0)


@dataclass
class ScreenPool:
    """All screens below some folders, by folder and split; `refresh` takes in what was added since."""

    folders: Sequence[Path]
    shares: dict[str, float]
    train: dict[str, list[ScreenTruth]] = field(default_factory=dict)
    others: dict[Split, list[ScreenTruth]] = field(default_factory=dict)
    _lists: dict[Path, _ScreenList] = field(default_factory=dict)

    def refresh(self) -> int:
        """Read new screens of all folders; return how many there are now."""
        train: dict[str, list[ScreenTruth]] = {}
        others: dict[Split, list[ScreenTruth]] = {}
        for group in self.folders:
            for path in sorted(group.rglob(SCREENS_FILE)):
                for split, truth in self._lists.setdefault(path, _ScreenList(path)).read():
                    if split == "train":
                        train.setdefault(group.name, []).append(truth)
                    else:
                        others.setdefault(split, []).append(truth)
        self.train, self.others = train, others
        return sum(len(s) for s in (*train.values(), *others.values()))

    def draw(self, chance: random.Random) -> ScreenTruth:
        """Draw a training screen: first the folder by its share, then a screen of it."""
        train = self.train
        groups = list(train)
        weights = [self.shares.get(g, 0.1) * min(1.0, len(train[g]) / 100) for g in groups]
        return chance.choice(train[chance.choices(groups, weights)[0]])

    def sample(self, split: Split, most: int) -> list[ScreenTruth]:
        """Return a fixed choice of screens of another split, the same each time for the same screens."""
        screens = sorted(self.others.get(split, []), key=lambda s: str(s.image))
        return random.Random(0).sample(screens, min(most, len(screens)))


@dataclass
class _ScreenList:
    """One list of screens, read on from where it was left; from the start where it was written anew."""

    path: Path
    screens: list[tuple[Split, ScreenTruth]] = field(default_factory=list)
    _offset: int = 0
    _file: int = 0

    def read(self) -> list[tuple[Split, ScreenTruth]]:
        """Return all screens of the list; what is still being written comes next time."""
        with self.path.open("rb") as file:
            state = os.fstat(file.fileno())
            if state.st_ino != self._file or state.st_size < self._offset:
                self._start_again(state.st_ino)
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                try:
                    self._take(line)
                except (ValueError, KeyError, TypeError):
                    # Rewritten under us, so that lines begin elsewhere: all of it again next time.
                    self._file = 0
                    break
                self._offset += len(line)
        return self.screens

    def _start_again(self, number: int) -> None:
        self.screens, self._offset, self._file = [], 0, number

    def _take(self, line: bytes) -> None:
        if line.strip():
            screen = screen_from(json.loads(line))
            self.screens.append((screen.split, truth_of(self.path.parent, screen)))


@dataclass
class ImageCache:
    """Decoded pictures up to ``budget`` bytes; beyond that random ones make room."""

    budget: int
    chance: random.Random
    _held: dict[Path, Pixels] = field(default_factory=dict)
    _bytes: int = 0

    def get(self, path: Path) -> Pixels | None:
        """Return the BGR picture, or None where it cannot be read."""
        if path not in self._held:
            image = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if image is None:
                return None
            self._make_room(image.nbytes)
            self._held[path] = np.asarray(image, dtype=np.uint8)
            self._bytes += image.nbytes
        return self._held[path]

    def holds(self, path: Path) -> bool:
        return path in self._held

    @property
    def is_full(self) -> bool:
        return self._bytes > 0.9 * self.budget

    def _make_room(self, size: int) -> None:
        while self._held and self._bytes + size > self.budget:
            path = self.chance.choice(list(self._held))
            self._bytes -= self._held.pop(path).nbytes
