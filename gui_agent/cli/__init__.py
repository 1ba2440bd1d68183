"""The command `gui-agent`.

This package is the composition root: it may import `evals` and `tui`, inside functions only, so that every
other command starts without them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

_STOPPED, _USAGE = 3, 2


def main() -> NoReturn:
    """Run the command line and exit; see `gui_agent.cli.app`."""
    try:
        _load()()
    except KeyboardInterrupt:
        print("gui-agent: stopped by the keyboard (Ctrl-C)", file=sys.stderr)
        _end_as_stopped()
    except SystemExit as leaving:
        if leaving.code == _STOPPED:
            _end_as_stopped()
        raise


def _load() -> Callable[[], NoReturn]:
    # Imported here: Ctrl-C during the imports is a stop too, and a broken package a clear message.
    try:
        from gui_agent.cli.opening import main as run
        from gui_agent.cli.opening import wants_assistant

        if not wants_assistant(sys.argv[1:]):
            from gui_agent.cli.app import main as run
    except ImportError as error:
        print(
            f"gui-agent: a package cannot be imported ({error}); to see what is wrong run: "
            f"{sys.executable} -m gui_agent.doctor",
            file=sys.stderr,
        )
        sys.exit(_USAGE)
    return run


def _end_as_stopped() -> NoReturn:
    """Exit at once: everything is closed by now.

    CPython would exit by the signal where Ctrl-C came inside an ``exec``, of which imports are full (it
    makes dataclasses), and where it comes once more while the interpreter winds up.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # their readers may be gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(_STOPPED)


__all__ = ["main"]
