"""Recall of elements and words is counted against the rendered truth."""

from actions.geometry import Box
from grounding.data.sample import RenderedElement, RenderedLine, RenderedScreen
from grounding.evaluate.elements import Tally, add_screen
from grounding.types import ParsedScreen, UIElement

TRUTH = RenderedScreen(
    "a",
    "a.png",
    (200, 100),
    "web",
    "web",
    "form",
    "validation",
    (
        RenderedElement((10, 10, 60, 30), "button", "Save"),
        RenderedElement((80, 10, 130, 30), "button", "Open"),
        RenderedElement((0, 0, 3, 3), "icon"),
    ),
    lines=(RenderedLine((20, 14, 50, 26), "Save all"),),
)


def tally_of(*elements: UIElement) -> Tally:
    tally = Tally()
    add_screen(tally, TRUTH, ParsedScreen(elements, Box(0, 0, 200, 100)))
    return tally


def test_an_element_counts_from_half_an_overlap_on() -> None:
    near = UIElement(Box(10, 10, 40, 30), "icon")
    far = UIElement(Box(80, 10, 100, 30), "button")
    figures = tally_of(near, far).to_json()
    assert (figures["elements"], figures["recall"]) == (2, 0.5)
    assert figures["by_role"] == {"button": [0.5, 2]}


def test_words_count_where_they_stand() -> None:
    assert tally_of(UIElement(Box(20, 14, 50, 26), "text", "Save oll")).to_json()["word_recall"] == 0.5
    assert tally_of(UIElement(Box(150, 80, 190, 90), "text", "Save all")).to_json()["word_recall"] == 0.0
