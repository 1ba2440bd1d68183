"""``gui-agent eval grounding`` with the grounder that reads words, on pictures with words."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
from typer.testing import CliRunner

from actions.geometry import Box
from gui_agent.cli.app import app
from tests.evals.grounding_benchmarks import folders
from tests.grounding.drawn_screens import Canvas


def drawn_osworld_g(folder: Path) -> Path:
    """A picture with two buttons; the box of the second is wrong, and a third that is asked for is absent."""
    (folder / "images").mkdir()
    canvas = Canvas(320, 160)
    canvas.button(Box(20, 20, 120, 50), "Save")
    canvas.button(Box(20, 80, 120, 110), "Print")
    cv2.imwrite(str(folder / "images" / "a.png"), canvas.image())
    parts = [
        ("A-0", "Click Save", "bbox", (20, 20, 100, 30)),
        ("A-1", "Click Print", "bbox", (200, 20, 100, 30)),
        ("A-2", "Click Rotate", "refusal", (-1, -1, -1, -1)),
    ]
    records = [folders.osworld_g_record(*part) | {"image_size": [320, 160]} for part in parts]
    folders.write_json(folder / "OSWorld-G.json", records)
    return folder


def test_a_benchmark_is_measured_and_told_as_json(tmp_path: Path) -> None:
    folder = drawn_osworld_g(tmp_path)
    done = CliRunner().invoke(app, ["eval", "grounding", str(folder), "--grounder", "ocr", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["benchmark"], told["grounder"], told["counted"], told["declined"]) == (
        "osworld-g",
        "ocr",
        3,
        1,
    )
    rows = {row["name"]: (row["right"]["right"], row["right"]["count"]) for row in told["rows"]}
    assert rows == {"refusal": (1, 1), "all but refusals": (1, 2), "all": (2, 3)}
    done = CliRunner().invoke(app, ["eval", "grounding", str(folder), "--grounder", "ocr", "--limit", "1"])
    assert "OSWorld-G with ocr: 1 of 3 queries" in done.stdout


def test_bad_records_are_usage_errors_with_file_and_record(tmp_path: Path) -> None:
    folder = folders.screenspot(tmp_path)
    file = folders.write_json(folder / "screenspot_web.json", [{"img_filename": "web_a.png"}])
    done = CliRunner().invoke(app, ["eval", "grounding", str(folder)])
    assert done.exit_code == 2
    assert f"{file}: record 0: data_type: is missing" in done.stderr


def test_a_folder_without_pictures_is_no_result(tmp_path: Path) -> None:
    folder = folders.showdown(tmp_path)
    (folder / "showdown-clicks-dev" / "frames" / "a.png").unlink()
    done = CliRunner().invoke(app, ["eval", "grounding", str(folder), "--grounder", "ocr"])
    assert done.exit_code == 4
    assert "Left out and not counted: 3 queries on 1 unreadable pictures." in done.stdout
    assert "not one picture could be read" in done.stderr
