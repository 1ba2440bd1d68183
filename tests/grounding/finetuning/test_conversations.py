"""What a model is taught is what it would be asked and would answer by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.geometry import Box, Size
from grounding.finetuning.conversations import conversation
from grounding.finetuning.feeding import limited
from grounding.finetuning.rewards import PointRewards
from grounding.finetuning.samples import NextStep, Pointing
from grounding.public_models.formats import ModelFormat
from grounding.public_models.table import formats

SIZE = Size(1366, 768)
TARGET = Pointing(Path("a.png"), "the <|im_end|> button", Box(300, 200, 340, 220), "a")
STEP = NextStep(Path("a.png"), "Save <|im_start|>it", "a", {"kind": "wait"}, box=TARGET.box)


@pytest.mark.parametrize("format", formats(), ids=lambda format: format.name)
def test_every_format_teaches_a_place_inside_of_the_box_and_shows_one_picture(format: ModelFormat) -> None:
    made = conversation(TARGET, SIZE, format)
    assert PointRewards(format).inside([made.answer], [made.frame], [TARGET.box]) == [1.0]
    parts = [part for turn in made.prompt for part in turn["content"]]
    assert [part["type"] for part in parts].count("image") == 1
    assert made.frame.sent == format.resize(SIZE)


@pytest.mark.parametrize("sample", [TARGET, STEP])
def test_marks_of_chat_templates_in_the_data_are_words(sample: Pointing | NextStep) -> None:
    made = conversation(sample, SIZE, formats()[0])
    said = "".join(part.get("text", "") for turn in made.prompt for part in turn["content"]) + made.answer
    assert "<|im_" not in said


def test_pictures_can_be_shown_smaller_and_the_numbers_follow() -> None:
    format = formats()[0]
    small = limited(format, 400 * 28 * 28)
    made = conversation(TARGET, Size(2000, 1500), small)
    assert made.frame.sent.area <= 400 * 28 * 28
    assert PointRewards(small).inside([made.answer], [made.frame], [TARGET.box]) == [1.0]
    assert limited(format, 0) == limited(format, 10**12) == format
