"""A server hangs up on who connects and asks for nothing, and on nobody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra serve")

import uvicorn

from gui_agent.doors.serving import Silent, served

WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = WHOLE[:-2]
Message = MutableMapping[str, Any]


async def slow(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer with the head at once, and with the rest never."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"so far", "more_body": True})
    await asyncio.Event().wait()


async def hung_up(said: list[bytes], silent: Silent, later: float) -> list[bool]:
    """Connect once for each text, say it, and tell which connections were closed ``later`` seconds on."""
    config = uvicorn.Config(slow, log_level="critical", lifespan="off", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        serving = asyncio.ensure_future(server.serve(sockets=[bound]))
        clients = [await asyncio.open_connection(*bound.getsockname()) for _ in said]
        for (_, writer), text in zip(clients, said, strict=True):
            writer.write(text)
        connections = server.server_state.connections
        wanted = sum(text == WHOLE for text in said)
        while len(connections) < len(said) or sum(c.cycle is not None for c in connections) < wanted:
            await asyncio.sleep(0.01)
        silent.hang_up(connections, 0.0)
        silent.hang_up(connections, later)
        ended = [await _ended(reader) for reader, _ in clients]
        server.should_exit = True
        for _, writer in clients:
            writer.close()
        await serving
    return ended


async def _ended(reader: asyncio.StreamReader) -> bool:
    try:
        return not await asyncio.wait_for(reader.read(), 0.2)
    except TimeoutError:
        return False


def test_silence_and_half_a_request_are_waited_for_only_so_long() -> None:
    said = [b"", HALF, WHOLE]
    assert asyncio.run(hung_up(said, Silent(patience=10), 9.0)) == [False, False, False]
    assert asyncio.run(hung_up(said, Silent(patience=10), 11.0)) == [True, True, False]


async def quick(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer everything with nothing."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def asked(moments: list[float]) -> bool:
    """Ask over one connection before each of these moments, and tell whether it was ever closed."""
    silent, server = Silent(patience=10), uvicorn.Server(uvicorn.Config(quick, log_level="critical"))
    with socket.create_server(("127.0.0.1", 0)) as bound:
        serving = asyncio.ensure_future(server.serve(sockets=[bound]))
        reader, writer = await asyncio.open_connection(*bound.getsockname())
        for now in moments:
            writer.write(WHOLE)
            if not await reader.readuntil(b"\r\n\r\n"):
                break
            silent.hang_up(server.server_state.connections, now)
        closed = await _ended(reader)
        server.should_exit = True
        writer.close()
        await serving
    return closed


def test_who_asks_again_and_again_is_not_silent() -> None:
    assert not asyncio.run(asked([0.0, 6.0, 12.0, 18.0]))


def test_nobody_opens_a_web_socket() -> None:
    # With a library for them installed, uvicorn would: their connections have no requests to count.
    assert served(slow).ws == "none"


def test_too_many_who_are_silent_do_not_keep_others_out() -> None:
    ended = asyncio.run(hung_up([b""] * 5 + [WHOLE], Silent(patience=10, most=2), 1.0))
    assert sum(ended[:5]) == 3
    assert not ended[5]
