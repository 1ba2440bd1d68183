"""The reader's characters: every text is spelt in one way."""

from __future__ import annotations

import pytest

from grounding.data.lines.alphabet import FOREIGN, characters, readable, spelt

KNOWN = frozenset(characters())


def test_no_character_is_listed_twice() -> None:
    assert len(characters()) == len(KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Save As… (Ctrl+Shift+S)",
        "Übergröße für Ärger",
        "Zażółć gęślą jaźń",
        "¿Qué? ¡Año!",
        "Œuvre à l’été",
        "Съешь ещё",
        "Αποθήκευση ώς",
        "12 € ≈ £10 ™ ← →",
    ],
)
def test_the_shipped_languages_are_readable(text: str) -> None:
    assert readable(spelt(text), KNOWN)
    assert spelt(text) == text


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ("文件(F)", f"{FOREIGN}(F)"),
        ("ファイルを 開く", FOREIGN),
        ("PPM 파일 저장", f"PPM {FOREIGN}"),
        ("X\u00a0Y  Z ", "X Y Z"),
        ("Cafe\u0301", "Café"),
        ("▶ Play", "▸ Play"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_looks_alike_or_is_east_asian_is_brought_to_one_spelling(drawn: str, text: str) -> None:
    assert spelt(drawn) == text


def test_nothing_and_unknown_signs_are_not_readable() -> None:
    assert not readable("", KNOWN)
    assert not readable(spelt("שלום"), KNOWN)
