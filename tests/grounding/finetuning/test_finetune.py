"""A miniature of a real architecture is fine-tuned by the command users give, and opened as they open it."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from grounding.errors import ModelUnavailable
from grounding.finetuning.finetune import finetune
from grounding.finetuning.rehearsal import (
    FORMAT,
    PARTLY_LEARNED_STEPS,
    TARGETS,
    Stand,
    reinforce,
    set_up,
    settings,
)
from grounding.finetuning.samples import write_rows
from grounding.finetuning.throughput import Trial, measure
from grounding.finetuning.tiny import tiny_sizes
from grounding.images import load_screenshot
from grounding.public_models.asking import PublicGroundingModel
from grounding.public_models.local import open_local
from grounding.training.recordings import InvalidRecording
from tests.grounding.public_models.tiny_checkpoints import make_checkpoint
from tests.gui_agent.cli.test_cli import gui_agent

PACKAGES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets")

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(not all(map(find_spec, PACKAGES)), reason="needs the finetune extra"),
    pytest.mark.timeout(600),
    # What transformers and trl say of their own options is not ours to mend.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    return set_up(tmp_path_factory.mktemp("stand"))


def command(stand: Stand, out: Path, *more: str) -> list[str]:
    return [
        "grounding", "finetune", "--base", str(stand.base), "--data", str(stand.data), "--out", str(out),
        "--format", FORMAT, "--accumulate", "1", "--no-checkpointing", "--vision", "--rate", "4e-3",
        "--held-back", "0", "--threads", "1", "--json", *more,
    ]  # fmt: skip


def told(arguments: list[str]) -> dict[str, Any]:
    """Run the command and return the JSON it prints, which is all it prints."""
    done = gui_agent(*arguments, timeout=500)
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


@pytest.fixture(scope="module")
def learned(stand: Stand, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("learned")
    return told(command(stand, out, "--steps", "200", "--batch", "16", "--checked", "32"))


def test_one_command_teaches_thirty_two_targets(learned: dict[str, Any]) -> None:
    (stage,) = learned["stages"]
    assert stage["before"] == {"found": 0, "asked": TARGETS}
    assert stage["after"]["asked"] == TARGETS
    assert stage["after"]["found"] >= 0.9 * TARGETS
    assert stage["last"] < 0.2 * stage["first"]


def test_the_merged_model_is_opened_like_any_other_and_points_at_a_button(
    learned: dict[str, Any], stand: Stand
) -> None:
    path, _, name = learned["grounder"].removeprefix("hf:").partition("#")
    rows = [json.loads(line) for line in stand.data.read_text("utf-8").splitlines()]
    grounder = PublicGroundingModel(open_local(path, name))
    screen = load_screenshot(stand.data.parent / rows[0]["image"])
    found = [grounder.best_guess(screen, row["instruction"]) for row in rows[:8]]
    inside = [
        guess is not None
        and row["box"][0] <= guess.point.x <= row["box"][2]
        and row["box"][1] <= guess.point.y <= row["box"][3]
        for guess, row in zip(found, rows, strict=False)
    ]
    assert sum(inside) >= 6


class Stopped(Exception):
    pass


def test_a_stopped_training_goes_on_with_the_same_command_and_with_no_other(
    stand: Stand, tmp_path: Path
) -> None:
    arguments = replace(
        settings(stand, tmp_path / "out", "grounding", 6), save_every=2, log_every=1, checked=0, batch=4
    )

    def stop(_stage: str, done: int, _of: int) -> None:
        if done == 5:
            raise Stopped

    with pytest.raises(Stopped):
        finetune(arguments, stop)
    with pytest.raises(ModelUnavailable, match="begun with another rate"):
        finetune(replace(arguments, rate=1e-5))
    seen: list[int] = []
    outcome = finetune(arguments, lambda _stage, done, _of: seen.append(done))
    assert seen == [5, 6]
    assert (outcome.model / "model.safetensors").is_file()
    finetune(arguments, lambda *_: pytest.fail("what is done was done again"))


def test_all_three_stages_run_from_one_command_each_on_the_last_ones_model(
    stand: Stand, tmp_path: Path
) -> None:
    step = {
        "kind": "step",
        "image": str(stand.data.parent / "screen0.png"),
        "task": "Save 1",
        "action": {"kind": "click", "target": "Save 1"},
        "box": [4, 4, 40, 20],
    }
    write_rows(tmp_path / "steps.jsonl", [step] * 4)
    stages = ("--stage", "grounding", "--stage", "reasoning", "--stage", "reinforcement")
    more = (*stages, "--data", str(tmp_path), "--steps", "2", "--batch", "2", "--checked", "2")
    outcome = told(command(stand, tmp_path / "out", *more, "--generations", "2"))
    assert [stage["stage"] for stage in outcome["stages"]] == ["grounding", "reasoning", "reinforcement"]
    assert [stage["samples"] for stage in outcome["stages"]] == [32, 8, 32]
    assert outcome["model"].endswith("3-reinforcement/model")


@pytest.mark.parametrize(("architecture", "format"), [("qwen2_vl", "os-atlas"), ("qwen3_vl", "qwen3-vl")])
def test_other_architectures_are_trained_in_both_ways(
    architecture: str, format: str, stand: Stand, tmp_path: Path
) -> None:
    base = make_checkpoint(tmp_path / "base", architecture)
    once = replace(
        settings(stand, tmp_path / "out", "grounding", 1, base), format=format, batch=1, checked=0,
        stages=("grounding", "reinforcement"), generations=2, max_pixels=4096, vision=False,
    )  # fmt: skip
    outcome = finetune(once)
    opened = open_local(str(outcome.model), format)
    opened.close()
    assert [stage.steps for stage in outcome.stages] == [1, 1]


def test_a_stage_without_data_is_said_before_anything_is_trained(stand: Stand, tmp_path: Path) -> None:
    with pytest.raises(InvalidRecording, match="no steps of trajectories"):
        finetune(settings(stand, tmp_path / "out", "reasoning", 2))


def test_reward_rises_from_a_partly_trained_start(stand: Stand, tmp_path: Path) -> None:
    partly = finetune(
        replace(settings(stand, tmp_path / "partly", "grounding", PARTLY_LEARNED_STEPS), checked=0)
    ).model
    rewarded = reinforce(stand, tmp_path / "rewarded", partly)
    assert rewarded.last > rewarded.first


def test_speed_is_measured_in_tokens_of_pictures_and_words() -> None:
    trial = Trial(batch=2, steps=2, sizes=tiny_sizes(32), screen=(280, 280), device="cpu")
    made = measure(trial)
    assert 100 < made.tokens_per_sample < 2000
    assert made.tokens_per_second == pytest.approx(made.samples_per_second * made.tokens_per_sample)
    assert 0 < made.trained < made.parameters


def test_without_a_card_the_speed_of_a_real_size_is_not_measured() -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a card")
    with pytest.raises(ModelUnavailable, match="graphics card"):
        measure(Trial())
