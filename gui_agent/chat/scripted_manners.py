"""What the real services refuse in a conversation with tools, so that the scripted one refuses it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST_BREAKPOINTS = 4
_CALLS = {"computer_call": "computer_call_output", "function_call": "function_call_output"}


def complaint(body: Mapping[str, Any]) -> str:
    """Say what is wrong with the order of calls and answers in a request; empty where nothing is."""
    if "input" in body:
        return _about_items([item for item in body["input"] if isinstance(item, Mapping)])
    messages = [m for m in body.get("messages", ()) if isinstance(m, Mapping)]
    return _about_turns(messages) or _about_cache(body)


def _about_turns(messages: list[Mapping[str, Any]]) -> str:
    """Every ``tool_use`` of a turn is answered in the very next one, before anything else is said there."""
    for place, message in enumerate(messages):
        used = [b["id"] for b in _blocks(message) if b.get("type") == "tool_use"]
        following = messages[place + 1] if place + 1 < len(messages) else {}
        blocks = list(_blocks(following))
        answered = [b.get("tool_use_id") for b in blocks if b.get("type") == "tool_result"]
        if used and sorted(used) != sorted(map(str, answered)):
            return f"tool_use ids {used} need their tool_result in the next message, which has {answered}"
        if used and any(b.get("type") != "tool_result" for b in blocks[: len(answered)]):
            return "tool_result blocks come first in their message"
    return ""


def _about_cache(body: Mapping[str, Any]) -> str:
    blocks = [b for b in body.get("system") or () if isinstance(b, Mapping)]
    blocks += [b for m in body.get("messages", ()) for b in _blocks(m)]
    marked = sum("cache_control" in block for block in [*blocks, *body.get("tools", ())])
    too_many = marked > MOST_BREAKPOINTS
    return f"at most {MOST_BREAKPOINTS} blocks have cache_control, {marked} found" if too_many else ""


def _about_items(items: list[Mapping[str, Any]]) -> str:
    answers = {(i.get("type"), i.get("call_id")): i for i in items}
    for item in items:
        wanted = _CALLS.get(str(item.get("type")))
        if wanted is None:
            continue
        answer = answers.get((wanted, item.get("call_id")))
        if answer is None:
            return f"No tool output found for call {item.get('call_id')}"
        pending = {c["id"] for c in item.get("pending_safety_checks") or ()}
        seen = {c["id"] for c in answer.get("acknowledged_safety_checks") or ()}
        if pending - seen:
            return f"Computer call has pending safety checks that were not acknowledged: {sorted(pending)}"
    return ""


def _blocks(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    content = message.get("content")
    for block in content if isinstance(content, list) else ():
        if isinstance(block, Mapping):
            yield block
