"""The dialects on the wire."""

import json
from collections.abc import Callable

import pytest

from actions.codecs.frame import Frame
from actions.geometry import Box, Size
from gui_agent.chat import anthropic_wire, openai_wire, responses_wire
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.gathering import Gathering
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted_dialects import DialectName, events, whole
from gui_agent.chat.streams import EventReader
from gui_agent.chat.types import (
    AnswerSchema,
    ChatAnswer,
    ChatRequest,
    Message,
    Picture,
    Tool,
    ToolCall,
    ToolResult,
    Words,
)

PICTURE = Picture(b"PNG", "image/png", Size(2, 2), Frame.resized(Size(2, 2), Box(0, 0, 2, 2)))
CALL = ToolCall("c1", "click", {"element": 3})
TALK = ChatRequest(
    (
        Message.of("system", "Be brief.", stable=True),
        Message.of("user", "What is this?", PICTURE),
        Message("assistant", (Words("I look."), CALL)),
        Message("user", (ToolResult("c1", (Words("nothing there"), PICTURE), failed=True),)),
    ),
    schema=AnswerSchema("answer", {"type": "object"}),
    tools=(Tool("click", "Clicks.", {"type": "object"}),),
    max_tokens=77,
)


GATHERINGS: dict[DialectName, Callable[[], Gathering]] = {
    "openai": openai_wire.OpenAIGathering,
    "anthropic": anthropic_wire.AnthropicGathering,
    "responses": responses_wire.ResponsesGathering,
}


def finished(gathering: Gathering, *payloads: str) -> ChatAnswer:
    for payload in payloads:
        gathering.event(payload)
    return gathering.draft.answer(TALK)


@pytest.mark.parametrize("dialect", GATHERINGS)
@pytest.mark.parametrize("streamed", [True, False])
def test_an_answer_with_words_and_tool_calls_is_gathered(dialect: DialectName, streamed: bool) -> None:
    gathering = GATHERINGS[dialect]()
    said = Answer(
        "I click “Söder”", (CALL, ToolCall("c2", "wait", {})), "tools", 0.0, 500, 20, cached_tokens=400
    )
    if streamed:
        reader = EventReader()
        data = b"".join(events(dialect, said, {}))
        for start in range(0, len(data), 7):
            for payload in reader.feed(data[start : start + 7]):
                gathering.event(payload)
    else:
        gathering.whole(whole(dialect, said, {}).decode())
    answer = gathering.draft.answer(TALK)
    assert (answer.text, answer.stop) == ("I click “Söder”", "tools")
    assert answer.tool_calls == (CALL, ToolCall("c2", "wait", {}))
    usage = answer.usage
    assert (usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (500, 20, 400)
    assert not usage.estimated


@pytest.mark.parametrize("dialect", GATHERINGS)
@pytest.mark.parametrize(
    "payload", ["", "nonsense", "[]", "5", '{"choices": "x", "type": 5}', '{"type": []}', '{"error": 5}']
)
def test_what_is_no_answer_is_an_error(dialect: DialectName, payload: str) -> None:
    with pytest.raises(ChatModelError) as caught:
        finished(GATHERINGS[dialect](), payload)
    assert caught.value.trouble in (Trouble.BROKEN_ANSWER, Trouble.SERVER_FAILED)


@pytest.mark.parametrize(
    ("gathering", "payload"),
    [
        (openai_wire.OpenAIGathering(), '{"error": {"message": "busy", "code": "rate_limit_exceeded"}}'),
        (
            anthropic_wire.AnthropicGathering(),
            '{"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}',
        ),
        (
            responses_wire.ResponsesGathering(),
            '{"type": "error", "code": "rate_limit_exceeded", "message": "busy"}',
        ),
    ],
)
def test_an_error_in_the_middle_of_a_stream_keeps_its_kind(gathering: Gathering, payload: str) -> None:
    with pytest.raises(ChatModelError, match="busy") as caught:
        gathering.event(payload)
    assert caught.value.trouble is Trouble.RATE_LIMITED


def test_arguments_that_are_no_json_are_refused() -> None:
    gathering = openai_wire.OpenAIGathering()
    call = {"index": 0, "id": "1", "function": {"name": "click", "arguments": '{"element": '}}
    choice = {"delta": {"tool_calls": [call]}, "finish_reason": "tool_calls"}
    gathering.event(json.dumps({"choices": [choice]}))
    with pytest.raises(ChatModelError, match="“click” are no JSON"):
        gathering.draft.answer(TALK)


def test_a_conversation_in_chat_completions() -> None:
    body = openai_wire.request_body(TALK)
    roles = [message["role"] for message in body["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "user"]
    assert body["messages"][0]["content"] == "Be brief."
    assert body["messages"][1]["content"][1]["image_url"]["url"] == "data:image/png;base64,UE5H"
    assert body["messages"][2]["tool_calls"][0]["function"] == {
        "name": "click",
        "arguments": '{"element": 3}',
    }
    assert body["messages"][3] == {
        "role": "tool",
        "tool_call_id": "c1",
        "content": "failed: nothing there",
    }
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert body["tools"][0]["function"]["name"] == "click"


def test_a_conversation_in_messages_marks_what_may_be_kept() -> None:
    body = anthropic_wire.request_body(TALK)
    kept = {"type": "ephemeral"}
    assert body["system"] == [{"type": "text", "text": "Be brief.", "cache_control": kept}]
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]
    assert body["messages"][0]["content"][1]["source"]["data"] == "UE5H"
    assert body["messages"][1]["content"][1] == {
        "type": "tool_use",
        "id": "c1",
        "name": "click",
        "input": {"element": 3},
    }
    result = body["messages"][2]["content"][0]
    assert (result["type"], result["is_error"], len(result["content"])) == ("tool_result", True, 2)
    assert (body["max_tokens"], body["output_config"]["format"]["type"]) == (77, "json_schema")


def test_events_are_taken_apart_however_they_arrive() -> None:
    data = ': comment\r\nevent: x\r\ndata: {"a":\ndata: "ö"}\n\ndata: [DONE]\n\ndata: last'.encode()
    for size in (1, 2, 3, 1000):
        reader, found = EventReader(), []
        for start in range(0, len(data), size):
            found += reader.feed(data[start : start + size])
        found += reader.end()
        assert found == ['{"a":\n"ö"}', "[DONE]", "last"]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ChatModelError, match="UTF-8"):
        EventReader().feed(b"data: \xff\xfe\n\n")
