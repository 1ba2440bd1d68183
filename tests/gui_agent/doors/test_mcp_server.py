"""The Model Context Protocol as clients meet it: the SDK's own client, real processes, a real application."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra serve")

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult, TextResourceContents

from tests.widgets.harness import wait_until

ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
TOOLS = {
    *("screenshot", "parse_screen", "find", "wait_for", "click", "type"),
    *("press", "scroll", "drag", "launch", "run_task", "resume"),
}
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "somebody", "version": "1"},
}
WAITING = {"name": "wait_for", "arguments": {"text": "surely not there", "seconds": 600}}
POLICY = """
default = "approve"

[[rule]]
decision = "ask"
reason = "every click is asked about"
kinds = ["click"]
"""

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb (apt-get install xvfb)")


def command(runs: Path, *more: str) -> list[str]:
    return ["-m", "gui_agent.cli", "mcp", "--computer", "virtual", "--runs", str(runs), *more]


@asynccontextmanager
async def stdio(runs: Path, *more: str, **options: Any) -> AsyncIterator[Client]:
    server = StdioServerParameters(command=sys.executable, args=command(runs, *more), env=ENVIRONMENT)
    async with Client(server, **options) as client:
        yield client


async def call(client: Client, name: str, **arguments: Any) -> str:
    result = await client.call_tool(name, arguments)
    said = "\n".join(getattr(part, "text", part.type) for part in result.content)
    return f"ERROR {said}" if result.is_error else said


async def read(client: Client, address: str) -> Any:
    contents = (await client.read_resource(address)).contents[0]
    assert isinstance(contents, TextResourceContents)
    return json.loads(contents.text)


def in_a_loop(work: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        await asyncio.wait_for(work(), 120)

    asyncio.run(limited())


def test_an_application_worked_through_stdio(tmp_path: Path) -> None:
    if shutil.which("mousepad") is None:
        pytest.skip("needs mousepad (apt-get install mousepad)")

    async def work() -> None:
        async with stdio(tmp_path) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            assert "Mousepad" in await call(client, "launch", application="mousepad")
            screen = await call(client, "parse_screen")
            number = screen[: screen.index(' menu "File"')].rpartition("[")[2].rstrip("]")
            assert "Type “Hello there”" in await call(client, "type", text="Hello there")
            assert "“Help”" in await call(client, "find", target="Help menu")
            await call(client, "parse_screen")
            assert "Click at" in await call(client, "click", target=int(number))
            assert "“Save As” is on the screen" in await call(client, "wait_for", text="Save As", seconds=10)
            assert await call(client, "screenshot") == "image"
            assert (await call(client, "find", target="purple elephant")).startswith("ERROR")
            assert "numbers go from 1" in await call(client, "click", target=4000)
            assert "numbered from 1" in await call(client, "click", target="-1")
            assert (await call(client, "click", target="")).startswith("ERROR")
            await call(client, "press", keys=["escape"])
            assert (await call(client, "run_task", task="press ctrl+a")).startswith("accomplished")
            runs = await read(client, "gui-agent://runs")
            assert {run["task"] for run in runs} == {"mcp", "press ctrl+a"}
            assert (await read(client, f"gui-agent://runs/{runs[0]['name']}"))["steps"]

    in_a_loop(work)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_person_at_the_other_end_is_asked(tmp_path: Path, mode: str) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY)
    asked: list[str] = []

    async def answer(context: object, params: Any) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="accept", content={"allow": len(asked) == 2})

    async def work() -> None:
        async with stdio(
            tmp_path, "--approve", str(policy), mode=mode, elicitation_callback=answer
        ) as client:
            assert "a person said no" in await call(client, "click", target="top edge of the screen")
            assert "Click at" in await call(client, "click", target="top edge of the screen")

    in_a_loop(work)
    assert len(asked) == 2
    assert all("Allow it?" in question for question in asked)


def test_where_nobody_can_be_asked_nothing_is_done(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY)

    async def work() -> None:
        async with stdio(tmp_path, "--approve", str(policy)) as client:
            said = await call(client, "click", target="top edge of the screen")
            assert "cannot ask a person" in said

    in_a_loop(work)


def test_http_lets_in_who_knows_the_token(tmp_path: Path) -> None:
    serving = subprocess.Popen(
        [sys.executable, *command(tmp_path, "--http", "0")],
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT | {"GUI_AGENT_TOKEN": "open sesame"},
    )
    try:
        assert serving.stderr is not None
        address = serving.stderr.readline().removeprefix("MCP at ").strip()
        assert address.startswith("http://127.0.0.1:")

        async def work() -> None:
            headers = {"Authorization": "Bearer open sesame"}
            async with (
                httpx2.AsyncClient(headers=headers, timeout=60) as known,
                Client(streamable_http_client(address, http_client=known)) as client,
            ):
                assert await call(client, "screenshot") == "image"
            async with httpx2.AsyncClient() as stranger:
                assert (await stranger.post(address, json={})).status_code == 401
                guess = {"Authorization": "Bearer guess"}
                assert (await stranger.post(address, json={}, headers=guess)).status_code == 401

        in_a_loop(work)
    finally:
        serving.terminate()
        serving.wait(30)
        assert serving.stderr is not None
        serving.stderr.close()


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, *command(tmp_path, "--http", port)],
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            timeout=60,
        )
    assert done.returncode == 2
    assert "choose another port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_client_that_goes_away_leaves_nothing_running(tmp_path: Path) -> None:
    """The call under way would wait ten minutes; nobody is there to hear of it."""
    said: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": HELLO},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": WAITING},
    ]
    server = subprocess.Popen(
        [sys.executable, *command(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=ENVIRONMENT,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    for message in said:
        server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        server.stdin.flush()
        if message.get("id") == 1:
            server.stdout.readline()
    wait_until(lambda: list(tmp_path.glob("*/journal.jsonl")), what="the call")
    server.stdin.close()
    try:
        server.wait(30)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    assert server.returncode != -9
