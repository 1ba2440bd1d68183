"""What a model sees, and the way back from its coordinates."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.geometry import Box, Point, Size
from actions.screenshot import Screenshot
from gui_agent.chat.pictures import PictureMaker, fitting


def screenshot(width: int, height: int, left: int = 0, top: int = 0) -> Screenshot:
    image = np.zeros((height, width, 3), np.uint8)
    return Screenshot(image, Box(left, top, left + width, top + height))


def test_a_small_screen_is_sent_as_it_is() -> None:
    picture = PictureMaker(1568).picture(screenshot(1280, 800))
    assert picture.size == Size(1280, 800)
    assert picture.frame.to_screen(7, 9) == Point(7, 9)


def test_a_large_one_is_shrunk_once_and_kept() -> None:
    shot, maker = screenshot(3840, 2160), PictureMaker(1568)
    picture = maker.picture(shot)
    assert picture.size == Size(1568, 882)
    assert maker.picture(shot) is picture
    decoded = cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (882, 1568, 3)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(640, 3840),
    st.integers(480, 2160),
    st.integers(-500, 2000),
    st.sampled_from([1280, 1568, 2048]),
    st.data(),
)
def test_coordinates_come_back_exactly(
    width: int, height: int, left: int, edge: int, data: st.DataObject
) -> None:
    """A pixel of the picture is given back exactly, a pixel of the screen to within 1."""
    frame = PictureMaker(edge).picture(screenshot(width, height, left)).frame
    sent = fitting(Size(width, height), edge)
    x, y = data.draw(st.integers(0, sent.width - 1)), data.draw(st.integers(0, sent.height - 1))
    assert frame.from_screen(frame.to_screen(x, y)) == (x, y)
    there = Point(left + data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1)))
    back = frame.to_screen(*frame.from_screen(there))
    assert abs(back.x - there.x) <= 1
    assert abs(back.y - there.y) <= 1
