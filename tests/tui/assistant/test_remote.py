"""The agent's process, as the interface has it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from gui_agent.settings import load_settings
from tui.assistant.protocol import Look, Lost, Refused, Steer, Told
from tui.assistant.remote import RemoteGate, RemoteWork

Heard = list[Told]


def drive(path: Callable[[RemoteWork, Heard], Awaitable[None]]) -> Heard:
    heard: Heard = []

    async def driven() -> None:
        work = RemoteWork(heard.append)
        await path(work, heard)
        await work.close(20)

    asyncio.run(asyncio.wait_for(driven(), 60))
    return heard


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.02)


def test_it_tells_what_it_cannot_do_and_ends_quietly_with_its_interface(tmp_path: Path) -> None:
    settings = load_settings(model="", runs=str(tmp_path))

    async def path(work: RemoteWork, heard: Heard) -> None:
        work.do("make my document look prettier", "auto", settings)
        await until(lambda: bool(heard))

    (told,) = drive(path)
    assert isinstance(told, Refused)
    assert "prettier" in told.reason
    assert not list(tmp_path.iterdir())


def test_a_process_that_is_killed_is_told_as_lost_and_another_may_be_started() -> None:
    async def path(work: RemoteWork, heard: Heard) -> None:
        work.look(Look("cells", 10, 10))
        work.start()
        await until(lambda: work.pid is not None)
        work.kill()
        await until(lambda: not work.alive)
        work.start()
        assert work.alive

    (told,) = drive(path)
    assert told == Lost(f"by {signal.SIGKILL.name}")


def test_it_ranks_behind_the_interface() -> None:
    async def path(work: RemoteWork, heard: Heard) -> None:
        work.start()
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        await until(lambda: work.pid is not None)
        await until(lambda: os.getpriority(os.PRIO_PROCESS, work.pid or 0) > min(ours, 18))

    assert drive(path) == []


def test_orders_for_nobody_are_forgotten() -> None:
    async def path(work: RemoteWork, heard: Heard) -> None:
        RemoteGate(work, "ask").pause()
        work.order(Steer("stop"))
        assert not work.alive

    assert drive(path) == []
