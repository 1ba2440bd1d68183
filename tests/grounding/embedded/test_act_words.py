from __future__ import annotations

import numpy as np
import pytest

from grounding.embedded.act_decoding import best_spans, calibrated, decode
from grounding.embedded.act_words import KINDS, LOOKS, MOST_WORDS, PIECES, encode, tokens_of, unquoted


def words(text: str) -> list[str]:
    return [text[t.start : t.end] for t in tokens_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Click the 'Save as' button.", ["Click", "the", "'Save as'", "button", "."]),
        ("type 'don't worry'", ["type", "'don't worry'"]),
        ("the users' files", ["the", "users", "'", "files"]),
        ("don't", ["don't"]),
        ("Press Ctrl+S", ["Press", "Ctrl", "+", "S"]),
        ("l'icône « Fermer »", ["l", "'", "icône", "« Fermer »"]),
        ("点击“保存”按钮", ["点", "击", "“保存”", "按", "钮"]),
        ('5" monitor', ["5", '"', "monitor"]),
        ("", []),
    ],
)
def test_a_sentence_is_taken_apart(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_nothing_but_white_space_is_lost() -> None:
    text = "Tippe „Grüße aus Köln!“ → in »Ort« (oben), d.h. a_b-c@x.de ✓"
    assert "".join(words(text)) == "".join(text.split()) or "".join(words(text)).replace(
        " ", ""
    ) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("said", "inside"),
    [('"a b"', "a b"), ("« Fermer »", "Fermer"), ("'it's'", "it's"), ("a", "a"), ('"a" "b"', '"a" "b"')],
)
def test_marks_around_one_quotation_are_taken_off(said: str, inside: str) -> None:
    assert unquoted(said) == inside


def test_a_sentence_becomes_arrays_of_fixed_width() -> None:
    encoded = encode("Click the “Save” button")
    assert encoded.ids.shape == (4, PIECES)
    assert encoded.looks.shape == (4, LOOKS)
    assert (encoded.ids[:, 0] > 0).all()
    assert encoded.looks[2, 0] == 1.0


def test_only_the_first_words_are_read() -> None:
    assert len(encode("word " * 500).tokens) == MOST_WORDS


def figures(tags: str) -> np.ndarray:
    """Return sure tag logits for a string of O, T, t, X, x."""
    table = np.full((len(tags), 5), -5.0, np.float32)
    table[np.arange(len(tags)), ["OTtXx".index(tag) for tag in tags]] = 5.0
    return table


def kind_logits(kind: str, several: float = -5.0) -> np.ndarray:
    logits = np.full(len(KINDS) + 1, -5.0, np.float32)
    logits[KINDS.index(kind)] = 5.0  # type: ignore[arg-type]
    logits[-1] = several
    return logits


def test_the_likeliest_spans_are_chosen() -> None:
    decoded = decode(figures("OXxOTtO"), kind_logits("type"))
    assert (decoded.kind, decoded.text, decoded.target) == ("type", (1, 2), (4, 5))


def test_a_kind_without_text_has_none() -> None:
    decoded = decode(figures("OXxOTtO"), kind_logits("click"))
    assert (decoded.text, decoded.target) == (None, (4, 5))


def test_a_kind_that_needs_a_target_gets_the_best_one() -> None:
    tags = figures("OOO")
    tags[1, 1] = 4.0
    assert decode(tags, kind_logits("click")).target == (1, 1)


def test_spans_never_overlap() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        logs = np.log(rng.dirichlet(np.ones(5), size=7))
        target, text = best_spans(logs, "drag")
        assert target is not None
        assert text is not None
        assert target[1] < text[0] or text[1] < target[0]


def test_one_word_cannot_be_target_and_text_at_once() -> None:
    decoded = decode(figures("T"), kind_logits("drag"))
    assert decoded.text is None or decoded.target is None


def test_no_action_has_no_spans() -> None:
    decoded = decode(figures("OTt"), kind_logits("none", several=5.0))
    assert (decoded.target, decoded.text) == (None, None)
    assert decoded.several > 0.9


def test_a_surer_reading_scores_higher() -> None:
    weights = [1.0, 0.0, 1.0, 1.0, 0.0, 2.0]
    sure = decode(figures("OTO"), kind_logits("click"))
    tags = figures("OTO")
    tags[2, 2] = 4.5
    unsure = decode(tags, kind_logits("click"))
    assert calibrated(sure.evidence, weights) > calibrated(unsure.evidence, weights)
