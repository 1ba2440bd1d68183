"""Answers of a type."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.structured import AnswerType, ask_for, compact
from gui_agent.chat.types import Capabilities
from tests.gui_agent.chat.served_models import question


class Pick(BaseModel):
    model_config = ConfigDict(extra="forbid")

    do: Literal["click", "wait"]
    element: int


PICK = AnswerType("pick", TypeAdapter(Pick))


def test_the_schema_goes_with_the_question_only_where_the_model_keeps_one() -> None:
    for able in (True, False):
        model = ScriptedChatModel(
            [Answer('{"do": "click", "element": 3}')],
            capabilities=Capabilities(json_schema=able),
        )
        assert ask_for(PICK, model, question("?")).value == Pick(do="click", element=3)
        assert (model.requests[0].schema is not None) is able


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("Click it.", "no JSON object"),
        ('{"do": "explode", "element": 3}', "do: Input should be 'click' or 'wait'"),
        ('{"do": "click", "element": 3, "twice": true}', "twice: Extra inputs"),
        ('{"do": "click", "element": 3} or {"do": "click", "element": 4}', "several different objects"),
    ],
)
def test_a_wrong_answer_is_sent_back_once_with_what_is_wrong(wrong: str, complaint: str) -> None:
    model = ScriptedChatModel([Answer(wrong), Answer('```\n{"do": "wait", "element": 1}\n```')])
    read = ask_for(PICK, model, question("?"))
    assert read.value == Pick(do="wait", element=1)
    assert read.usage.calls == 2
    assert complaint in model.asked[1].text


def test_an_answer_cut_off_at_its_limit_is_not_used() -> None:
    whole = '{"do": "click", "element": 3}'
    model = ScriptedChatModel([Answer(whole, stop="length"), Answer(whole)])
    assert ask_for(PICK, model, question("?")).usage.calls == 2


def test_two_wrong_answers_are_an_error_with_its_tokens() -> None:
    model = ScriptedChatModel([Answer("no"), Answer("never")])
    with pytest.raises(ChatModelError) as caught:
        ask_for(PICK, model, question("?"))
    assert caught.value.trouble is Trouble.BROKEN_ANSWER
    assert caught.value.usage.calls == 2


def test_the_compact_schema_says_what_the_long_one_says() -> None:
    text = compact(PICK.schema().schema)
    assert '"enum":["click","wait"]' in text
    assert "title" not in text
