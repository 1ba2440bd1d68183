"""The words of a line are read without the icon in front of them."""

from collections.abc import Sequence

import cv2
import numpy as np

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.line_reading import Split, has_icon_in_front, read_lines, split_off
from grounding.embedded.reader import ReadLine


def line(words: str, *, icon: bool = False, gap: int = 6) -> Image:
    """Draw a line's crop: a red square in front where ``icon``, then the words."""
    image: Image = np.full((22, 160, 3), 250, np.uint8)
    x = 3
    if icon:
        cv2.rectangle(image, (x, 3), (x + 14, 18), (30, 30, 220), -1)
        x += 15 + gap
    cv2.putText(image, words, (x, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1)
    columns = np.flatnonzero((image != 250).any(axis=(0, 2)))
    return np.ascontiguousarray(image[:, : columns[-1] + 4])


class Widths:
    """Reads crops that begin with the red square as “E” and the word, others as the word."""

    def read(self, crops: Sequence[Image]) -> list[ReadLine]:
        red = [bool((c[:, :10, 2].astype(int) - c[:, :10, 0] > 100).any()) for c in crops]
        return [ReadLine("E Save" if r else "Save", 0.9 if r else 0.99) for r in red]


def test_an_icon_in_front_is_left_out() -> None:
    (found,) = read_lines(Widths(), [line("Save", icon=True)])
    assert found.line.text == "Save"
    assert found.part is not None
    assert found.part.x1 >= 21


def test_words_without_an_icon_are_read_as_a_whole() -> None:
    (found,) = read_lines(Widths(), [line("Save")])
    assert (found.line.text, found.part) == ("Save", None)


def test_a_coloured_square_is_surely_an_icon() -> None:
    split = split_off(line("Save", icon=True))
    assert split is not None
    assert split.sure


def test_what_stands_close_is_a_letter() -> None:
    assert split_off(line("Save", icon=True, gap=1)) is None
    assert split_off(np.full((20, 90, 3), 255, np.uint8)) is None
    assert split_off(np.zeros((0, 0, 3), np.uint8)) is None


def says(whole: str, words: str, sure: bool = False, score: float = 0.9) -> bool:
    split = Split(Box(3, 3, 15, 15), Box(20, 3, 60, 15), sure)
    return has_icon_in_front(split, ReadLine(whole, score), ReadLine(words, 0.98))


def test_garbage_in_front_is_an_icon() -> None:
    assert says("□ Pictures", "Pictures")
    assert says("P View", "View")
    assert says("B Save", "Save", sure=True, score=0.99)


def test_words_numbers_and_signs_in_front_are_kept() -> None:
    assert not says("To File", "File")
    assert not says("7 Feb 2030", "Feb 2030")
    assert not says("€ 193", "193")
    assert not says("X resolution:", "resolution:", score=0.99)
    assert not says("1 of 4", "of 4")


def test_what_reads_otherwise_alone_is_taken_only_where_the_icon_is_sure() -> None:
    assert says("□ Sove", "Save", sure=True, score=0.7)
    assert not says("Sove", "ave", score=0.7)
