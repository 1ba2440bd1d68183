"""Earlier runs are listed, whatever became of them, and found by any word that is known of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui_agent.journal import Journal, RunHeader
from gui_agent.past.listing import BROKE_OFF, UNDER_WAY, UNREADABLE, Run, read_run, read_runs
from gui_agent.types import Ending
from tests.gui_agent.sample_run import sample_steps


def made(folder: Path, task: str, ending: Ending | None, *, crashed: bool = False) -> Path:
    journal = Journal(folder, RunHeader(task, "virtual"))
    journal.complete(sample_steps()[0])
    if not crashed:
        journal.end(ending, "")
    journal.close()
    return folder


def test_runs_are_listed_newest_first_and_one_without_an_end_broke_off(tmp_path: Path) -> None:
    made(tmp_path / "2026-01-01-a", "Open xterm", Ending.ACCOMPLISHED)
    made(tmp_path / "2026-01-02-b", "Open mousepad", None, crashed=True)
    made(tmp_path / "2026-01-03-c", "Open mousepad", None)
    (tmp_path / "2026-01-04-d").mkdir()
    (tmp_path / "2026-01-04-d" / "journal.jsonl").write_text("nonsense\n")
    (tmp_path / "no run").mkdir()
    assert [(run.task, run.steps, run.ending) for run in read_runs(tmp_path)] == [
        ("2026-01-04-d", 0, UNREADABLE),
        ("Open mousepad", 1, BROKE_OFF),
        ("Open mousepad", 1, BROKE_OFF),
        ("Open xterm", 1, "accomplished"),
    ]


def test_a_run_that_is_written_at_this_moment_is_under_way(tmp_path: Path) -> None:
    with Journal(tmp_path, RunHeader("Open xterm")) as journal:
        journal.complete(sample_steps()[0])
        assert read_run(tmp_path).ending == UNDER_WAY
    assert read_run(tmp_path).ending == BROKE_OFF


def test_the_verdict_of_the_last_step_counts_where_the_end_was_not_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RunHeader("Open xterm"))
    journal.complete(sample_steps()[-1])
    journal.close()
    assert read_run(tmp_path).ending == "accomplished"


@pytest.mark.parametrize(
    "half", [b"", b"{", b'{"kind":"header"', b'{"kind":"header","payload":3}\n', b"\xff\n"]
)
def test_a_half_written_journal_is_listed_as_unreadable(tmp_path: Path, half: bytes) -> None:
    (tmp_path / "journal.jsonl").write_bytes(half)
    assert read_run(tmp_path) == Run(tmp_path, tmp_path.name, 0, UNREADABLE)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", True),
        ("MOUSE", True),
        ("pad open", True),
        ("accomplished", True),
        ("2026-03 12:00", True),
        ("control", True),
        ("xterm", False),
        ("mousepad stopped", False),
    ],
)
def test_a_run_is_found_by_task_outcome_date_and_program(tmp_path: Path, wanted: str, found: bool) -> None:
    run = read_run(made(tmp_path / "2026-03-01-120000-open-mousepad", "Open Mousepad", Ending.ACCOMPLISHED))
    assert run.applications == ("gnome-control-center",)
    assert run.fits(wanted) is found
