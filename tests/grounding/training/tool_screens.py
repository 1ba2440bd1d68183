"""Drawn screens of a made-up program whose toolbar nobody has seen before, with clicks on it."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from actions.screenshot import Image

INK = (60, 50, 40)
Draw = Callable[[Image, int, int], None]


def _comb(image: Image, x: int, y: int) -> None:
    cv2.line(image, (x + 4, y + 6), (x + 24, y + 6), INK, 2)
    for k in range(5):
        cv2.line(image, (x + 4 + 5 * k, y + 6), (x + 4 + 5 * k, y + 23), INK, 2)


def _glass(image: Image, x: int, y: int) -> None:
    corners = np.array([[x + 5, y + 4], [x + 23, y + 4], [x + 5, y + 24], [x + 23, y + 24]], np.int32)
    cv2.polylines(image, [corners[[0, 1, 2, 3]]], True, (30, 90, 200), 2, cv2.LINE_AA)


def _dots(image: Image, x: int, y: int) -> None:
    for dx, dy in ((14, 6), (6, 20), (22, 20)):
        cv2.circle(image, (x + dx, y + dy), 4, (160, 60, 30), -1, cv2.LINE_AA)


def _wave(image: Image, x: int, y: int) -> None:
    points = [(x + 3 + k, y + 14 + round(8 * np.sin(k / 3.5))) for k in range(23)]
    cv2.polylines(image, [np.array(points, np.int32)], False, (40, 140, 40), 2, cv2.LINE_AA)


def _rings(image: Image, x: int, y: int) -> None:
    cv2.circle(image, (x + 10, y + 14), 7, INK, 2, cv2.LINE_AA)
    cv2.circle(image, (x + 18, y + 14), 7, (30, 90, 200), 2, cv2.LINE_AA)


TOOLS: dict[str, Draw] = {
    "quench": _comb,
    "lattice": _glass,
    "triad": _dots,
    "ripple": _wave,
    "splice": _rings,
}
_WORDS = ("Save", "Cancel", "Options", "Report", "Network", "Print", "Close", "Archive")


def draw_recording(folder: Path, screens: int = 4, seed: int = 1) -> Path:
    """Draw screens and write a recording of a click on every tool of each; return the file of rows."""
    chance = random.Random(seed)
    rows = [row for n in range(screens) for row in _screen(folder, f"tools-{n}.png", chance)]
    path = folder / "clicks.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def _screen(folder: Path, name: str, chance: random.Random) -> list[dict[str, object]]:
    image = np.full((420, 640, 3), chance.randint(228, 250), np.uint8)
    cv2.rectangle(image, (0, 0), (640, 26), (205, 200, 195), -1)
    _write(image, "Weaver", 290, 18)
    rows: list[dict[str, object]] = []
    x = chance.randint(10, 120)
    for tool in chance.sample(sorted(TOOLS), len(TOOLS)):
        cv2.rectangle(image, (x, 40), (x + 32, 72), (252, 252, 252), -1)
        cv2.rectangle(image, (x, 40), (x + 32, 72), (170, 170, 170), 1)
        TOOLS[tool](image, x + 2, 42)
        box = [x, 40, x + 32, 72]
        rows.append({"image": name, "instruction": f"click the {tool} icon", "box": box})
        x += 32 + chance.randint(8, 30)
    for k, word in enumerate(chance.sample(_WORDS, 4)):
        left, top = 40 + 150 * k, 320
        cv2.rectangle(image, (left, top), (left + 110, top + 32), (120, 120, 120), 1)
        _write(image, word, left + 22, top + 21)
    cv2.imwrite(str(folder / name), image)
    return rows


def _write(image: Image, text: str, x: int, y: int) -> None:
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 20, 20), 1, cv2.LINE_AA)
