"""``gui-agent mcp``: the computer as tools for other agents."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gui_agent.cli.door_opening import INSTALL, heed_sigterm
from gui_agent.cli.options import (
    ApproveOption,
    ComputerOption,
    GrounderOption,
    HomeOption,
    ModelOption,
    RunsOption,
    ScreenOption,
)
from gui_agent.errors import SettingsError
from gui_agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from mcp.server import MCPServer


def mcp(
    http: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Serve streamable HTTP on this port (0: any) instead of stdio."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on, with --http.")] = "127.0.0.1",
    computer: ComputerOption = None,
    approve: ApproveOption = None,
    model: ModelOption = None,
    grounder: GrounderOption = None,
    runs: RunsOption = None,
    screen: ScreenOption = None,
    home: HomeOption = None,
) -> None:
    """Offer the computer to other agents through the Model Context Protocol."""
    settings = load_settings(
        computer=computer,
        approve=approve,
        model=model,
        grounder=grounder,
        runs=runs,
        screen=screen,
        home=home,
    )
    if http is None:
        heed_sigterm()  # hosts end their servers with it
        with _server(settings) as server:
            server.run("stdio")
    else:
        _serve_http(settings, host, http)


@contextlib.contextmanager
def _server(settings: Settings) -> Iterator[MCPServer]:
    """Open everything that the server stands on, and close it in the right order."""
    _refuse_without_package()
    from gui_agent.desk import Desk
    from gui_agent.doors.asking import RemoteAsker
    from gui_agent.doors.mcp_door.persons import Persons
    from gui_agent.doors.mcp_door.server import mcp_server
    from gui_agent.doors.opening import desk_approver, desk_parts, open_for
    from gui_agent.doors.run_records import RunRecords
    from gui_agent.doors.turns import Turns
    from gui_agent.session import new_run_folder

    asker = RemoteAsker()
    approver = desk_approver(settings, asker)
    runs = settings.runs.expanduser().absolute()
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(contextlib.closing(open_for(settings, new_run_folder(runs, "mcp"))))
        parts = stack.enter_context(desk_parts(place, settings))
        desk = stack.enter_context(
            Desk(place, runs, name="mcp", parts=parts, approver=approver, computer_name=settings.computer)
        )
        persons = Persons(stack.enter_context(Turns()), asker)
        stack.callback(desk.stop)  # a client that went away wants nothing done any more
        stack.callback(persons.close)
        yield mcp_server(desk, persons, RunRecords(runs))


def _refuse_without_package() -> None:
    try:
        import mcp.server  # noqa: F401
    except ImportError as error:
        raise SettingsError(f"the MCP server needs an extra: {INSTALL}") from error


def _serve_http(settings: Settings, host: str, port: int) -> None:
    """Serve on ``host`` to who knows the token, until Ctrl-C or SIGTERM."""
    _refuse_without_package()
    import asyncio

    from gui_agent.doors.http_door.guards import HostGuard
    from gui_agent.doors.listening import address_of, announce, listening
    from gui_agent.doors.serving import serve_http
    from gui_agent.doors.token_guard import TokenGuard

    heed_sigterm()
    with contextlib.suppress(KeyboardInterrupt), listening(host, port) as bound, _server(settings) as server:
        token = announce(f"MCP at {address_of(bound, host)}/mcp", host)
        application = TokenGuard(server.streamable_http_app(host=host), token)
        asyncio.run(serve_http(HostGuard(application, host), bound, lifespan="on"))
