"""Phrases of user interfaces from gettext catalogues."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from grounding.data.web.catalogues import cleaned, load_phrases, read_catalogue


def catalogue(messages: dict[str, str]) -> bytes:
    """A .mo file by hand: header, two tables of (length, offset), the texts."""
    pairs = sorted(messages.items())
    texts, tables = b"", [b"", b""]
    start = 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            raw = pair[column].encode()
            tables[column] += struct.pack("<2I", len(raw), start + len(texts))
            texts += raw + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + tables[0] + tables[1] + texts


def test_messages_are_read_without_context_and_plural(tmp_path: Path) -> None:
    path = tmp_path / "gedit.mo"
    path.write_bytes(
        catalogue({"_Save": "_Speichern", "menu\x04Open": "Öffnen", "file\0files": "Datei\0Dateien"})
    )

    assert read_catalogue(path) == {"_Save": "_Speichern", "Open": "Öffnen", "file": "Datei"}


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
