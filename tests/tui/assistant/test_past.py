"""What is listed of earlier runs, and what can be taken of them."""

import json
from pathlib import Path

import pytest

from gui_agent.errors import NotUnderstood
from gui_agent.journal import Journal, RunHeader
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.types import Ending
from tests.gui_agent.sample_run import sample_steps
from tui.assistant.past import BROKE_OFF, Run, export_json, read_run, read_runs, write_test


def made(folder: Path, task: str, ending: Ending | None, *, crashed: bool = False) -> Run:
    journal = Journal(folder, RunHeader(task, "virtual"))
    journal.complete(sample_steps()[0])
    if not crashed:
        journal.end(ending, "")
    journal.close()
    run = read_run(folder)
    assert run is not None
    return run


def test_runs_are_listed_newest_first_and_one_without_an_end_broke_off(tmp_path: Path) -> None:
    made(tmp_path / "2026-01-01-a", "Open xterm", Ending.ACCOMPLISHED)
    made(tmp_path / "2026-01-02-b", "Open mousepad", None, crashed=True)
    made(tmp_path / "2026-01-03-c", "Open mousepad", None)
    (tmp_path / "2026-01-04-d").mkdir()
    (tmp_path / "2026-01-04-d" / "journal.jsonl").write_text("nonsense\n")
    listed = [(run.task, run.steps, run.ending) for run in read_runs(tmp_path)]
    broken = ("Open mousepad", 1, BROKE_OFF)
    assert listed == [broken, broken, ("Open xterm", 1, "accomplished")]


def test_the_records_are_one_json_file(tmp_path: Path) -> None:
    path = export_json(made(tmp_path / "run", "Open xterm", Ending.ACCOMPLISHED))
    told = json.loads(path.read_text())
    assert (told["task"], told["ending"], len(told["steps"])) == ("Open xterm", "accomplished", 1)


def test_a_run_becomes_a_test_that_can_be_read_with_its_braces_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run", RunHeader('Open xterm, then type "{name} # 1"', "virtual"))
    journal.close()
    run = read_run(tmp_path / "run")
    assert run is not None
    (case,) = read_step_file(write_test(run))
    assert [case.filled(step) for step in case.steps] == ['Open xterm, then type "{name} # 1"']


def test_what_a_model_planned_freely_is_no_test(tmp_path: Path) -> None:
    run = made(tmp_path / "run", "make my document prettier", Ending.ACCOMPLISHED)
    with pytest.raises(NotUnderstood):
        write_test(run)
