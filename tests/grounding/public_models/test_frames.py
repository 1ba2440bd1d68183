"""Pictures get the size a model wants, and its numbers become pixels of the screen and back."""

import random

import pytest

from actions.geometry import Box, Point, Size
from grounding.errors import InvalidImage, UnreadableAnswer
from grounding.public_models.frames import Frame, Resize, Units
from grounding.public_models.table import formats

QWEN = Resize(28, 3136, 16384 * 28 * 28)
QWEN_3 = Resize(32, 65536, 16384 * 32 * 32)


@pytest.mark.parametrize(
    ("rule", "size", "resized"),
    [
        # 1920/28 = 68.57 → 69·28; 1080/28 = 38.57 → 39·28
        (QWEN, Size(1920, 1080), Size(1932, 1092)),
        # 1920/32 = 60; 1080/32 = 33.75 → 34·32
        (QWEN_3, Size(1920, 1080), Size(1920, 1088)),
        (QWEN, Size(1280, 800), Size(1288, 812)),
        (QWEN, Size(3840, 2160), Size(3836, 2156)),
        # 2000×1000 against 1,053,696 pixels: β = 1.37769; 2000/β = 1451.7 → 51·28; 1000/β = 725.9 → 25·28
        (Resize(28, 256 * 784, 1344 * 784), Size(2000, 1000), Size(1428, 700)),
        # 100×100 is enlarged to 256 patches: β = 4.48, 448 = 16·28
        (Resize(28, 256 * 784, 1344 * 784), Size(100, 100), Size(448, 448)),
        (QWEN, Size(10, 10), Size(56, 56)),
        (QWEN, Size(29, 5000), Size(28, 5012)),
    ],
)
def test_sides_become_multiples_within_the_limits(rule: Resize, size: Size, resized: Size) -> None:
    assert rule(size) == resized


@pytest.mark.parametrize("size", [Size(0, 100), Size(100, 0), Size(20_001, 100)])
def test_strips_and_nothing_are_refused(size: Size) -> None:
    with pytest.raises(InvalidImage):
        QWEN(size)


def test_a_region_that_begins_elsewhere_is_where_its_answers_lie() -> None:
    frame = Frame(Units.THOUSANDTHS, Box(1920, 100, 2920, 600), Size(1008, 504))
    assert frame.point_on_screen(0, 0) == Point(1920, 100)
    assert frame.point_on_screen(500, 500) == Point(2420, 350)
    assert frame.box_on_screen(100, 100, 200, 300) == Box(2020, 150, 2120, 250)


def test_a_box_may_be_told_from_any_corner_and_is_never_empty() -> None:
    frame = Frame(Units.FRACTIONS, Box(0, 0, 1000, 500), Size(1008, 504))
    assert frame.box_on_screen(0.2, 0.6, 0.1, 0.2) == Box(100, 100, 200, 300)
    assert frame.box_on_screen(0.5, 0.5, 0.5, 0.5) == Box(500, 250, 501, 251)
    assert frame.box_on_screen(0, 0, 1, 1) == Box(0, 0, 1000, 500)


@pytest.mark.parametrize(("x", "expected"), [(1000.0, 1919), (1005.0, 1919), (-5.0, 0)])
def test_the_very_edge_is_the_last_pixel(x: float, expected: int) -> None:
    frame = Frame(Units.THOUSANDTHS, Box(0, 0, 1920, 1080), Size(1932, 1092))
    assert frame.point_on_screen(x, 10).x == expected


@pytest.mark.parametrize("x", [1011.0, -11.0, 5000.0, float("inf"), float("nan")])
def test_a_number_outside_of_the_picture_is_never_pulled_into_it(x: float) -> None:
    frame = Frame(Units.THOUSANDTHS, Box(0, 0, 1920, 1080), Size(1932, 1092))
    with pytest.raises(UnreadableAnswer, match="outside"):
        frame.point_on_screen(x, 10)


def random_screens() -> list[Box]:
    chance = random.Random(20)
    corners = [(0, 0)] * 10 + [(chance.randint(-3840, 3840), chance.randint(0, 2000)) for _ in range(10)]
    return [Box(x, y, x + chance.randint(320, 5120), y + chance.randint(240, 2880)) for x, y in corners]


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_a_place_written_and_read_again_is_the_same_to_one_pixel(known) -> None:
    chance = random.Random(known.name)
    for region in random_screens():
        frame = known.frame(region)
        for _ in range(25):
            point = Point(chance.randint(region.x1, region.x2 - 1), chance.randint(region.y1, region.y2 - 1))
            place = known.read(known.write(point, frame, exact=True), frame)
            back = Point(place.x1, place.y1) if isinstance(place, Box) else place
            assert max(abs(back.x - point.x), abs(back.y - point.y)) <= 1


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_in_the_models_own_precision_it_is_the_same_to_half_of_its_step(known) -> None:
    for region in random_screens():
        frame = known.frame(region)
        step = 10.0**-known.digits
        across, down = frame.span
        loss = (region.width / across * step / 2 + 1, region.height / down * step / 2 + 1)
        corners = [region.x1, region.y1, region.x2 - 1, region.y2 - 1]
        for point in (Point(*corners[:2]), Point(*corners[2:]), region.center):
            place = known.read(known.write(point, frame), frame)
            back = Point(place.x1, place.y1) if isinstance(place, Box) else place
            assert abs(back.x - point.x) <= loss[0]
            assert abs(back.y - point.y) <= loss[1]


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_boxes_are_written_as_boxes_where_the_model_answers_boxes(known) -> None:
    frame = known.frame(Box(0, 0, 1600, 900))
    box = Box(400, 300, 480, 330)
    place = known.read(known.write(box, frame, exact=True), frame)
    if known.writes_boxes:
        assert place == box
    else:
        assert place.distance_to(box.center) <= 2**0.5
