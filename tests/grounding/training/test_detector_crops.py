"""Crops keep picture and truth together."""

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytestmark = pytest.mark.models

from grounding.embedded.detector_outputs import DETECTED_ROLES  # noqa: E402
from grounding.training.detector_crops import random_crop, text_target, whole_screen  # noqa: E402
from grounding.training.detector_truth import ScreenTruth  # noqa: E402


def truth(*boxes: tuple[int, int, int, int]) -> ScreenTruth:
    count = len(boxes)
    array = np.array(boxes, np.float32).reshape(-1, 4)
    return ScreenTruth(
        Path("x.png"), array, np.ones(count, np.int64), np.zeros((count, 6), np.float32), None, True
    )


def test_the_box_in_a_crop_lies_around_the_same_pixels() -> None:
    picture = np.full((600, 900, 3), 40, np.uint8)
    picture[200:260, 300:420] = 230
    for seed in range(30):
        crop = random_crop(picture, truth((300, 200, 420, 260)), (256, 384), random.Random(seed))
        grey = crop.picture.astype(int).sum(2)
        for (x1, y1, x2, y2), weight in zip(crop.boxes.round().astype(int), crop.weights, strict=True):
            inside = grey[y1 + 2 : y2 - 2, x1 + 2 : x2 - 2]
            if weight and inside.size:
                assert inside.std() < 40
                assert abs(inside.mean() - np.median(grey)) > 100


def test_what_is_cut_by_more_than_half_weighs_nothing() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    crop = random_crop(picture, truth((0, 0, 1000, 20), (10, 40, 60, 60)), (100, 100), random.Random(3))
    assert crop.weights.tolist() in ([0.0, 1.0], [0.0], [1.0], [])


def test_the_only_slider_of_a_large_table_is_seen_often_and_counts_more() -> None:
    cells = [(x, y, x + 38, y + 18) for x in range(0, 400, 40) for y in range(0, 400, 20)]
    screen = truth(*cells, (1700, 1700, 1800, 1720))
    slider = DETECTED_ROLES.index("slider")
    screen.roles[-1] = slider
    picture = np.zeros((1900, 1900, 3), np.uint8)
    crops = [random_crop(picture, screen, (256, 256), random.Random(seed)) for seed in range(120)]
    with_slider = [crop for crop in crops if slider in crop.roles]
    assert len(with_slider) > 8
    assert max(float(crop.weights.max()) for crop in with_slider) > 1


def test_a_core_is_the_middle_of_a_line_at_half_size() -> None:
    lines = np.array([[20, 40, 120, 60]], np.float32)
    cores, known = text_target(lines, (100, 200))
    ys, xs = np.nonzero(cores)
    assert (ys.min(), ys.max(), xs.min(), xs.max()) == (22, 27, 11, 58)
    assert known.all()


def test_lines_twelve_pixels_apart_leave_a_gap() -> None:
    lines = np.array([[0, 10, 90, 21], [0, 22, 90, 33]], np.float32)
    cores, _ = text_target(lines, (60, 100))
    column = cores[:, 20]
    assert (column[7:13] == 0).any()


def test_nothing_is_known_where_lines_are_unknown_or_cut_lengthwise() -> None:
    assert not text_target(None, (64, 64))[1].any()
    cores, known = text_target(np.array([[0, -10, 40, 4]], np.float32), (64, 64))
    assert not cores.any()
    assert not known[:2, :20].any()
    assert known[10:].all()


def test_a_whole_screen_is_padded_to_what_the_network_takes() -> None:
    crop = whole_screen(np.zeros((100, 130, 3), np.uint8), truth((1, 1, 50, 20)))
    assert crop.picture.shape == (128, 192, 3)
    assert crop.weights.tolist() == [1.0]
