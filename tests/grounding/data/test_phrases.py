from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from grounding.data.phrases.command import main
from grounding.data.phrases.compose import Composer, is_held_out
from grounding.data.phrases.grammar import expand, parse
from grounding.data.phrases.labels import Labels, label_of, own_labels
from grounding.data.phrases.noise import disturb
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.sample import (
    KINDS,
    PHRASES_FILE,
    PhraseSample,
    as_target,
    as_text,
    read_phrases,
    unmark,
    write_phrases,
)
from grounding.data.phrases.templates import read_sections, sections
from grounding.data.phrases.verbs import BASE, GERUND, THIRD, verbs_in
from grounding.embedded.act_decoding import NEEDS_TARGET, NEEDS_TEXT

SENTENCES = Path(__file__).with_name("act_sentences.jsonl")


@pytest.fixture(scope="module")
def samples() -> list[PhraseSample]:
    return list(Composer(Labels({"en": own_labels()})).samples(seed=3, count=3000))


def test_marks_become_spans() -> None:
    plain, target, text = unmark(f'Type "{as_text("a b")}" into the {as_target("Name field")}.')
    assert plain == 'Type "a b" into the Name field.'
    assert target is not None
    assert text is not None
    assert (plain[slice(*target)], plain[slice(*text)]) == ("Name field", "a b")


def test_a_half_mark_is_an_error() -> None:
    with pytest.raises(ValueError, match="not closed"):
        unmark(as_target("Save")[:-1])


def test_a_template_is_expanded_with_its_parts() -> None:
    made = {
        expand(parse("[please |]{V} on {T}"), {"V": ("click", "tap"), "T": ("OK",)}, random.Random(i))
        for i in range(40)
    }
    assert made == {"click on OK", "tap on OK", "please click on OK", "please tap on OK"}


@pytest.mark.parametrize("template", ["[a|b", "a]b", "a|b"])
def test_brackets_that_do_not_match_are_an_error(template: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        parse(template)


def test_sections_leave_remarks_out() -> None:
    said = read_sections("# remark\n\n== one\nfirst line\n# remark\n#include <x>\n== two\n")
    assert said == {"one": ("first line", "#include <x>"), "two": ()}


@pytest.mark.parametrize(
    "name", ["english", "german", "french", "spanish", "polish", "russian", "chinese", "japanese"]
)
def test_every_template_can_be_parsed(name: str) -> None:
    for lines in sections(name).values():
        for line in lines:
            parse(line)


def test_verbs_have_three_forms() -> None:
    assert verbs_in(BASE)["DRAG"][0] == "drag"
    assert verbs_in(GERUND)["DRAG"][0] == "dragging"
    assert verbs_in(THIRD)["DRAG"][0] == "drags"


@pytest.mark.parametrize(
    ("message", "label"),
    [
        ("_Save As…", "Save As…"),
        ("Name:", "Name"),
        ("%d files", ""),
        ("context\x04&Open", "Open"),
        ("It failed.", ""),
    ],
)
def test_labels_are_taken_from_messages(message: str, label: str) -> None:
    assert label_of(message) == label


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja"])
def test_quotation_marks_never_stand_inside_what_they_quote(language: str) -> None:
    for seed in range(60):
        words = 'say "it\'s" „so“ «now»'
        marked = quoted(words, random.Random(seed), language)
        assert marked[1:-1] == words
        assert marked[0] not in words


def test_noise_leaves_the_text_alone() -> None:
    marked = f"Please type {as_text('Hello  THE World')} into the {as_target('Name field')} now"
    for seed in range(300):
        plain, _, text = unmark(disturb(marked, random.Random(seed)))
        assert text is not None
        assert plain[slice(*text)].split() == ["Hello", "THE", "World"]


def test_every_sample_has_what_its_kind_needs(samples: list[PhraseSample]) -> None:
    for sample in samples:
        assert (sample.target is not None) >= (sample.kind in NEEDS_TARGET), sample
        assert (sample.text is not None) == (sample.kind in NEEDS_TEXT), sample
        if sample.kind == "none":
            assert sample.target is None


def test_spans_are_words_without_white_space_around(samples: list[PhraseSample]) -> None:
    for sample in samples:
        for span in (sample.target, sample.text):
            words = sample.words_of(span)
            assert words == words.strip(), sample
            assert bool(words) == (span is not None), sample


def test_all_kinds_languages_and_negatives_occur(samples: list[PhraseSample]) -> None:
    kinds = Counter(s.kind for s in samples)
    assert set(kinds) == set(KINDS)
    assert {"en", "de", "fr", "es", "pl", "ru", "zh", "ja"} == {s.language for s in samples}
    assert sum(s.compound for s in samples) > 150
    assert kinds["none"] > 500


def test_some_templates_are_held_out_whole(samples: list[PhraseSample]) -> None:
    held = {s.template for s in samples if is_held_out(s.template)}
    assert 10 < len(held) < 300
    assert all(s.held_out for s in samples if s.template in held)


def test_the_same_seed_makes_the_same_sentences(samples: list[PhraseSample]) -> None:
    again = list(Composer(Labels({"en": own_labels()})).samples(seed=3, count=50))
    assert again == samples[:50]


def test_no_sentence_is_made_twice(samples: list[PhraseSample]) -> None:
    assert len({s.instruction for s in samples}) == len(samples)


def test_samples_survive_the_file(tmp_path: Path, samples: list[PhraseSample]) -> None:
    path = tmp_path / "phrases.jsonl"
    assert write_phrases(path, samples[:20]) == 20
    assert list(read_phrases(path)) == samples[:20]


def test_an_unknown_kind_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "phrases.jsonl"
    path.write_text(json.dumps({"instruction": "x", "kind": "fly"}), "utf-8")
    with pytest.raises(ValueError, match="fly"):
        list(read_phrases(path))


def test_the_command_works_without_any_catalogue(tmp_path: Path) -> None:
    assert (
        main(["--out", str(tmp_path), "--seed", "4", "--count", "30", "--locale", str(tmp_path / "none")])
        == 0
    )
    assert len(list(read_phrases(tmp_path / PHRASES_FILE))) == 30


def test_the_sentences_written_by_hand_have_what_their_kinds_need() -> None:
    sentences = list(read_phrases(SENTENCES))
    assert len(sentences) >= 300
    assert {s.kind for s in sentences} == set(KINDS)
    for sample in sentences:
        assert (sample.target is not None) >= (sample.kind in NEEDS_TARGET), sample
        assert (sample.text is not None) == (sample.kind in NEEDS_TEXT), sample
