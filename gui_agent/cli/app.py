"""Commands, flags and exit codes."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import Annotated, NoReturn

import typer

from actions.errors import ComputerError, InvalidAction
from evals.machines.errors import MachineError
from grounding.errors import GroundingError, TargetNotFound
from gui_agent.cli.acp import acp
from gui_agent.cli.bench import bench
from gui_agent.cli.config import config
from gui_agent.cli.doctor import doctor
from gui_agent.cli.evaluate import evaluate
from gui_agent.cli.explore import explore
from gui_agent.cli.grounding import grounding
from gui_agent.cli.machine import machine
from gui_agent.cli.mcp import mcp
from gui_agent.cli.memory import memory
from gui_agent.cli.record import record
from gui_agent.cli.run import run
from gui_agent.cli.runs import replay, report
from gui_agent.cli.see import ground, parse
from gui_agent.cli.serve import serve
from gui_agent.cli.steps import play_steps
from gui_agent.errors import AgentError, JournalError


class ExitCode(IntEnum):
    """What the command's exit code means."""

    DONE = 0
    NOT_ACCOMPLISHED = 1
    USAGE = 2
    STOPPED = 3
    MACHINE_FAILED = 4
    BUDGET_SPENT = 5


app = typer.Typer(
    name="gui-agent",
    help="Does what you say in real applications, by looking at the screen and using mouse and keyboard. "
    "Without a command: the terminal assistant.",
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 not accomplished, 2 usage or configuration, 3 stopped or denied by a "
    "person, 4 the machine failed, 5 budget spent.",
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
        raise typer.Exit(ExitCode.USAGE)
    from gui_agent.settings import load_settings
    from tui.assistant.opening import open_assistant

    open_assistant(load_settings(plain=plain))


for command in (run, parse, ground, record, replay, report, doctor, bench, mcp, serve, acp):
    app.command()(command)
app.command("test")(play_steps)
app.command()(explore)
app.add_typer(config)
app.add_typer(evaluate)
app.add_typer(grounding, name="grounding")
app.add_typer(machine)
app.add_typer(memory)


_BY_KEYBOARD = "stopped by the keyboard (Ctrl-C)"
_TYPERS_INTERRUPTED = 130
"""The exit code that Typer makes of Ctrl-C before we see it."""


def main() -> NoReturn:
    """Run the command line and exit; every expected problem is one clear line on standard error."""
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        _leave(_BY_KEYBOARD, ExitCode.STOPPED)
    except SystemExit as leaving:
        if leaving.code == _TYPERS_INTERRUPTED:
            _leave(_BY_KEYBOARD, ExitCode.STOPPED)
        raise
    except BrokenPipeError:
        # The reader of our output went away (as `| head` does): that is no failure worth a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.NOT_ACCOMPLISHED)
    except TargetNotFound as error:
        _leave(str(error), ExitCode.NOT_ACCOMPLISHED)
    except JournalError as error:
        _leave(str(error), ExitCode.MACHINE_FAILED)
    except (AgentError, GroundingError, InvalidAction) as error:
        _leave(str(error), ExitCode.USAGE)
    except (ComputerError, MachineError, MemoryError) as error:
        _leave(str(error) or type(error).__name__, ExitCode.MACHINE_FAILED)
    sys.exit(ExitCode.DONE)


def _leave(message: str, code: ExitCode) -> NoReturn:
    print(f"gui-agent: {message}", file=sys.stderr)
    sys.exit(code)
