"""A job's events as the protocol's session updates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from acp.helpers import (
    plan_entry,
    start_tool_call,
    text_block,
    tool_content,
    update_agent_thought_text,
    update_plan,
    update_tool_call,
)
from acp.schema import (
    AgentPlanUpdate,
    AgentThoughtChunk,
    PlanEntryStatus,
    ToolCallProgress,
    ToolCallStart,
    ToolCallUpdate,
)

from gui_agent.doors.events import Asked, Event, Intended, PlanNow, Stepped

Update: TypeAlias = AgentPlanUpdate | AgentThoughtChunk | ToolCallStart | ToolCallProgress


class ToolCalls:
    """Every step is a tool call; one that is asked about begins with its question."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._begun: set[int] = set()
        self._plan: PlanNow | None = None

    def updates(self, event: Event) -> Iterator[Update]:
        """Return what the client is told of ``event``; how a task ended is said in words elsewhere."""
        match event:
            case Asked():
                if event.step not in self._begun:
                    yield self._begin(event.step, event.doing)
            case Intended():
                yield from self._planned(event.plan)
                if event.thought:
                    yield update_agent_thought_text(event.thought)
                if event.step not in self._begun:
                    yield self._begin(event.step, _title(event))
                yield update_tool_call(self._name(event.step), title=_title(event), status="in_progress")
            case Stepped():
                yield from self._planned(event.plan)
                yield from self._stepped(event)
            case _:
                return

    def asked(self, event: Asked) -> ToolCallUpdate:
        """Return the tool call that a question is about."""
        words = tool_content(text_block(event.text))
        return ToolCallUpdate(tool_call_id=self._name(event.step), title=event.doing, content=[words])

    def _stepped(self, event: Stepped) -> Iterator[Update]:
        if event.step not in self._begun:
            yield self._begin(event.step, _title(event))
        words = event.error or event.feedback
        content = [tool_content(text_block(words))] if words else None
        yield update_tool_call(
            self._name(event.step), status="failed" if event.error else "completed", content=content
        )

    def _begin(self, step: int, title: str) -> ToolCallStart:
        self._begun.add(step)
        return start_tool_call(self._name(step), title, kind="execute", status="pending")

    def _planned(self, plan: PlanNow | None) -> Iterator[Update]:
        if plan is None or plan == self._plan:
            return
        self._plan = plan
        yield update_plan(
            plan_entry(subgoal, status=_status(number, plan.cursor))
            for number, subgoal in enumerate(plan.subgoals)
        )

    def _name(self, step: int) -> str:
        return f"{self._job}-{step}"


def _status(number: int, cursor: int) -> PlanEntryStatus:
    if number == cursor:
        return "in_progress"
    return "completed" if number < cursor else "pending"


def _title(event: Intended | Stepped) -> str:
    return f"{event.doing} ({event.target})" if event.target else event.doing
