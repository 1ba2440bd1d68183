"""What the comparison with a peer counts, and the recorded screens it is counted on."""

import json

import pytest

from evals.bench.peer_environment import INSTALL, python_of_peer, version
from evals.bench.peers import BUTTONS, WARM_UP, Presser, Questions
from evals.bench.token_count import tokens_in
from evals.bench.tokens import SCREENS, recorded
from gui_agent.chat.script import Asked

OURS = '[3] button "Apple" [4] button "Banana"'
THEIRS = "[7]<button id=Apple />\n\tApple\n[8]<button id=Banana />\n\tBanana"
PEERS_FORMAT = {"response_format": {"json_schema": {"name": "agent_output"}}}


def test_each_is_answered_in_its_own_words_about_the_same_buttons() -> None:
    presser = Presser(2)
    ours = [json.loads(presser(Asked(n, OURS, {})).text)["action"] for n in (1, 2, 3)]
    assert [action.get("target") for action in ours] == [3, 4, None]
    presser = Presser(2)
    theirs = [json.loads(presser(Asked(n, THEIRS, PEERS_FORMAT)).text)["action"][0] for n in (1, 2, 3)]
    assert theirs[:2] == [{"click": {"index": 7}}, {"click": {"index": 8}}]
    assert "done" in theirs[2]
    assert len(set(BUTTONS)) == len(BUTTONS)


def test_a_step_is_what_lies_between_an_answer_and_the_next_question() -> None:
    came = [float(n) for n in range(WARM_UP + 3)]
    questions = Questions(came=came, left=[moment + 0.25 for moment in came])
    assert questions.between() == pytest.approx([0.75, 0.75])


def test_pictures_and_schemas_are_counted_where_they_leave_the_house() -> None:
    shown = {"messages": [{"content": [{"image_url": {"url": "data:image/png;base64,AAAA"}}]}]}
    presser = Presser(1)
    presser(Asked(1, OURS, shown | PEERS_FORMAT))
    assert presser.questions.pictures == [1]
    assert presser.questions.tokens == [tokens_in(OURS)]
    assert presser.questions.schema[0] > tokens_in("agent_output")


def test_digits_words_and_signs_are_counted_as_vocabularies_do() -> None:
    assert tokens_in("") == 0
    assert tokens_in("123456") == pytest.approx(2 / 0.97)
    assert tokens_in('[12] button "Save"') == pytest.approx(7 / 0.97)


def test_a_peer_that_is_not_installed_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert python_of_peer() is None
    assert version() == ""
    assert INSTALL.startswith("python -m evals.bench.")


def test_there_are_ten_screens_of_real_programs() -> None:
    pictures = sorted(SCREENS.glob("*.png"))
    assert len(pictures) == 10
    for picture in pictures:
        facts = json.loads(picture.with_suffix(".json").read_text("utf-8"))
        assert facts["task"]
        assert facts["windows"]


def test_a_recorded_screen_is_read_as_it_was() -> None:
    from grounding.grounders import open_grounder

    task, observation = recorded("several", open_grounder())
    assert task
    assert observation.screenshot.size.width == 1920
    assert len(observation.windows) == 3
    assert any("Okafor" in text for text in observation.screen.texts())
