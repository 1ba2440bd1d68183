"""A language model behind HTTP: one question, as many attempts as are safe, one bill."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import TRANSIENT, ChatModelError, Trouble
from gui_agent.chat.gathering import Gathering
from gui_agent.chat.streams import read_payloads
from gui_agent.chat.troubles import translated
from gui_agent.chat.types import Capabilities, ChatAnswer, ChatRequest, Listener, TokenUsage
from gui_agent.chat.waiting import Waiter

AFTER_THE_END = 0.2
"""Seconds a finished answer is given to end its stream, so that the connection can be used again."""


class Dialect(Protocol):
    """How one kind of server is spoken to; everything but `gathering` runs on the event loop."""

    secret: str

    async def send(self, request: ChatRequest, seconds: float) -> Any:
        """Send ``request`` and return the HTTP response, its body unread."""
        ...

    def gathering(self) -> Gathering: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a question is asked again where that is safe, and the first pause in seconds."""

    attempts: int = 3
    first_pause: float = 0.5


class ServedChatModel:
    """Asks over HTTP; a request is repeated only where nothing of its answer was seen by anybody."""

    def __init__(
        self,
        name: str,
        dialect: Dialect,
        find_capabilities: Callable[[ServedChatModel], Capabilities],
        patience: Patience | None = None,
    ) -> None:
        self._name, self._dialect = name, dialect
        self._find_capabilities = find_capabilities
        self._patience = patience or Patience()
        self._capabilities: Capabilities | None = None
        self._waiter = Waiter()

    @property
    def name(self) -> str:
        return self._name

    @property
    def capabilities(self) -> Capabilities:
        if self._capabilities is None:
            self._capabilities = self._find_capabilities(self)
        return self._capabilities

    def ask(
        self, request: ChatRequest, *, cancel: Cancellation | None = None, listener: Listener | None = None
    ) -> ChatAnswer:
        """Return the answer; raises `ChatModelError` at the request's deadline at the latest."""
        asking = _Asking(request, self._dialect, self._patience, listener)
        try:
            return self._waiter.run(asking.answer, request.deadline, cancel)
        except ChatModelError as error:
            raise error.costing(asking.spent()) from error

    def close(self) -> None:
        self._waiter.close(self._dialect.close)


class _Asking:
    """One question while it is asked."""

    def __init__(
        self, request: ChatRequest, dialect: Dialect, patience: Patience, listener: Listener | None
    ) -> None:
        self._request, self._dialect = request, dialect
        self._patience, self._listener = patience, listener
        self._until = time.monotonic() + request.deadline
        self._before = TokenUsage()
        self._now: Gathering | None = None
        self._heard = False

    def spent(self) -> TokenUsage:
        """Return what all attempts cost, the one under way included."""
        now = self._now
        return self._before + now.draft.spent(self._request) if now is not None else self._before

    async def answer(self) -> ChatAnswer:
        for attempt in range(1, self._patience.attempts + 1):
            try:
                answer = await self._attempt()
                return replace(answer, usage=self._before + answer.usage)
            except ChatModelError as error:
                self._settle(error)
                pause = self._pause(error, attempt)
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _attempt(self) -> ChatAnswer:
        gathering = self._now = self._dialect.gathering()
        try:
            response = await self._dialect.send(self._request, max(0.01, self._until - time.monotonic()))
            try:
                await self._read(response, gathering)
            finally:
                with contextlib.suppress(Exception):
                    await response.aclose()
        except ChatModelError:
            raise
        except Exception as error:
            # The clients' exceptions have no common root; every one of them gets its kind here.
            raise translated(error, self._dialect.secret) from error
        return gathering.draft.answer(self._request)

    async def _read(self, response: Any, gathering: Gathering) -> None:
        payloads = read_payloads(response)
        draft = gathering.draft
        try:
            while True:
                finished = draft.stop is not None and draft.usage is not None
                try:
                    async with asyncio.timeout(AFTER_THE_END if finished else None):
                        payload, is_event = await anext(payloads)
                except StopAsyncIteration:
                    return
                except TimeoutError:
                    return
                said = gathering.event(payload) if is_event else gathering.whole(payload)
                if said and self._listener is not None:
                    self._heard = True
                    self._listener(said)
        finally:
            with contextlib.suppress(Exception):
                await payloads.aclose()

    def _settle(self, error: ChatModelError) -> None:
        """Book the attempt that failed: a server that refused a request outright charges nothing for it."""
        now, self._now = self._now, None
        if now is None:
            return
        refused = error.trouble in (Trouble.REFUSED_KEY, Trouble.RATE_LIMITED, Trouble.UNSUPPORTED)
        if now.draft.usage is None and not now.draft.length and (refused or _never_arrived(error)):
            self._before += TokenUsage(calls=1)
        else:
            self._before += now.draft.spent(self._request)

    def _pause(self, error: ChatModelError, attempt: int) -> float | None:
        """Return how long to wait before asking again; None where that is not safe or not worth it."""
        if error.trouble not in TRANSIENT or self._heard or attempt >= self._patience.attempts:
            return None
        growing = self._patience.first_pause * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)
        pause = growing if error.retry_after is None else error.retry_after
        return pause if time.monotonic() + pause < self._until else None


def _never_arrived(error: ChatModelError) -> bool:
    return error.trouble in (Trouble.UNREACHABLE, Trouble.SERVER_FAILED, Trouble.TOO_LARGE)
