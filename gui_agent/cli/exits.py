"""How a command ends: its exit code, and one clear line for every expected problem."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import NoReturn

_BY_KEYBOARD = "stopped by the keyboard (Ctrl-C)"
_TYPERS_INTERRUPTED = 130
"""The exit code that Typer makes of Ctrl-C before we see it."""
READER_WENT_AWAY = 141
"""The exit code where the reader of our output went away, as `| head` does; 128 + SIGPIPE."""


class ExitCode(IntEnum):
    """What the command's exit code means."""

    DONE = 0
    NOT_ACCOMPLISHED = 1
    USAGE = 2
    STOPPED = 3
    MACHINE_FAILED = 4
    BUDGET_SPENT = 5


def run_to_exit(command: Callable[[], object]) -> NoReturn:
    """Run ``command`` and exit; every expected problem is one clear line on standard error."""
    code = _ended(command)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = READER_WENT_AWAY
    if code == READER_WENT_AWAY:
        # Nobody reads what is still to be written: the interpreter must not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _ended(command: Callable[[], object]) -> int | str | None:
    """Return how ``command`` ended, as `sys.exit` takes it; a bug is raised."""
    try:
        command()
    except KeyboardInterrupt:
        return _told(_BY_KEYBOARD, ExitCode.STOPPED)
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # Typer and Rich make 1 of it
            return READER_WENT_AWAY
        return _told(_BY_KEYBOARD, ExitCode.STOPPED) if leaving.code == _TYPERS_INTERRUPTED else leaving.code
    except BrokenPipeError:
        return READER_WENT_AWAY
    except Exception as error:
        code = _code(error)
        if code is None:
            raise
        return _told(str(error) or type(error).__name__, code)
    return ExitCode.DONE


def _code(error: Exception) -> ExitCode | None:
    """Return the exit code of an expected problem; None for a bug."""
    # Loaded only now: every command starts without them.
    from actions.errors import ComputerError, InvalidAction
    from evals.machines.errors import MachineError, UnknownImage, UnknownMachine
    from grounding.errors import GroundingError, TargetNotFound
    from gui_agent.errors import AgentError, FolderTaken, JournalError, JournalUnreadable

    match error:
        case TargetNotFound():
            return ExitCode.NOT_ACCOMPLISHED
        case JournalUnreadable() | FolderTaken():
            return ExitCode.USAGE
        case JournalError():
            return ExitCode.MACHINE_FAILED
        case AgentError() | GroundingError() | InvalidAction() | UnknownImage() | UnknownMachine():
            return ExitCode.USAGE
        case ComputerError() | MachineError() | MemoryError():
            return ExitCode.MACHINE_FAILED
        case _:
            return None


def _told(message: str, code: ExitCode) -> ExitCode:
    print(f"gui-agent: {message}", file=sys.stderr)
    return code
