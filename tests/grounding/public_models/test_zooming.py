"""The close look is a crop around the first answer, and its answer is mapped back exactly."""

import random

import pytest

from actions.geometry import Box, Point
from grounding.errors import TargetNotFound
from grounding.public_models.asking import Answer
from grounding.public_models.zooming import ZoomingModel, cropped, part_around
from tests.grounding.public_models.scripted import screen, scripted


def test_the_second_answer_counts_and_is_told_in_the_screens_pixels() -> None:
    model, answerer = scripted("(500, 500)", "(750, 248)")
    found = ZoomingModel(model).ground(screen(1000, 500), "Save")
    # The part is 250-750 × 125-375: 250 + 0.75·500, 125 + 0.248·250.
    assert found.point == Point(625, 187)
    assert len(answerer.asked) == 2


def test_the_part_is_shown_as_large_as_the_whole_screen_was() -> None:
    model, answerer = scripted("(500, 500)", "(500, 500)")
    shot = screen(1000, 500)
    ZoomingModel(model).ground(shot, "Save")
    whole, part = (question.picture for question in answerer.asked)
    assert part.shape == whole.shape
    assert abs(int(part[0, 0, 0]) - int(shot.image[125, 250, 0])) <= 2


def test_where_both_looks_differ_the_first_is_the_alternative() -> None:
    model, _ = scripted(Answer("(500, 500)", 0.9), Answer("(100, 100)", 0.8))
    found = ZoomingModel(model).ground(screen(), "Save")
    assert found.score == 0.8
    assert [other.point for other in found.alternatives] == [Point(500, 250)]
    assert found.alternatives[0].score < 0.9


def test_where_both_looks_agree_there_is_no_alternative() -> None:
    model, _ = scripted("(500, 500)", "(502, 502)")
    assert ZoomingModel(model).ground(screen(), "Save").alternatives == ()


@pytest.mark.parametrize("second", ["not found", "gibberish"])
def test_a_close_look_that_finds_nothing_leaves_the_first_answer_less_sure(second: str) -> None:
    model, _ = scripted(Answer("(500, 500)", 0.9), second)
    found = ZoomingModel(model).ground(screen(), "Save")
    assert found.point == Point(500, 250)
    assert found.score == pytest.approx(0.63)


def test_what_is_not_on_the_whole_screen_is_not_looked_for_closely() -> None:
    model, answerer = scripted("not found")
    with pytest.raises(TargetNotFound):
        ZoomingModel(model).ground(screen(), "Save")
    assert len(answerer.asked) == 1


def test_a_small_picture_is_looked_at_once() -> None:
    model, answerer = scripted("(500, 500)")
    ZoomingModel(model).ground(screen(200, 200), "Save")
    assert len(answerer.asked) == 1


def test_a_part_is_wholly_on_the_screen_and_holds_the_point() -> None:
    chance = random.Random(3)
    for _ in range(200):
        left, top = chance.randint(-2000, 2000), chance.randint(-2000, 2000)
        region = Box(left, top, left + chance.randint(300, 4000), top + chance.randint(300, 3000))
        point = Point(chance.randint(region.x1, region.x2 - 1), chance.randint(region.y1, region.y2 - 1))
        part = part_around(point, region, 0.5)
        assert part is not None
        assert part.contains(point)
        assert part.intersection(region) == part


def test_any_second_answer_comes_back_to_one_pixel() -> None:
    chance = random.Random(4)
    for _ in range(60):
        shot = screen(
            chance.randint(400, 2600), chance.randint(300, 1600), at=(chance.randint(-900, 900), 30)
        )
        part = part_around(shot.region.center, shot.region, 0.5)
        assert part is not None
        meant = Point(chance.randint(part.x1, part.x2 - 1), chance.randint(part.y1, part.y2 - 1))
        for name in ("gta1", "uground", "aguvis"):
            model, answerer = scripted("nothing yet", name=name)
            frame = model.format.frame(part)
            answer = model.format.write(meant, frame, exact=True)
            model, answerer = scripted(answer, name=name)
            found = model.ground(cropped(shot, part), "Save")
            assert abs(found.point.x - meant.x) <= 1
            assert abs(found.point.y - meant.y) <= 1
            assert len(answerer.asked) == 1
