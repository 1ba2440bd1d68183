"""Scenes that are drawn, with real letters, for tests."""

import cv2
import numpy as np

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.types import ParsedScreen, Role, TextPiece, UIElement
from gui_agent.exploring.scenes import Scene, read_scene
from gui_agent.types import Observation

SCREEN = Box(0, 0, 640, 480)
WINDOW = Window(1, "Library", "library", Box(40, 30, 600, 450), active=True, pid=7)


def blank() -> Image:
    """Return the window on a dark desktop."""
    image = np.full((480, 640, 3), 90, np.uint8)
    image[30:450, 40:600] = 240
    return image


def write(image: Image, text: str, x: int, y: int) -> Box:
    """Write ``text`` with its baseline at ``y`` and return where it stands."""
    (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 20, 20), 1, cv2.LINE_8)
    return Box(x, y - height, x + width, y + below)


def control(text: str, box: Box, role: Role = "button", words: Box | None = None) -> UIElement:
    pieces = (TextPiece(text, words or box),) if text else ()
    return UIElement(box, role, text, pieces=pieces)


def scene(image: Image, *elements: UIElement, windows: tuple[Window, ...] = (WINDOW,)) -> Scene:
    """Return the scene of a screen that is read as ``elements``."""
    observation = Observation(Screenshot(image, SCREEN), ParsedScreen(elements, SCREEN), (), windows)
    return read_scene(observation, {w.id for w in windows})


def with_texts(*texts: tuple[str, int, int]) -> Scene:
    """Return a scene with buttons of these words at these places."""
    image = blank()
    boxes = [(text, write(image, text, x, y)) for text, x, y in texts]
    return scene(image, *(control(text, box.expanded(6), words=box) for text, box in boxes))
