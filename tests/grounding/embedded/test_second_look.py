"""What the quick look does not show is looked for with OCR, once per screen."""

from collections.abc import Sequence

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.embedded.model import EmbeddedGroundingModel
from grounding.embedded.parser import EmbeddedScreenParser
from grounding.embedded.second_look import TwiceLookingModel
from grounding.errors import TargetNotFound
from grounding.ocr import TextLine

WORD = Box(60, 80, 130, 96)


class ThoroughReader:
    """Reads one word where the quick reader sees an empty page; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def lines_of(self, image: Image) -> Sequence[TextLine]:
        self.asked += 1
        return (TextLine(WORD, "Reserve", 0.98),)


@pytest.fixture
def page() -> Screenshot:
    return Screenshot(np.full((240, 320, 3), 255, np.uint8), Box(0, 0, 320, 240))


@pytest.fixture
def reader() -> ThoroughReader:
    return ThoroughReader()


@pytest.fixture
def parser(reader: ThoroughReader) -> EmbeddedScreenParser:
    return EmbeddedScreenParser(thorough_reader=reader)


@pytest.fixture
def model(parser: EmbeddedScreenParser) -> TwiceLookingModel:
    return TwiceLookingModel(parser, EmbeddedGroundingModel(parser))


def test_a_word_missed_at_first_is_found_on_the_close_look(
    model: TwiceLookingModel, page: Screenshot
) -> None:
    assert WORD.contains(model.ground(page, '"Reserve"').point)


def test_what_neither_look_shows_is_not_found(model: TwiceLookingModel, page: Screenshot) -> None:
    with pytest.raises(TargetNotFound):
        model.ground(page, '"Cancel"')


def test_a_screen_is_read_closely_once(
    model: TwiceLookingModel, reader: ThoroughReader, page: Screenshot
) -> None:
    for _ in range(3):
        model.ground(page, '"Reserve"')
    assert reader.asked == 1


def test_the_quick_look_stays_as_it_was(parser: EmbeddedScreenParser, page: Screenshot) -> None:
    quick = parser.parse(page)
    close = parser.parse_closely(page)
    assert (quick.texts(), close.texts()) == ([], ["Reserve"])
    assert parser.parse(page) is quick
    assert len(parser.icon_vectors(close)) == len(close.elements)


def test_screens_before_an_action_are_remembered_for_comparison(
    parser: EmbeddedScreenParser, reader: ThoroughReader, page: Screenshot
) -> None:
    other = Screenshot(np.full((240, 320, 3), 200, np.uint8), page.region)
    before, after = parser.parse_closely(page), parser.parse_closely(other)
    assert before is not after
    assert parser.parse_closely(other) is after
    assert reader.asked == 2
