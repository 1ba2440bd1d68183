"""What a word is to the small networks, and that its ids never change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grounding.embedded.tokens import PADDING, TABLE_SIZE, word_ids, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Click the Save button", ["click", "the", "save", "button"]),
        ("AutoFilter", ["auto", "filter"]),
        ("HTMLParser", ["html", "parser"]),
        ("zoom-in_16", ["zoom", "in", "16"]),
        ("cell B12", ["cell", "b", "12"]),
        ("Save As…", ["save", "as", "..."]),
        ("C++ 50%", ["c", "+", "+", "50", "%"]),
        ("don't", ["don't"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("保存ファイル OK", ["保", "存", "フ", "ァ", "イ", "ル", "ok"]),
        ("Сохранить как", ["сохранить", "как"]),
        ("zapiszJako", ["zapisz", "jako"]),
        ("a - b", ["a", "-", "b"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_accents_survive_however_they_are_written() -> None:
    assert words_of("fermé") == words_of("ferme\u0301") == ["fermé"]


def test_ids_are_the_same_on_every_machine() -> None:
    assert word_ids(["save"]) == [[7613, 12427, 13269, 16214, 11034, 8991, 4221, 1788, 8875, 13644]]


def test_a_word_shares_pieces_with_its_plural_but_not_the_whole() -> None:
    one, many = word_ids(["folder", "folders"])
    assert one[0] != many[0]
    assert len(set(one[1:]) & set(many[1:])) >= 10


def test_a_letter_has_an_id_of_its_own() -> None:
    assert len({ids[0] for ids in word_ids("abcdefghijklmnopqrstuvwxyz")}) == 26


@given(st.text(max_size=80))
def test_any_text_has_ids_in_the_table(text: str) -> None:
    words = words_of(text)
    assert all(word and not word.isspace() for word in words)
    assert all(PADDING < i < TABLE_SIZE for ids in word_ids(words) for i in ids)


def test_a_monstrous_word_costs_no_more_than_a_long_one() -> None:
    assert len(word_ids(["x" * 5000])[0]) < 80
