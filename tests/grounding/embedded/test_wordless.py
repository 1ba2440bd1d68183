"""Fields, radio buttons and lists that the network took for something else are told by their outlines."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from grounding.cues import Edges, find_areas, find_ticked
from grounding.embedded.detector import DetectedElement
from grounding.embedded.fusion import ReadText
from grounding.embedded.wordless import retold
from grounding.types import Role

FIELD = Box(100, 60, 300, 92)
LEFT, MIDDLE, RIGHT = ((120 + 40 * i, 150) for i in range(3))


@pytest.fixture
def page() -> Image:
    image: Image = np.full((260, 520, 3), 255, np.uint8)
    cv2.rectangle(image, (FIELD.x1, FIELD.y1), (FIELD.x2 - 1, FIELD.y2 - 1), (110, 110, 110), 1)
    return image


def ring(image: Image, middle: tuple[int, int], *, chosen: bool = False) -> None:
    accent = (200, 92, 0) if chosen else (110, 110, 110)
    cv2.circle(image, middle, 7 if chosen else 8, accent, 1, cv2.LINE_AA)
    if chosen:
        cv2.circle(image, middle, 4, accent, -1, cv2.LINE_AA)


def around(middle: tuple[int, int], side: int = 34) -> Box:
    x, y = middle
    return Box(x - side // 2, y - side // 2, x + side // 2, y + side // 2)


def seen(role: Role, box: Box, score: float = 0.45) -> DetectedElement:
    return DetectedElement(box, role, frozenset(), score)


def told(image: Image, *found: DetectedElement, words: tuple[ReadText, ...] = ()) -> list[DetectedElement]:
    edges = Edges(image)
    return retold(edges, found, [*find_ticked(edges), *find_areas(edges)], words)


@pytest.mark.parametrize("role", ["combo box", "button", "menu item"])
def test_an_empty_box_without_an_arrow_is_a_field(page: Image, role: Role) -> None:
    (field,) = told(page, seen(role, Box(96, 62, 330, 94)))
    assert field.role == "field"
    assert field.box.iou(FIELD) > 0.9


def test_a_box_with_an_arrow_or_with_words_stays_what_it_is(page: Image) -> None:
    cv2.fillPoly(page, [np.array([(280, 72), (292, 72), (286, 80)])], (60, 60, 60))
    (arrow,) = told(page, seen("combo box", FIELD))
    assert arrow.role == "combo box"


def test_a_box_whose_arrow_stands_beside_it_stays_what_it_is(page: Image) -> None:
    cv2.fillPoly(page, [np.array([(308, 72), (320, 72), (314, 80)])], (60, 60, 60))
    (box,) = told(page, seen("combo box", Box(98, 58, 330, 94)))
    assert box.role == "combo box"


def test_what_the_network_is_sure_of_stays(page: Image) -> None:
    (button,) = told(page, seen("button", FIELD, 0.8))
    assert button.role == "button"


def test_a_button_with_words_and_an_arrow_down_opens_a_list(page: Image) -> None:
    cv2.putText(page, "Heard Island", (106, 82), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1)
    cv2.polylines(page, [np.array([(280, 73), (286, 79), (292, 73)])], False, (0, 0, 0), 2)
    words = (ReadText(Box(106, 68, 292, 84), "Heard Island", 0.9),)
    (opened,) = told(page, seen("button", Box(97, 56, 308, 96)), words=words)
    assert opened.role == "combo box"


def test_rings_in_line_are_radio_buttons_and_the_filled_one_is_chosen(page: Image) -> None:
    ring(page, LEFT)
    ring(page, MIDDLE, chosen=True)
    ring(page, RIGHT)
    found = told(page, *(seen("button", around(at)) for at in (LEFT, MIDDLE, RIGHT)))
    assert [e.role for e in found] == ["radio"] * 3
    assert [set(e.state) for e in found] == [{"unchecked"}, {"checked"}, {"unchecked"}]


def test_a_ring_alone_is_left_as_it_was_seen(page: Image) -> None:
    ring(page, LEFT)
    (button,) = told(page, seen("button", around(LEFT)))
    assert button.role == "button"


def test_a_filled_disc_is_no_radio_button(page: Image) -> None:
    for at in (LEFT, MIDDLE):
        cv2.circle(page, at, 8, (60, 60, 220), -1, cv2.LINE_AA)
    assert [e.role for e in told(page, *(seen("button", around(at)) for at in (LEFT, MIDDLE)))] == [
        "button",
        "button",
    ]


def test_words_with_nothing_before_them_are_no_tick_box(page: Image) -> None:
    line = ReadText(Box(124, 191, 260, 205), "Dis urna proin placerat", 0.9)
    cv2.putText(page, line.text, (124, 204), cv2.FONT_HERSHEY_SIMPLEX, 0.35, (0, 0, 0), 1)
    assert told(page, seen("checkbox", Box(122, 180, 264, 214)), words=(line,)) == []
    cv2.rectangle(page, (102, 192), (114, 204), (90, 90, 90), 1)
    (box,) = told(page, seen("checkbox", Box(100, 180, 264, 214)), words=(line,))
    assert box.role == "checkbox"


def test_blank_ground_is_no_control_even_between_two(page: Image) -> None:
    below = Box(100, 116, 300, 148)
    cv2.rectangle(page, (below.x1, below.y1), (below.x2 - 1, below.y2 - 1), (110, 110, 110), 1)
    between = Box(100, 93, 302, 116)
    assert told(page, seen("combo box", between), seen("field", Box(0, 200, 260, 240))) == []
    assert len(told(page, seen("field", FIELD), seen("field", below))) == 2


def test_a_field_with_a_line_below_it_only_stays(page: Image) -> None:
    cv2.line(page, (60, 230), (300, 230), (90, 90, 90), 2)
    assert len(told(page, seen("field", Box(60, 200, 300, 232)))) == 1


@pytest.mark.parametrize("around_it", [255, 150])
def test_a_tick_within_an_outline_has_the_colour_of_its_own_paper(around_it: int) -> None:
    image: Image = np.full((60, 60, 3), around_it, np.uint8)
    cv2.rectangle(image, (20, 20), (35, 35), (60, 60, 60), 1)
    cv2.rectangle(image, (21, 21), (34, 34), (250, 250, 250), -1)
    cv2.polylines(image, [np.array([(24, 28), (27, 31), (32, 24)])], False, (40, 40, 40), 2)
    (ticked,) = find_ticked(Edges(image))
    assert ticked.color == (250, 250, 250)
