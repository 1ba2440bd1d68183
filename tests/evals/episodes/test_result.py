"""Results as JSON and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.episodes.result import (
    DamagedResult,
    Ending,
    EpisodeKey,
    EpisodeResult,
    result_from_json,
    result_to_json,
)

KEY = EpisodeKey("desktop", "write", 0, 1)
UNSOLVED = [ending for ending in Ending if ending is not Ending.SOLVED]


@given(
    suite=st.text(min_size=1),
    task=st.text(min_size=1),
    ending=st.sampled_from(UNSOLVED),
    score=st.floats(0, 1, exclude_max=True),
    words=st.text(),
    applications=st.lists(st.text()),
)
def test_every_result_survives_its_file(
    suite: str, task: str, ending: Ending, score: float, words: str, applications: list[str]
) -> None:
    result = EpisodeResult(
        EpisodeKey(suite, task, 3, 2), ending, score, words, applications=tuple(applications), steps=4
    )
    assert result_from_json(json.loads(json.dumps(result_to_json(result)))) == result


@pytest.mark.parametrize("ending", UNSOLVED)
def test_the_full_score_and_solved_are_the_same(ending: Ending) -> None:
    with pytest.raises(ValueError, match="cannot have the score"):
        EpisodeResult(KEY, ending, 1.0, "")
    with pytest.raises(ValueError, match="cannot have the score"):
        EpisodeResult(KEY, Ending.SOLVED, 0.99, "")


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_score_lies_between_0_and_1(score: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        EpisodeResult(KEY, Ending.FAILED, score, "")


def test_only_infrastructure_says_nothing_about_the_agent() -> None:
    judged = {ending: EpisodeResult(KEY, ending, 0.0, "").judged for ending in UNSOLVED}
    assert judged == {ending: ending is not Ending.INFRASTRUCTURE for ending in UNSOLVED}


def test_what_is_no_result_is_refused_with_a_reason() -> None:
    right = result_to_json(EpisodeResult(KEY, Ending.FAILED, 0.0, ""))
    for wrong, reason in [
        ([], "a JSON object"),
        ({**right, "format": 2}, "its format is 2"),
        ({**right, "key": {"suite": "a"}}, "does not hold a result"),
        ({**right, "ending": "won"}, "does not hold a result"),
        ({**right, "score": "high"}, "does not hold a result"),
        ({name: value for name, value in right.items() if name != "score"}, "does not hold a result"),
    ]:
        with pytest.raises(DamagedResult, match=reason):
            result_from_json(wrong)


def test_fields_of_later_versions_are_passed_over_and_absent_ones_take_their_defaults() -> None:
    right = result_to_json(EpisodeResult(KEY, Ending.FAILED, 0.0, "", tier="goal"))
    old = {name: right[name] for name in ("format", "key", "ending", "score", "explanation")}
    assert result_from_json(old).tier == ""
    assert result_from_json({**right, "colour": "red"}).tier == "goal"
