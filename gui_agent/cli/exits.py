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
    try:
        command()
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
    except Exception as error:
        code = _code(error)
        if code is None:
            raise
        _leave(str(error) or type(error).__name__, code)
    sys.exit(ExitCode.DONE)


def _code(error: Exception) -> ExitCode | None:
    """Return the exit code of an expected problem; None for a bug."""
    # Loaded only now: every command starts without them.
    from actions.errors import ComputerError, InvalidAction
    from evals.machines.errors import MachineError
    from grounding.errors import GroundingError, TargetNotFound
    from gui_agent.errors import AgentError, JournalError, JournalUnreadable

    match error:
        case TargetNotFound():
            return ExitCode.NOT_ACCOMPLISHED
        case JournalUnreadable():
            return ExitCode.USAGE
        case JournalError():
            return ExitCode.MACHINE_FAILED
        case AgentError() | GroundingError() | InvalidAction():
            return ExitCode.USAGE
        case ComputerError() | MachineError() | MemoryError():
            return ExitCode.MACHINE_FAILED
        case _:
            return None


def _leave(message: str, code: ExitCode) -> NoReturn:
    print(f"gui-agent: {message}", file=sys.stderr)
    sys.exit(code)
