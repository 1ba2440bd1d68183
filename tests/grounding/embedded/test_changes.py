"""What of a new frame is looked at again."""

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.changes import is_cut, regions_to_look_at, with_context


def picture(*changes: Box) -> Image:
    image: Image = np.full((600, 800, 3), 240, np.uint8)
    for box in changes:
        image[box.y1 : box.y2, box.x1 : box.x2] = 10
    return image


def test_an_equal_frame_needs_no_look() -> None:
    assert regions_to_look_at(picture(), picture()) == []


def test_the_first_frame_and_another_size_need_a_whole_look() -> None:
    assert regions_to_look_at(None, picture()) is None
    assert regions_to_look_at(picture()[:300], picture()) is None


def test_a_small_change_is_its_own_region() -> None:
    change = Box(100, 100, 140, 120)
    assert regions_to_look_at(picture(), picture(change)) == [change]


def test_near_changes_share_a_region_and_far_ones_do_not() -> None:
    near = regions_to_look_at(picture(), picture(Box(100, 100, 140, 120), Box(180, 100, 220, 120)))
    far = regions_to_look_at(picture(), picture(Box(20, 20, 60, 40), Box(700, 500, 740, 520)))
    assert near == [Box(100, 100, 220, 120)]
    assert far is not None
    assert sorted(far, key=lambda b: b.x1) == [Box(20, 20, 60, 40), Box(700, 500, 740, 520)]


def test_a_change_of_most_of_the_screen_needs_a_whole_look() -> None:
    assert regions_to_look_at(picture(), picture(Box(50, 50, 700, 550))) is None


def test_context_stays_inside_the_picture() -> None:
    assert with_context(Box(10, 10, 20, 20), picture()) == Box(0, 0, 116, 116)


@pytest.mark.parametrize(
    ("box", "cut"),
    [
        (Box(120, 120, 140, 140), False),
        (Box(100, 120, 140, 140), True),
        (Box(120, 120, 400, 140), True),
    ],
)
def test_what_touches_an_inner_rim_may_go_on_beyond(box: Box, cut: bool) -> None:
    assert is_cut(box, Box(100, 100, 400, 400), picture()) is cut


def test_what_touches_the_rim_of_the_picture_is_whole() -> None:
    assert not is_cut(Box(0, 0, 50, 50), Box(0, 0, 200, 200), picture())
