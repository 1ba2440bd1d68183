"""A title bar says little, and nothing at all in some themes: its window tells where it is."""

import numpy as np
import pytest

from actions.computer import Window
from actions.geometry import Box, Point, Size
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import ParsedScreen
from gui_agent.recording.evidence import Marks
from gui_agent.recording.healing import Found, find_again
from gui_agent.types import Observation

SCREEN = Box(0, 0, 800, 600)
THEN = Window(1, "Customers", "customers", Box(100, 100, 500, 400), active=True)
NOW = Window(9, "Clients", "customers", Box(200, 50, 800, 500), active=True)
OTHER = Window(3, "Customers", "mousepad", Box(0, 0, 90, 90))
PLAIN = np.full((20, 40, 3), 40, np.uint8)


def found(point: Point, *windows: Window, label: str = "") -> Found | None:
    marks = Marks(label, "", Box.around(point, 40, 20), point, PLAIN, (), THEN)
    shot = Screenshot(np.full((600, 800, 3), 40, np.uint8), SCREEN)
    now = Observation(shot, ParsedScreen((), SCREEN), windows=windows)
    return find_again(marks, "", now, FakeGroundingModel(FakeScreens(Size(800, 600))), thoroughly=True)


@pytest.mark.parametrize("label", ["", "Customers"])
def test_it_is_as_far_along_the_bar_of_todays_window(label: str) -> None:
    place = found(Point(300, 110), OTHER, NOW, label=label)
    assert place is not None
    assert (place.point, place.how) == (Point(500, 60), "its place on a title bar")


@pytest.mark.parametrize(
    ("point", "label", "windows"),
    [
        (Point(300, 110), "Close", (NOW,)),
        (Point(300, 200), "", (NOW,)),
        (Point(300, 110), "", (OTHER,)),
        (Point(300, 110), "", (NOW, NOW)),
    ],
    ids=["a button on the bar", "below the bar", "another program", "two windows alike"],
)
def test_nothing_else_is_taken_for_it(point: Point, label: str, windows: tuple[Window, ...]) -> None:
    assert found(point, *windows, label=label) is None
