"""Answers of a type."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.structured import AnswerType, Unusable, ask_for
from gui_agent.chat.types import Capabilities, ChatAnswer, ChatRequest, Listener
from tests.gui_agent.chat.served_models import question


class Pick(BaseModel):
    model_config = ConfigDict(extra="forbid")

    do: Literal["click", "wait"]
    element: int


PICK = AnswerType("pick", TypeAdapter(Pick))


class Picky(ScriptedChatModel):
    """Refuses every schema, as a server of few words does."""

    def __init__(self) -> None:
        super().__init__([Answer('{"do": "click", "element": 3}')])

    def ask(
        self, request: ChatRequest, *, cancel: Cancellation | None = None, listener: Listener | None = None
    ) -> ChatAnswer:
        if request.schema is None:
            return super().ask(request, cancel=cancel, listener=listener)
        self.requests.append(request)
        raise ChatModelError(Trouble.UNSUPPORTED, "the schema is too complicated")


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


def test_the_schema_uses_words_every_server_knows() -> None:
    class Named(BaseModel):
        title: str = "x"
        pick: Pick | None = None

    schema = AnswerType("named", TypeAdapter(Named)).schema().schema
    assert schema["properties"] == {
        "title": {"type": "string"},
        "pick": {"anyOf": [{"$ref": "#/$defs/Pick"}, {"type": "null"}]},
    }


def test_a_server_that_refuses_the_schema_is_asked_without_it() -> None:
    model = Picky()
    assert ask_for(PICK, model, question("?")).value == Pick(do="click", element=3)
    assert [asked.schema is None for asked in model.requests] == [False, True]


def test_a_value_of_the_right_type_may_still_be_refused() -> None:
    def check(pick: Pick) -> None:
        if pick.element > 5:
            raise Unusable(f"there is no element {pick.element}")

    script = [Answer('{"do": "click", "element": 9}'), Answer('{"do": "click", "element": 5}')]
    model = ScriptedChatModel(script)
    assert ask_for(PICK, model, question("?"), check=check).value.element == 5
    assert "there is no element 9" in model.asked[1].text
