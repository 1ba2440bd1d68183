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
    AgentCapabilities,
    AllowedOutcome,
    AudioContentBlock,
    ClientCapabilities,
    EmbeddedResourceContentBlock,
    ImageContentBlock,
    Implementation,
    InitializeResponse,
    ListSessionsResponse,
    LoadSessionResponse,
    NewSessionResponse,
    PermissionOption,
    PromptResponse,
    ResourceContentBlock,
    SessionCapabilities,
    SessionListCapabilities,
    SetSessionModeResponse,
    StopReason,
    TextContentBlock,
    ToolCallUpdate,
)

from gui_agent.doors.acp_door.modes import Modes
from gui_agent.doors.acp_door.sessions import Session, SessionBook
from gui_agent.doors.acp_door.updates import ToolCalls, ending_in_words, replayed
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
    PermissionOption(
        option_id="allow_always", name="Allow all like this, in this session", kind="allow_always"
    ),
    PermissionOption(option_id="deny", name="Deny", kind="reject_once"),
    PermissionOption(
        option_id="deny_always", name="Deny all like this, in this session", kind="reject_always"
    ),
]
_ALLOWING, _FOR_GOOD = ("allow", "allow_always"), ("allow_always", "deny_always")
_PAGE = 50
"""So many sessions are listed at a time."""
_LOOK_SECONDS = 0.5
_NEWS_SECONDS = 30.0


class HostedAgent:
    """The methods of the protocol that this agent has; all sessions share the computer of ``bench``.

    ``approve`` is how it was started: auto, never, ask or a policy file.
    """

    def __init__(self, bench: Workbench, version: str, approve: str) -> None:
        self._bench, self._version = bench, version
        self._client: Client | None = None
        self._modes = Modes(approve)
        self._book = SessionBook(bench.desk.runs)
        self._sessions: dict[str, Session] = {}

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
        able = AgentCapabilities(
            load_session=True, session_capabilities=SessionCapabilities(list=SessionListCapabilities())
        )
        return InitializeResponse(
            protocol_version=PROTOCOL_VERSION, agent_info=about, agent_capabilities=able
        )

    async def new_session(self, cwd: str, **meta: Any) -> NewSessionResponse:
        """Begin a session; servers and folders that the client offers are not used."""
        name = secrets.token_hex(8)
        self._sessions[name] = Session(cwd, self._modes.first)
        return NewSessionResponse(session_id=name, modes=self._modes.state(self._modes.first))

    async def load_session(self, cwd: str, session_id: str, **meta: Any) -> LoadSessionResponse:
        """Take an earlier session up again, and tell all that was told in it. Raises `RequestError`."""
        entries = await asyncio.to_thread(self._book.entries, session_id)
        session = self._sessions.get(session_id)
        if not entries and session is None:
            raise RequestError.resource_not_found(session_id)
        if session is None:
            session = self._sessions[session_id] = Session(cwd, self._modes.first)
        for entry in entries:
            told = await asyncio.to_thread(lambda e=entry: list(replayed(e.task, self._book.folder(e))))  # type: ignore[misc]
            for update in told:
                await self._told().session_update(session_id=session_id, update=update)
        return LoadSessionResponse(modes=self._modes.state(session.mode))

    async def list_sessions(
        self, cwd: str | None = None, cursor: str | None = None, **meta: Any
    ) -> ListSessionsResponse:
        """List the sessions in which something was done, the youngest first. Raises `RequestError`."""
        if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise RequestError.invalid_params({"error": f"{cursor} is no cursor of this list"})
        every, start = await asyncio.to_thread(self._book.sessions, cwd), int(cursor or 0)
        more = str(start + _PAGE) if len(every) > start + _PAGE else None
        return ListSessionsResponse(sessions=every[start : start + _PAGE], next_cursor=more)

    async def set_session_mode(self, session_id: str, mode_id: str, **meta: Any) -> SetSessionModeResponse:
        """Approve in another way from the next action on. Raises `RequestError`."""
        session = self._session(session_id)
        if mode_id not in self._modes.offered:
            offered = ", ".join(self._modes.offered)
            raise RequestError.invalid_params({"error": f"there is no mode {mode_id}; there are {offered}"})
        session.mode = mode_id
        session.manner.approver = self._modes.approver(mode_id, self._bench.asker)
        return SetSessionModeResponse()

    async def prompt(self, session_id: str, prompt: list[Block], **meta: Any) -> PromptResponse:
        """Do the task that ``prompt`` says, and tell every step. Raises `RequestError`."""
        session = self._session(session_id)
        if session.at_work:
            raise RequestError.invalid_request({"error": "this session is at work; cancel it first"})
        session.at_work, session.cancelled = True, False
        try:
            return PromptResponse(stop_reason=await self._do(session_id, session, _words(prompt)))
        finally:
            # Also where the client went away in the midst of it.
            if session.job is not None:
                session.job.stop()
            session.at_work, session.job = False, None

    async def cancel(self, session_id: str, **meta: Any) -> None:
        """Stop the session's task before its next action."""
        if (session := self._sessions.get(session_id)) is not None:
            session.cancelled = True
            if session.job is not None:
                session.job.stop()

    async def _do(self, name: str, session: Session, task: str) -> StopReason:
        try:
            job = session.job = await self._bench.start_task(task, session.manner)
        except AgentError as error:
            await self._say(name, str(error))
            return "cancelled" if session.cancelled else "end_turn"
        if session.cancelled:
            job.stop()  # while it was being read
        return await self._follow(name, job)

    def _session(self, name: str) -> Session:
        if name not in self._sessions:
            raise RequestError.invalid_params({"error": f"there is no session {name}"})
        return self._sessions[name]

    async def _follow(self, session: str, job: Job) -> StopReason:
        calls, seen = ToolCalls(job.id, job.shown), 0
        while True:
            news = await job.news(seen, _NEWS_SECONDS)
            seen += len(news.events)
            for _, event in news.events:
                for update in calls.updates(event):
                    await self._told().session_update(session_id=session, update=update)
                if isinstance(event, Asked):
                    await self._ask(session, job, event, calls.asked(event))
            if news.over and job.ended is not None:
                await self._say(session, ending_in_words(job.ended))
                await self._remember(session, job, job.ended)
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
                chosen = outcome.option_id if isinstance(outcome, AllowedOutcome) else ""
                job.answer(event.question, chosen in _ALLOWING, always=chosen in _FOR_GOOD)
        except RequestError:
            # A client that cannot ask has nobody who says yes.
            job.answer(event.question, False)
        finally:
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError, RequestError):
                await asking

    async def _remember(self, session: str, job: Job, ended: Ended) -> None:
        """Note what was done, for a later `load_session`; a task is none the worse where that fails."""
        if ended.record:
            with contextlib.suppress(OSError):
                cwd = self._sessions[session].cwd
                await asyncio.to_thread(self._book.add, session, cwd, job.text, ended.record)

    async def _say(self, session: str, text: str) -> None:
        await self._told().session_update(session_id=session, update=update_agent_message_text(text))

    def _told(self) -> Client:
        assert self._client is not None, "the connection comes before its messages"
        return self._client

    def _stop_reason(self, session: str, ended: Ended) -> StopReason:
        if self._sessions[session].cancelled:
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
