"""Labels that do not fit into what they stand on."""

import cv2
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from gui_agent.exploring.clipping import ends_in_dots, is_cut
from tests.gui_agent.exploring.drawn import SCREEN, blank, write


def _button(words: str, width: int) -> tuple[Screenshot, Box]:
    """Draw a button of ``width`` pixels whose words are cut where they do not fit; return where they show."""
    image, left, top = blank(), 100, 100
    text = write(image, words, left + 8, top + 20)
    shown = image[top : top + 30, left : left + width].copy()
    image[top : top + 30, left:] = 240
    image[top : top + 30, left : left + width] = shown
    cv2.rectangle(image, (left, top), (left + width, top + 30), (120, 120, 120), 1)
    return Screenshot(image, SCREEN), Box(text.x1, text.y1, min(text.x2, left + width), text.y2)


@pytest.mark.parametrize(
    ("words", "width"),
    [("Refund the customer", 100), ("Refund the customer", 140), ("Refund the customer", 118)],
)
def test_words_that_run_into_the_edge_of_their_button_are_cut(words: str, width: int) -> None:
    assert is_cut(*_button(words, width))


@pytest.mark.parametrize("words", ["Refund", "Charge", "Bill", "Ill", "Close"])
def test_words_with_room_around_them_are_not(words: str) -> None:
    assert not is_cut(*_button(words, 120))


def test_words_beside_other_words_are_not_cut() -> None:
    image = blank()
    first = write(image, "File", 100, 100)
    write(image, "Edit", first.x2 + 6, 100)
    assert not is_cut(Screenshot(image, SCREEN), first)


def test_dots_at_the_end_shorten_a_label() -> None:
    assert ends_in_dots("Charge reader…")
    assert ends_in_dots("Charge reader...")
    assert not ends_in_dots("…")
    assert not ends_in_dots("e.g. this")
