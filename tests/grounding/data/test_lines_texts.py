"""What the drawn lines say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from grounding.data.lines.alphabet import characters
from grounding.data.lines.catalogues import cleaned, phrases
from grounding.data.lines.texts import Texts
from grounding.data.lines.words import made_up, noise, short
from tests.grounding.data.compiled_catalogue import catalogue


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    pairs = {f"Open number {i}": f"Öffne Nummer {i}" for i in range(200)}
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "editor.mo").write_bytes(catalogue({"": "Header", "context\x04_File": "_Datei", **pairs}))
    (folder / "galculator.mo").write_bytes(catalogue({"Secret": "Geheim"}))
    return tmp_path


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("_Save &As…", ["Save As…"]),
        ("Open %s in <b>%d</b> windows", ["Open in windows"]),
        ("Speichern(_S)", ["Speichern"]),
        ("first\nsecond", ["first", "second"]),
        ("Copy {name} to ${target}", ["Copy to"]),
        ("%s", []),
    ],
)
def test_format_codes_markup_and_accelerators_are_removed(message: str, lines: list[str]) -> None:
    assert cleaned(message) == lines


def test_held_out_applications_give_no_phrases(catalogues: Path) -> None:
    assert "Secret" not in {original for original, _ in phrases(catalogues, "de", 10)}


def test_the_same_seed_gives_the_same_lines_in_known_characters(catalogues: Path) -> None:
    first, second = (Texts(5, catalogues=catalogues) for _ in range(2))
    lines = [first.line() for _ in range(300)]
    assert lines == [second.line() for _ in range(300)]
    assert frozenset("".join(line.text for line in lines)) <= frozenset(characters())
    assert all(line.text == line.text.strip() != "" for line in lines)


def test_phrases_kept_from_training_are_never_trained_on(catalogues: Path) -> None:
    trained = {Texts(1, catalogues=catalogues).line().text for _ in range(1)}
    free, kept = (Texts(1, held_out, catalogues=catalogues)._phrases["de"] for held_out in (False, True))
    assert free
    assert kept
    assert not set(free) & set(kept)
    assert trained


def test_made_up_things_and_noise_follow_their_seed() -> None:
    words = ["Edit", "view", "Print"]
    first = [made_up(random.Random(i), words) for i in range(200)]
    assert first == [made_up(random.Random(i), words) for i in range(200)]
    assert len(set(first)) > 100
    assert noise(random.Random(3)) == noise(random.Random(3))


def test_what_stands_alone_is_short_and_in_the_alphabet() -> None:
    chance = random.Random(3)
    made = {short(chance) for _ in range(2000)}
    assert max(map(len, made)) <= 9
    assert set(characters()).issuperset("".join(made))
    assert made.issuperset("0123456789+−×÷=%")
