"""Keys with one sign are read, icons are not."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.lone_signs import LoneSign, believed, is_looked_at, sign_in
from grounding.embedded.reader import ReadLine
from grounding.types import UIElement


def key(sign: str = "", width: int = 60, height: int = 40, *, dark: bool = False) -> Image:
    """Draw a key with a border and a sign in the middle."""
    image: Image = np.full((height, width, 3), 40 if dark else 235, np.uint8)
    cv2.rectangle(image, (0, 0), (width - 1, height - 1), (128, 128, 128), 1)
    ink = (240, 240, 240) if dark else (20, 20, 20)
    cv2.putText(image, sign, (width // 2 - 6, height // 2 + 6), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1)
    return image


@pytest.mark.parametrize("dark", [False, True])
def test_the_ink_of_a_sign_is_found_without_the_border(dark: bool) -> None:
    sign = sign_in(key("5", dark=dark))
    assert sign is not None
    assert Box(20, 10, 40, 30).intersection(sign.box) == sign.box
    assert 8 <= sign.box.height <= 14


def test_an_empty_key_has_no_sign() -> None:
    assert sign_in(key()) is None
    assert sign_in(key()[:3, :3]) is None


def test_filled_shapes_and_coloured_pictures_are_no_signs() -> None:
    arrow = key()
    cv2.fillPoly(arrow, [np.array([(24, 12), (24, 28), (36, 20)])], (20, 20, 20))
    cv2.rectangle(arrow, (24, 12), (36, 28), (20, 20, 20), -1)
    assert sign_in(arrow) is None
    picture = key()
    for x, colour in ((22, (200, 40, 40)), (30, (40, 180, 40)), (38, (40, 40, 220))):
        cv2.line(picture, (x, 12), (x, 28), colour, 2)
    assert sign_in(picture) is None


def test_what_is_off_the_middle_is_no_sign() -> None:
    image = key(width=200)
    cv2.putText(image, "a", (12, 26), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 20, 20), 1)
    assert sign_in(image) is None


def test_only_small_controls_without_words_are_looked_at() -> None:
    box = Box(0, 0, 60, 40)
    assert is_looked_at(UIElement(box, "button"))
    assert is_looked_at(UIElement(box, "cell", "•"))
    assert not is_looked_at(UIElement(box, "button", "OK"))
    assert not is_looked_at(UIElement(box, "slider"))
    assert not is_looked_at(UIElement(Box(0, 0, 900, 40), "button"))


def keys(count: int) -> list[UIElement]:
    return [UIElement(Box(70 * i, 0, 70 * i + 60, 40), "button") for i in range(count)]


def told(*readings: tuple[str, float]) -> dict[int, str]:
    """Return what is believed of keys in a row, all drawn as a hollow shape that has no name."""
    hollow = np.zeros((12, 8), bool)
    hollow[[0, -1]], hollow[:, [0, -1]] = True, True
    sign = LoneSign(Box(26, 14, 34, 26), hollow)
    n = len(readings)
    return believed(keys(n), range(n), [sign] * n, [ReadLine(t, s) for t, s in readings])


def test_a_sure_digit_is_believed_and_an_unsure_one_is_not() -> None:
    assert told(("5", 0.99), ("7", 0.6)) == {0: "5"}


def test_a_single_letter_alone_must_be_surer_than_a_digit() -> None:
    assert told(("p", 0.97)) == {}
    assert told(("T", 0.995)) == {0: "T"}


def test_an_operator_is_believed_among_keys_only() -> None:
    assert told(("×", 0.7)) == {}
    digits = [(str(i), 0.99) for i in range(1, 6)]
    assert told(*digits, ("×", 0.7), ("7", 0.6))[5] == "×"
    assert told(*digits, ("×", 0.7), ("7", 0.6))[6] == "7"


def test_signs_of_other_scripts_are_left_alone() -> None:
    hollow = LoneSign(Box(26, 14, 34, 26), np.ones((12, 8), bool))
    assert believed(keys(1), [0], [hollow], [ReadLine("□", 0.99, foreign=True)]) == {}


def test_a_number_alone_in_an_empty_field_is_its_value() -> None:
    field = UIElement(Box(0, 0, 200, 30), "field")
    inside, outside = UIElement(Box(4, 4, 26, 26), "button"), UIElement(Box(300, 0, 322, 26), "button")
    sign = LoneSign(Box(8, 6, 15, 20), np.ones((14, 7), np.bool_))
    found = believed([field, inside, outside], [1, 2], [sign, sign], [ReadLine("0", 0.85)] * 2)
    assert found == {1: "0"}
    assert believed([field, inside], [1], [sign], [ReadLine("0", 0.7)]) == {}
