"""The book of sessions: every task that was done is found again, whatever its words and whatever crashed."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("acp", reason="needs the extra serve")

from gui_agent.doors.acp_door.sessions import BOOK, SessionBook
from gui_agent.journal import FILE_NAME

TASKS = ("Press Enter", "Type \u201ca\u2028b\u0085c\u201d", "Type \u201ca\nb\u201d")


@pytest.fixture
def book(tmp_path: Path) -> SessionBook:
    for number in range(len(TASKS)):
        (tmp_path / f"run-{number}").mkdir()
        (tmp_path / f"run-{number}" / FILE_NAME).touch()
    return SessionBook(tmp_path)


def test_tasks_are_found_again_whatever_ends_a_line_in_them(book: SessionBook) -> None:
    for number, task in enumerate(TASKS):
        book.add("one", "/here", task, f"run-{number}")
    assert [entry.task for entry in book.entries("one")] == list(TASKS)


def test_what_a_crash_cut_off_swallows_nothing(book: SessionBook, tmp_path: Path) -> None:
    (tmp_path / BOOK).write_text('{"session": "cut o')
    book.add("one", "/here", TASKS[0], "run-0")
    assert [entry.task for entry in book.entries("one")] == [TASKS[0]]


@pytest.mark.parametrize("record", ["..", ".", "", "/", "../elsewhere", "run-0/..", "gone", "a\0b"])
def test_a_record_that_is_no_run_here_is_passed_over(book: SessionBook, tmp_path: Path, record: str) -> None:
    (tmp_path / FILE_NAME).touch()
    (tmp_path.parent / FILE_NAME).touch()
    book.add("one", "/here", TASKS[0], record)
    assert book.entries("one") == ()
