"""Two models together: agreement raises the score, disagreement asks, one alone counts less."""

import pytest

from actions.geometry import Box, Point
from grounding.errors import AmbiguousTarget, InvalidTarget, TargetNotFound
from grounding.public_models.ensembles import DISAGREED_SCORE, EnsembleModel
from grounding.types import Grounding
from tests.grounding.public_models.scripted import Knowing, candidate, place, screen

SAVE, OPEN = Box(100, 100, 180, 130), Box(600, 300, 680, 330)
NOT_FOUND = TargetNotFound("nothing fits", (candidate(OPEN),))


def ask(theirs: Grounding | Exception, ours: Grounding | Exception) -> Grounding:
    return EnsembleModel(Knowing(theirs), Knowing(ours)).ground(screen(), "Save")  # type: ignore[arg-type]


def test_where_both_mean_the_same_element_the_answer_is_surer_than_either() -> None:
    theirs = Grounding(Point(170, 105), Box(162, 97, 178, 113), 0.7, "what was asked")
    found = ask(theirs, place(SAVE, 0.6, "Save"))
    assert found.score == pytest.approx(0.88)
    assert (found.box, found.label, found.point) == (SAVE, "Save", Point(170, 105))


def test_a_point_just_beside_the_element_still_means_it_and_is_put_on_it() -> None:
    theirs = Grounding(Point(185, 115), Box(177, 107, 193, 123), 0.7)
    assert ask(theirs, place(SAVE)).point == SAVE.center


def test_a_box_that_holds_the_other_point_agrees() -> None:
    assert ask(place(Box(90, 90, 300, 200)), place(SAVE)).box == SAVE


def test_where_they_differ_the_score_is_low_and_the_other_is_an_alternative() -> None:
    found = ask(place(OPEN, 0.99, "Open"), place(SAVE, 0.95, "Save"))
    assert found.score == DISAGREED_SCORE
    assert found.box == OPEN
    assert [other.box for other in found.alternatives] == [SAVE]


def test_of_several_equal_places_the_public_model_chooses_one() -> None:
    several = AmbiguousTarget("two", (candidate(SAVE), candidate(OPEN)))
    found = ask(place(OPEN, 0.8), several)
    assert found.box == OPEN
    assert found.score == pytest.approx(0.9)
    assert [other.box for other in found.alternatives] == [SAVE]


def test_a_place_that_is_none_of_several_is_a_disagreement() -> None:
    several = AmbiguousTarget("two", (candidate(SAVE), candidate(OPEN)))
    found = ask(place(Box(800, 10, 820, 30)), several)
    assert found.score == DISAGREED_SCORE
    assert len(found.alternatives) == 2


@pytest.mark.parametrize("unread", [NOT_FOUND, InvalidTarget("unreadable")])
def test_the_public_model_alone_counts_less(unread: Exception) -> None:
    found = ask(place(SAVE, 0.8), unread)
    assert found.box == SAVE
    assert found.score == pytest.approx(0.56)


def test_the_embedded_model_alone_counts_less() -> None:
    found = ask(TargetNotFound("no"), place(SAVE, 0.8))
    assert found.box == SAVE
    assert found.score == pytest.approx(0.56)


def test_where_neither_finds_it_the_candidates_are_told() -> None:
    with pytest.raises(TargetNotFound) as missing:
        ask(TargetNotFound("no"), NOT_FOUND)
    assert missing.value.candidates == (candidate(OPEN),)


def test_a_guess_is_the_best_that_is_left() -> None:
    neither = EnsembleModel(Knowing(TargetNotFound("no")), Knowing(NOT_FOUND))
    assert neither.best_guess(screen(), "Save") == candidate(OPEN)
    both = EnsembleModel(Knowing(place(SAVE)), Knowing(place(SAVE)))
    guess = both.best_guess(screen(), "Save")
    assert guess is not None
    assert guess.box == SAVE
