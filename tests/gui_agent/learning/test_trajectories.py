"""Runs become training data: steps that worked, with the reasons that stand in their journal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from actions.action import Drag
from actions.geometry import Box, Point
from grounding.finetuning.samples import NextStep, Pointing, read_samples, write_rows
from grounding.training.recordings import InvalidRecording
from gui_agent.journal import Journal, RunHeader
from gui_agent.learning.gathering import gather
from gui_agent.learning.trajectories import rows_of_run
from gui_agent.types import Ending, Step
from tests.gui_agent.sample_run import TASK, sample_steps


def write_run(folder: Path, steps: list[Step]) -> Path:
    with Journal(folder, RunHeader(TASK)) as journal:
        for step in steps:
            journal.complete(step)
    return folder


def steps_of(folder: Path, out: Path) -> list[NextStep]:
    write_rows(out / "rows.jsonl", rows_of_run(folder, out))
    read = read_samples([out / "rows.jsonl"])
    return [step for step in read if isinstance(step, NextStep)]


def test_every_step_that_worked_is_taught_with_its_reasons(tmp_path: Path) -> None:
    taught = steps_of(write_run(tmp_path / "run", sample_steps()), tmp_path / "data")
    assert [step.action["kind"] for step in taught] == ["click", "type", "press", "done"]
    first = taught[0]
    assert (first.subgoal, first.thought) == ("Open the settings", "open the settings")
    assert "Settings" in first.expectation
    assert first.action == {"kind": "click", "target": "the Settings icon", "arguments": {"count": 2}}
    assert first.box == Box(40, 320, 104, 384)
    assert first.image.parent == tmp_path / "data" / "images"
    assert {step.group for step in taught} == {"run"}


def test_what_did_not_work_stands_in_the_history_and_is_reflected_on(tmp_path: Path) -> None:
    taught = steps_of(write_run(tmp_path / "run", sample_steps()), tmp_path / "data")
    mending = taught[1]
    assert len(mending.history) == 3
    assert "it did not work: nothing changed at the target" in mending.history[1]
    assert mending.reflection.startswith("it did not work: Two fields are labelled")
    assert taught[0].reflection == ""
    assert taught[2].reflection.startswith("it worked: the field shows “Ana”")


def test_a_run_that_did_not_reach_its_end_teaches_nothing(tmp_path: Path) -> None:
    steps = sample_steps()
    failed = [*steps[:-1], replace(steps[-1], ending=Ending.NOT_ACCOMPLISHED)]
    assert rows_of_run(write_run(tmp_path / "failed", failed), tmp_path / "data") == []
    assert rows_of_run(write_run(tmp_path / "broken", steps[:-1]), tmp_path / "data") == []


def test_a_drag_points_at_where_it_begins(tmp_path: Path) -> None:
    steps = sample_steps()
    dragged = replace(steps[0], action=Drag((Point(72, 352), Point(400, 352))))
    taught = steps_of(write_run(tmp_path / "run", [dragged, *steps[1:]]), tmp_path / "data")
    assert taught[0].box == Box(40, 320, 104, 384)


def test_a_missing_picture_and_a_changed_journal_are_named(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", sample_steps())
    next((run / "screens").glob("*.png")).unlink()
    with pytest.raises(InvalidRecording, match="there is no picture"):
        rows_of_run(run, tmp_path / "data")
    journal = run / "journal.jsonl"
    journal.write_text(journal.read_text("utf-8").replace("Settings icon", "Settings bin"), "utf-8")
    with pytest.raises(InvalidRecording, match="cannot be used"):
        rows_of_run(run, tmp_path / "data")


def test_runs_and_rows_are_gathered_once_into_one_format(tmp_path: Path) -> None:
    run = write_run(tmp_path / "runs" / "one", sample_steps())
    picture = next((run / "screens").glob("*.png"))
    row = {"image": str(picture), "instruction": "Mail", "point": [72, 232]}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    files = gather([tmp_path / "rows.jsonl", tmp_path / "runs"], tmp_path / "data", 1)
    read = read_samples(files)
    assert sorted(s.instruction for s in read if isinstance(s, Pointing)) == ["Mail", "the Settings icon"]
    assert sum(isinstance(s, NextStep) for s in read) == 4
    before = files[1].read_bytes()
    write_run(tmp_path / "runs" / "two", sample_steps())
    assert (
        gather([tmp_path / "rows.jsonl", tmp_path / "runs"], tmp_path / "data", 1)[1].read_bytes() == before
    )


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecording, match="no file or folder"):
        gather([tmp_path / "none"], tmp_path / "data", 1)
