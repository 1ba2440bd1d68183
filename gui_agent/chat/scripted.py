"""A language model for your own tests: says what it was given, in this process, at once."""

from __future__ import annotations

import threading
import time

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.gathering import LETTERS_PER_TOKEN, estimated_input
from gui_agent.chat.script import Answer, Asked, Fault, FaultKind, Prompter, Script
from gui_agent.chat.types import (
    Capabilities,
    ChatAnswer,
    ChatRequest,
    Listener,
    Message,
    TokenUsage,
    ToolResult,
    Words,
)

_MEANS = {
    FaultKind.SLOW_LORIS: Trouble.DEADLINE,
    FaultKind.NO_ANSWER: Trouble.DEADLINE,
    FaultKind.RATE_LIMITED: Trouble.RATE_LIMITED,
    FaultKind.RATE_LIMITED_BARE: Trouble.RATE_LIMITED,
    FaultKind.ERROR_500: Trouble.SERVER_FAILED,
    FaultKind.UNAVAILABLE: Trouble.SERVER_FAILED,
    FaultKind.CLOSED: Trouble.UNREACHABLE,
    FaultKind.HUGE: Trouble.TOO_LARGE,
    FaultKind.DECLINED: Trouble.DECLINED,
}


class ScriptedChatModel:
    """Plays a script: a list of replies, or a function from what was asked to the reply.

    Faults come as the errors they lead to. ``requests`` remembers what was asked.
    """

    def __init__(
        self, script: Script, *, name: str = "scripted", capabilities: Capabilities | None = None
    ) -> None:
        self._name = name
        self._capabilities = capabilities or Capabilities(pictures=True, json_schema=True, tools=True)
        self._prompter = Prompter(script)
        self.requests: list[ChatRequest] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    @property
    def asked(self) -> list[Asked]:
        return self._prompter.asked

    def ask(
        self, request: ChatRequest, *, cancel: Cancellation | None = None, listener: Listener | None = None
    ) -> ChatAnswer:
        self.requests.append(request)
        reply = self._prompter.reply(said(request.messages), {})
        spent = TokenUsage(estimated_input(request), calls=1)
        match reply:
            case Fault(kind, seconds):
                trouble = _MEANS.get(kind, Trouble.BROKEN_ANSWER)
                limited = kind is FaultKind.RATE_LIMITED
                wait = seconds if limited else None
                raise ChatModelError(trouble, f"scripted: {kind}", retry_after=wait, usage=spent)
            case Answer():
                _pause(reply.delay, request.deadline, cancel, spent)
                if listener is not None and reply.text:
                    listener(reply.text)
                return ChatAnswer(reply.text, reply.tool_calls, reply.stop, usage_of(reply, spent))

    def close(self) -> None: ...


def said(messages: tuple[Message, ...]) -> str:
    """Return all words of ``messages``, one part a line."""
    lines: list[str] = []
    for message in messages:
        for part in message.parts:
            inner = part.parts if isinstance(part, ToolResult) else (part,)
            lines += [one.text for one in inner if isinstance(one, Words)]
    return "\n".join(lines)


def usage_of(answer: Answer, guess: TokenUsage) -> TokenUsage:
    """Return the tokens that ``answer`` says it took; ``guess`` for what it does not say."""
    written = -(-len(answer.text) // LETTERS_PER_TOKEN) + 8 * len(answer.tool_calls)
    return TokenUsage(
        guess.input_tokens if answer.input_tokens is None else answer.input_tokens,
        written if answer.output_tokens is None else answer.output_tokens,
        answer.cached_tokens,
        calls=1,
    )


def _pause(delay: float, deadline: float, cancel: Cancellation | None, spent: TokenUsage) -> None:
    """Think for ``delay`` seconds, unless the deadline or somebody comes first."""
    switch, woken = cancel or Cancellation(), threading.Event()
    began = time.monotonic()
    with switch.telling(woken.set):
        woken.wait(min(delay, deadline))
    if switch.cancelled:
        raise ChatModelError(Trouble.CANCELLED, "the question was taken back", usage=spent)
    if delay > time.monotonic() - began:
        raise ChatModelError(Trouble.DEADLINE, f"no answer within {deadline:g} s", usage=spent)
