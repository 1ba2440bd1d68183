"""A job's events as the protocol's session updates."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import cv2
from acp.helpers import (
    image_block,
    plan_entry,
    start_tool_call,
    text_block,
    tool_content,
    update_agent_message_text,
    update_agent_thought_text,
    update_plan,
    update_tool_call,
    update_user_message_text,
)
from acp.schema import (
    AgentMessageChunk,
    AgentPlanUpdate,
    AgentThoughtChunk,
    ImageContentBlock,
    PlanEntryStatus,
    ToolCallProgress,
    ToolCallStart,
    ToolCallUpdate,
    UserMessageChunk,
)

from actions.screenshot import Screenshot
from gui_agent.doors.events import (
    Asked,
    Ended,
    Event,
    Intended,
    PlanNow,
    Stepped,
    ending_word,
    intended,
    stepped,
)
from gui_agent.errors import JournalError
from gui_agent.journal import read_journal
from gui_agent.types import Ending

Update: TypeAlias = AgentPlanUpdate | AgentThoughtChunk | ToolCallStart | ToolCallProgress
Replayed: TypeAlias = Update | UserMessageChunk | AgentMessageChunk
WIDEST = 1280
"""Pictures of the screen are sent no wider, in pixels."""
_JPEG_QUALITY = 85


class ToolCalls:
    """Every step is a tool call; one that is asked about begins with its question.

    ``shown`` returns the screen that a step left, where it is known.
    """

    def __init__(self, job: str, shown: Callable[[int], Screenshot | None] = lambda step: None) -> None:
        self._job, self._shown = job, shown
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
        content = [tool_content(text_block(words))] if words else []
        if (screenshot := self._shown(event.step)) is not None and (picture := _picture(screenshot)):
            content.append(tool_content(picture))
        yield update_tool_call(
            self._name(event.step), status="failed" if event.error else "completed", content=content or None
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


def replayed(task: str, folder: Path) -> Iterator[Replayed]:
    """Return everything that a client was told of a task, from its record in ``folder``."""
    yield update_user_message_text(task)
    try:
        contents = read_journal(folder)
        steps = contents.steps()
    except JournalError as error:
        yield update_agent_message_text(f"The record of this task cannot be read: {error}")
        return
    after = {step.number: step.after.screenshot for step in steps if step.after is not None}
    calls = ToolCalls(folder.name, after.get)
    for step in steps:
        if step.ending is None or step.approval is not None:
            yield from calls.updates(intended(step))
            yield from calls.updates(stepped(step))
    end = contents.end.payload if contents.end else {}
    word = ending_word(Ending[end["ending"]]) if end.get("ending") in Ending.__members__ else "failed"
    said = str(end.get("explanation") or "the run broke off")
    yield update_agent_message_text(ending_in_words(Ended(word, said, record=folder.name)))


def ending_in_words(ended: Ended) -> str:
    """Say how a task ended, and where its record is."""
    word = ended.ending.replace("_", " ")
    record = f"\nRecord: {ended.record}" if ended.record else ""
    return f"{word[0].upper()}{word[1:]}: {ended.explanation}{record}"


def _picture(screenshot: Screenshot) -> ImageContentBlock | None:
    """Return the screen as JPEG; None where its file is gone."""
    try:
        image = screenshot.image
    except JournalError:
        return None
    height, width = image.shape[:2]
    if width > WIDEST:
        size = (WIDEST, max(1, round(height * WIDEST / width)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return image_block(base64.b64encode(data.tobytes()).decode("ascii"), "image/jpeg")


def _status(number: int, cursor: int) -> PlanEntryStatus:
    if number == cursor:
        return "in_progress"
    return "completed" if number < cursor else "pending"


def _title(event: Intended | Stepped) -> str:
    return f"{event.doing} ({event.target})" if event.target else event.doing
