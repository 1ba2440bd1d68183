"""``gui-agent run -p`` as a script meets it: the result on standard output and nothing else."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gui_agent.cli.app import app
from gui_agent.cli.telling import Telling
from gui_agent.errors import AgentError
from gui_agent.session import Outcome
from gui_agent.types import Ending
from tests.gui_agent.cli.test_cli import gui_agent

DONE = "every step was carried out and checked"


def small(runs: Path) -> tuple[str, ...]:
    return ("--runs", str(runs), "--screen", "640x480")


@pytest.mark.x11
def test_the_result_is_all_of_standard_output_and_progress_goes_to_standard_error(tmp_path: Path) -> None:
    done = gui_agent("run", "-p", "wait 0.1 seconds", *small(tmp_path))
    assert (done.returncode, done.stdout) == (0, f"{DONE}\n")
    assert "1/1 wait 0.1 seconds" in done.stderr
    report = next(line for line in done.stderr.splitlines() if line.startswith("Report: "))
    assert Path(report.removeprefix("Report: ")).is_file()


@pytest.mark.x11
@pytest.mark.parametrize("arguments", [("-p",), ("-",)])
def test_the_task_may_be_piped_in(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = gui_agent("run", *arguments, *small(tmp_path), said="wait 0.1 seconds\n")
    assert done.returncode == 0, done.stderr
    assert (DONE in done.stdout.splitlines()) == ("-p" in arguments)


@pytest.mark.x11
def test_what_is_not_accomplished_has_no_result_but_a_reason_and_its_exit_code(tmp_path: Path) -> None:
    done = gui_agent("run", "-p", "open Frobnicator 3000", *small(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Not accomplished: " in done.stderr


@pytest.mark.x11
def test_with_json_the_result_is_the_verdict_alone(tmp_path: Path) -> None:
    done = gui_agent("run", "-p", "--json", *small(tmp_path), said="wait 0.1 seconds")
    verdict = json.loads(done.stdout)
    assert (verdict["verdict"], verdict["explanation"], verdict["exit_code"]) == ("accomplished", DONE, 0)
    assert "1/1 wait 0.1 seconds" in done.stderr


def test_nothing_piped_in_is_one_clear_message_and_exit_code_2(tmp_path: Path) -> None:
    done = gui_agent("run", "-p", "--runs", str(tmp_path / "runs"), said="")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gui-agent: the task is empty; say what to do")
    assert not (tmp_path / "runs").exists(), "nothing was begun"


@pytest.mark.parametrize(
    ("arguments", "said", "part"),
    [
        ((), b"wait 1 second", "gui-agent run TASK"),
        (("-p", "--max-steps", "0"), b"wait 1 second", "max_steps"),
        (("-p",), b"x" * 100_001, "longer than"),
        (("-p",), b"\xff\xfe\x00", "no text in UTF-8"),
        (("-p",), b"make it prettier", "prettier"),
    ],
)
def test_what_cannot_be_a_task_is_refused_before_anything_is_opened(
    arguments: tuple[str, ...], said: bytes, part: str, tmp_path: Path
) -> None:
    done = CliRunner().invoke(app, ["run", *arguments, "--runs", str(tmp_path / "runs")], input=said)
    assert isinstance(done.exception, AgentError)
    assert part in str(done.exception)
    assert not (tmp_path / "runs").exists()


def test_an_answer_keeps_its_lines_and_steers_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = "Bills:\n\t12 €\x1b[2J\x07\n"
    outcome = Outcome(Ending.ACCOMPLISHED, answer, tmp_path, tmp_path / "report.html", 1, 0.5, "no room")
    Telling(result_only=True).conclude(outcome)
    told = capsys.readouterr()
    assert told.out == "Bills:\n\t12 €[2J\n"
    assert told.err.splitlines() == [
        f"Report: {tmp_path / 'report.html'}",
        "Nothing was learned from this run: no room",
    ]
