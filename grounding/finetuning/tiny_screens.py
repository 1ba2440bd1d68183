"""Small drawn screens with named buttons, on which a miniature model shows that training works."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from grounding.finetuning.samples import write_rows

NAMES = ("Save", "Open", "Close", "Print", "Copy", "Paste", "Help", "Quit")
TINY_SCREEN = (280, 280)
_BUTTON = (100, 44)


def draw_screens(folder: Path, screens: int = 4, seed: int = 1, size: tuple[int, int] = TINY_SCREEN) -> Path:
    """Write ``screens`` pictures of eight buttons each, every button with a name of its own; return the rows.

    ``size`` is (width, height) in pixels.
    """
    chance = random.Random(seed)
    rows = [row for number in range(screens) for row in _screen(folder, number, chance, size)]
    write_rows(folder / "targets.jsonl", rows)
    return folder / "targets.jsonl"


def instructions(screens: int = 4) -> list[str]:
    """Return what the targets of `draw_screens` are called."""
    return [_called(name, number) for number in range(screens) for name in NAMES]


def _screen(folder: Path, number: int, chance: random.Random, size: tuple[int, int]) -> list[dict[str, Any]]:
    image = np.full((TINY_SCREEN[1], TINY_SCREEN[0], 3), 225, np.uint8)
    across, down = size[0] / TINY_SCREEN[0], size[1] / TINY_SCREEN[1]
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(NAMES):
        left = 8 + place % 2 * 136 + chance.randint(0, 24)
        top = 8 + place // 2 * 68 + chance.randint(0, 14)
        right, bottom = left + _BUTTON[0], top + _BUTTON[1]
        ink = tuple(chance.randint(40, 200) for _ in range(3))
        cv2.rectangle(image, (left, top), (right, bottom), ink, -1)
        cv2.putText(image, name, (left + 10, top + 28), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 1)
        box = [round(left * across), round(top * down), round(right * across), round(bottom * down)]
        rows.append({"image": f"screen{number}.png", "instruction": _called(name, number), "box": box})
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / f"screen{number}.png"), cv2.resize(image, size))
    return rows


def _called(name: str, number: int) -> str:
    return f"{name} {number + 1}"
