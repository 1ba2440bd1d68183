"""``gui-agent eval report`` and ``gui-agent eval view``."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gui_agent.cli.app import app
from tests.evals.report.sample_runs import broken, episode, keep_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    results = [
        episode("one", tier="literal", applications=("calc",)),
        episode("two", 0.5, tier="goal", applications=("[red]mail",)),
        episode("three", infeasible=True),
        broken("four"),
    ]
    return keep_run(tmp_path / "new", results, repeats=2)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    return keep_run(tmp_path / "old", [episode("one", 0.0), episode("two", 0.0), episode("gone")])


def gui_agent(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)])


def test_the_table_tells_what_was_solved_and_what_is_missing(run: Path) -> None:
    done = gui_agent("report", run)
    said = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "4 of 8 episodes" in said
    assert "50 % (1 of 2 episodes solved, 2 tasks; 95 % interval 9.5–90.5 %)" in said
    assert "Set apart, tasks that cannot be done 100 % (1 of 1 episode solved" in said
    assert "2 solved 1 failed 1 infrastructure" in said
    assert "[red]mail 0 % 0.0–79.3 % 0/1 1 0.500" in said


def test_json_is_one_object(run: Path, earlier: Path) -> None:
    told = json.loads(gui_agent("report", run, "--json", "--compare", earlier).stdout)
    assert (told["all"]["solved"], told["planned"], told["finished"]) == (1, 8, 4)
    assert (told["comparison"]["only_second"], told["comparison"]["episodes"]) == (1, 2)


def test_two_runs_are_compared(run: Path, earlier: Path) -> None:
    said = " ".join(gui_agent("report", run, "--compare", earlier).stdout.split())
    assert "No clear difference: new +50 points (p = 1.000, McNemar's exact test)." in said
    assert "2 common episodes of 2 tasks: 0 solved by both, 0 only by old, 1 only by new, 1 by none" in said
    assert "desktop/one 0 → 1 of 1" in said


def test_the_page_is_written_where_it_is_wanted(run: Path, tmp_path: Path) -> None:
    done = gui_agent("report", run, "--html", tmp_path / "made" / "page.html")
    assert str(tmp_path / "made" / "page.html") in done.stdout
    assert "<title>50 % · desktop</title>" in (tmp_path / "made" / "page.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["report", "view"])
def test_a_folder_without_a_run_says_what_to_do(tmp_path: Path, command: str) -> None:
    done = gui_agent(command, tmp_path)
    assert done.exit_code == 2
    assert "name the folder that it printed" in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize(("display", "opened"), [("", 0), (":1", 1)])
def test_view_writes_the_page_and_opens_it_where_there_is_a_desktop(
    run: Path, monkeypatch: pytest.MonkeyPatch, display: str, opened: int
) -> None:
    addresses: list[str] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    done = gui_agent("view", run)
    assert (done.exit_code, done.stdout.strip()) == (0, str(run / "report.html"))
    assert addresses == [(run / "report.html").as_uri()] * opened
    assert (run / "report.html").is_file()
