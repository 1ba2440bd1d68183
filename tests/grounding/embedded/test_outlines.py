"""What the network did not see, or saw in the wrong place, is told by its outline."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.detector import DetectedElement
from grounding.embedded.fusion import ReadText
from grounding.embedded.outlines import looks_ticked, with_outlined
from grounding.types import Role

FIELD = Box(100, 60, 400, 92)
TICK = Box(100, 150, 115, 165)
LABEL = ReadText(Box(124, 151, 200, 165), "Wrap lines", 0.9)


@pytest.fixture
def page() -> Image:
    """Draw a light page with one plain field, and one tick box with words beside it."""
    image: Image = np.full((240, 520, 3), 250, np.uint8)
    for box in (FIELD, TICK):
        cv2.rectangle(image, (box.x1, box.y1), (box.x2 - 1, box.y2 - 1), (90, 90, 90), 1)
    cv2.putText(image, "Wrap lines", (124, 164), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1)
    return image


def seen(role: Role, box: Box, score: float = 0.4) -> DetectedElement:
    return DetectedElement(box, role, frozenset(), score)


def outlined(page: Image, *found: DetectedElement, meaning: str = "") -> list[DetectedElement]:
    return with_outlined(page, found, [LABEL], lambda boxes: dict.fromkeys(boxes, meaning))


def of_role(elements: list[DetectedElement], role: Role) -> list[Box]:
    return [e.box for e in elements if e.role == role]


def test_a_plain_field_that_nobody_saw_is_found(page: Image) -> None:
    (field,) = of_role(outlined(page), "field")
    assert field.iou(FIELD) > 0.9


def test_a_field_seen_beside_its_place_is_fitted_to_its_border(page: Image) -> None:
    (field,) = of_role(outlined(page, seen("field", Box(150, 62, 440, 95))), "field")
    assert field.iou(FIELD) > 0.9


def test_a_doubtful_row_in_the_place_of_a_field_is_the_field(page: Image) -> None:
    found = outlined(page, seen("cell", Box(88, 58, 410, 96)))
    assert of_role(found, "cell") == []
    assert of_role(found, "field")[0].iou(FIELD) > 0.9


def test_the_row_of_words_above_a_field_is_no_second_field(page: Image) -> None:
    found = outlined(page, seen("field", Box(95, 28, 420, 60)))
    assert len(of_role(found, "field")) == 1


def test_what_is_surely_seen_is_left_alone(page: Image) -> None:
    sure = seen("list item", Box(88, 58, 410, 96), score=0.9)
    assert sure in outlined(page, sure)


def test_a_tick_box_comes_with_its_words_and_its_state(page: Image) -> None:
    (tick,) = [e for e in outlined(page) if e.role == "checkbox"]
    assert tick.box.contains(TICK.center)
    assert tick.box.contains(LABEL.box.center)
    assert tick.state == frozenset({"unchecked"})


@pytest.mark.parametrize("label_begins_at", [TICK.x1 + 1, TICK.x2 + 8])
def test_a_thin_outline_with_a_bold_tick_is_a_tick_box(page: Image, label_begins_at: int) -> None:
    """Qt draws them so; the tick cuts the paper, and its line is at times read from the box on."""
    page[TICK.y1 : TICK.y2, TICK.x1 : TICK.x2] = 250
    cv2.rectangle(page, (TICK.x1, TICK.y1), (TICK.x2 - 1, TICK.y2 - 1), (188, 188, 188), 1)
    for line in (((103, 157), (106, 161)), ((106, 161), (111, 153))):
        cv2.line(page, *line, (0, 0, 0), 2)
    label = ReadText(Box(label_begins_at, 151, 200, 165), "Wrap lines", 0.9)
    (tick,) = [e for e in with_outlined(page, [], [label], lambda boxes: {}) if e.role == "checkbox"]
    assert tick.state == frozenset({"checked"})
    assert tick.box.contains(TICK.center)


def test_a_letter_in_a_frame_is_no_tick_where_nothing_is_beside_it(page: Image) -> None:
    cv2.rectangle(page, (300, 150), (314, 164), (90, 90, 90), 1)
    cv2.line(page, (304, 157), (310, 157), (0, 0, 0), 2)
    assert len([e for e in outlined(page) if e.role == "checkbox"]) == 1


@pytest.mark.parametrize(("score", "role"), [(0.6, "combo box"), (0.9, "cell")])
def test_an_arrow_at_its_end_shows_a_drop_down(page: Image, score: float, role: Role) -> None:
    cv2.putText(page, "Central", (110, 82), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    cv2.fillPoly(page, [np.array([(378, 72), (388, 72), (383, 78)])], (0, 0, 0))
    words = ReadText(Box(110, 70, 165, 84), "Central", 0.9)
    found = with_outlined(page, [seen("cell", Box(92, 58, 408, 94), score)], [words], lambda boxes: {})
    assert [e.role for e in found if e.box.iou(FIELD) > 0.7] == [role]


def test_an_empty_square_taken_for_a_button_is_a_tick_box(page: Image) -> None:
    found = outlined(page, seen("button", Box(95, 145, 210, 170)))
    assert of_role(found, "button") == []
    assert len(of_role(found, "checkbox")) == 1


def test_a_named_picture_beside_words_is_no_tick_box(page: Image) -> None:
    icon = seen("icon", TICK)
    assert of_role(outlined(page, icon, meaning="trash, delete"), "checkbox") == []
    assert of_role(outlined(page, icon, meaning="checkbox, square"), "icon") == []


@pytest.mark.parametrize(
    ("meaning", "ticked"), [("", True), ("radio, circle", True), ("clock, recent", False), ("trash", False)]
)
def test_only_some_pictures_can_be_tick_boxes(meaning: str, ticked: bool) -> None:
    assert looks_ticked(meaning) is ticked


def test_a_panel_around_several_things_is_none_itself(page: Image) -> None:
    inside = [seen("button", Box(x, 64, x + 60, 88), 0.9) for x in (110, 200, 300)]
    assert of_role(outlined(page, *inside), "field") == []


def test_an_empty_picture_shows_nothing() -> None:
    assert with_outlined(np.zeros((40, 40, 3), np.uint8), [], [], lambda boxes: {}) == []
