"""Commands and flags."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from gui_agent.cli.command_table import CommandTable
from gui_agent.cli.exits import ExitCode, run_to_exit
from gui_agent.cli.opening import open_assistant

app = typer.Typer(
    name="gui-agent",
    cls=CommandTable,
    help="Does what you say in real applications, by looking at the screen and using mouse and keyboard. "
    "Without a command: the terminal assistant.",
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 not accomplished, 2 usage or configuration, 3 stopped or denied by a "
    "person, 4 the machine failed, 5 budget spent.\n\n"
    "The manual, with examples: gui-agent help, gui-agent help COMMAND.",
)

_NO_TERMINAL = (
    "gui-agent: the assistant needs a terminal, and there is none here; say gui-agent run -p TASK, or "
    "gui-agent --plain for plain lines"
)


@app.callback()
def assistant(
    context: typer.Context,
    plain: Annotated[
        bool | None, typer.Option("--plain", help="The assistant in plain lines, as for a screen reader.")
    ] = None,
) -> None:
    """Open the terminal assistant where no command is given; without a terminal, show this list."""
    if context.invoked_subcommand is not None:
        return
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(context.get_help())
        typer.echo(_NO_TERMINAL, err=True)
        raise typer.Exit(ExitCode.USAGE)
    open_assistant(plain=plain)


def main() -> NoReturn:
    """Run the command line and exit; see `run_to_exit`."""
    run_to_exit(lambda: app(standalone_mode=True))
