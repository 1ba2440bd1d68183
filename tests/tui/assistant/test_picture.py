"""How rows of a picture become lines of the terminal."""

import numpy as np
from rich.style import Style

from tui.assistant.picture import graphics, half_cells

BLUE_OVER_BLACK = np.array([0, 0, 255, 0, 0, 0], np.uint8).tobytes()


def test_a_cell_is_its_upper_pixel_over_its_lower_one() -> None:
    line = half_cells(BLUE_OVER_BLACK * 3, 3, Style())
    (segment,) = line
    assert segment.text == "▀▀▀"
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.bgcolor is not None
    assert segment.style.color.triplet == (0, 0, 255)
    assert segment.style.bgcolor.triplet == (0, 0, 0)


def test_a_narrow_picture_is_in_the_middle_of_its_place() -> None:
    line = half_cells(BLUE_OVER_BLACK * 4, 10, Style())
    assert (line.text, line.cell_length) == ("   ▀▀▀▀   ", 10)


def test_graphics_take_no_cells_and_are_drawn_after_the_blanks_they_lie_on() -> None:
    line = graphics("\x1bPsixel\x1b\\", 5, Style())
    blanks, sequence = line
    assert (line.cell_length, blanks.text) == (5, " " * 5)
    assert sequence.is_control
    assert sequence.text == "\x1b7\x1b[5D\x1bPsixel\x1b\\\x1b8"
