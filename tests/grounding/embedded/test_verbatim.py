"""A line that says exactly the target is the target, whatever else its words could mean."""

from __future__ import annotations

import pytest

from actions.geometry import Box
from grounding.embedded.verbatim import verbatim
from grounding.phrase import parse_target
from grounding.types import Grounding, ParsedScreen, TextPiece, UIElement

FIRST = TextPiece("See the doctor - High - open", Box(10, 40, 200, 54))
SECOND = TextPiece("Read a book - Low -open", Box(10, 57, 190, 71))
BOTH = UIElement(
    Box(10, 40, 200, 71), "text", f"{FIRST.text} {SECOND.text}", pieces=(FIRST, SECOND)
)  # fmt: skip
LOW = UIElement(Box(300, 10, 400, 30), "combo box", "Low")


def found(words: str, *elements: UIElement) -> Grounding | None:
    return verbatim(parse_target(words), words, ParsedScreen(elements, Box(0, 0, 500, 300)))


def test_a_line_read_with_its_neighbour_is_pointed_at_by_itself() -> None:
    place = found("Read a book - Low - open", LOW, BOTH)
    assert place is not None
    assert (place.box, place.point) == (SECOND.box, SECOND.box.center)


def test_the_same_line_in_two_places_is_left_to_the_model() -> None:
    again = UIElement(SECOND.box.offset(0, 120), "text", SECOND.text)
    assert found(SECOND.text, BOTH, again) is None


@pytest.mark.parametrize(
    "words", ["Low", "Low drop-down", "the first Read a book", "Read a book", '"See the doctor"']
)
def test_what_does_not_stand_there_just_so_is_left_to_the_model(words: str) -> None:
    assert found(words, LOW, BOTH) is None
