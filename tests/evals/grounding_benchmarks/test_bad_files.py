"""A file that does not follow its format is refused with its name and the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.grounding_benchmarks.benchmarks import find_benchmarks, read_queries
from evals.grounding_benchmarks.errors import InvalidBenchmark
from tests.evals.grounding_benchmarks import folders

INSIDE = "must name a picture inside of the folder"
SIZE = "must be a width and a height above 0"


def read_all(folder: Path, name: str) -> None:
    for benchmark, files in find_benchmarks(folder, name):
        read_queries(benchmark, folder, files)


def problems(folder: Path, name: str = "auto") -> list[str]:
    with pytest.raises(InvalidBenchmark) as refused:
        read_all(folder, name)
    return [problem.replace(str(folder), "F") for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("bbox", [1, 2, 3], "bbox: must be a list of 4 numbers, not [1, 2, 3]"),
        ("bbox", [1, 2, 3, "4"], "bbox: must be a number, not '4'"),
        ("bbox", [1, 2, 3, True], "bbox: must be a number, not True"),
        ("bbox", [1, 2, 3, float("nan")], "bbox: must be a number, not nan"),
        ("bbox", {"x": 1}, "bbox: must be a list of 4 numbers, not {'x': 1}"),
        ("bbox", None, "bbox: is missing"),
        ("data_type", "picture", "data_type: must be icon or text, not 'picture'"),
        ("instruction", 7, "instruction: must be text, not 7"),
        ("img_filename", "../../a.png", f"img_filename: {INSIDE}, not '../../a.png'"),
        ("img_filename", "/etc/passwd", f"img_filename: {INSIDE}, not '/etc/passwd'"),
        ("img_filename", "", f"img_filename: {INSIDE}, not ''"),
    ],
)  # fmt: skip
def test_a_screenspot_field(tmp_path: Path, field: str, value: Any, told: str) -> None:
    good = folders.screenspot_record("web_a.png", "save", (1, 2, 3, 4), "text")
    folders.write_json(folders.screenspot(tmp_path) / "screenspot_web.json", [good, good | {field: value}])
    assert problems(tmp_path) == [f"F/screenspot_web.json: record 1: {told}"]


def test_boxes_in_shares_of_the_picture_are_no_published_file(tmp_path: Path) -> None:
    converted = folders.screenspot_record("web_a.png", "save", (0.25, 0.1, 0.5, 0.2), "text")
    folders.write_json(folders.screenspot(tmp_path, "_v2") / "screenspot_web_v2.json", [converted])
    (told,) = problems(tmp_path)
    assert told.startswith("F/screenspot_web_v2.json: record 0: bbox: is given in shares of the picture")
    assert "the published files have pixels" in told


def test_every_problem_is_told_at_once_up_to_twenty(tmp_path: Path) -> None:
    folders.write_json(folders.screenspot(tmp_path) / "screenspot_web.json", [7] * 30)
    told = problems(tmp_path)
    assert len(told) == 30
    assert told[29] == "F/screenspot_web.json: record 29: must be an object with fields, not 7"
    with pytest.raises(InvalidBenchmark, match="and 10 more problems"):
        raise InvalidBenchmark(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[\n{"img_filename": }', "F/screenspot_web.json: line 2: is no JSON: Expecting value"),
        ("{}", "F/screenspot_web.json: must be a list of records, not {}"),
        ("[" * 100_000, "F/screenspot_web.json: cannot be read"),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, text: str, told: str) -> None:
    (folders.screenspot(tmp_path) / "screenspot_web.json").write_text(text)
    (problem,) = problems(tmp_path)
    assert problem.startswith(told)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (folders.screenspot(tmp_path) / "screenspot_web.json").write_bytes(b"\xff\xfe\x00")
    assert problems(tmp_path)[0].startswith("F/screenspot_web.json: cannot be read")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ui_type": "Text"}, "ui_type: must be icon or text, not 'Text'"),
        ({"img_size": [0, 100]}, f"img_size: {SIZE}, not 0, 100"),
        ({"application": None}, "application: is missing"),
        ({"bbox": [0.1, 0.2, 0.3, 0.4]}, "bbox: is given in shares of the picture"),
    ],
)
def test_a_screenspot_pro_field(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    folder = folders.screenspot_pro(tmp_path)
    record = folders.screenspot_pro_record("vscode_mac/a.png", "save", (1, 2, 3, 4)) | change
    folders.write_json(folder / "annotations" / "vscode_macos.json", [record])
    (problem,) = problems(folder)
    assert problem.startswith(f"F/annotations/vscode_macos.json: record 0: {told}")


@pytest.mark.parametrize(
    ("shape", "numbers", "told"),
    [
        ("bbox", [1, 2, 3, 4, 5, 6], "box_coordinates: must be a list of 4 numbers, not [1, 2, 3, 4, 5, 6]"),
        (
            "polygon",
            [1, 2, 3, 4],
            "box_coordinates: a polygon needs x, y of 3 corners or more, not 4 numbers",
        ),
        ("polygon", [1] * 7, "box_coordinates: a polygon needs x, y of 3 corners or more, not 7 numbers"),
        ("circle", [1, 2, 3], "box_type: must be bbox or polygon or refusal, not 'circle'"),
    ],
)
def test_an_osworld_g_shape(tmp_path: Path, shape: str, numbers: list[float], told: str) -> None:
    folder = folders.osworld_g(tmp_path)
    record = folders.osworld_g_record("A-0", "save", shape, numbers)
    folders.write_json(folder / "benchmark" / "OSWorld-G.json", [record])
    assert problems(folder, "osworld-g") == [f"F/benchmark/OSWorld-G.json: record 0: {told}"]


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        ([], "there is no “classified” with a list for each ability"),
        ({"classified": {"text_matching": 3}}, "text_matching: must be a list of records"),
        ({"classified": {"text_matching": [{"name": "A-0"}]}}, "text_matching: record 0: id: is missing"),
    ],
)
def test_classes_of_osworld_g(tmp_path: Path, classes: object, told: str) -> None:
    folder = folders.osworld_g(tmp_path)
    folders.write_json(folder / "benchmark" / "classification_result.json", classes)
    assert problems(folder, "osworld-g") == [f"F/benchmark/classification_result.json: {told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,image,x1\n", "line 1: there is no column instruction, y1, x2, y2, width, height"),
        ("H\na,frames/a.png,go,1,2,3,x,200,100\n", "line 2: y2: must be a number, not 'x'"),
        ("H\na,frames/a.png,go,1,2,3,inf,200,100\n", "line 2: y2: must be a number, not inf"),
        ("H\na,frames/a.png,go,1,2,3,4,200,0\n", f"line 2: width, height: {SIZE}, not 200, 0"),
        ("H\na,frames/a.png,go,1,2\n", "line 2: x2: is missing"),
        ('H\na,frames/a.png,"two\nlines",1,2,3,4,200,100\nb,../a.png,go,1,2,3,4,200,100\n',
         f"line 4: image: {INSIDE}, not '../a.png'"),
        ("H\n", "there is not one record"),
    ],
)  # fmt: skip
def test_a_showdown_row(tmp_path: Path, text: str, told: str) -> None:
    file = folders.showdown(tmp_path) / "showdown-clicks-dev" / "data.csv"
    file.write_text(text.replace("H\n", ",".join(folders.SHOWDOWN_HEADING) + "\n"), "utf-8")
    assert problems(tmp_path) == [f"F/showdown-clicks-dev/data.csv: {told}"]


def test_a_folder_without_a_benchmark_is_told_what_was_looked_for(tmp_path: Path) -> None:
    (told,) = problems(tmp_path)
    assert "looked for" in told
    assert "screenspot-pro: annotations/*.json with images/" in told
    assert problems(tmp_path / "nowhere") == ["F: there is no such folder"]
    assert "choose auto or one of screenspot" in problems(tmp_path, "screenspot-v3")[0]
