"""One thread for one desk: whoever comes waits for their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")


class Turns:
    """Carries out calls one after another on a thread of its own, whatever thread or task they come from."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    async def take(self, work: Callable[[], T]) -> T:
        """Return what ``work`` returns. A caller that goes away does not interrupt an action half done."""
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(work)))

    def __enter__(self) -> Turns:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
