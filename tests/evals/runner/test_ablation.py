"""``gui-agent eval run --agent model``, with and without a mechanism."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.episodes.result import Ending
from evals.episodes.run_folder import RunFolder
from gui_agent.cli.app import app
from tests.evals.runner.conftest import Bench
from tests.evals.runner.world import MACHINE
from tests.gui_agent.planning.model.cast import do, plan

MENDED = {"refine": "out_of_plan", "why": "it is typed"} | plan(("type it", None))
SCRIPT = [
    plan(("say it aloud", None)),
    do("fail", reason="there is no voice"),
    MENDED,
    do("type", {"changes": "nothing"}, text="yes"),
    do("done"),
]
"""Only a manager can make something of the failure; without one it is the end of the task."""


def script(folder: Path) -> str:
    file = folder / "script.json"
    file.write_text(json.dumps([{"text": json.dumps(said), "input_tokens": 100} for said in SCRIPT]), "utf-8")
    return f"scripted:{file}"


def test_leaving_a_mechanism_out_tells_what_it_is_worth(bench: Bench, tmp_path: Path) -> None:
    bench.task("say", "answer yes")
    done = bench.run("--agent", "model", "--model", script(tmp_path), "--ablate", "hierarchy")
    assert done.returncode == 0, done.stderr
    whole, less = (list(RunFolder(bench.out / name).results()) for name in ("with", "without-hierarchy"))
    assert [result.ending for result in whole] == [Ending.SOLVED]
    assert [result.ending for result in less] == [Ending.FAILED]
    assert whole[0].tokens_in == 500
    asked = json.loads((bench.out / "without-hierarchy" / "run.json").read_text("utf-8"))
    assert "hierarchy" not in asked["mechanisms"]
    assert "critique" in asked["mechanisms"]
    assert "then with it" in done.stdout


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--agent", "embedded", "--ablate", "hierarchy"), "add --agent model"),
        (("--agent", "embedded", "--model", "openai:gpt"), "add --agent model"),
        (("--agent", "model"), "needs a model"),
        (("--agent", "model", "--model", "SCRIPT", "--ablate", "magic"), "there is no mechanism “magic”"),
        (("--agent", "model", "--model", "SCRIPT", "--ablate", "tools"), "tools is not on"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_played(
    flags: tuple[str, ...], told: str, bench: Bench, tmp_path: Path
) -> None:
    bench.task("say", "answer yes")
    given = [script(tmp_path) if flag == "SCRIPT" else flag for flag in flags]
    asked = ["eval", "run", str(bench.tasks), "--machine", MACHINE, "--out", str(bench.out), *given]
    done = CliRunner().invoke(app, asked)
    said = f"{' '.join(done.output.replace('│', ' ').split())} {done.exception}"
    assert (done.exit_code != 0, told in said) == (True, True), said
    assert not bench.out.exists() or not list(bench.out.glob("**/result.json"))
