"""Lines of text from a map of their cores."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.text_lines import find_lines


def page(height: int = 200, width: int = 400) -> Image:
    return np.full((height, width, 3), 250, np.uint8)


def write(image: Image, words: str, left: int, baseline: int, size: float = 0.4) -> Box:
    """Draw words in black and return the box of their ink."""
    before = image.copy()
    cv2.putText(image, words, (left, baseline), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 1)
    ys, xs = np.nonzero((image != before).any(2))
    return Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)


def cores_of(image: Image, lines: list[Box]) -> NDArray[np.float32]:
    """Return what a perfect network would say: logits at half size."""
    cores = np.full((image.shape[0] // 2, image.shape[1] // 2), -4, np.float32)
    for box in lines:
        quarter = box.height / 4
        rows = slice(
            round((box.y1 + quarter) / 2),
            max(round((box.y2 - quarter) / 2), round((box.y1 + quarter) / 2) + 1),
        )
        cores[rows, (box.x1 + 2) // 2 : (box.x2 - 2) // 2] = 4
    return cores


@pytest.mark.parametrize("size", [0.3, 0.4, 0.6, 1.0])
def test_a_line_is_as_large_as_its_ink(size: float) -> None:
    image = page()
    box = write(image, "Open Recent", 40, 100, size)
    (found,) = find_lines(cores_of(image, [box]), image)
    assert found.iou(box) > 0.8


def test_lines_twelve_pixels_apart_stay_apart() -> None:
    image = page()
    boxes = [write(image, words, 20, 40 + 12 * k, 0.35) for k, words in enumerate(["alpha", "beta", "gamma"])]
    found = find_lines(cores_of(image, boxes), image)
    assert len(found) == 3
    assert all(f.iou(b) > 0.6 for f, b in zip(found, boxes, strict=True))


def test_a_label_and_its_shortcut_stay_apart() -> None:
    image = page()
    boxes = [write(image, "Save", 20, 50), write(image, "Ctrl+S", 90, 50)]
    found = find_lines(cores_of(image, boxes), image)
    assert [f.iou(b) > 0.7 for f, b in zip(found, boxes, strict=True)] == [True, True]


def test_a_frame_around_a_word_is_not_part_of_it() -> None:
    image = page()
    box = write(image, "Cancel", 60, 60)
    cv2.rectangle(image, (box.x1 - 8, box.y1 - 6), (box.x2 + 8, box.y2 + 6), (90, 90, 90), 1)
    (found,) = find_lines(cores_of(image, [box]), image)
    assert found.iou(box) > 0.8


def test_words_on_a_photograph_get_the_usual_height() -> None:
    image = np.random.default_rng(0).integers(0, 255, (100, 200, 3)).astype(np.uint8)
    box = Box(40, 40, 120, 56)
    (found,) = find_lines(cores_of(image, [box]), image)
    assert found.iou(box) > 0.7


def test_specks_are_no_lines_and_an_empty_map_has_none() -> None:
    image = page()
    cores = np.full((100, 200), -4, np.float32)
    assert find_lines(cores, image) == []
    cores[10, 10] = 4
    assert find_lines(cores, image) == []


def test_lines_stay_inside_the_picture_where_the_map_is_padded() -> None:
    image = page(90, 150)
    cores = np.full((64, 96), -4, np.float32)
    cores[40:50, 60:90] = 4
    for box in find_lines(cores, image):
        assert box.intersection(Box(0, 0, 150, 90)) == box
