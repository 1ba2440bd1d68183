"""A report drawn while the run goes on is the one that would be drawn afterwards."""

from pathlib import Path

import pytest

from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, Journal, RunHeader
from gui_agent.report import render_report
from gui_agent.report.ahead import ReportAhead
from tests.gui_agent.sample_run import TASK, sample_steps


def recorded(folder: Path, report: ReportAhead) -> None:
    with Journal(folder, RunHeader(TASK, "virtual desktop")) as journal:
        for step in sample_steps():
            journal.intent(step)
            journal.acknowledge(step.number, step.error)
            for recorder in (journal, report):
                recorder.complete(step)


def test_it_is_the_report_that_is_drawn_afterwards_and_needs_no_pictures(tmp_path: Path) -> None:
    with ReportAhead() as report:
        recorded(tmp_path, report)
        afterwards = render_report(tmp_path).read_text("utf-8")
        assert "data:image/webp" in afterwards
        for picture in (tmp_path / "screens").iterdir():
            picture.unlink()
        assert report.render(tmp_path).read_text("utf-8") == afterwards


def test_a_report_that_was_begun_is_there_in_the_end(tmp_path: Path) -> None:
    with ReportAhead() as report:
        recorded(tmp_path, report)
        path = report.begin(tmp_path)
    assert path.read_text("utf-8") == render_report(tmp_path).read_text("utf-8")


def test_what_kept_a_report_from_being_written_is_raised_in_the_end(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=FILE_NAME), ReportAhead() as report:
        report.begin(tmp_path / "nowhere")


def broken_off(folder: Path) -> None:
    with ReportAhead() as report:
        report.begin(folder)
        raise KeyboardInterrupt


def test_an_error_on_its_way_out_is_not_hidden_by_a_report(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        broken_off(tmp_path / "nowhere")
