"""The joint between the loop and whatever carries out tool actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from gui_agent.tools.action import ToolAction
from gui_agent.tools.errors import ToolUnavailable

MOST_TOLD = 4_000
"""Letters of a tool's answer that are kept; of longer ones the beginning and the end."""


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What came of a tool action: whether it worked, and what it said."""

    worked: bool
    text: str = ""


class Tool(Protocol):
    """Carries out some kinds of tool actions."""

    @property
    def kinds(self) -> frozenset[type[ToolAction]]: ...

    def use(self, action: ToolAction) -> ToolOutcome:
        """Carry ``action`` out, one of ``kinds``. Raises `ToolError`, `ComputerError` where it broke."""
        ...


class ToolBox:
    """Several tools as one; what none of them does is refused."""

    def __init__(self, *tools: Tool) -> None:
        self._by_kind: Mapping[type[ToolAction], Tool] = {
            kind: tool for tool in reversed(tools) for kind in tool.kinds
        }

    @property
    def kinds(self) -> frozenset[type[ToolAction]]:
        return frozenset(self._by_kind)

    def use(self, action: ToolAction) -> ToolOutcome:
        """Carry ``action`` out. Raises `ToolUnavailable` where no tool does it, and what the tool raises."""
        tool = self._by_kind.get(type(action))
        if tool is None:
            raise ToolUnavailable(
                f"there is no tool for {type(action).__name__} here; tools work only in a sandbox or a "
                "virtual machine: use mouse and keyboard"
            )
        outcome = tool.use(action)
        return ToolOutcome(outcome.worked, clipped(outcome.text))


def clipped(text: str, most: int = MOST_TOLD) -> str:
    """Return ``text``, of a longer one the beginning and the end with a word on what is left out."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n… ({len(text) - 2 * half:,} letters left out) …\n{text[-half:]}"
