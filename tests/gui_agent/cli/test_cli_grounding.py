"""``gui-agent grounding adapt`` as a person meets it; that it learns is tested where it trains."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.grounding.training.tool_screens import draw_recording
from tests.gui_agent.cli.test_cli import gui_agent

FINE_TUNABLE = all(map(find_spec, ("torch", "transformers", "trl", "peft", "accelerate", "datasets")))
TRAINABLE = find_spec("torch") is not None and find_spec("onnx") is not None


def test_the_group_is_listed_and_explains_itself() -> None:
    assert "grounding" in gui_agent("--help").stdout
    shown = gui_agent("grounding", "adapt", "--help", COLUMNS="200").stdout
    assert "recordings" in shown.lower()
    for option in ("--out", "--seed", "--threads", "--json"):
        assert option in shown


def test_finetuning_explains_itself_and_says_how_to_use_several_cards() -> None:
    shown = gui_agent("grounding", "finetune", "--help", COLUMNS="200").stdout
    for option in ("--base", "--data", "--out", "--stage", "--format", "--lora-rank", "--checkpointing"):
        assert option in shown
    assert "accelerate launch" in shown


def test_finetuning_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"kind": "step", "image": "a.png", "task": "Save"}\n', "utf-8")
    told = ("--base", str(tmp_path), "--data", str(rows), "--out", str(tmp_path / "out"), "--format", "gta1")
    done = gui_agent("grounding", "finetune", *told)
    assert done.returncode == 2
    assert ("line 1: “action”" if FINE_TUNABLE else "guiagent-desktop[finetune]") in done.stderr
    assert "Traceback" not in done.stderr
    if FINE_TUNABLE:
        done = gui_agent("grounding", "finetune", *told, "--stage", "dreaming")
        assert (done.returncode, "no stage dreaming" in done.stderr) == (2, True)


def test_a_bad_row_is_one_clear_line_and_exit_code_2(tmp_path: Path) -> None:
    rows = tmp_path / "clicks.jsonl"
    rows.write_text('{"image": "nowhere.png", "instruction": "Save", "point": [1, 2]}\n', "utf-8")
    done = gui_agent("grounding", "adapt", str(rows))
    assert done.returncode == 2
    assert "line 1: “image”" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_training_extra_it_says_what_to_install(tmp_path: Path) -> None:
    if TRAINABLE:
        pytest.skip("the training extra is installed")
    done = gui_agent("grounding", "adapt", str(draw_recording(tmp_path, 1)))
    assert done.returncode == 2
    assert "[models]" in done.stderr


def test_weights_that_are_none_are_refused_by_every_command(tmp_path: Path) -> None:
    draw_recording(tmp_path, 1)
    picture = str(tmp_path / "tools-0.png")
    given = gui_agent("parse", picture, "--grounder", "embedded", "--weights", str(tmp_path))
    by_setting = gui_agent(
        "ground", picture, "Save", "--grounder", "embedded", GUI_AGENT_WEIGHTS=str(tmp_path)
    )
    for done in (given, by_setting):
        assert done.returncode == 2
        assert "no adapted weights" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.models
@pytest.mark.timeout(900)
def test_it_adapts_prints_the_table_and_the_weights_are_used(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    rows, out = draw_recording(tmp_path, 2), tmp_path / "weights"
    done = gui_agent(
        "grounding", "adapt", str(rows), "--out", str(out), "--threads", "1", "--json", timeout=800
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["folder"] == str(out)
    assert told["clicks"] == 10
    learned = next(r for r in told["table"] if r["name"] == "all clicks, once learned")
    assert learned["after"] > learned["before"]
    click = json.loads(rows.read_text("utf-8").splitlines()[0])
    words = (str(tmp_path / click["image"]), click["instruction"])
    found = gui_agent("ground", *words, "--grounder", "embedded", "--weights", str(out), "--json")
    x, y = json.loads(found.stdout)["point"]
    assert click["box"][0] <= x <= click["box"][2]
    assert click["box"][1] <= y <= click["box"][3]
