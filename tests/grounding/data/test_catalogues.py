"""Compiled gettext catalogues are listed; what is none has no messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from grounding.data.catalogues import read_catalogue
from tests.grounding.data.compiled_catalogue import catalogue

MESSAGES = {
    "": "Content-Type: text/plain; charset=UTF-8",
    "_Save": "_Speichern",
    "menu\x04Open": "Öffnen",
    "file\0files": "Datei\0Dateien",
}


@pytest.mark.parametrize("order", ["<", ">"], ids=["little endian", "big endian"])
def test_messages_come_without_header_context_and_plural(tmp_path: Path, order: str) -> None:
    path = tmp_path / "gedit.mo"
    path.write_bytes(catalogue(MESSAGES, order))
    assert sorted(read_catalogue(path)) == [("Open", "Öffnen"), ("_Save", "_Speichern"), ("file", "Datei")]


def test_entries_that_are_not_utf_8_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "gedit.mo"
    path.write_bytes(catalogue(MESSAGES).replace("Öffnen".encode(), b"\xd6\xff" + b"ffnen"))
    assert sorted(read_catalogue(path)) == [("_Save", "_Speichern"), ("file", "Datei")]


@pytest.mark.parametrize("size", [0, 3, 20, 40])
def test_damaged_files_have_no_messages(tmp_path: Path, size: int) -> None:
    path = tmp_path / "cut.mo"
    path.write_bytes(catalogue(MESSAGES)[:size])
    assert read_catalogue(path) == []


def test_other_and_missing_files_have_no_messages(tmp_path: Path) -> None:
    path = tmp_path / "other.mo"
    path.write_bytes(b"no catalogue, but long enough to have a header")
    assert read_catalogue(path) == []
    assert read_catalogue(tmp_path / "missing.mo") == []
