"""Half cells: two pixels in a character."""

import numpy as np

from tui.assistant.picture import half_cells, shades


def test_a_picture_keeps_its_proportions_and_colours() -> None:
    image = np.zeros((100, 200, 3), np.uint8)
    image[:50] = (255, 0, 0)  # blue above black
    lines = half_cells(image, 40, 30)
    assert len(lines) == 10
    assert all(line.cell_length == 40 for line in lines)
    first, last = next(iter(lines[0])), next(iter(lines[-1]))
    assert first.style is not None
    assert last.style is not None
    assert first.style.color is not None
    assert first.style.color.triplet is not None
    assert (first.style.color.triplet.blue > 200, first.style.color.triplet.red < 40) == (True, True)


def test_a_narrow_place_is_filled_from_the_middle() -> None:
    lines = half_cells(np.full((400, 100, 3), 255, np.uint8), 40, 10)
    assert len(lines) == 10
    assert next(iter(lines[0])).text.strip() == ""


def test_without_colours_light_is_fuller_than_dark() -> None:
    image = np.zeros((100, 200, 3), np.uint8)
    image[:50] = 255
    lines = shades(image, 40, 30)
    assert (lines[0].text, lines[-1].text) == ("█" * 40, " " * 40)
