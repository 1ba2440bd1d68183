"""A public model is shown the screen in its size, and its answer becomes a place with a score."""

import numpy as np
import pytest

from actions.geometry import Box, Point, Size
from grounding.errors import InvalidTarget, TargetNotFound, UnreadableAnswer
from grounding.public_models.asking import UNCALIBRATED_SCORE, Answer, Wanted, resized
from grounding.types import Grounding
from tests.grounding.public_models.scripted import screen, scripted


def test_a_point_is_found_where_the_model_says_with_a_small_box_around_it() -> None:
    model, _ = scripted(Answer("(500, 500)", 0.93))
    found = model.ground(screen(), "Save")
    assert found == Grounding(Point(500, 250), Box(492, 242, 508, 258), 0.93, "Save")


def test_a_box_is_kept_and_its_middle_is_the_point() -> None:
    model, _ = scripted("(100,100),(200,200)", name="os-atlas")
    found = model.ground(screen(), "Save")
    assert (found.box, found.point) == (Box(100, 50, 200, 100), Point(150, 75))


def test_without_probabilities_the_score_says_nothing() -> None:
    model, _ = scripted("(500, 500)")
    assert model.ground(screen(), "Save").score == UNCALIBRATED_SCORE


def test_the_picture_is_shown_in_the_models_size() -> None:
    model, answerer = scripted("(500, 500)")
    model.ground(screen(1000, 500), "Save")
    assert answerer.asked[0].picture.shape == (504, 1008, 3)


def test_the_screen_of_a_hidpi_display_is_shown_in_full_and_answered_in_its_own_pixels() -> None:
    model, answerer = scripted("(504,252)", name="gta1")
    found = model.ground(screen(500, 250, at=(1500, 0), scale=2.0), "Save")
    assert answerer.asked[0].picture.shape == (504, 1008, 3)
    assert found.point == Point(1750, 125)


def test_a_point_in_the_corner_has_its_box_on_the_screen() -> None:
    model, _ = scripted("(0, 1000)")
    found = model.ground(screen(), "Save")
    assert (found.point, found.box) == (Point(0, 499), Box(0, 491, 8, 500))


def test_nothing_there_is_not_found_and_nothing_readable_is_an_error_of_its_kind() -> None:
    model, _ = scripted("not found", "gibberish", "(5000, 20)")
    with pytest.raises(TargetNotFound, match="does not see “Save”"):
        model.ground(screen(), "Save")
    for _ in range(2):
        with pytest.raises(UnreadableAnswer):
            model.ground(screen(), "Save")


def test_many_are_asked_at_once_and_each_has_its_own_end() -> None:
    model, answerer = scripted("(500, 500)", "not found", "gibberish")
    ends = model.ground_all([Wanted(screen(), word) for word in ("Save", "Open", "Close")])
    assert [type(end) for end in ends] == [Grounding, TargetNotFound, UnreadableAnswer]
    assert len(answerer.asked) == 3


def test_an_empty_target_is_not_asked_about() -> None:
    model, answerer = scripted("(500, 500)")
    with pytest.raises(InvalidTarget):
        model.ground(screen(), "  ")
    assert not answerer.asked


def test_a_guess_is_the_answer_or_nothing() -> None:
    model, _ = scripted("(500, 500)", "none")
    guess = model.best_guess(screen(), "Save")
    assert guess is not None
    assert guess.point == Point(500, 250)
    assert model.best_guess(screen(), "Save") is None


def test_scaling_keeps_what_stands_where() -> None:
    image = screen(1000, 500).image
    small = resized(image, Size(500, 252))
    assert small.dtype == np.uint8
    assert abs(int(small[126, 250, 0]) - int(image[250, 500, 0])) <= 2
    assert resized(image, Size(1000, 500)) is image
