"""Runs of this product are recordings too: of clicks that had the expected outcome."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from actions.action import Click
from actions.geometry import Box, Point
from grounding.training.recordings import InvalidRecording
from gui_agent.journal import FILE_NAME, Journal, RunHeader
from gui_agent.recorded_clicks import read_recordings
from gui_agent.types import Step
from tests.gui_agent.sample_run import TASK, sample_steps

ICON = Box(40, 320, 104, 384)


def write_run(folder: Path, steps: list[Step]) -> Path:
    with Journal(folder, RunHeader(TASK)) as journal:
        for step in steps:
            journal.complete(step)
    return folder


def test_of_a_run_only_verified_clicks_count(tmp_path: Path) -> None:
    clicks = read_recordings([write_run(tmp_path / "run", sample_steps())])
    first = clicks[0]
    assert first.instruction == "the Settings icon"
    assert first.box == ICON
    assert first.image.is_file()
    assert "the field labelled Name" not in [c.instruction for c in clicks if c.box.contains(Point(640, 580))]
    assert "step 1" in first.where


def test_where_a_person_moved_the_click_their_point_is_the_label(tmp_path: Path) -> None:
    moved = replace(sample_steps()[0], action=Click(Point(600, 300)))
    (click,) = read_recordings([write_run(tmp_path / "run", [moved])])
    assert click.point == Point(600, 300)
    assert click.box.center == Point(600, 300)


def test_folders_of_runs_and_rows_are_searched_and_each_click_counts_once(tmp_path: Path) -> None:
    run = write_run(tmp_path / "all" / "run", sample_steps()[:1])
    picture = next((run / "screens").glob("*.png"))
    row = {"image": str(picture), "instruction": "Mail", "point": [72, 232]}
    (tmp_path / "all" / "rows.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    clicks = read_recordings([tmp_path / "all", run, run / FILE_NAME])
    assert sorted(c.instruction for c in clicks) == ["Mail", "the Settings icon"]


def test_nothing_to_learn_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecording, match="no labelled clicks"):
        read_recordings([tmp_path])


def test_a_changed_run_is_refused(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", sample_steps()[:1])
    journal = run / FILE_NAME
    journal.write_text(journal.read_text("utf-8").replace("Settings icon", "Settings bin"), "utf-8")
    with pytest.raises(InvalidRecording, match="line"):
        read_recordings([run])


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", sample_steps()[:1])
    for picture in (run / "screens").glob("*.png"):
        picture.unlink()
    with pytest.raises(InvalidRecording, match="step 1: there is no picture"):
        read_recordings([run])
