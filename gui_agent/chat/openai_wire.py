"""OpenAI's Chat Completions on the wire: our messages into theirs, their answers into ours."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.gathering import Draft, Wire, declared_error, read_wire
from gui_agent.chat.types import (
    ChatRequest,
    ComputerTool,
    Message,
    Picture,
    Stop,
    TokenUsage,
    Tool,
    ToolCall,
    ToolResult,
    Words,
)

_STOPS: Mapping[str, Stop] = MappingProxyType(
    {"stop": "end", "length": "length", "tool_calls": "tools", "function_call": "tools", "eos": "end"}
)


class _Function(Wire):
    name: str | None = None
    arguments: str | None = None


class _CallPiece(Wire):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Said(Wire):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_CallPiece] | None = None


class _Choice(Wire):
    delta: _Said | None = None
    message: _Said | None = None
    finish_reason: str | None = None


class _InputDetails(Wire):
    cached_tokens: int | None = None


class _Spent(Wire):
    prompt_tokens: int
    completion_tokens: int | None = None
    prompt_tokens_details: _InputDetails | None = None


class _Chunk(Wire):
    choices: list[_Choice] | None = None
    usage: _Spent | None = None
    error: dict[str, Any] | str | None = None


class OpenAIGathering:
    """A Chat Completions answer while it grows."""

    def __init__(self) -> None:
        self.draft = Draft()

    def event(self, payload: str) -> str:
        return "" if payload.strip() == "[DONE]" else self.whole(payload)

    def whole(self, payload: str) -> str:
        chunk = read_wire(_Chunk, payload)
        if chunk.error is not None:
            declared_error(chunk.error)
        if chunk.usage is not None:
            self.draft.usage = _usage(chunk.usage)
        return "".join(self._take(choice) for choice in (chunk.choices or ())[:1])

    def _take(self, choice: _Choice) -> str:
        said = choice.delta or choice.message
        if choice.finish_reason is not None:
            self._finish(choice.finish_reason)
        if said is None:
            return ""
        if said.refusal:
            self.draft.declined = (self.draft.declined or "") + said.refusal
        for position, piece in enumerate(said.tool_calls or ()):
            index = position if piece.index is None else piece.index
            call = self.draft.call(index)
            call.id = piece.id or call.id
            if piece.function is not None:
                call.name = piece.function.name or call.name
                self.draft.add_arguments(index, piece.function.arguments or "")
        return self.draft.add(said.content or "")

    def _finish(self, reason: str) -> None:
        if reason == "content_filter":
            self.draft.declined = self.draft.declined or "its content filter stopped it"
        self.draft.stop = _STOPS.get(reason, "end")


def request_body(request: ChatRequest) -> dict[str, Any]:
    """Return ``request`` in the dialect, without what differs from server to server."""
    body: dict[str, Any] = {"messages": [m for message in request.messages for m in _messages(message)]}
    if request.schema is not None:
        named = {"name": request.schema.name, "schema": dict(request.schema.schema), "strict": False}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        body["tool_choice"] = "required" if request.must_call else "auto"
    if request.temperature is not None:
        body["temperature"] = request.temperature
    return body


def _messages(message: Message) -> Iterator[dict[str, Any]]:
    plain = [part for part in message.parts if isinstance(part, Words | Picture)]
    calls = [part for part in message.parts if isinstance(part, ToolCall)]
    for part in message.parts:
        if isinstance(part, ToolResult):
            yield from _result(part)
    if calls:
        text = "".join(part.text for part in plain if isinstance(part, Words))
        yield {"role": "assistant", "content": text or None, "tool_calls": [_call(call) for call in calls]}
    elif plain:
        yield {"role": message.speaker, "content": _content(plain)}


def _result(result: ToolResult) -> Iterator[dict[str, Any]]:
    text = "\n".join(part.text for part in result.parts if isinstance(part, Words))
    said = f"failed: {text}" if result.failed else text
    yield {"role": "tool", "tool_call_id": result.call, "content": said or "done"}
    # The dialect's tool results hold text only: pictures follow as words of the user.
    if pictures := [part for part in result.parts if isinstance(part, Picture)]:
        yield {"role": "user", "content": _content(pictures)}


def _content(parts: Sequence[Words | Picture]) -> str | list[dict[str, Any]]:
    if len(parts) == 1 and isinstance(parts[0], Words):
        return parts[0].text
    return [_block(part) for part in parts]


def _block(part: Words | Picture) -> dict[str, Any]:
    match part:
        case Words(text):
            return {"type": "text", "text": text}
        case Picture(data, media_type):
            address = f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
            return {"type": "image_url", "image_url": {"url": address}}


def _call(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": json.dumps(dict(call.arguments), ensure_ascii=False)}
    return {"id": call.id, "type": "function", "function": function}


def _tool(tool: Tool | ComputerTool) -> dict[str, Any]:
    if isinstance(tool, ComputerTool):
        raise ChatModelError(Trouble.UNSUPPORTED, "Chat Completions has no computer tool")
    described = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": described}


def _usage(spent: _Spent) -> TokenUsage:
    details = spent.prompt_tokens_details
    cached = (details.cached_tokens if details else None) or 0
    return TokenUsage(
        max(0, spent.prompt_tokens), max(0, spent.completion_tokens or 0), max(0, cached), calls=1
    )
