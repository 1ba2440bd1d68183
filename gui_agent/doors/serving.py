"""Serves an application over HTTP, and hangs up on who connects and asks for nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from socket import socket
from typing import TYPE_CHECKING, Any, Literal

from gui_agent.doors.token_guard import Application

if TYPE_CHECKING:
    import uvicorn

PATIENCE = 10.0
"""Seconds that a client may take until its whole request line and headers have come."""
MOST_SILENT = 200
"""So many connections may wait without a request; of more, the oldest go at once."""
_BETWEEN = 0.1


async def serve_http(
    application: Application,
    bound: socket,
    *,
    lifespan: Literal["on", "off"] = "off",
    at_exit: Callable[[], object] = lambda: None,
) -> None:
    """Serve until a signal comes; ``at_exit`` is called first, so that what streams is waiting for ends."""
    import uvicorn

    server = uvicorn.Server(served(application, lifespan))
    serving = asyncio.ensure_future(server.serve(sockets=[bound]))
    silent = Silent()
    while not (server.should_exit or serving.done()):
        silent.hang_up(server.server_state.connections, time.monotonic())
        await asyncio.sleep(_BETWEEN)
    at_exit()
    await serving


def served(application: Application, lifespan: Literal["on", "off"] = "off") -> uvicorn.Config:
    """Return how ``application`` is served."""
    import uvicorn

    # Nothing here speaks over web sockets, which a library that happens to be installed would open.
    return uvicorn.Config(
        application, log_level="warning", lifespan=lifespan, timeout_graceful_shutdown=5, ws="none"
    )


class Silent:
    """Remembers since when connections have asked for nothing: uvicorn lets them stay for ever."""

    def __init__(self, patience: float = PATIENCE, most: int = MOST_SILENT) -> None:
        self._patience, self._most = patience, most
        self._since: dict[Any, tuple[Any, float]] = {}
        """Of each its last request, and the first time that it was seen to wait after that one."""

    def hang_up(self, connections: Collection[Any], now: float) -> None:
        """Close those of uvicorn's ``connections`` that have been silent for too long; ``now`` in seconds."""
        waiting = [each for each in connections if each.cycle is None or each.cycle.response_complete]
        known = self._since
        self._since = {
            each: known[each] if each in known and known[each][0] is each.cycle else (each.cycle, now)
            for each in waiting
        }
        oldest = sorted(self._since, key=lambda each: self._since[each][1])
        surplus = oldest[: max(0, len(oldest) - self._most)]
        late = [each for each in oldest if now - self._since[each][1] > self._patience]
        for connection in {*surplus, *late}:
            connection.transport.close()
