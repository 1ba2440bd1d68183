"""A test, a workflow or free room: what can be made of an earlier run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gui_agent.errors import JournalError, SettingsError
from gui_agent.journal import Journal, RunHeader
from gui_agent.past.keeping import delete_run, learn_workflow, own_files, write_test
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.settings import load_settings
from gui_agent.types import Ending, Step
from tests.gui_agent.sample_run import sample_steps


def made(folder: Path, task: str, steps: list[Step] | None = None, ending: Ending | None = None) -> Path:
    with Journal(folder, RunHeader(task, "virtual")) as journal:
        for step in sample_steps()[:1] if steps is None else steps:
            journal.complete(step)
        journal.end(ending, "")
    return folder


def test_a_run_becomes_a_test_that_can_be_read_with_its_braces_kept(tmp_path: Path) -> None:
    run = made(tmp_path / "run", 'Open xterm, then type "{name} # 1"', [])
    (case,) = read_step_file(write_test(run))
    assert [case.filled(step) for step in case.steps] == ['Open xterm, then type "{name} # 1"']


def test_what_a_model_planned_is_said_by_what_it_did(tmp_path: Path) -> None:
    run = made(tmp_path / "run", "put my name into the settings", sample_steps(), Ending.ACCOMPLISHED)
    (case,) = read_step_file(write_test(run, tmp_path / "name.steps.md"))
    assert [case.filled(step) for step in case.steps] == [
        "Double-click the Settings icon",
        'Type "Ana"',
        "Press Ctrl+S",
    ]


def test_a_task_that_a_model_planned_though_it_is_in_steps_is_said_by_what_it_did(tmp_path: Path) -> None:
    steps = [replace(s, usage=replace(s.usage, model_calls=1)) for s in sample_steps()]
    run = made(tmp_path / "run", 'Open Settings, type "Ana"', steps, Ending.ACCOMPLISHED)
    assert "Double-click the Settings icon" in write_test(run).read_text("utf-8")


def test_where_nothing_can_be_said_there_is_no_test(tmp_path: Path) -> None:
    run = made(tmp_path / "run", "make my document prettier", [])
    with pytest.raises(SettingsError, match="nothing that was done"):
        write_test(run)
    with pytest.raises(SettingsError, match=r"\.steps\.md"):
        write_test(run, tmp_path / "name.txt")
    with pytest.raises(JournalError, match="no readable journal"):
        write_test(tmp_path / "nowhere")


def test_a_run_becomes_a_workflow_once(tmp_path: Path) -> None:
    settings = load_settings(memory=tmp_path / "memory.sqlite")
    run = made(tmp_path / "run", 'type "Ana" into the settings', sample_steps(), Ending.ACCOMPLISHED)
    assert learn_workflow(run, settings).startswith("Workflow ")
    assert "already" in learn_workflow(run, settings)


def test_what_was_not_accomplished_is_no_workflow(tmp_path: Path) -> None:
    run = made(tmp_path / "run", "Open xterm")
    with pytest.raises(SettingsError, match="accomplished"):
        learn_workflow(run, load_settings(memory=tmp_path / "memory.sqlite"))
    assert not (tmp_path / "memory.sqlite").exists()


def test_a_run_is_deleted_with_all_its_files_and_nothing_else_is(tmp_path: Path) -> None:
    run = made(tmp_path / "run", "Open xterm")
    (run / "home" / ".cache").mkdir(parents=True)
    (run / "home" / ".cache" / "a").write_text("")
    (run / "home" / "list.txt").write_text("")
    assert own_files(run) == 1
    delete_run(run)
    assert not run.exists()
    (tmp_path / "letters").mkdir()
    with pytest.raises(JournalError, match="no run"):
        delete_run(tmp_path / "letters")
    assert (tmp_path / "letters").is_dir()


def test_a_run_that_goes_on_is_not_deleted(tmp_path: Path) -> None:
    with (
        Journal(tmp_path / "run", RunHeader("Open xterm")),
        pytest.raises(JournalError, match="still under way"),
    ):
        delete_run(tmp_path / "run")
    assert (tmp_path / "run" / "journal.jsonl").exists()
