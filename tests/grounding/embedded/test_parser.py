"""A new frame costs only what changed on it."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.embedded.detector import DetectedElement, Detection
from grounding.embedded.parser import EmbeddedScreenParser
from grounding.embedded.reader import ReadLine

SIZE = (600, 800)
INK = (10, 10, 10)


def picture(*squares: Box) -> Image:
    """Draw dark squares on a light screen; every square is an icon to `Squares`."""
    image: Image = np.full((*SIZE, 3), 240, np.uint8)
    for box in squares:
        image[box.y1 : box.y2, box.x1 : box.x2] = INK
    return image


def shot(image: Image, scale: float = 1.0) -> Screenshot:
    height, width = image.shape[:2]
    return Screenshot(image, Box(0, 0, round(width / scale), round(height / scale)), scale)


class Squares:
    """Finds dark squares as icons, the whole picture as a window; counts what it looked at."""

    def __init__(self) -> None:
        self.looked_at: list[tuple[int, int]] = []

    def find(self, image: Image) -> Detection:
        self.looked_at.append(image.shape[:2])
        dark = (image.max(axis=2) < 100).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
        boxes = [Box(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
        icons = [DetectedElement(b, "icon", frozenset(), 0.9) for b in boxes]
        height, width = image.shape[:2]
        window = DetectedElement(Box(0, 0, width, height), "window", frozenset(), 0.9)
        return Detection((window, *icons), tuple(b.expanded(-2) for b in boxes if b.width > 60))


class Readings:
    """Reads every crop as its size; counts the crops."""

    def __init__(self) -> None:
        self.read_crops = 0

    def read(self, crops: Sequence[Image]) -> list[ReadLine]:
        self.read_crops += len(crops)
        return [ReadLine(f"{c.shape[1]}", 0.9, False) for c in crops]


class Looks:
    """Encodes an icon as its width; counts the icons."""

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, image: Image, boxes: Sequence[Box]) -> NDArray[np.float32]:
        self.encoded += len(boxes)
        return np.array([(b.width, 1) for b in boxes], np.float32).reshape(-1, 2)

    def name(self, vectors: NDArray[np.float32]) -> list[tuple[str, float]]:
        return [("big" if v[0] > 30 else "", 0.5) for v in vectors]


class Eyes:
    """A parser with its parts at hand."""

    def __init__(self) -> None:
        self.detector, self.reader, self.icons = Squares(), Readings(), Looks()
        self.parser = EmbeddedScreenParser(self.detector, self.reader, self.icons)  # type: ignore[arg-type]


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


A, B, WIDE = Box(100, 100, 120, 120), Box(600, 400, 640, 440), Box(100, 300, 200, 340)


def boxes(eyes: Eyes, image: Image) -> set[Box]:
    return {e.box for e in eyes.parser.parse(shot(image)).elements if e.role == "icon"}


def test_an_equal_frame_is_not_looked_at_again(eyes: Eyes) -> None:
    first = eyes.parser.parse(shot(picture(A, B)))
    second = eyes.parser.parse(shot(picture(A, B)))
    assert len(eyes.detector.looked_at) == 1
    assert first == second


def test_a_change_is_looked_at_with_its_surroundings_only(eyes: Eyes) -> None:
    assert boxes(eyes, picture(A)) == {A}
    assert boxes(eyes, picture(A, B)) == {A, B}
    assert len(eyes.detector.looked_at) == 2
    height, width = eyes.detector.looked_at[1]
    assert height * width < 0.2 * SIZE[0] * SIZE[1]
    assert boxes(eyes, picture(B)) == {B}


def test_a_window_survives_a_change_of_its_content(eyes: Eyes) -> None:
    eyes.parser.parse(shot(picture(A)))
    seen = eyes.parser.parse(shot(picture(A, B)))
    assert [e.box for e in seen.elements if e.role == "window"] == [Box(0, 0, SIZE[1], SIZE[0])]


def test_a_great_change_is_looked_at_as_a_whole(eyes: Eyes) -> None:
    eyes.parser.parse(shot(picture(A)))
    eyes.parser.parse(shot(255 - picture(A)))
    assert eyes.detector.looked_at == [SIZE, SIZE]


def test_crops_seen_before_are_neither_read_nor_encoded_again(eyes: Eyes) -> None:
    eyes.parser.parse(shot(picture(WIDE)))
    eyes.parser.parse(shot(picture()))
    read, encoded = eyes.reader.read_crops, eyes.icons.encoded
    assert (read, encoded) == (1, 1)
    seen = eyes.parser.parse(shot(picture(WIDE)))
    assert (eyes.reader.read_crops, eyes.icons.encoded) == (read, encoded)
    assert [e.text for e in seen.elements if e.box == WIDE] == ["102"]


def test_icons_carry_their_meaning_and_their_look(eyes: Eyes) -> None:
    screen = eyes.parser.parse(shot(picture(A, B)))
    meanings = {e.box: e.meaning for e in screen.elements}
    assert (meanings[A], meanings[B]) == ("", "big")
    looks = dict(zip((e.box for e in screen.elements), eyes.parser.icon_vectors(screen), strict=True))
    assert looks[B].tolist() == [40.0, 1.0]
    assert looks[Box(0, 0, SIZE[1], SIZE[0])].tolist() == [0.0, 0.0]


def test_physical_pixels_become_screen_pixels(eyes: Eyes) -> None:
    screen = eyes.parser.parse(shot(picture(B), scale=2.0))
    icon = next(e for e in screen.elements if e.role == "icon")
    assert icon.box == Box(300, 200, 320, 220)
    assert eyes.parser.icon_vectors(screen).any()


def test_where_words_stand_is_in_screen_pixels_too(eyes: Eyes) -> None:
    screen = eyes.parser.parse(shot(picture(WIDE), scale=2.0))
    (piece,) = next(e for e in screen.elements if e.role == "icon").pieces
    assert (piece.text, piece.box) == ("102", Box(51, 151, 99, 169))


def test_an_equal_frame_is_the_very_same_screen_until_it_is_shown_elsewhere(eyes: Eyes) -> None:
    first = eyes.parser.parse(shot(picture(A)))
    assert eyes.parser.parse(shot(picture(A))) is first
    moved = eyes.parser.parse(Screenshot(picture(A), Box(50, 0, 850, 600)))
    assert {e.box for e in moved.elements} == {e.box.offset(50, 0) for e in first.elements}
