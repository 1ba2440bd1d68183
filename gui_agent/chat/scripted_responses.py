"""OpenAI's Responses from the server's side: how a scripted answer is written down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gui_agent.chat.script import Answer
from gui_agent.chat.types import TokenUsage, ToolCall

PIECE = 12
"""Letters in each piece of a streamed answer."""


def response_events(answer: Answer, spent: TokenUsage) -> Iterator[dict[str, Any]]:
    """Yield ``answer`` as the events of a stream."""
    yield {"type": "response.created", "response": {"id": "resp_1", "status": "in_progress", "output": []}}
    for index, item in enumerate(_items(answer)):
        opened = item if item["type"] != "message" else item | {"content": []}
        yield {"type": "response.output_item.added", "output_index": index, "item": opened}
        if item["type"] == "message":
            for start in range(0, len(answer.text), PIECE):
                delta = answer.text[start : start + PIECE]
                yield {"type": "response.output_text.delta", "output_index": index, "delta": delta}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    whole = whole_response(answer, spent)
    yield {"type": f"response.{whole['status']}", "response": whole}


def whole_response(answer: Answer, spent: TokenUsage) -> dict[str, Any]:
    """Return ``answer`` as one response."""
    cut_off = answer.stop == "length"
    return {
        "id": "resp_1",
        "object": "response",
        "status": "incomplete" if cut_off else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut_off else None,
        "error": None,
        "output": _items(answer),
        "usage": _usage(spent),
    }


def declined_events() -> list[bytes]:
    """Return the stream of an answer that declines."""
    said = {"type": "refusal", "refusal": "I cannot help with that."}
    item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [said]}
    done = {"status": "completed", "output": [item], "usage": {"input_tokens": 20, "output_tokens": 6}}
    return [
        _event({"type": "response.output_item.done", "output_index": 0, "item": item}),
        _event({"type": "response.completed", "response": done}),
    ]


def _items(answer: Answer) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    if answer.text:
        content = [{"type": "output_text", "text": answer.text, "annotations": []}]
        common = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed"}
        items.append(common | {"content": content})
    return items + [_call(call) for call in answer.tool_calls]


def _call(call: ToolCall) -> dict[str, Any]:
    common = {"id": f"item_{call.id}", "call_id": call.id, "status": "completed"}
    if call.toolset:
        checks = [{"id": c.id, "code": c.code, "message": c.message} for c in call.checks]
        return common | {"type": "computer_call", "pending_safety_checks": checks} | dict(call.arguments)
    arguments = json.dumps(dict(call.arguments))
    return common | {"type": "function_call", "name": call.name, "arguments": arguments}


def _usage(spent: TokenUsage) -> dict[str, Any]:
    return {
        "input_tokens": spent.input_tokens,
        "input_tokens_details": {"cached_tokens": spent.cached_tokens},
        "output_tokens": spent.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": spent.input_tokens + spent.output_tokens,
    }


def _event(data: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"
