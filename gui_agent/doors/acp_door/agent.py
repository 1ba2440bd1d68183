"""An agent that terminals and editors host: prompts are tasks, steps are tool calls."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from acp import PROTOCOL_VERSION
from acp.exceptions import RequestError
from acp.helpers import update_agent_message_text
from acp.interfaces import Client
from acp.schema import (
    AllowedOutcome,
    AudioContentBlock,
    ClientCapabilities,
    EmbeddedResourceContentBlock,
    ImageContentBlock,
    Implementation,
    InitializeResponse,
    NewSessionResponse,
    PermissionOption,
    PromptResponse,
    ResourceContentBlock,
    StopReason,
    TextContentBlock,
    ToolCallUpdate,
)

from gui_agent.doors.acp_door.updates import ToolCalls
from gui_agent.doors.events import Asked, Ended
from gui_agent.doors.job import Job
from gui_agent.doors.workbench import Workbench
from gui_agent.errors import AgentError

Block: TypeAlias = (
    TextContentBlock
    | ImageContentBlock
    | AudioContentBlock
    | ResourceContentBlock
    | EmbeddedResourceContentBlock
)
OPTIONS = [
    PermissionOption(option_id="allow", name="Allow", kind="allow_once"),
    PermissionOption(option_id="deny", name="Deny", kind="reject_once"),
]
_LOOK_SECONDS = 0.5
_NEWS_SECONDS = 30.0


class HostedAgent:
    """The methods of the protocol that this agent has; all sessions share the computer of ``bench``."""

    def __init__(self, bench: Workbench, version: str) -> None:
        self._bench, self._version = bench, version
        self._client: Client | None = None
        self._sessions: dict[str, Job | None] = {}
        self._cancelled: set[str] = set()

    def on_connect(self, conn: Client) -> None:
        """Remember who is told."""
        self._client = conn

    async def initialize(
        self,
        protocol_version: int,
        client_capabilities: ClientCapabilities | None = None,
        client_info: Implementation | None = None,
        **meta: Any,
    ) -> InitializeResponse:
        """Say who this is; it needs no login, and takes text."""
        about = Implementation(name="gui-agent", title="GUI agent", version=self._version)
        return InitializeResponse(protocol_version=PROTOCOL_VERSION, agent_info=about)

    async def new_session(self, cwd: str, **meta: Any) -> NewSessionResponse:
        """Begin a session; servers and folders that the client offers are not used."""
        session = secrets.token_hex(8)
        self._sessions[session] = None
        return NewSessionResponse(session_id=session)

    async def prompt(self, session_id: str, prompt: list[Block], **meta: Any) -> PromptResponse:
        """Do the task that ``prompt`` says, and tell every step. Raises `RequestError`."""
        if session_id not in self._sessions:
            raise RequestError.invalid_params({"error": f"there is no session {session_id}"})
        if self._sessions[session_id] is not None:
            raise RequestError.invalid_request({"error": "this session is at work; cancel it first"})
        self._cancelled.discard(session_id)
        try:
            job = await self._bench.start_task(_words(prompt))
        except AgentError as error:
            await self._say(session_id, str(error))
            return PromptResponse(stop_reason="end_turn")
        self._sessions[session_id] = job
        try:
            return PromptResponse(stop_reason=await self._follow(session_id, job))
        finally:
            # Also where the client went away in the midst of it.
            job.stop()
            self._sessions[session_id] = None

    async def cancel(self, session_id: str, **meta: Any) -> None:
        """Stop the session's task before its next action."""
        self._cancelled.add(session_id)
        if (job := self._sessions.get(session_id)) is not None:
            job.stop()

    async def _follow(self, session: str, job: Job) -> StopReason:
        calls, seen = ToolCalls(job.id), 0
        while True:
            news = await job.news(seen, _NEWS_SECONDS)
            seen += len(news.events)
            for _, event in news.events:
                for update in calls.updates(event):
                    await self._told().session_update(session_id=session, update=update)
                if isinstance(event, Asked):
                    await self._ask(session, job, event, calls.asked(event))
            if news.over and job.ended is not None:
                await self._say(session, _ending(job.ended))
                return self._stop_reason(session, job.ended)

    async def _ask(self, session: str, job: Job, event: Asked, call: ToolCallUpdate) -> None:
        """Take a question to the client's person; it may also be over before they answer."""
        asking = asyncio.ensure_future(
            self._told().request_permission(session_id=session, tool_call=call, options=OPTIONS)
        )
        try:
            while not asking.done() and job.question == event:
                await asyncio.wait({asking}, timeout=_LOOK_SECONDS)
            if asking.done():
                outcome = asking.result().outcome
                job.answer(
                    event.question, isinstance(outcome, AllowedOutcome) and outcome.option_id == "allow"
                )
        except RequestError:
            # A client that cannot ask has nobody who says yes.
            job.answer(event.question, False)
        finally:
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError, RequestError):
                await asking

    async def _say(self, session: str, text: str) -> None:
        await self._told().session_update(session_id=session, update=update_agent_message_text(text))

    def _told(self) -> Client:
        assert self._client is not None, "the connection comes before its messages"
        return self._client

    def _stop_reason(self, session: str, ended: Ended) -> StopReason:
        if session in self._cancelled:
            return "cancelled"
        return "max_turn_requests" if ended.ending == "budget_spent" else "end_turn"


def _words(prompt: list[Block]) -> str:
    """Return the task in words; a file that is linked is named by its path. Raises `RequestError`."""
    words = []
    for block in prompt:
        match block:
            case TextContentBlock():
                words.append(block.text)
            case ResourceContentBlock():
                link = urlsplit(block.uri)
                words.append(unquote(link.path) if link.scheme == "file" else block.uri)
            case _:
                raise RequestError.invalid_params({"error": f"a task is text, not {block.type}"})
    return " ".join(word.strip() for word in words if word.strip())


def _ending(ended: Ended) -> str:
    word = ended.ending.replace("_", " ")
    record = f"\nRecord: {ended.record}" if ended.record else ""
    return f"{word[0].upper()}{word[1:]}: {ended.explanation}{record}"
