"""Crops become strips, and what the network says about strips becomes text again."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from actions.screenshot import Image
from grounding.embedded.reader import (
    FOREIGN,
    HEIGHT,
    SLOTS,
    STEP,
    STRIP,
    LineReader,
    ReadLine,
    packed,
    prepared,
    split,
)
from grounding.embedded.second_reader import SecondReader
from grounding.ocr_networks import Reading


def crop(height: int = 16, width: int = 60, ground: int = 250, ink: int = 20) -> Image:
    image = np.full((height, width, 3), ground, np.uint8)
    image[height // 4 : -height // 4, 4 : width // 2 : 4] = ink
    return image


class Measuring:
    """A network that writes the width of a line's ink: as many letters as inked steps, blanks elsewhere."""

    meta: ClassVar[dict[str, Any]] = {"characters": "abc" + FOREIGN}

    def __init__(self, letter: int = 1) -> None:
        self.letter = letter
        self.shapes: list[tuple[int, ...]] = []

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        strips = inputs["strips"]
        self.shapes.append(strips.shape)
        rows, _, _, width = strips.shape
        inked = strips.max(axis=(1, 2)).reshape(rows, width // STEP, STEP).max(axis=2) > 0.5
        classes = np.zeros((rows, width // STEP * SLOTS), np.int32)
        classes[:, 1::SLOTS] = inked * self.letter
        return [classes, np.full(classes.shape, 0.75, np.float32)]


def test_dark_light_and_coloured_text_look_alike_once_prepared() -> None:
    dark = prepared(crop(ground=250, ink=20))
    light = prepared(crop(ground=30, ink=240))
    assert dark.shape == (HEIGHT, 90, 3)
    assert np.abs(dark - light).max() < 0.02
    assert 0.7 < dark.max() <= 1.0
    assert np.median(dark) == 0


def test_a_flat_crop_is_not_blown_up_and_an_empty_one_stays_empty() -> None:
    assert prepared(np.full((3, 20, 3), 90, np.uint8)).shape == (HEIGHT, 48, 3)
    assert not prepared(np.full((12, 30, 3), 90, np.uint8)).any()


def test_lines_lie_apart_in_strips_on_whole_steps() -> None:
    lines = [np.full((HEIGHT, w, 3), i + 1, np.float32) for i, w in enumerate((900, 700, 800, 33, 5))]
    strips, places = packed(lines)
    assert strips.shape == (2, 3, HEIGHT, STRIP)
    for number, (line, place) in enumerate(zip(lines, places, strict=True), 1):
        own = strips[place.strip, :, :, place.start * STEP : place.end * STEP]
        assert int((own == number).sum()) == line.size
        assert set(np.unique(own)) == {0, number}


def test_few_lines_make_a_short_strip() -> None:
    strips, _ = packed([np.ones((HEIGHT, 100, 3), np.float32)])
    assert strips.shape[3] == 256


def test_a_line_too_wide_for_a_strip_is_cut_at_a_gap() -> None:
    line = np.ones((HEIGHT, 3000, 3), np.float32)
    line[:, 1500:1512] = 0
    first, second = split(line)
    assert 1500 <= first.shape[1] <= 1512
    assert first.shape[1] + second.shape[1] == 3000


def test_every_crop_gets_its_own_reading_in_the_order_given() -> None:
    widths = (60, 30, 200, 120)
    lines = LineReader(Measuring()).read([crop(width=w) for w in widths])
    lengths = [len(line.text) for line in lines]
    # As many letters as inked steps, and the same as when each is read alone.
    assert lengths[1] < lengths[0] < lengths[3] < lengths[2]
    assert [len(LineReader(Measuring()).read([crop(width=w)])[0].text) for w in widths] == lengths
    assert all(line.score == pytest.approx(0.75) and not line.foreign for line in lines)


def test_unreadable_crops_read_as_nothing() -> None:
    tiny, empty = np.zeros((2, 1, 3), np.uint8), np.full((14, 50, 3), 128, np.uint8)
    assert LineReader(Measuring()).read([tiny, empty]) == [ReadLine("", 0.0), ReadLine("", 0.0)]
    assert LineReader(Measuring()).read([]) == []


def test_east_asian_signs_set_foreign() -> None:
    (line,) = LineReader(Measuring(letter=4)).read([crop()])
    assert line.foreign
    assert FOREIGN in line.text


def test_many_crops_are_read_in_batches_of_bounded_size() -> None:
    network = Measuring()
    lines = LineReader(network).read([crop(width=600)] * 60)
    assert len({line.text for line in lines}) == 1
    assert len(network.shapes) > 1
    assert all(shape[0] <= 9 and shape[3] <= STRIP for shape in network.shapes)


class Stub:
    def read(self, crop: Image, plain: bool = False) -> Reading:
        return Reading("文件", 0.9)


def test_the_second_reader_answers_for_foreign_lines() -> None:
    assert SecondReader(Stub()).read(crop()) == ReadLine("文件", 0.9, foreign=True)
