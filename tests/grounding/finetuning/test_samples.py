"""One format of rows for every source: read strictly, split by what belongs together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from grounding.finetuning.samples import NextStep, Pointing, divide, read_samples, write_rows
from grounding.training.recordings import InvalidRecording

STEP = {
    "kind": "step",
    "image": "a.png",
    "group": "run 1",
    "task": "Save the note",
    "history": ["launch mousepad: it worked"],
    "reflection": "it worked",
    "subgoal": "save",
    "thought": "the menu has it",
    "action": {"kind": "click", "target": "File"},
    "expectation": "a menu opens",
    "box": [4, 5, 13, 14],
}


def rows_in(folder: Path, *rows: dict[str, Any]) -> Path:
    cv2.imwrite(str(folder / "a.png"), np.zeros((40, 60, 3), np.uint8))
    write_rows(folder / "rows.jsonl", rows)
    return folder / "rows.jsonl"


def test_targets_and_steps_stand_in_one_file(tmp_path: Path) -> None:
    target = {"image": "a.png", "instruction": "the File menu", "box": [4, 5, 13, 14]}
    pointing, step = read_samples([rows_in(tmp_path, target, STEP)])
    assert isinstance(pointing, Pointing)
    assert isinstance(step, NextStep)
    assert pointing.box == step.box == Box(4, 5, 14, 15)
    assert pointing.group == "a.png"
    assert (step.group, step.history, step.action["target"]) == ("run 1", tuple(STEP["history"]), "File")


def test_a_step_need_not_point_anywhere(tmp_path: Path) -> None:
    row = {name: value for name, value in STEP.items() if name != "box"}
    (step,) = read_samples([rows_in(tmp_path, row | {"action": {"kind": "press"}})])
    assert isinstance(step, NextStep)
    assert step.box is None


def test_a_folder_gives_all_its_files_and_line_separators_in_texts_split_nothing(tmp_path: Path) -> None:
    rows_in(tmp_path, {"image": "a.png", "instruction": "one\u2028two", "point": [3, 3]})
    (sample,) = read_samples([tmp_path])
    assert isinstance(sample, Pointing)
    assert sample.instruction == "one two"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"action": "click"}, "line 1: “action” must be an object"),
        ({"action": {"target": "File"}}, "line 1: “action” must be an object with a kind"),
        ({"task": ""}, "line 1: “task”"),
        ({"history": "x"}, "line 1: “history”"),
        ({"thought": 3}, "line 1: “thought”"),
        ({"box": [1, 2]}, "line 1: “box”"),
        ({"image": "none.png"}, "line 1: “image”: there is no picture"),
    ],
)
def test_what_cannot_be_read_is_named_with_file_line_and_field(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidRecording, match=said):
        read_samples([rows_in(tmp_path, STEP | changed)])


def test_nothing_to_learn_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecording, match="no samples"):
        read_samples([tmp_path])


def samples(groups: int) -> list[Pointing]:
    return [Pointing(Path("a.png"), f"{n}", Box(0, 0, 5, 5), f"group {n // 3}") for n in range(3 * groups)]


def test_the_split_is_the_same_each_time_and_keeps_groups_together() -> None:
    made = samples(200)
    divided = divide(made, 0.2, 1)
    assert divided == divide(list(made), 0.2, 1)
    assert divided != divide(made, 0.2, 2)
    assert {s.group for s in divided.learned}.isdisjoint(s.group for s in divided.held_back)
    assert len(divided.learned) + len(divided.held_back) == 600
    assert 60 <= len(divided.held_back) <= 180


def test_more_data_moves_no_sample_to_the_other_side() -> None:
    few, many = divide(samples(50), 0.2, 1), divide(samples(100), 0.2, 1)
    assert set(few.held_back) <= set(many.held_back)


def test_where_all_would_be_held_back_all_are_learned_from() -> None:
    made = samples(1)
    assert divide(made, 0.0, 1).learned == divide(made, 1.0, 1).learned == tuple(made)
