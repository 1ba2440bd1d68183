"""Areas to write on are known by the grip in their corner."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from grounding.cues import Edges, find_areas
from grounding.embedded.detector import DetectedElement
from grounding.embedded.text_areas import grip_in, with_text_areas

AREA = Box(40, 40, 160, 120)


@pytest.fixture
def page() -> Image:
    image: Image = np.full((200, 260, 3), 255, np.uint8)
    cv2.rectangle(image, (AREA.x1, AREA.y1), (AREA.x2 - 1, AREA.y2 - 1), (110, 110, 110), 1)
    return image


def draw_grip(image: Image, at: tuple[int, int] = (AREA.x2 - 6, AREA.y2 - 6)) -> None:
    x, y = at
    for size in (9, 5):
        cv2.line(image, (x - size, y), (x, y - size), (100, 100, 100), 1)


def test_an_area_with_a_grip_is_one_to_write_on(page: Image) -> None:
    draw_grip(page)
    field = DetectedElement(AREA, "field", frozenset(), 0.4)
    button = DetectedElement(Box(180, 40, 240, 70), "button", frozenset(), 0.6)
    found = with_text_areas(page, find_areas(Edges(page)), [field, button])
    assert [e.role for e in found] == ["button", "document"]
    assert found[1].box.iou(AREA) > 0.9


def test_an_area_without_a_grip_is_none(page: Image) -> None:
    assert with_text_areas(page, find_areas(Edges(page)), []) == []
    cv2.putText(page, "k", (AREA.x2 - 18, AREA.y2 - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    assert grip_in(page, AREA) is None


def test_a_line_the_other_way_is_no_grip(page: Image) -> None:
    cv2.line(page, (AREA.x2 - 16, AREA.y2 - 16), (AREA.x2 - 6, AREA.y2 - 6), (100, 100, 100), 1)
    assert grip_in(page, AREA) is None


def test_the_place_of_the_grip_is_told(page: Image) -> None:
    draw_grip(page)
    grip = grip_in(page, AREA)
    assert grip is not None
    assert AREA.x2 - 17 <= grip.x1 < grip.x2 <= AREA.x2 - 3
