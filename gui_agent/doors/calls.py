"""Calls that may be waiting for a person while they are under way.

A question does not end a call: its work waits on the desk's thread for the answer, so that nothing that was
already done is done a second time.
"""

from __future__ import annotations

import asyncio
import queue
import secrets
from collections.abc import Callable
from typing import Generic, TypeVar

from gui_agent.doors.asking import Alike, RemoteAsker
from gui_agent.doors.turns import Turns

ANSWER_SECONDS = 600.0
"""How long a person may take; after that the action is refused."""
T = TypeVar("T")


class Call(Generic[T]):
    """One piece of work and the questions it puts; made and awaited on the server's event loop."""

    def __init__(self, turns: Turns, asker: RemoteAsker, work: Callable[[], T], can_ask: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._questions: asyncio.Queue[str] = asyncio.Queue()
        self._answers: queue.SimpleQueue[bool | None] = queue.SimpleQueue()

        def with_question() -> T:
            asker.question = self._wait_for_answer if can_ask else None
            try:
                return work()
            finally:
                asker.question = None

        self._result = asyncio.ensure_future(turns.take(with_question))

    async def next_question(self) -> str | None:
        """Wait for a question or for the end of the work; None at the end."""
        asking = asyncio.ensure_future(self._questions.get())
        try:
            await asyncio.wait({asking, self._result}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else None
        finally:
            asking.cancel()

    def answer(self, allowed: bool | None) -> None:
        """Answer the question that was put last; None where nobody did."""
        self._answers.put(allowed)

    async def result(self) -> T:
        """Return what the work returned, or raise what it raised."""
        return await self._result

    def _wait_for_answer(self, question: str, alike: Alike) -> bool | None:
        self._loop.call_soon_threadsafe(self._questions.put_nowait, question)
        try:
            return self._answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            return None


class WaitingCalls:
    """Calls whose question went out to a client that will come back with the answer."""

    def __init__(self) -> None:
        self._waiting: dict[str, Call[object]] = {}

    def keep(self, call: Call[object]) -> str:
        """Keep ``call`` and return the name to ask for it by."""
        name = secrets.token_urlsafe(16)
        self._waiting[name] = call
        return name

    def give_up(self) -> None:
        """Answer every question that is still open with nobody's answer."""
        while self._waiting:
            self._waiting.popitem()[1].answer(None)

    def take(self, name: str) -> Call[object] | None:
        """Return the call of that name, once."""
        return self._waiting.pop(name, None)
