"""Blocking on asynchronous work: it ends at its deadline, when it is taken back, or at Ctrl-C."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble

T = TypeVar("T")
GRACE_SECONDS = 0.1
"""How long the work itself may take to notice its deadline before nobody waits for it any longer."""
CLOSING_SECONDS = 2.0


class Waiter:
    """Runs asynchronous work on an event loop in a thread of its own, started with the first work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(
        self, work: Callable[[], Coroutine[Any, Any, T]], seconds: float, cancel: Cancellation | None = None
    ) -> T:
        """Return what ``work`` returns, at most after ``seconds``.

        Raises what it raises, and `ChatModelError` of the kinds DEADLINE and CANCELLED.
        """
        cancel = cancel or Cancellation()
        if cancel.cancelled:
            raise _taken_back()
        future = asyncio.run_coroutine_threadsafe(_limited(work, seconds), self._running_loop())
        try:
            with cancel.telling(future.cancel):
                return future.result(seconds + GRACE_SECONDS)
        except concurrent.futures.CancelledError as error:
            raise _taken_back() from error
        except TimeoutError as error:
            raise ChatModelError(Trouble.DEADLINE, f"no answer within {seconds:g} s") from error
        finally:
            future.cancel()  # Nothing to do where the work is over; it must not go on behind a Ctrl-C.

    def close(self, last: Callable[[], Coroutine[Any, Any, object]] | None = None) -> None:
        """Do ``last``, then stop the loop and its thread; safe to call twice."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        with contextlib.suppress(TimeoutError, concurrent.futures.CancelledError):
            asyncio.run_coroutine_threadsafe(_wind_up(last), loop).result(CLOSING_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CLOSING_SECONDS)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_serve, args=(self._loop,), name="chat-model", daemon=True
                )
                self._thread.start()
            return self._loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()


async def _limited(work: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    async with asyncio.timeout(seconds):
        return await work()


async def _wind_up(last: Callable[[], Coroutine[Any, Any, object]] | None) -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last()
    await asyncio.get_running_loop().shutdown_asyncgens()


def _taken_back() -> ChatModelError:
    return ChatModelError(Trouble.CANCELLED, "the question was taken back")
