"""Grounding with the shipped matcher on screens that were parsed before; no pixels needed."""

from __future__ import annotations

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.embedded.model import EmbeddedGroundingModel
from grounding.embedded.weights import has_network
from grounding.errors import AmbiguousTarget, InvalidTarget, TargetNotFound
from grounding.types import ParsedScreen, Role, UIElement

pytestmark = pytest.mark.skipif(not has_network("matcher"), reason="the matcher's weights are not shipped")


class KnownScreen:
    """A parser that always sees the same elements."""

    def __init__(self, screen: ParsedScreen) -> None:
        self.screen = screen

    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        return self.screen

    def icon_vectors(self, screen: ParsedScreen) -> np.ndarray:
        return np.zeros((len(screen.elements), 8), np.float32)


def element(
    x: int, y: int, width: int, height: int, role: Role, text: str = "", meaning: str = ""
) -> UIElement:
    return UIElement(Box(x, y, x + width, y + height), role, text, meaning=meaning)


SETTINGS = ParsedScreen(
    (
        element(10, 10, 60, 24, "menu", "File"),
        element(80, 10, 60, 24, "menu", "Edit"),
        element(150, 10, 60, 24, "menu", "View"),
        element(20, 80, 70, 20, "text", "User name"),
        element(120, 76, 220, 28, "field"),
        element(20, 120, 70, 20, "text", "Password"),
        element(120, 116, 220, 28, "field"),
        element(20, 160, 150, 20, "checkbox", "Remember me"),
        *(
            element(20, 220 + 40 * i, 120, 24, "text", name)
            for i, name in enumerate(("Anna", "Boris", "Carla"))
        ),
        *(element(300, 220 + 40 * i, 80, 28, "button", "Remove") for i in range(3)),
        element(500, 500, 80, 30, "button", "Cancel"),
        element(600, 500, 80, 30, "button", "Save"),
        element(700, 10, 24, 24, "icon", meaning="settings, gear"),
        element(740, 10, 24, 24, "icon", meaning="delete, bin"),
    ),
    Box(0, 0, 800, 600),
)


@pytest.fixture(scope="module")
def model() -> EmbeddedGroundingModel:
    return EmbeddedGroundingModel(KnownScreen(SETTINGS))


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("Save", (600, 500)),
        ("click the Cancel button", (500, 500)),
        ("Click on the 'Save' button at the bottom right of the window to keep the changes", (600, 500)),
        ("Open the File menu", (10, 10)),
        ("the user name field", (120, 76)),
        ("type hello in the Password field", (120, 116)),
        ("tick Remember me", (20, 160)),
        ("the Remove button in the row of Boris", (300, 260)),
        ("点击“Save”按钮", (600, 500)),
    ],
)
def test_words_mean_their_element(model: EmbeddedGroundingModel, words: str, at: tuple[int, int]) -> None:
    best = model.ranked(SETTINGS, words, 1)[0]
    assert (best.box.x1, best.box.y1) == at


@pytest.mark.parametrize("words", ["“Florp”", "the 'Download everything' button", 'click on "Quux settings"'])
def test_a_quoted_label_that_is_not_there_is_not_found(model: EmbeddedGroundingModel, words: str) -> None:
    with pytest.raises(TargetNotFound):
        model.ground_on(SETTINGS, words)


def test_equal_buttons_are_a_question_back(model: EmbeddedGroundingModel) -> None:
    with pytest.raises(AmbiguousTarget, match="3 places") as raised:
        model.ground_on(SETTINGS, "the Remove button")
    assert len(raised.value.candidates) == 3


@pytest.mark.parametrize("words", ["Price column header", "the Price column"])
def test_the_same_words_are_told_apart_by_the_control_they_stand_in(words: str) -> None:
    table = ParsedScreen(
        (
            element(20, 40, 40, 12, "text", "Price"),
            element(90, 34, 160, 30, "field"),
            element(20, 100, 130, 24, "column header", "Product"),
            element(26, 106, 60, 12, "text", "Product"),
            element(160, 100, 130, 24, "column header", "Price"),
            element(166, 106, 40, 12, "text", "Price"),
            element(20, 130, 60, 12, "text", "Lamp"),
            element(166, 130, 40, 12, "text", "80.00"),
        ),
        Box(0, 0, 400, 300),
    )
    found = EmbeddedGroundingModel(KnownScreen(table)).ground_on(table, words)
    assert Box(160, 100, 290, 124).contains(found.point)


@pytest.mark.parametrize("words", ["", "  \n ", "\x00\x07", "\u200b"])
def test_empty_words_are_refused(model: EmbeddedGroundingModel, words: str) -> None:
    with pytest.raises(InvalidTarget):
        model.ground_on(SETTINGS, words)


@pytest.mark.parametrize("words", ["save " * 2500, "Save\x00", "ᚠᚢᚦᚨᚱᚲ", "'" * 3000 + "a", "((((((((((a"])
def test_strange_words_get_a_typed_answer(model: EmbeddedGroundingModel, words: str) -> None:
    try:
        scores = [model.ground_on(SETTINGS, words).score]
    except InvalidTarget:
        scores = []
    except TargetNotFound as error:
        scores = [c.score for c in error.candidates]
    assert all(0 <= score <= 1 for score in scores)


def test_an_exact_point_needs_no_network(model: EmbeddedGroundingModel) -> None:
    found = model.ground_on(SETTINGS, "the point (200, 300)")
    assert (found.point.x, found.point.y) == (200, 300)


def test_nothing_is_found_on_an_empty_screen(model: EmbeddedGroundingModel) -> None:
    empty = ParsedScreen((), Box(0, 0, 100, 100))
    blind = EmbeddedGroundingModel(KnownScreen(empty))
    with pytest.raises(TargetNotFound):
        blind.ground_on(empty, "Save")
    assert blind.ranked(empty, "Save") == []


def test_candidates_are_ranked_and_each_place_comes_once(model: EmbeddedGroundingModel) -> None:
    ranked = model.ranked(SETTINGS, "Save", 5)
    scores = [c.score for c in ranked]
    assert scores == sorted(scores, reverse=True)
    assert len({c.box for c in ranked}) == len(ranked)


def test_of_two_links_of_one_name_the_one_spelled_so_is_meant() -> None:
    page = ParsedScreen(
        (element(110, 80, 30, 14, "link", "eget"), element(198, 114, 31, 14, "link", "Eget")),
        Box(0, 0, 800, 600),
    )
    model = EmbeddedGroundingModel(KnownScreen(page))
    assert page.elements[1].box.contains(model.ground_on(page, 'link "Eget"').point)
    assert page.elements[0].box.contains(model.ground_on(page, 'link "eget"').point)
