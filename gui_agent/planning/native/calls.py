"""What a provider's calls ask for: read through the codecs, one group of calls at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from actions.action import Action
from actions.codecs import anthropic, native, openai
from actions.codecs.frame import Frame
from actions.codecs.query import Query
from actions.errors import UnsupportedDialect
from actions.geometry import Point
from gui_agent.chat.types import Part, Picture, Tool, ToolCall, ToolResult

LAUNCH = Tool(
    "launch",
    "Start a program on the computer, by the name a person knows it by.",
    {
        "type": "object",
        "properties": {
            "application": {"type": "string", "description": "The program's name."},
            "arguments": {"type": "array", "items": {"type": "string"}, "description": "Files to open."},
        },
        "required": ["application"],
    },
)
"""The computer tools work what is on the screen; an empty desktop has nothing to start a program with."""

Group: TypeAlias = tuple[ToolCall, ...]
"""Calls that only make sense together: a button pressed, moved and released again."""


class CallReader(Protocol):
    """One provider's calls."""

    def groups(self, calls: Sequence[ToolCall]) -> list[Group]:
        """Return ``calls`` in order, those together that make one gesture."""
        ...

    def read(self, group: Group, frame: Frame, pointer: Point | None) -> list[Action | Query]:
        """Return what ``group`` asks for. Raises the `InvalidAction` family."""
        ...

    def with_screen(self, results: Sequence[ToolResult], screen: Picture) -> tuple[Part, ...]:
        """Return ``results`` with the screen as it is now where the provider expects it."""
        ...


@dataclass(frozen=True, slots=True)
class AnthropicCalls:
    """Calls of Anthropic's computer tools: one tool called ``computer``, or named members of the toolset."""

    def groups(self, calls: Sequence[ToolCall]) -> list[Group]:
        groups: list[Group] = []
        open_gesture = False
        for call in calls:
            if open_gesture:
                groups[-1] = (*groups[-1], call)
            else:
                groups.append((call,))
            kind = _anthropic_kind(call)
            open_gesture = kind == "left_mouse_down" or (open_gesture and kind != "left_mouse_up")
        return groups

    def read(self, group: Group, frame: Frame, pointer: Point | None) -> list[Action | Query]:
        if group[0].name == LAUNCH.name:
            return [_launch(group[0])]
        return anthropic.decode([_anthropic_input(call) for call in group], frame, pointer)

    def with_screen(self, results: Sequence[ToolResult], screen: Picture) -> tuple[Part, ...]:
        *first, last = results
        if screen in last.parts:
            return tuple(results)
        return (*first, replace(last, parts=(*last.parts, screen)))


@dataclass(frozen=True, slots=True)
class OpenAICalls:
    """Calls of OpenAI's computer tool, with their actions in a list."""

    def groups(self, calls: Sequence[ToolCall]) -> list[Group]:
        return [(call,) for call in calls]

    def read(self, group: Group, frame: Frame, pointer: Point | None) -> list[Action | Query]:
        call = group[0]
        if call.name == LAUNCH.name:
            return [_launch(call)]
        wanted = call.arguments.get("actions")
        if not call.toolset or not isinstance(wanted, list) or not wanted:
            raise UnsupportedDialect(f"there is no tool {call.name[:40]!r}; use the computer tool")
        return openai.decode(wanted, frame, pointer)

    def with_screen(self, results: Sequence[ToolResult], screen: Picture) -> tuple[Part, ...]:
        shown = [_showing(result, screen) for result in results]
        return (*shown, *(() if any(result.toolset for result in results) else (screen,)))


def _showing(result: ToolResult, screen: Picture) -> ToolResult:
    """Return ``result`` with the screen as it is now: every computer call is answered with that."""
    if not result.toolset or screen in result.parts:
        return result
    return replace(result, parts=(*result.parts, screen))


def _anthropic_kind(call: ToolCall) -> str:
    return str(call.arguments.get("action", "")) if call.name == "computer" else call.name


def _anthropic_input(call: ToolCall) -> dict[str, object]:
    if call.name == "computer" and not call.toolset:
        return dict(call.arguments)
    return {**call.arguments, "action": call.name}


def _launch(call: ToolCall) -> Action:
    return native.from_json({**call.arguments, "kind": "launch"})
