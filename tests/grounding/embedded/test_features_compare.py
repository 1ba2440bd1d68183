"""What the matcher is told about elements and instructions."""

from __future__ import annotations

import numpy as np
import pytest

from actions.geometry import Box
from grounding.embedded.features import FIT_SIZE, compare, likenesses, most_promising, stem_of
from grounding.embedded.features_query import FLAG_SIZE, MOST_TOKENS, QueryReader
from grounding.embedded.features_screen import ELEMENT_SIZE, PAIR_SIZE, describe_screen, pair_features
from grounding.types import UIElement

REGION = Box(0, 0, 800, 600)
ELEMENTS = (
    UIElement(Box(20, 20, 90, 40), "text", "User name"),
    UIElement(Box(120, 16, 300, 44), "field", ""),
    UIElement(Box(20, 100, 90, 130), "button", "Save"),
    UIElement(Box(120, 100, 190, 130), "button", "Save as…"),
    UIElement(Box(220, 100, 250, 130), "icon", "", meaning="delete, bin"),
)


def fits(instruction: str) -> np.ndarray:
    return compare(describe_screen(ELEMENTS, REGION), QueryReader().read(instruction)).fit


def test_sizes_are_as_promised() -> None:
    screen = describe_screen(ELEMENTS, REGION)
    found = compare(screen, QueryReader().read("click the save button"))
    assert screen.elements.shape == (5, ELEMENT_SIZE)
    assert screen.label_ids.shape[:2] == (5, 3)
    assert found.match.shape[:2] == (5, 4)
    assert found.fit.shape == (5, FIT_SIZE)
    assert found.query.flags.shape == (4, FLAG_SIZE)


def test_the_label_of_the_grammar_is_compared_with_every_text() -> None:
    fit = fits("click “Save”")
    assert fit[2, 19] > 0.98
    assert fit[3, 19] < 1.0
    assert fit[:, 19].argmax() == 2


def test_a_field_is_known_by_the_text_beside_it() -> None:
    fit = fits("the user name field")
    assert fit[1, 20] > 0.9
    assert fit[0, 19] > 0.9


def test_a_meaning_is_compared_too() -> None:
    assert fits("delete")[4, 2] > 0.3


def test_pictures_count_where_there_is_an_encoder() -> None:
    icons = np.zeros((5, 4), np.float32)
    icons[4] = [1, 0, 0, 0]
    screen = describe_screen(ELEMENTS, REGION, icons)

    def encode(phrases: object) -> np.ndarray:
        return np.array([[1.0, 0, 0, 0] if "bin" in str(p) else [0, 1.0, 0, 0] for p in phrases], np.float32)  # type: ignore[attr-defined]

    fit = compare(screen, QueryReader().read("the bin icon"), encode).fit
    assert fit[4, 8] == 1.0
    assert fit[2, 8] == 0.0


def test_ordinals_agree_with_ranks() -> None:
    fit = fits("the second button")
    assert fit[3, 31] > fit[2, 31]


def test_the_relation_of_the_grammar_is_measured() -> None:
    fit = fits("the button right of Save")
    assert fit[3, 32] > fit[1, 32]


def test_quotes_and_typed_words_are_marked() -> None:
    query = QueryReader().read("type “hello” in the Name field")
    assert query.quoted.tolist() == [False, True, False, False, False, False]
    assert query.quotes == ("hello",)
    assert query.phrase is not None
    assert query.phrase.label == "Name"


@pytest.mark.parametrize("words", ["", "   ", "???", "\x00\x01", "é" * 10_000, "click " * 3000])
def test_any_words_are_bounded(words: str) -> None:
    query = QueryReader().read(words)
    assert len(query.tokens) <= MOST_TOKENS
    found = compare(describe_screen(ELEMENTS, REGION), query)
    assert np.isfinite(found.fit).all()


def test_an_empty_screen_has_no_features() -> None:
    screen = describe_screen((), REGION)
    assert compare(screen, QueryReader().read("save")).fit.shape == (0, FIT_SIZE)


def test_pairs_say_which_side_and_how_near() -> None:
    boxes = np.array([[0, 0, 10, 10], [30, 0, 40, 10], [0, 40, 10, 50]], np.float32)
    pairs = pair_features(boxes, boxes)
    assert pairs.shape == (3, 3, PAIR_SIZE)
    assert pairs[1, 0, 9] > 0 == pairs[1, 0, 10]
    assert pairs[2, 0, 11] > 0 == pairs[2, 0, 12]
    assert pairs[0, 0, 15] == 1


def test_promising_elements_are_kept_in_order() -> None:
    fit = fits("Save")
    assert most_promising(fit, 2).tolist() == [2, 3]
    assert most_promising(fit, 10).tolist() == [0, 1, 2, 3, 4]


def test_inflections_share_a_stem() -> None:
    assert stem_of("saves") == stem_of("saving") == stem_of("save")
    assert stem_of("ok") == "ok"


def test_likeness_is_one_for_the_very_label() -> None:
    assert likenesses("Save as", ["save as...", "save", ""]).tolist()[0] >= 0.98
