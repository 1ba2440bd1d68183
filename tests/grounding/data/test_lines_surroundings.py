"""What stands behind and beside drawn lines."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from grounding.data.icons.packed import IconLibrary, PackedIcon, pack
from grounding.data.lines.shards import LinePicture
from grounding.data.lines.surroundings import Surroundings

RED, SHAPE = "red square", "cloud"


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    red = np.zeros((16, 16, 4), np.uint8)
    red[2:14, 2:14] = (255, 0, 0, 255)
    shape = np.full((16, 16), 255, np.uint8)
    icons = (
        (PackedIcon("set", "", name, name, (), (), ()), picture)
        for name, picture in ((RED, red), (SHAPE, shape))
    )
    pack(tmp_path, icons)
    return Surroundings(random.Random(1), IconLibrary.open(tmp_path))


def line() -> LinePicture:
    image = np.full((36, 130, 3), 250, np.uint8)
    image[14:22, 60:110:3] = 20
    return LinePicture(image, (60, 12, 110, 24), "words")


def test_labels_over_wallpaper_differ_from_it_where_the_text_is(around: Surroundings) -> None:
    coverage = np.zeros((30, 90, 3), np.float32)
    coverage[10:20, 20:70:5] = 1
    for _ in range(20):
        label = around.label(coverage).astype(int)
        assert label.shape == (30, 90, 3)
        inked = label[10:20, 20:70:5]
        assert inked.std() < 1
        assert min(inked.mean(), 255 - inked.mean()) < 41


def test_an_icon_stands_beside_the_line_and_leaves_it_as_it_is(around: Surroundings) -> None:
    with_icon = [around.beside(line(), False, (0, 0, 0)) for _ in range(20)]
    for found in with_icon:
        assert (found.image[:, 59:] == line().image[:, 59:]).all()
        assert (found.image[:, :59] != line().image[:, :59]).any()
        assert found.text == "words"
    boxes = {f.ink[0] < 60 for f in with_icon}
    assert boxes == {True, False}


def test_without_room_there_is_no_icon(around: Surroundings) -> None:
    tight = LinePicture(line().image[:, 55:115], (5, 12, 55, 24), "words")
    assert around.beside(tight, False, (0, 0, 0)) is tight


def test_what_says_nothing_has_no_text_and_no_icon_like_a_letter(around: Surroundings) -> None:
    for _ in range(20):
        picture = around.textless()
        x1, y1, x2, y2 = picture.ink
        assert picture.text == ""
        assert 0 < x1 < x2 < picture.image.shape[1]
        assert 0 < y1 < y2 < picture.image.shape[0]
        reddish = (picture.image[..., 2].astype(int) - picture.image[..., 0]) > 250
        assert not (reddish.sum() > 60 and np.ptp(picture.image[0]) == 0), "a square is a shape like a letter"


def test_icons_need_a_library() -> None:
    with pytest.raises(ValueError, match="library"):
        Surroundings(random.Random(0)).icon(16, (0, 0, 0))
