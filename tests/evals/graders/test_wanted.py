"""Metrics that compare a state with its description: what they let pass, and what they do not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("docx", reason="needs the extra: pip install 'guiagent-desktop[evals]'")

from evals.graders.errors import UnreadableInput, WrongRules
from evals.graders.metrics import wanted_documents, wanted_records, wanted_sheets, wanted_slides
from evals.suites.desktop import file_contents as contents
from evals.suites.desktop import make_files as make
from evals.suites.desktop.suite import TASKS

LINES = ("# Title", "First line.", "* point")
RED_AND_MORE = ("C81E1E", "14A03C", "1E50C8", "E6C81E")


def document(tmp_path: Path, change: Callable[[Any], None] = lambda _: None) -> Path:
    from docx import Document

    path = tmp_path / "a.docx"
    path.write_bytes(make.text_document(LINES))
    opened = Document(str(path))
    change(opened)
    opened.save(str(path))
    return path


def value(metric: Callable[..., Any], state: object, **rules: Any) -> float:
    return float(metric(state, rules, {}).value)


def test_a_document_has_all_the_texts_in_order_and_no_others(tmp_path: Path) -> None:
    path = document(tmp_path)
    texts = ["Title", "First line.", "point"]
    assert value(wanted_documents.document_is, path, paragraphs=texts) == 1
    for wrong in (texts[:2], [*texts, "more"], texts[::-1], ["title", *texts[1:]]):
        assert value(wanted_documents.document_is, path, paragraphs=wrong) == 0


def test_formats_count_where_they_are_named_for_a_paragraph_for_all_or_for_a_part(tmp_path: Path) -> None:
    def bold_word(opened: Any) -> None:
        opened.paragraphs[1].runs[0].text = "First "
        opened.paragraphs[1].add_run("line.").bold = True

    path = document(tmp_path, bold_word)
    plain = [
        {"text": "Title", "alignment": "center"},
        "First line.",
        {"text": "point", "style": "List Bullet"},
    ]
    marked = [plain[0], {"text": "First line.", "bold": "line."}, plain[2]]
    assert value(wanted_documents.document_is, path, paragraphs=plain) == 1
    assert value(wanted_documents.document_is, path, paragraphs=marked, everywhere={"bold": False}) == 1
    assert value(wanted_documents.document_is, path, paragraphs=plain, everywhere={"bold": False}) == 0
    assert value(wanted_documents.document_is, path, paragraphs=plain, everywhere={"alignment": "right"}) == 0
    whole = [plain[0], {"text": "First line.", "bold": True}, plain[2]]
    assert value(wanted_documents.document_is, path, paragraphs=whole) == 0


def test_page_breaks_tables_margins_and_pictures(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(make.picture(RED_AND_MORE))

    def change(opened: Any) -> None:
        opened.paragraphs[2].paragraph_format.page_break_before = True
        opened.add_table(1, 2).cell(0, 1).text = "x"
        opened.sections[0].header.paragraphs[0].text = "Top"
        opened.add_picture(str(picture))

    path = document(tmp_path, change)
    breaks = ["Title", {"text": "First line.", "on_new_page": False}, {"text": "point", "on_new_page": True}]
    right: dict[str, Any] = {
        "paragraphs": breaks,
        "page_breaks": 1,
        "tables": [[["", "x"]]],
        "header": "Top",
        "orientation": "portrait",
        "pictures": [{"size": [320, 240], "points": [[80, 60, "C81E1E"]]}],
    }
    assert value(wanted_documents.document_is, path, **right) == 1
    wrong: dict[str, Any] = {
        "page_breaks": 0,
        "tables": [],
        "header": "top",
        "orientation": "landscape",
        "pictures": [{"size": [320, 240], "points": [[240, 60, "C81E1E"]]}],
    }
    for name, other in wrong.items():
        assert value(wanted_documents.document_is, path, **{**right, name: other}) == 0, name


def test_rules_nobody_knows_and_broken_files_are_errors_and_no_score(tmp_path: Path) -> None:
    with pytest.raises(WrongRules, match="colour"):
        value(wanted_documents.document_is, document(tmp_path), colour="red")
    broken = tmp_path / "b.docx"
    broken.write_bytes(b"no archive")
    with pytest.raises(UnreadableInput):
        value(wanted_documents.document_is, broken, paragraphs=[])


def test_a_workbook_has_these_values_and_no_more_and_formulas_where_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(make.workbook({"One": (("Tea", 3), ("Honey", "6")), "Two": (("=One.B1",),)}))
    is_ = wanted_sheets.workbook_is
    assert value(is_, path, rows=[["Tea", 3], ["Honey", "6"]], sheets=["One", "Two"]) == 1
    assert value(is_, path, rows=[["Tea", 3], ["Honey", 6]]) == 0, "a text that looks like a number is none"
    assert value(is_, path, rows=[["Tea", 3]]) == 0
    assert value(is_, path, rows=[["Tea", 3], ["Honey", "6"], [None, 1]]) == 0
    assert value(is_, path, sheet="Two", formulas={"A1": "ONE"}) == 1
    assert value(is_, path, formulas=["B1"]) == 0
    assert value(is_, path, sheet="Three", rows=[]) == 0
    assert value(is_, path, cells={"A1": {"bold": False, "fill": None}}, freeze=None, filter=None) == 1
    assert value(is_, path, cells={"A1": {"bold": True}}) == 0


def test_slides_are_compared_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(make.presentation((("One", "sub"), ("Two", "a", "b"))))
    is_ = wanted_slides.presentation_is
    first, second = {"title": "One", "texts": ["sub"]}, {"title": "Two", "texts": ["a", "b"], "notes": ""}
    assert value(is_, path, slides=[first, second]) == 1
    assert value(is_, path, slides=[second, first]) == 0
    assert value(is_, path, slides=[first]) == 0
    assert value(is_, path, slides=[first, {**second, "pictures": [{"size": [1, 1]}]}]) == 0
    assert value(is_, path, slides=[first, {**second, "hidden": True}]) == 0


def message(subject: str, status: str = "0000", to: str = "ana@example.org") -> str:
    return f"From - x\nX-Mozilla-Status: {status}\nTo: {to}\nSubject: {subject}\n\nHello\nyou\n\n"


def test_deleted_messages_do_not_count_and_unwanted_ones_do(tmp_path: Path) -> None:
    box = tmp_path / "Inbox"
    box.write_text(message("One") + message("Two", "0009") + message("Three", "0005"), "utf-8")
    is_ = wanted_records.mail_folders_are
    three = {"subject": "Three", "starred": True, "read": True, "to": "ana@", "text": "Hello you"}
    assert value(is_, box, folders=[["One", three]]) == 1
    assert value(is_, box, folders=[["One", "Two", "Three"]]) == 0
    assert value(is_, box, folders=[["One"]]) == 0
    assert value(is_, box, folders=[[{"subject": "One", "starred": True}, "Three"]]) == 0


def test_contacts_are_read_with_what_still_stands_in_the_log(tmp_path: Path) -> None:
    book = tmp_path / "abook.sqlite"
    with closing(sqlite3.connect(book)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE properties (card TEXT, name TEXT, value TEXT)")
        base.commit()
        base.execute("INSERT INTO properties VALUES ('1', 'FirstName', 'Dora'), ('1', 'LastName', 'Ilic')")
        base.commit()
        assert (tmp_path / "abook.sqlite-wal").stat().st_size > 0
        is_ = wanted_records.contacts_are
        assert value(is_, book, contacts=[{"FirstName": "Dora", "LastName": "Ilic"}]) == 1
        assert value(is_, book, contacts=[{"FirstName": "Dora", "LastName": "Novak"}]) == 0
        assert value(is_, book, contacts=[]) == 0


def test_bookmarks_by_place_or_anywhere() -> None:
    page = {"type": "url", "name": "A", "url": "file:///a"}
    roots = {
        "bookmark_bar": {"children": [{"type": "folder", "name": "F", "children": [page]}]},
        "other": {"children": []},
    }
    a = {"name": "A", "url": "file:///a"}
    is_ = wanted_records.bookmarks_are
    assert value(is_, roots, bar=[{"name": "F", "children": [a]}], other=[]) == 1
    assert value(is_, roots, anywhere=[a]) == 1
    assert value(is_, roots, bar=[a]) == 0
    assert value(is_, roots, anywhere=[]) == 0
    assert value(is_, {}, anywhere=[a]) == 0


def test_visited_pages_are_compared_as_a_whole() -> None:
    rows = [("file:///a?x=1", "A", 0)]
    is_ = wanted_records.history_has
    assert value(is_, rows, visited=["file:///a?x=1"]) == 1
    assert value(is_, rows, visited=["file:///a"]) == 0
    assert value(is_, rows, visited=[], not_visited=["file:///a?x=1"]) == 0


def test_pictures_by_size_and_points(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    path.write_bytes(make.picture(RED_AND_MORE))
    is_ = wanted_records.picture_is
    assert value(is_, path, size=[320, 240], format="PNG", mode="RGB", points=[[80, 60, "C81E1E"]]) == 1
    assert value(is_, path, size=[240, 320]) == 0
    assert value(is_, path, points=[[240, 60, "C81E1E"]]) == 0
    assert value(is_, path, points=[[400, 60, "C81E1E"]]) == 0
    assert value(is_, path, mode="L") == 0


def test_the_files_that_tasks_start_from_hold_what_their_description_says() -> None:
    """They may be packed otherwise by other versions of the libraries, but never say anything else."""
    from docx import Document

    for path, lines in contents.DOCUMENTS.items():
        texts = [paragraph.text for paragraph in Document(str(TASKS / path)).paragraphs]
        assert texts == [line.removeprefix("# ").removeprefix("* ") for line in lines], path
    for path, sheets in contents.WORKBOOKS.items():
        name, rows = next(iter(sheets.items()))
        assert value(wanted_sheets.workbook_is, TASKS / path, sheet=name, rows=list(map(list, rows))) == 1
    for path, slides in contents.PRESENTATIONS.items():
        described = [{"title": title, "texts": points} for title, *points in slides]
        assert value(wanted_slides.presentation_is, TASKS / path, slides=described) == 1, path
    for path, colours in contents.PICTURES.items():
        assert (TASKS / path).read_bytes()[:4] == b"\x89PNG", path
        points = [[80, 60, colours[0]], [240, 180, colours[3]]]
        assert value(wanted_records.picture_is, TASKS / path, points=points) == 1, path
