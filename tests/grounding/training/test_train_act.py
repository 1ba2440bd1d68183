from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from grounding.data.phrases.compose import Composer
from grounding.data.phrases.labels import Labels, own_labels
from grounding.data.phrases.sample import PHRASES_FILE, PhraseSample, write_phrases
from grounding.embedded.act import ActReader
from grounding.embedded.act_words import tokens_of
from grounding.embedded.weights import open_network

pytestmark = pytest.mark.models
torch = pytest.importorskip("torch")


def sample(instruction: str, target: str = "", text: str = "", kind: str = "type") -> PhraseSample:
    def span(words: str) -> tuple[int, int] | None:
        start = instruction.index(words)
        return (start, start + len(words)) if words else None

    return PhraseSample(instruction, kind, span(target), span(text))  # type: ignore[arg-type]


def tags(of: PhraseSample) -> list[int] | None:
    from grounding.training.act_batches import tags_of

    found = tags_of(of, tokens_of(of.instruction))
    return None if found is None else found.tolist()


def test_words_get_the_tags_of_their_spans() -> None:
    assert tags(sample("Type hi there into the Name field", "Name field", "hi there")) == [
        0,
        3,
        4,
        0,
        0,
        1,
        2,
    ]


def test_a_quotation_is_one_word_whose_marks_may_stand_outside() -> None:
    assert tags(sample("Type 'hi there' now", "", "hi there")) == [0, 3, 0]


def test_what_is_no_action_teaches_nothing_about_spans() -> None:
    assert tags(sample("hello there", kind="none")) == [-100, -100]


def test_a_span_that_ends_inside_a_word_is_left_out() -> None:
    assert tags(sample("Type hello", "", "hel")) is None


def test_batches_are_padded_and_keep_their_truth() -> None:
    from grounding.training.act_batches import IGNORED, prepare

    data, left_out = prepare(
        [sample("Type hi", "", "hi"), sample("Type hi to Tom now", "", "hi"), sample("Type hi", "", "h")]
    )
    batch = data.batch(np.array([0, 1]))
    assert left_out == 1
    assert batch.ids.shape[:2] == (2, 5)
    assert batch.tags[0].tolist() == [0, 3, IGNORED, IGNORED, IGNORED]


def test_scores_are_judged_by_their_calibration() -> None:
    from grounding.training.act_scores import calibration_error, separation

    scores, right = np.array([0.9] * 10 + [0.1] * 10), np.array([True] * 9 + [False] + [True] + [False] * 9)
    assert calibration_error(scores, right) == pytest.approx(0.0)
    assert separation(np.array([0.8, 0.9]), np.array([0.1, 0.2])) == 1.0
    assert separation(np.array([0.5]), np.array([0.5])) == 0.5


def test_a_short_training_is_resumed_exported_and_read(tmp_path: Path) -> None:
    from grounding.training.train_act import main

    data, run, weights = tmp_path / "data", tmp_path / "run", tmp_path / "weights"
    write_phrases(data / PHRASES_FILE, Composer(Labels({"en": own_labels()})).samples(1, 500))
    common = ["--data", str(data), "--out", str(run), "--smoke"]
    assert main(common) == 0
    assert main(common) == 0
    assert main([*common, "--export", "--weights", str(weights)]) == 0
    figures = json.loads((run / "figures.json").read_text("utf-8"))
    assert figures["held-out templates"]["count"] > 0
    reader = ActReader(open_network("act", folder=weights))
    assert reader.read("Click OK")
