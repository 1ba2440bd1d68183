"""``gui-agent serve``: the computer behind HTTP/JSON, and a page to watch it on."""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer

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

DEFAULT_PORT = 8321


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on (0: any).", min=0, max=65535)] = DEFAULT_PORT,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
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
    """Serve tasks and actions as HTTP/JSON, with a page to watch them on, until Ctrl-C."""
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
    import asyncio

    from gui_agent.doors.http_door.application import http_application
    from gui_agent.doors.listening import address_of, announce, listening
    from gui_agent.doors.run_records import RunRecords
    from gui_agent.doors.serving import serve_http

    # Ctrl-C and SIGTERM are how a server ends: everything is closed, and it is no failure.
    with (
        contextlib.suppress(KeyboardInterrupt),
        listening(host, port) as bound,
        opened_workbench(settings, "serve") as bench,
    ):
        address = address_of(bound, host)
        token = announce(f"Serving at {address} (the API: {address}/docs)", host)
        application = http_application(bench, RunRecords(bench.desk.runs), token, host)
        # Jobs end first, so that streams of their events do.
        asyncio.run(serve_http(application, bound, at_exit=bench.stop))


def _refuse_without_package() -> None:
    try:
        import starlette
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise SettingsError(f"the HTTP server needs an extra: {INSTALL}") from error
    del starlette
