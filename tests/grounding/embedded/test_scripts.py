"""A word is written in one script."""

from __future__ import annotations

import pytest

from grounding.embedded.scripts import in_one_script


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Save as", "Save as"),
        ("АaBbC", "AaBbC"),
        ("Соmmon", "Common"),
        ("7:3з PM", "7:33 PM"),
        ("о Open file", "o Open file"),
        ("Файл PDF", "Файл PDF"),
        ("Фaйл", "Файл"),
        ("Oткрыть", "Открыть"),
        ("в PDF", "в PDF"),
        ("Сохранить", "Сохранить"),
        ("Со", "Со"),
        ("12 μm", "12 μm"),
        ("Eπεξεργασία", "Επεξεργασία"),
        ("снос CD", "снос CD"),
        ("а", "а"),
    ],
)
def test_look_alikes_follow_their_word(read: str, meant: str) -> None:
    assert in_one_script(read) == meant
