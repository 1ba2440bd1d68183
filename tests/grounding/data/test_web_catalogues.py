"""Phrases of user interfaces from gettext catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from grounding.data.web.catalogues import cleaned, load_phrases
from tests.grounding.data.compiled_catalogue import catalogue


@pytest.mark.parametrize(
    ("message", "phrase"),
    [
        ("_Save As…", "Save As…"),
        ("&Open", "Open"),
        ("文件(_F)", "文件"),
        ("Name:", "Name"),
        ("%d files", ""),
        ("<b>bold</b>", ""),
        ("snake_case_name", ""),
        ("  ", ""),
    ],
)
def test_mnemonics_and_end_marks_go_and_templates_are_refused(message: str, phrase: str) -> None:
    assert cleaned(message) == phrase


def test_held_out_programs_lend_no_words(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "gedit.mo").write_bytes(catalogue({"Save": "Speichern"}))
    (folder / "meld.mo").write_bytes(catalogue({"Compare": "Vergleichen"}))

    phrases = load_phrases(tmp_path, "de")

    assert [p.text for p in phrases.short] == ["Speichern"]
    assert phrases.by_english == {"save": "Speichern"}
