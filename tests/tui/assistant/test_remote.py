"""The agent's process, as the interface has it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from gui_agent.settings import load_settings
from tui.assistant.protocol import Finished, HintHeard, Look, Lost, PictureSaved, Refused, Steer, Told
from tui.assistant.remote import AGENT, RemoteGate, RemoteWork

Heard = list[Told]


def drive(path: Callable[[RemoteWork, Heard], Awaitable[None]], agent: str = AGENT) -> Heard:
    heard: Heard = []

    async def driven() -> None:
        work = RemoteWork(heard.append, agent)
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


def test_a_home_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = load_settings(model="", runs=str(tmp_path / "runs"), home=str(tmp_path / "file" / "home"))

    async def path(work: RemoteWork, heard: Heard) -> None:
        work.do("wait 0.1 seconds", "auto", settings)
        await until(lambda: bool(heard))
        assert work.alive

    (told,) = drive(path)
    assert isinstance(told, Refused)
    assert "cannot use the home folder" in told.reason


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


def test_a_process_that_says_nonsense_is_lost_and_does_not_live_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "babbler.py").write_text("print('babble', flush=True); import time; time.sleep(60)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def path(work: RemoteWork, heard: Heard) -> None:
        work.start()
        await until(lambda: not work.alive)

    (told,) = drive(path, "babbler")
    assert isinstance(told, Lost)
    assert "babble" in told.reason


@pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("Xvfb", "openbox", "dbus-daemon")),
    reason="needs xvfb, openbox and dbus-daemon",
)
def test_a_picture_that_cannot_be_written_is_told_and_the_agent_still_hears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tempfile.mkdtemp()  # sockets of a private desktop go there too: their names must be short
    monkeypatch.setenv("TMPDIR", folder)
    settings = load_settings(model="", runs=str(tmp_path / "runs"), screen="640x480")

    async def path(work: RemoteWork, heard: Heard) -> None:
        work.do("wait 0.1 seconds", "auto", settings)
        await until(lambda: any(isinstance(told, Finished) for told in heard))
        work.order(Steer("save_picture"))
        await until(lambda: any(isinstance(told, PictureSaved) for told in heard))
        shutil.rmtree(folder)
        work.order(Steer("save_picture"))
        work.hint("still there?")
        await until(lambda: isinstance(heard[-1], HintHeard))

    saved, lost = (told for told in drive(path) if isinstance(told, PictureSaved))
    assert saved.path.startswith(folder)
    assert (lost.path, "cannot be written" in lost.trouble) == ("", True)


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
