"""Rewards come from the truth alone: a point in its box, in the model's own frame."""

from __future__ import annotations

import pytest

from actions.geometry import Box, Size
from grounding.finetuning.rewards import PointRewards
from grounding.finetuning.trainers import reward_functions
from grounding.public_models.formats import ModelFormat
from grounding.public_models.table import format_named, formats

BOX = Box(300, 200, 340, 220)


def rewards_of(format: ModelFormat, answer: str) -> tuple[float, float]:
    frame = format.frame(Box(0, 0, 1366, 768), Size(1366, 768))
    rewards = PointRewards(format)
    (inside,), (readable,) = rewards.inside([answer], [frame], [BOX]), rewards.readable([answer], [frame])
    return inside, readable


@pytest.mark.parametrize("format", formats(), ids=lambda format: format.name)
def test_in_every_format_what_it_would_write_for_the_box_is_rewarded(format: ModelFormat) -> None:
    frame = format.frame(Box(0, 0, 1366, 768), Size(1366, 768))
    assert rewards_of(format, format.write(BOX, frame)) == (1.0, 1.0)
    assert rewards_of(format, format.write(Box(900, 600, 940, 620), frame)) == (0.0, 1.0)


@pytest.mark.parametrize("answer", ["", "there it is", "(1e9, 5)", "(-1,-1)", "not found", "9" * 50_000])
def test_what_names_no_place_earns_nothing(answer: str) -> None:
    assert rewards_of(format_named("gta1"), answer) == (0.0, 0.0)


def test_completions_of_trl_are_messages_or_texts() -> None:
    format = format_named("gta1")
    frame = format.frame(Box(0, 0, 1400, 840))
    inside, readable = reward_functions(PointRewards(format))
    said = [
        [{"role": "assistant", "content": "(320,210)"}],
        [{"role": "assistant", "content": [{"type": "text", "text": "(320,210)"}]}],
        "(900,600)",
    ]
    given = {"completions": said, "frame": [frame] * 3, "box": [BOX] * 3, "prompts": [], "other": 1}
    assert inside(**given) == [1.0, 1.0, 0.0]
    assert readable(**given) == [1.0, 1.0, 1.0]
