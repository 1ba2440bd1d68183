"""The dialects from the server's side: how a scripted answer is written down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from gui_agent.chat.gathering import LETTERS_PER_TOKEN
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted import usage_of
from gui_agent.chat.scripted_responses import PIECE, response_events, whole_response
from gui_agent.chat.types import TokenUsage, ToolCall

DialectName = Literal["openai", "anthropic", "responses"]
_TEXTS = ("text", "input_text", "output_text")
_OPENAI_STOPS = {"end": "stop", "length": "length", "tools": "tool_calls"}
_ANTHROPIC_STOPS = {"end": "end_turn", "length": "max_tokens", "tools": "tool_use"}


def words_in(body: Mapping[str, Any]) -> str:
    """Return every text said in a request of any dialect, one a line."""
    said = [body.get(name) for name in ("system", "messages", "instructions", "input")]
    return "\n".join(_texts(said))


def events(dialect: DialectName, answer: Answer, asked: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield ``answer`` as the server-sent events of a stream."""
    spent = usage_of(answer, TokenUsage(len(words_in(asked)) // LETTERS_PER_TOKEN))
    if dialect == "openai":
        for data in _openai_events(answer, spent):
            yield b"data: " + _json(data) + b"\n\n"
        yield b"data: [DONE]\n\n"
        return
    make = response_events if dialect == "responses" else _anthropic_events
    for data in make(answer, spent):
        yield b"event: " + str(data["type"]).encode() + b"\ndata: " + _json(data) + b"\n\n"


def whole(dialect: DialectName, answer: Answer, asked: Mapping[str, Any]) -> bytes:
    """Return ``answer`` as one JSON body."""
    spent = usage_of(answer, TokenUsage(len(words_in(asked)) // LETTERS_PER_TOKEN))
    if dialect == "openai":
        message = {"role": "assistant", "content": answer.text or None, "tool_calls": _openai_calls(answer)}
        choice = {"index": 0, "message": message, "finish_reason": _OPENAI_STOPS[answer.stop]}
        return _json({"object": "chat.completion", "choices": [choice], "usage": _openai_usage(spent)})
    if dialect == "responses":
        return _json(whole_response(answer, spent))
    text: list[dict[str, Any]] = [{"type": "text", "text": answer.text}] if answer.text else []
    calls = [_anthropic_call(call) | {"input": dict(call.arguments)} for call in answer.tool_calls]
    said = {"type": "message", "role": "assistant", "content": text + calls}
    return _json(said | {"stop_reason": _ANTHROPIC_STOPS[answer.stop], "usage": _anthropic_usage(spent)})


def _openai_events(answer: Answer, spent: TokenUsage) -> Iterator[dict[str, Any]]:
    for piece in _pieces(answer.text):
        yield _openai_chunk({"content": piece})
    if answer.tool_calls:
        yield _openai_chunk({"tool_calls": _openai_calls(answer)})
    yield _openai_chunk({}, _OPENAI_STOPS[answer.stop])
    yield {"object": "chat.completion.chunk", "choices": [], "usage": _openai_usage(spent)}


def _openai_chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"object": "chat.completion.chunk", "choices": [choice]}


def _openai_calls(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "index": index,
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments))},
        }
        for index, call in enumerate(answer.tool_calls)
    ]


def _openai_usage(spent: TokenUsage) -> dict[str, Any]:
    details = {"cached_tokens": spent.cached_tokens}
    return {
        "prompt_tokens": spent.input_tokens,
        "completion_tokens": spent.output_tokens,
        "total_tokens": spent.input_tokens + spent.output_tokens,
        "prompt_tokens_details": details,
    }


def _anthropic_events(answer: Answer, spent: TokenUsage) -> Iterator[dict[str, Any]]:
    opening = _anthropic_usage(spent) | {"output_tokens": 1}
    yield {"type": "message_start", "message": {"role": "assistant", "content": [], "usage": opening}}
    yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    for piece in _pieces(answer.text):
        yield _anthropic_delta(0, {"type": "text_delta", "text": piece})
    yield {"type": "content_block_stop", "index": 0}
    for index, call in enumerate(answer.tool_calls, 1):
        yield {"type": "content_block_start", "index": index, "content_block": _anthropic_call(call)}
        for piece in _pieces(json.dumps(dict(call.arguments))):
            yield _anthropic_delta(index, {"type": "input_json_delta", "partial_json": piece})
        yield {"type": "content_block_stop", "index": index}
    stop = {"stop_reason": _ANTHROPIC_STOPS[answer.stop]}
    yield {"type": "message_delta", "delta": stop, "usage": {"output_tokens": spent.output_tokens}}
    yield {"type": "message_stop"}


def _anthropic_call(call: ToolCall) -> dict[str, Any]:
    opened: dict[str, Any] = {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}
    return opened | ({"toolset_name": call.toolset} if call.toolset else {})


def _anthropic_delta(index: int, delta: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": delta}


def _anthropic_usage(spent: TokenUsage) -> dict[str, Any]:
    return {
        "input_tokens": spent.input_tokens - spent.cached_tokens,
        "cache_read_input_tokens": spent.cached_tokens,
        "cache_creation_input_tokens": 0,
        "output_tokens": spent.output_tokens,
    }


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case {"type": str(kind), "text": str(text)} if kind in _TEXTS:
            yield text
        case {"type": "function_call_output", "output": str(text)}:
            yield text
        case {"content": content}:
            yield from _texts(content)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")
