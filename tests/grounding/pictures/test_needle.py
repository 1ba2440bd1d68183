"""Needle files as openQA writes them, and what is said about those that are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from actions.geometry import Box, Point
from grounding.errors import InvalidNeedle
from grounding.pictures.needle import read_image, read_needle

AREA = {"xpos": 10, "ypos": 20, "width": 60, "height": 30, "type": "match"}


def write(folder: Path, document: object, picture: bool = True) -> Path:
    path = folder / "login.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    if picture:
        cv2.imwrite(str(folder / "login.png"), np.full((200, 300, 3), 90, np.uint8))
    return path


def test_areas_tags_and_points_are_read(tmp_path: Path) -> None:
    areas = [
        AREA | {"match": 90, "margin": 100, "click_point": {"xpos": 5, "ypos": 6}},
        AREA | {"type": "exclude", "xpos": "12"},
        AREA | {"type": "ocr", "refstr": "Log in"},
    ]
    properties = ["workaround", {"name": "bug", "value": "1"}]
    document = {"area": areas, "tags": ["ENV-DISTRI-x", "login"], "properties": properties}
    needle = read_needle(write(tmp_path, document))
    first, excluded, read = needle.areas
    assert (first.box, first.similar, first.margin, first.click) == (
        Box(10, 20, 70, 50),
        0.9,
        100,
        Point(5, 6),
    )
    assert (excluded.kind, excluded.box.x1, excluded.similar) == ("exclude", 12, 0.96)
    assert (read.kind, read.words) == ("ocr", "Log in")
    assert (needle.name, needle.tags, needle.placed, needle.target) == (
        "login", ("ENV-DISTRI-x", "login"), True, first,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("document", "field", "words"),
    [
        ("{", "line 1, column 2", "Expecting"),
        ([], "the file", "expected names with values"),
        ({"tags": []}, "area", "expected a list"),
        ({"area": []}, "area", "at least one"),
        ({"area": [AREA], "tag": []}, "tag", "nobody knows this"),
        ({"area": [AREA | {"xpos": -1}]}, "area 1: xpos", "whole number"),
        ({"area": [AREA, AREA | {"ypos": 1.5}]}, "area 2: ypos", "whole number"),
        ({"area": [AREA | {"width": True}]}, "area 1: width", "whole number"),
        ({"area": [AREA | {"width": 900}]}, "area 1", "beyond its picture of 300x200"),
        ({"area": [AREA | {"match": 120}]}, "area 1: match", "percent"),
        ({"area": [AREA | {"type": "like"}]}, "area 1: type", "match, exclude, ocr"),
        ({"area": [AREA | {"type": "ocr"}]}, "area 1: refstr", "words"),
        ({"area": [AREA | {"type": "exclude"}]}, "area", "type match or ocr"),
        ({"area": [AREA | {"click_point": "left"}]}, "area 1: click_point", "names with values"),
        ({"area": [AREA | {"click_point": "center"}] * 2}, "area", "only one"),
        ({"area": [AREA], "tags": [1]}, "tags", "list of texts"),
        ('{"area": [' + "[" * 100_000, "", "nested"),
        ('{"area": [' + "9" * 5000 + "]}", "", "too long"),
        ({"area": [AREA | {"xpos": 10**400}]}, "area 1: xpos", "whole number of pixels from 0, not 1000"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_field(
    tmp_path: Path, document: object, field: str, words: str
) -> None:
    path = write(tmp_path, document)
    with pytest.raises(InvalidNeedle) as refused:
        read_needle(path)
    assert str(refused.value).startswith(f"{path}: {field}")
    assert words in str(refused.value)


def test_a_needle_has_its_picture_beside_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidNeedle, match=r"login\.png is not beside it"):
        read_needle(write(tmp_path, {"area": [AREA]}, picture=False))


def test_a_picture_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"area": [AREA]})
    path.with_suffix(".png").write_bytes(b"no picture")
    with pytest.raises(InvalidNeedle, match=r"login\.png"):
        read_needle(path)
    with pytest.raises(InvalidNeedle):
        read_image(path.with_suffix(".png"))


def test_an_image_is_clicked_off_its_middle(tmp_path: Path) -> None:
    any_: dict[str, Any] = {"area": [AREA]}
    picture = read_image(write(tmp_path, any_).with_suffix(".png"), 0.8, Point(-4, 9))
    assert (picture.target.click, picture.target.similar, picture.placed) == (Point(146, 109), 0.8, False)
