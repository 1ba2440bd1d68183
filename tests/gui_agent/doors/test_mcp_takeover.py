"""A person at their own desktop takes over what a client of the Model Context Protocol does there."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra serve")

from mcp import Client, StdioServerParameters
from mcp_types import ElicitResult

from actions.geometry import Point
from evals.bench.nested_display import nested_display
from tests.gui_agent.doors.test_mcp_server import ENVIRONMENT, call

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in ("Xvfb", "Xephyr", "openbox")),
        reason="needs xvfb, xserver-xephyr and openbox",
    ),
]


@pytest.mark.parametrize("can_ask", [True, False])
def test_a_call_says_that_the_person_took_over_and_only_their_word_goes_on(
    tmp_path: Path, can_ask: bool
) -> None:
    asked: list[str] = []

    async def answer(context: object, params: Any) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="accept", content={"allow": len(asked) == 2})

    async def work(display: str, move: Any) -> None:
        arguments = ["-m", "gui_agent.cli", "mcp", "--computer", "local", "--runs", str(tmp_path)]
        server = StdioServerParameters(
            command=sys.executable,
            args=[*arguments, "--approve", "auto"],
            env=ENVIRONMENT | {"DISPLAY": display},
        )
        asking: dict[str, Any] = {"elicitation_callback": answer} if can_ask else {}
        async with Client(server, **asking) as client:
            assert "Press" in await call(client, "press", keys=["f7"])
            assert "nothing is held" in await call(client, "resume")
            waiting = asyncio.ensure_future(call(client, "wait_for", text="surely not there", seconds=60))
            while not list(tmp_path.glob("*/journal.jsonl")):
                await asyncio.sleep(0.1)
            for at in (200, 400, 300, 500):
                move(Point(at, at))
                await asyncio.sleep(0.3)
            assert "took over (the mouse was moved)" in (said := await waiting)
            assert "call resume once they have said so" in said
            assert "nothing is clicked or typed" in await call(client, "press", keys=["f7"])
            assert await call(client, "screenshot") == "image"
            if can_ask:
                assert "does not let it go on" in await call(client, "resume")
                assert "nothing is clicked or typed" in await call(client, "press", keys=["f7"])
            assert "lets it go on" in await call(client, "resume")
            assert "Press" in await call(client, "press", keys=["f7"])

    with nested_display() as (display, person):
        asyncio.run(asyncio.wait_for(work(display, person.move_to), 120))
    assert all("May the computer be worked again?" in question for question in asked)
    assert len(asked) == 2 * can_ask
