import cv2
import numpy as np
import pytest

from actions.geometry import Box
from grounding.cues import Edges, find_ticked


@pytest.mark.parametrize(("ground", "paper"), [(250, 250), (250, 235), (40, 250)])
def test_an_outlined_tick_is_seen_on_paper_of_any_colour(ground: int, paper: int) -> None:
    image = np.full((60, 60, 3), ground, np.uint8)
    image[20:35, 20:35] = 150
    image[21:34, 21:34] = paper
    cv2.polylines(image, [np.array([[24, 27], [26, 30], [31, 24]], np.int32)], False, (120, 0, 0), 2)
    (ticked,) = find_ticked(Edges(image))
    assert ticked.box.overlaps(Box(20, 20, 35, 35))
    assert ticked.color == (paper, paper, paper)
