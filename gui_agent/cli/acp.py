"""``gui-agent acp``: the agent inside terminals and editors."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING, cast

from gui_agent.cli.door_opening import INSTALL, opened_workbench
from gui_agent.cli.options import (
    ApproveOption,
    ComputerOption,
    GrounderOption,
    HomeOption,
    MaxStepsOption,
    ModelOption,
    RunsOption,
    ScreenOption,
    TimeoutOption,
)
from gui_agent.errors import SettingsError
from gui_agent.settings import load_settings

if TYPE_CHECKING:
    from gui_agent.doors.acp_door.agent import HostedAgent

MOST_BYTES = 16 << 20
"""A message may be so large at most."""


def acp(
    computer: ComputerOption = None,
    approve: ApproveOption = None,
    model: ModelOption = None,
    grounder: GrounderOption = None,
    runs: RunsOption = None,
    screen: ScreenOption = None,
    home: HomeOption = None,
    max_steps: MaxStepsOption = None,
    timeout: TimeoutOption = None,
) -> None:
    """Be an agent of the Agent Client Protocol on standard input and output."""
    settings = load_settings(
        computer=computer,
        approve=approve,
        model=model,
        grounder=grounder,
        runs=runs,
        screen=screen,
        home=home,
        max_steps=max_steps,
        timeout=timeout,
    )
    _refuse_without_package()
    _refuse_without_client()
    import asyncio

    from gui_agent.doors.acp_door.agent import HostedAgent
    from gui_agent.doors.opening import approve_word

    # A client ends its agent by closing the pipes, or by a signal: that is no failure.
    with contextlib.suppress(KeyboardInterrupt), opened_workbench(settings, "acp") as bench:
        asyncio.run(_host(HostedAgent(bench, _version(), approve_word(settings))))


async def _host(agent: HostedAgent) -> None:
    """Speak until the client goes away."""
    from acp import run_agent
    from acp.interfaces import Agent
    from acp.stdio import stdio_streams

    reader, writer = await stdio_streams(limit=MOST_BYTES)
    # What the agent does not have is answered “method not found” by the SDK.
    await run_agent(cast("Agent", agent), writer, reader)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("guiagent-desktop")
    except PackageNotFoundError:
        return "0"


def _refuse_without_package() -> None:
    try:
        import acp  # noqa: F401
    except ImportError as error:
        raise SettingsError(f"the ACP agent needs an extra: {INSTALL}") from error


def _refuse_without_client() -> None:
    """Refuse files and the like: the protocol needs two ends that speak. Raises `SettingsError`."""
    for stream in (0, 1):
        mode = os.fstat(stream).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
            how = "a client starts this command and speaks through its pipes; see docs/doors.md"
            raise SettingsError(f"standard input and output are no pipes: {how}")
