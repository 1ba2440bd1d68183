"""OpenAI's Responses on the wire: our messages into its items, its items into ours."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.gathering import Draft, Wire, declared_error, read_wire
from gui_agent.chat.types import (
    ChatRequest,
    ComputerTool,
    Message,
    Picture,
    TokenUsage,
    Tool,
    ToolCall,
    ToolResult,
    Verbatim,
    Words,
)
from gui_agent.safety import SafetyCheck

COMPUTER = "computer"
"""What calls of the computer tool are called here; on the wire they have a type of their own."""
_PREVIEW = "computer_use_preview"


class _Check(Wire):
    id: str
    code: str | None = None
    message: str | None = None


class _Said(Wire):
    type: str
    text: str | None = None
    refusal: str | None = None


class _Item(Wire):
    type: str
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    content: list[_Said] | None = None
    action: dict[str, Any] | None = None
    actions: list[dict[str, Any]] | None = None
    pending_safety_checks: list[_Check] | None = None


class _InputDetails(Wire):
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None


class _Spent(Wire):
    input_tokens: int
    output_tokens: int | None = None
    input_tokens_details: _InputDetails | None = None


class _Incomplete(Wire):
    reason: str | None = None


class _Response(Wire):
    status: str | None = None
    output: list[dict[str, Any]] | None = None
    usage: _Spent | None = None
    error: dict[str, Any] | None = None
    incomplete_details: _Incomplete | None = None


class _Event(Wire):
    type: str
    delta: str | None = None
    output_index: int = 0
    item: dict[str, Any] | None = None
    response: _Response | None = None
    message: str | None = None
    code: str | None = None


class ResponsesGathering:
    """A Responses answer while it grows."""

    def __init__(self) -> None:
        self.draft = Draft(whole_items=True)
        self._streamed: set[int] = set()

    def event(self, payload: str) -> str:
        if payload.strip() == "[DONE]":
            return ""
        event = read_wire(_Event, payload)
        match event.type:
            case "error":
                declared_error({"message": event.message or "", "code": event.code or ""})
            case "response.output_text.delta":
                self._streamed.add(event.output_index)
                return self.draft.add(event.delta or "")
            case "response.output_item.done" if event.item is not None:
                return self._take(event.output_index, event.item)
            case "response.completed" | "response.incomplete" | "response.failed":
                if event.response is not None:
                    return self._finish(event.response)
        return ""

    def whole(self, payload: str) -> str:
        return self._finish(read_wire(_Response, payload))

    def _take(self, index: int, raw: dict[str, Any]) -> str:
        """Keep an item as it came, and read from it what is to be done."""
        item = _read_item(raw)
        self.draft.keep(index, {name: value for name, value in raw.items() if value is not None})
        match item.type:
            case "computer_call":
                call = self.draft.call(index)
                call.id, call.name, call.toolset = item.call_id or "", COMPUTER, COMPUTER
                wanted = item.actions or ([item.action] if item.action is not None else [])
                call.given = {"actions": wanted}
                call.checks = tuple(
                    SafetyCheck(c.id, c.code or "", c.message or "") for c in item.pending_safety_checks or ()
                )
            case "function_call":
                call = self.draft.call(index)
                call.id, call.name = item.call_id or "", item.name or ""
                self.draft.add_arguments(index, item.arguments or "")
            case "message":
                return self._read_message(index, item)
        return ""

    def _read_message(self, index: int, item: _Item) -> str:
        said = ""
        for part in item.content or ():
            if part.refusal is not None:
                self.draft.declined = (self.draft.declined or "") + part.refusal
            elif index not in self._streamed:
                said += self.draft.add(part.text or "")
        return said

    def _finish(self, response: _Response) -> str:
        if response.error is not None or response.status == "failed":
            declared_error(response.error or {"message": "the response failed"})
        said = ""
        for index, raw in enumerate(response.output or ()):
            if index not in self.draft.kept:
                said += self._take(index, raw)
        if response.usage is not None:
            self.draft.usage = _usage(response.usage)
        reason = response.incomplete_details.reason if response.incomplete_details else None
        if reason == "content_filter":
            self.draft.declined = self.draft.declined or "its content filter stopped it"
        if response.status == "incomplete":
            self.draft.stop = "length"
        else:
            self.draft.stop = "tools" if self.draft.calls else "end"
        return said


def request_body(request: ChatRequest) -> dict[str, Any]:
    """Return ``request`` in the dialect; the conversation is sent whole, so that it can be shortened."""
    system = [m for m in request.messages if m.speaker == "system"]
    others = [m for m in request.messages if m.speaker != "system"]
    body: dict[str, Any] = {
        "input": [item for message in others for item in _items(message)],
        "max_output_tokens": request.max_tokens,
        "truncation": "auto",
    }
    if system:
        body["instructions"] = "\n".join(p.text for m in system for p in m.parts if isinstance(p, Words))
    if request.schema is not None:
        named = {"name": request.schema.name, "schema": dict(request.schema.schema), "strict": False}
        body["text"] = {"format": {"type": "json_schema"} | named}
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        body["tool_choice"] = "required" if request.must_call else "auto"
        body["parallel_tool_calls"] = False
    if request.temperature is not None:
        body["temperature"] = request.temperature
    return body


def _items(message: Message) -> Iterator[dict[str, Any]]:
    """Yield the items of a turn: results first, then what is said beside them."""
    said: list[dict[str, Any]] = []
    written = "output_text" if message.speaker == "assistant" else "input_text"
    for part in message.parts:
        match part:
            case Verbatim(data):
                yield dict(data)
            case ToolCall():
                yield _call(part)
            case ToolResult():
                yield _result(part)
                said += _beside(part)
            case Words(text):
                said.append({"type": written, "text": text})
            case Picture():
                said.append({"type": "input_image", "image_url": _address(part), "detail": "high"})
    if said:
        yield {"role": message.speaker, "content": said}


def _result(result: ToolResult) -> dict[str, Any]:
    text = "\n".join(part.text for part in result.parts if isinstance(part, Words))
    if result.toolset != COMPUTER:
        said = f"failed: {text}" if result.failed else text
        return {"type": "function_call_output", "call_id": result.call, "output": said or "done"}
    pictures = [part for part in result.parts if isinstance(part, Picture)]
    if not pictures:
        raise ChatModelError(Trouble.UNSUPPORTED, "a computer call is answered with a picture of the screen")
    output = {"type": "computer_screenshot", "image_url": _address(pictures[-1])}
    answer = {"type": "computer_call_output", "call_id": result.call, "output": output}
    if result.acknowledged:
        named = [{"id": c.id, "code": c.code, "message": c.message} for c in result.acknowledged]
        return answer | {"acknowledged_safety_checks": named}
    return answer


def _beside(result: ToolResult) -> list[dict[str, Any]]:
    """Return what a computer call's answer has no room for: it holds a picture and nothing else."""
    words = [part.text for part in result.parts if isinstance(part, Words)]
    return [{"type": "input_text", "text": text} for text in words if result.toolset == COMPUTER]


def _call(call: ToolCall) -> dict[str, Any]:
    if call.toolset == COMPUTER:
        checks = [{"id": c.id, "code": c.code, "message": c.message} for c in call.checks]
        common = {"type": "computer_call", "id": call.id, "call_id": call.id, "status": "completed"}
        return common | {"actions": call.arguments.get("actions", []), "pending_safety_checks": checks}
    arguments = json.dumps(dict(call.arguments), ensure_ascii=False)
    return {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": arguments}


def _tool(tool: Tool | ComputerTool) -> dict[str, Any]:
    match tool:
        case ComputerTool(version=version, size=size) if version == _PREVIEW:
            shown = {"display_width": size.width, "display_height": size.height, "environment": "linux"}
            return {"type": version} | shown
        case ComputerTool(version=version):
            return {"type": version}
        case Tool(name, description, parameters):
            described = {"name": name, "description": description, "parameters": dict(parameters)}
            return {"type": "function", "strict": False} | described


def _address(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode('ascii')}"


def _usage(spent: _Spent) -> TokenUsage:
    details = spent.input_tokens_details
    cached = (details.cached_tokens if details else None) or 0
    written = (details.cache_write_tokens if details else None) or 0
    counted = max(0, spent.input_tokens), max(0, spent.output_tokens or 0)
    return TokenUsage(*counted, max(0, cached), max(0, written), 1)


def _read_item(raw: Mapping[str, Any]) -> _Item:
    try:
        return _Item.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        what = f"an item of the answer is something else ({'.'.join(map(str, first['loc']))}: {first['msg']})"
        raise ChatModelError(Trouble.BROKEN_ANSWER, what[:300]) from error
