"""Screens as the real parser sees them: written, read back, and worn as screenshots from elsewhere are."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.training.matcher_data import SourceScreen
from grounding.training.matcher_parses import load_parses, worn_screenshot, write_parses
from grounding.types import ParsedScreen, UIElement
from tests.grounding.data.expression_screens import player_screen


class Anywhere:
    """A parser that sees one button, a tenth of the picture from its corner."""

    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        height, width = screenshot.image.shape[:2]
        box = Box(width // 10, height // 10, width // 5, height // 5)
        return ParsedScreen((UIElement(box, "button", "Play"),), screenshot.region)

    def icon_vectors(self, screen: ParsedScreen) -> np.ndarray:
        return np.ones((len(screen.elements), 4), np.float32)


def test_a_worn_screenshot_is_smaller_and_says_by_how_much() -> None:
    shot = Screenshot(np.full((1080, 1920, 3), 200, np.uint8), Box(0, 0, 1920, 1080))
    for seed in range(8):
        worn, (x, y) = worn_screenshot(shot, random.Random(seed))
        assert worn.image.shape[:2] == (round(1080 * y), round(1920 * x))
        assert 0.5 <= y <= 1
        assert worn.region == Box(0, 0, worn.image.shape[1], worn.image.shape[0])


def test_boxes_are_those_of_the_picture_before_it_was_worn(tmp_path: Path) -> None:
    import cv2

    screen = player_screen()
    cv2.imwrite(str(tmp_path / screen.image), np.zeros((480, 640, 3), np.uint8))
    source = SourceScreen(tmp_path, screen)
    for worn in (0.0, 1.0):
        assert write_parses(tmp_path / "seen.jsonl", [source], Anywhere(), worn, 1) == 1
        (seen,) = load_parses(tmp_path / "seen.jsonl", [source])
        box = seen.elements[0].box
        assert max(abs(box.x1 - 64), abs(box.y1 - 48), abs(box.x2 - 128), abs(box.y2 - 96)) <= 3
        assert seen.icons.shape == (1, 4)
