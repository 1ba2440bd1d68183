"""An answered point gets the box and the words of what it lies on."""

from dataclasses import dataclass

from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.public_models.elements import OnElements, element_at
from grounding.types import Grounding, ParsedScreen, UIElement
from tests.grounding.public_models.scripted import Knowing, screen

WINDOW = UIElement(Box(0, 0, 1000, 500), "window", "Editor")
BAR = UIElement(Box(0, 0, 400, 40), "text", "")
SAVE = UIElement(Box(100, 5, 160, 35), "button", "Save")
BIN = UIElement(Box(200, 5, 230, 35), "icon", meaning="delete, bin")
SCREEN = ParsedScreen((WINDOW, BAR, SAVE, BIN), WINDOW.box)


@dataclass
class Parser:
    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        return SCREEN


def ground(point: Point) -> Grounding:
    given = Grounding(point, Box.around(point, 16, 16), 0.8, "asked for")
    return OnElements(Knowing(given), Parser()).ground(screen(), "asked for")


def test_the_smallest_element_at_the_point_is_meant_and_the_point_stays() -> None:
    found = ground(Point(105, 30))
    assert (found.point, found.box, found.label, found.score) == (Point(105, 30), SAVE.box, "Save", 0.8)


def test_a_picture_is_told_by_its_meaning() -> None:
    assert ground(Point(210, 20)).label == "delete, bin"


def test_a_nameless_element_keeps_the_words_asked_for() -> None:
    assert ground(Point(300, 20)).label == "asked for"


def test_the_whole_window_is_not_what_was_pointed_at() -> None:
    assert element_at(SCREEN, Point(700, 300)) is None
    assert ground(Point(700, 300)).box == Box(692, 292, 708, 308)
