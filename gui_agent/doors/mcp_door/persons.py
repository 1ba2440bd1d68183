"""The person behind an MCP client: asked in the midst of a call, in the way the client's protocol has.

Since the revision 2026-07-28 a server answers “input required” and the client calls again with the answer;
before that the server asks the client and waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar, cast

from mcp.server.elicitation import render_elicitation_schema
from mcp.server.mcpserver import AcceptedElicitation, Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ElicitRequest, ElicitRequestFormParams, ElicitResult, InputRequiredResult
from pydantic import BaseModel, Field

from gui_agent.doors.asking import RemoteAsker
from gui_agent.doors.calls import Call, WaitingCalls
from gui_agent.doors.turns import Turns

ASKS_BY_RESULT = "2026-07-28"
_KEY = "allow"
_NO: Mapping[str, bool | None] = MappingProxyType({"decline": False, "cancel": None})
T = TypeVar("T")


class Allowed(BaseModel):
    """What a person answers."""

    allow: bool = Field(description="Whether the action may be carried out.")


class Persons:
    """Carries work out and takes its questions to the client's person."""

    def __init__(self, turns: Turns, asker: RemoteAsker) -> None:
        self._turns, self._asker = turns, asker
        self._waiting = WaitingCalls()

    async def through(self, context: Context, work: Callable[[], T]) -> T | InputRequiredResult:
        """Return what ``work`` returns, or the question that the client must answer first."""
        call = self._resumed(context) or Call(self._turns, self._asker, work, _can_ask(context))
        while (question := await call.next_question()) is not None:
            if (context.protocol_version or "") >= ASKS_BY_RESULT:
                return _input_required(question, self._waiting.keep(call))
            try:
                answer = await context.elicit(question, Allowed)
            except BaseException:
                call.answer(None)  # the desk must not wait for a client that is gone
                raise
            call.answer(answer.data.allow if isinstance(answer, AcceptedElicitation) else _NO[answer.action])
        return cast("T", await call.result())

    def agree(self, question: str) -> bool:
        """Put ``question`` within a call; where the client cannot ask its person, its word is theirs."""
        ask = self._asker.question
        return ask is None or ask(question, ()) is True

    def close(self) -> None:
        """Let every action that waits for an answer go on without one."""
        self._waiting.give_up()

    def _resumed(self, context: Context) -> Call[object] | None:
        """Return the call that the client comes back to, with its answer given. Raises `ToolError`."""
        if context.request_state is None:
            return None
        call = self._waiting.take(context.request_state)
        if call is None:
            raise ToolError("this question is not open any more; call the tool again")
        call.answer(_allowed((context.input_responses or {}).get(_KEY)))
        return call


def _can_ask(context: Context) -> bool:
    capabilities = context.client_capabilities
    asking = capabilities.elicitation if capabilities is not None else None
    # Forms are what an empty declaration means; a client of addresses only cannot show ours.
    return asking is not None and (asking.form is not None or asking.url is None)


def _input_required(question: str, name: str) -> InputRequiredResult:
    parameters = ElicitRequestFormParams(
        message=question, requested_schema=render_elicitation_schema(Allowed)
    )
    return InputRequiredResult(input_requests={_KEY: ElicitRequest(params=parameters)}, request_state=name)


def _allowed(response: object) -> bool | None:
    if not isinstance(response, ElicitResult):
        return None
    if response.action != "accept":
        return _NO[response.action]
    return (response.content or {}).get("allow") is True
