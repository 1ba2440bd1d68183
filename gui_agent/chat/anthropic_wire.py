"""Anthropic's Messages on the wire: our messages into theirs, their answers into ours."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.gathering import Draft, Wire, declared_error, read_wire
from gui_agent.chat.types import (
    ChatRequest,
    ComputerTool,
    Message,
    Part,
    Picture,
    Stop,
    TokenUsage,
    Tool,
    ToolCall,
    ToolResult,
    Verbatim,
    Words,
)

_STOPS: Mapping[str, Stop] = MappingProxyType(
    {"end_turn": "end", "stop_sequence": "end", "tool_use": "tools", "max_tokens": "length"}
)
_THINKING = ("thinking", "redacted_thinking")
_TOOLSET = "computer_toolset_"
_ZOOM_SINCE = "computer_20251124"
_CACHED: Mapping[str, str] = MappingProxyType({"type": "ephemeral"})


class _Spent(Wire):
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None


class _Block(Wire):
    type: str
    text: str | None = None
    id: str | None = None
    name: str | None = None
    input: dict[str, Any] | None = None
    toolset_name: str | None = None
    thinking: str | None = None
    signature: str | None = None
    data: str | None = None


class _Delta(Wire):
    type: str | None = None
    text: str | None = None
    partial_json: str | None = None
    thinking: str | None = None
    signature: str | None = None
    stop_reason: str | None = None


class _Start(Wire):
    usage: _Spent | None = None


class _Event(Wire):
    type: str
    index: int = 0
    message: _Start | None = None
    content_block: _Block | None = None
    delta: _Delta | None = None
    usage: _Spent | None = None
    error: dict[str, Any] | str | None = None


class _Whole(Wire):
    type: Literal["message", "error"] = "message"
    content: list[_Block] | None = None
    stop_reason: str | None = None
    usage: _Spent | None = None
    error: dict[str, Any] | str | None = None


class AnthropicGathering:
    """A Messages answer while it grows."""

    def __init__(self) -> None:
        self.draft = Draft()

    def event(self, payload: str) -> str:
        event = read_wire(_Event, payload)
        match event.type:
            case "error":
                declared_error(event.error)
            case "message_start" if event.message is not None:
                self._book(event.message.usage)
            case "content_block_start" if event.content_block is not None:
                return self._open(event.index, event.content_block)
            case "content_block_delta" if event.delta is not None:
                return self._grow(event.index, event.delta)
            case "message_delta":
                self._book(event.usage)
                self._finish(event.delta.stop_reason if event.delta else None)
            case _:
                pass
        return ""

    def whole(self, payload: str) -> str:
        message = read_wire(_Whole, payload)
        if message.error is not None:
            declared_error(message.error)
        self._book(message.usage)
        self._finish(message.stop_reason)
        said = [self._open(index, block) for index, block in enumerate(message.content or ())]
        return "".join(said)

    def _open(self, index: int, block: _Block) -> str:
        match block.type:
            case "text":
                return self.draft.add(block.text or "")
            case "tool_use":
                call = self.draft.call(index)
                call.id, call.name = block.id or "", block.name or ""
                call.toolset = block.toolset_name or ""
                if block.input:
                    call.given = block.input
            case "thinking":
                said = {"thinking": block.thinking or "", "signature": block.signature or ""}
                self.draft.keep(index, {"type": block.type} | said)
            case "redacted_thinking":
                self.draft.keep(index, {"type": block.type, "data": block.data or ""})
        return ""

    def _grow(self, index: int, delta: _Delta) -> str:
        match delta.type:
            case "text_delta":
                return self.draft.add(delta.text or "")
            case "input_json_delta":
                self.draft.add_arguments(index, delta.partial_json or "")
            case "thinking_delta" | "signature_delta":
                self.draft.lengthen(index, "thinking", delta.thinking or "")
                self.draft.lengthen(index, "signature", delta.signature or "")
        return ""

    def _finish(self, reason: str | None) -> None:
        match reason:
            case None:
                return
            case "refusal":
                self.draft.declined = self.draft.declined or ""
            case "model_context_window_exceeded":
                raise ChatModelError(Trouble.TOO_LARGE, "the model's context is full")
        self.draft.stop = _STOPS.get(reason, "end")

    def _book(self, spent: _Spent | None) -> None:
        """Take what is reported; each report holds the whole so far, fields left out stay as they were."""
        if spent is None:
            return
        had = self.draft.usage or TokenUsage(calls=1)
        read = _known(spent.cache_read_input_tokens, had.cached_tokens)
        written = _known(spent.cache_creation_input_tokens, had.cache_written_tokens)
        fresh = _known(spent.input_tokens, had.input_tokens - had.cached_tokens - had.cache_written_tokens)
        output = _known(spent.output_tokens, had.output_tokens)
        self.draft.usage = TokenUsage(fresh + read + written, output, read, written, 1)


def request_body(request: ChatRequest) -> dict[str, Any]:
    """Return ``request`` in the dialect; what is stable is marked for the provider's cache."""
    system = [m for m in request.messages if m.speaker == "system"]
    others = [m for m in request.messages if m.speaker != "system"]
    body: dict[str, Any] = {
        "max_tokens": request.max_tokens,
        "messages": [_turn(message) for message in others],
    }
    if system:
        body["system"] = [block for message in system for block in _turn(message)["content"]]
    if request.schema is not None:
        body["output_config"] = {"format": {"type": "json_schema", "schema": dict(request.schema.schema)}}
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        body["tool_choice"] = {"type": "any" if request.must_call else "auto"}
    if request.temperature is not None:
        body["temperature"] = request.temperature
    return body


def _turn(message: Message) -> dict[str, Any]:
    blocks = [_block(part) for part in message.parts]
    if message.stable and blocks:
        blocks[-1]["cache_control"] = dict(_CACHED)
    return {"role": message.speaker, "content": blocks}


def _block(part: Part) -> dict[str, Any]:
    match part:
        case Words(text):
            return {"type": "text", "text": text}
        case Picture(data, media_type):
            encoded = base64.b64encode(data).decode("ascii")
            return {"type": "image", "source": {"type": "base64", "media_type": media_type, "data": encoded}}
        case ToolCall(id, name, arguments):
            used = {"type": "tool_use", "id": id, "name": name, "input": dict(arguments)}
            return used | _in_toolset(part.toolset)
        case ToolResult(call, parts, failed):
            inner = [_block(one) for one in parts]
            result = {"type": "tool_result", "tool_use_id": call, "content": inner, "is_error": failed}
            return result | _in_toolset(part.toolset)
        case Verbatim(data):
            return dict(data)


def _in_toolset(name: str) -> dict[str, str]:
    return {"toolset_name": name} if name else {}


def _tool(tool: Tool | ComputerTool) -> dict[str, Any]:
    if isinstance(tool, ComputerTool):
        return _computer(tool)
    return {"name": tool.name, "description": tool.description, "input_schema": dict(tool.parameters)}


def _computer(tool: ComputerTool) -> dict[str, Any]:
    if tool.version.startswith(_TOOLSET):
        return {"type": tool.version}
    edges = {"display_width_px": tool.size.width, "display_height_px": tool.size.height}
    zoom = {"enable_zoom": True} if tool.version == _ZOOM_SINCE else {}
    return {"type": tool.version, "name": "computer"} | edges | zoom


def _known(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else max(0, value)
