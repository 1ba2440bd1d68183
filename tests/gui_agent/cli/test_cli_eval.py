"""``gui-agent eval`` on task files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.setup import Downloads
from gui_agent.cli.app import app

TASK = {
    "id": "one",
    "instruction": "Say hello.",
    "related_apps": ["os"],
    "config": [{"type": "chrome_open_tabs", "parameters": {"urls_to_open": ["https://example.org"]}}],
    "evaluator": {
        "func": "exact_match",
        "result": {"type": "vm_command_line", "command": ["cat", "a"]},
        "expected": {"type": "rule", "rules": {"expected": "hello"}},
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "one.json").write_text(json.dumps(TASK), "utf-8")
    return tmp_path / "tasks"


def test_valid_tasks_are_counted(folder: Path) -> None:
    done = CliRunner().invoke(app, ["eval", "validate", str(folder)])
    assert (done.exit_code, done.stdout) == (0, "1 of 1 task files are valid\n")


def test_problems_name_file_and_field(folder: Path) -> None:
    broken = folder / "two.json"
    broken.write_text(json.dumps({**TASK, "id": "two", "config": [{"type": "lunch"}]}), "utf-8")
    done = CliRunner().invoke(app, ["eval", "validate", str(folder)])
    assert done.exit_code == 2
    assert f"{broken}: config[0].type: there is no setup step “lunch”; did you mean “launch”?" in done.stderr
    assert done.stdout == "1 of 2 task files are valid\n"
    done = CliRunner().invoke(app, ["eval", "validate", "--json", str(broken)])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["valid"], told["problems"][0]["field"]) == (2, 0, "config[0].type")


def test_tasks_are_listed_with_what_they_need(folder: Path) -> None:
    done = CliRunner().invoke(app, ["eval", "list", "--json", str(folder)])
    (listed,) = json.loads(done.stdout)
    assert listed["metrics"] == ["exact_match"]
    assert listed["needs"] == {
        "files": 0,
        "network": True,
        "login": False,
        "windows": False,
        "password": False,
        "applications": ["os"],
    }
    done = CliRunner().invoke(app, ["eval", "list", str(folder)])
    assert done.exit_code == 0
    assert "1 tasks" in done.stdout


def test_a_folder_without_tasks_is_no_success(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["eval", "validate", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(app, ["eval", "validate", str(tmp_path / "absent")]).exit_code == 2


def test_what_is_missing_offline_is_told(folder: Path, tmp_path: Path) -> None:
    step = {"type": "download", "parameters": {"files": [{"url": "https://example.org/a", "path": "/a"}]}}
    (folder / "one.json").write_text(json.dumps({**TASK, "config": [step]}), "utf-8")
    fetch = ["eval", "fetch", "--offline", "--folder", str(tmp_path / "cache"), str(folder)]
    done = CliRunner().invoke(app, fetch)
    assert (done.exit_code, done.stderr) == (1, "https://example.org/a\n")
    assert done.stdout == "0 of 1 files are in the cache\n"
    Downloads(tmp_path / "cache").keep("https://example.org/a", b"here")
    done = CliRunner().invoke(app, fetch)
    assert (done.exit_code, done.stdout) == (0, "1 of 1 files are in the cache\n")
