"""Labelled clicks are read from rows; what is wrong with a row is said with file, line and field."""

import json
from pathlib import Path

import pytest

from actions.geometry import Box, Point
from grounding.training.recordings import InvalidRecording, read_rows, unique
from tests.grounding.training.tool_screens import draw_recording

GOOD = {"image": "tools-0.png", "instruction": "click the comb", "box": [10, 20, 29, 39]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    draw_recording(tmp_path, screens=1)
    return tmp_path


def rows(folder: Path, *values: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(f"{v if isinstance(v, str) else json.dumps(v)}\n" for v in values), "utf-8")
    return path


def test_a_row_is_a_picture_words_and_a_box(folder: Path) -> None:
    (click,) = read_rows(rows(folder, GOOD, ""))
    assert click.image == folder / "tools-0.png"
    assert click.instruction == "click the comb"
    assert click.box == Box(10, 20, 30, 40), "the last pixels belong to it"
    assert click.point is None


def test_a_point_will_do_and_clicks_near_it_count(folder: Path) -> None:
    (click,) = read_rows(rows(folder, {**GOOD, "box": None, "point": [50.4, 60]}))
    assert click.point == Point(50, 60)
    assert click.box.contains(Point(80, 70))
    assert not click.box.contains(Point(50, 90))


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("{not json", "not JSON"),
        ([1, 2], "object"),
        ({**GOOD, "image": ""}, "“image”"),
        ({**GOOD, "image": "nowhere.png"}, "nowhere.png"),
        ({**GOOD, "instruction": " "}, "“instruction”"),
        ({**GOOD, "instruction": "a" * 900}, "“instruction”"),
        ({**GOOD, "box": [1, 2, 3]}, "“box”"),
        ({**GOOD, "box": [1, 2, 3, "4"]}, "“box”"),
        ({**GOOD, "box": [1, 2, 3, True]}, "“box”"),
        ({**GOOD, "box": [30, 20, 10, 40]}, "“box”"),
        ('{"image": "tools-0.png", "instruction": "x", "box": [1, 2, 3, NaN]}', "“box”"),
        ({**GOOD, "box": None, "point": [1e9, 3]}, "“point”"),
        ({**GOOD, "box": None}, "“box” or “point”"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_field(folder: Path, row: object, field: str) -> None:
    path = rows(folder, GOOD, row)
    with pytest.raises(InvalidRecording) as error:
        read_rows(path)
    assert f"{path}, line 2" in str(error.value)
    assert field in str(error.value)


def test_files_that_are_no_text_are_refused(folder: Path) -> None:
    with pytest.raises(InvalidRecording, match="UTF-8"):
        read_rows(folder / "tools-0.png")
    with pytest.raises(InvalidRecording, match=r"none\.jsonl"):
        read_rows(folder / "none.jsonl")


def test_the_same_click_counts_once(folder: Path) -> None:
    assert len(unique(read_rows(rows(folder, GOOD, GOOD, {**GOOD, "box": [1, 1, 9, 9]})))) == 2
