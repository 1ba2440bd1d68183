"""Underlined coloured words within a line of text are links."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.fusion import ReadText
from grounding.embedded.inline_links import find_inline_links, link_of

LINE = ReadText(Box(20, 28, 400, 46), "Cursus justo facilisis nam scelerisque", 0.9)
BLUE, BLACK = (238, 0, 0), (0, 0, 0)


@pytest.fixture
def page() -> Image:
    image: Image = np.full((80, 420, 3), 255, np.uint8)
    return image


def write(image: Image, text: str, x: int, colour: tuple[int, int, int], *, underlined: bool) -> Box:
    cv2.putText(image, text, (x, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1)
    width = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)[0][0]
    if underlined:
        cv2.line(image, (x, 44), (x + width - 1, 44), colour, 1)
    return Box(x, 28, x + width, 46)


def test_every_underlined_word_is_a_link_of_its_own(page: Image) -> None:
    write(page, "Cursus", 20, BLACK, underlined=False)
    first = write(page, "justo", 90, BLUE, underlined=True)
    second = write(page, "nam", first.x2 + 6, BLUE, underlined=True)
    links = find_inline_links(page, [LINE])
    assert len(links) == 2
    for link, word in zip(links, (first, second), strict=True):
        assert abs(link.x1 - word.x1) <= 1
        assert abs(link.x2 - word.x2) <= 2


def test_a_letter_that_reaches_below_the_underline_does_not_cut_a_link(page: Image) -> None:
    box = write(page, "ago", 90, BLUE, underlined=True)
    page[43:46, box.x1 + 10 : box.x1 + 18] = 255
    page[43:47, box.x1 + 12 : box.x1 + 16] = BLUE
    (link,) = find_inline_links(page, [LINE])
    assert link.x1 <= box.x1 + 1
    assert link.x2 >= box.x2 - 2


def test_neither_colour_nor_an_underline_alone_makes_a_link(page: Image) -> None:
    write(page, "justo", 90, BLUE, underlined=False)
    write(page, "nam", 200, BLACK, underlined=True)
    cv2.line(page, (300, 44), (360, 44), BLUE, 1)
    assert find_inline_links(page, [LINE]) == []
    assert find_inline_links(page, []) == []


def test_a_coloured_bar_is_no_underline(page: Image) -> None:
    page[38:48, 90:200] = BLUE
    assert find_inline_links(page, [LINE]) == []


def test_a_link_is_named_without_the_sign_after_it() -> None:
    link = link_of(Box(0, 0, 40, 14), "libero.")
    assert (link.role, link.text) == ("link", "libero")
