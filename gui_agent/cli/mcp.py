"""``gui-agent mcp``: the computer as tools for other agents."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gui_agent.cli.run import as_interrupt
from gui_agent.errors import SettingsError
from gui_agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTALL = "pip install 'guiagent-desktop[serve]'"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def mcp(
    http: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Serve streamable HTTP on this port (0: any) instead of stdio."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on, with --http.")] = "127.0.0.1",
    computer: Annotated[
        str | None, typer.Option(help="local (this desktop) or virtual (a private one).")
    ] = None,
    approve: Annotated[str | None, typer.Option(help="ask, auto, never, or a policy FILE.")] = None,
    model: Annotated[str | None, typer.Option(help="Who plans in run_task; see gui-agent run.")] = None,
    grounder: Annotated[str | None, typer.Option(help="What finds targets; see gui-agent run.")] = None,
    runs: Annotated[Path | None, typer.Option(help="Folder that receives the records.")] = None,
    screen: Annotated[str | None, typer.Option(help="Size of a virtual desktop, WIDTHxHEIGHT.")] = None,
    home: Annotated[Path | None, typer.Option(help="Home folder of programs on a virtual desktop.")] = None,
) -> None:
    """Offer the computer to other agents through the Model Context Protocol.

    For example, in an MCP client's settings: command gui-agent, arguments mcp --computer virtual
    """
    settings = load_settings(
        computer=computer,
        approve=approve,
        model=model,
        grounder=grounder,
        runs=runs,
        screen=screen,
        home=home,
    )
    with _server(settings) as server:
        if http is None:
            signal.signal(signal.SIGTERM, as_interrupt)  # hosts end their servers with it
            server.run("stdio")
        else:
            _serve_http(server, host, http)


@contextlib.contextmanager
def _server(settings: Settings) -> Iterator[MCPServer]:
    """Open everything that the server stands on, and close it in the right order."""
    _refuse_without_package()
    from gui_agent.cli.run import open_for
    from gui_agent.desk import Desk
    from gui_agent.doors.asking import RemoteAsker
    from gui_agent.doors.mcp_door.persons import Persons
    from gui_agent.doors.mcp_door.server import mcp_server
    from gui_agent.doors.opening import desk_approver, desk_parts
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


def _serve_http(server: MCPServer, host: str, port: int) -> None:
    """Serve on ``host``; the token is GUI_AGENT_TOKEN, or a fresh one that is printed."""
    import uvicorn

    from gui_agent.doors.token_guard import TokenGuard, new_token

    known = os.environ.get("GUI_AGENT_TOKEN", "")
    token = known or new_token()
    with _listening(host, port) as listening:
        port = listening.getsockname()[1]
        print(f"MCP at http://{host}:{port}/mcp", file=sys.stderr)
        if not known:
            print(f"Token (Authorization: Bearer …): {token}", file=sys.stderr)
        if host not in LOOPBACK:
            print("Others on the network can reach this address.", file=sys.stderr)
        sys.stderr.flush()
        application = TokenGuard(server.streamable_http_app(host=host), token)
        config = uvicorn.Config(application, log_level="warning", lifespan="on")
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # whoever reads the address may come before the server runs
    except OSError as error:
        listening.close()
        what = f"cannot listen on {host}:{port}: {error.strerror or error}"
        raise SettingsError(f"{what}; choose another port, or 0 for any") from error
    return listening
