"""Equal places are told apart by the control that the words stand in, or asked about."""

from __future__ import annotations

import pytest

from actions.geometry import Box
from grounding.embedded.places import Place, held_first, refuse_ties
from grounding.errors import AmbiguousTarget
from grounding.phrase import parse_target
from grounding.types import Candidate, ParsedScreen, Role, UIElement

LABEL = UIElement(Box(20, 40, 60, 52), "text", "Price")
WORDS = UIElement(Box(166, 106, 206, 118), "text", "Price")
REGION = Box(0, 0, 400, 300)


def places(*elements: UIElement) -> list[Place]:
    return [Place(element, 0.4, 0.8, 0.9) for element in elements]


def screen(role: Role, *more: Box) -> ParsedScreen:
    holders = [UIElement(box, role, "Price") for box in (Box(160, 100, 290, 124), *more)]
    return ParsedScreen((LABEL, WORDS, *holders), REGION)


def candidate(place: Place) -> Candidate:
    return Candidate(place.element.box.center, place.element.box, place.chance)


@pytest.mark.parametrize(
    ("words", "role"),
    [("Price column header", "column header"), ("Price button", "button"), ("Price tab", "tab")],
)
def test_the_words_in_such_a_control_come_first(words: str, role: Role) -> None:
    found = held_first(parse_target(words), places(LABEL, WORDS), screen(role))
    assert [place.element for place in found] == [WORDS]
    refuse_ties(parse_target(words), found, candidate)


def test_words_in_two_such_controls_stay_equal() -> None:
    phrase = parse_target("Price button")
    found = held_first(phrase, places(LABEL, WORDS), screen("button", Box(10, 30, 90, 60)))
    assert len(found) == 2
    with pytest.raises(AmbiguousTarget, match="2 places"):
        refuse_ties(phrase, found, candidate)


@pytest.mark.parametrize("words", ["Price", "Price button", "Price icon"])
def test_another_control_or_an_area_tells_nothing_apart(words: str) -> None:
    table = screen("column header")
    around = ParsedScreen((*table.elements, UIElement(Box(0, 60, 400, 300), "button")), REGION)
    for seen in (table, around):
        assert len(held_first(parse_target(words), places(LABEL, WORDS), seen)) == 2
