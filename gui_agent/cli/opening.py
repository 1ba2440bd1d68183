"""Opens the terminal assistant: what `gui-agent` does where no command is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from gui_agent.cli.exits import run_to_exit


def wants_assistant(arguments: Sequence[str]) -> bool:
    """Return whether ``arguments`` open the assistant, told without the table of commands."""
    if list(arguments) == ["--plain"]:
        return True
    return not arguments and sys.stdin.isatty() and sys.stdout.isatty()


def main() -> NoReturn:
    """Open the assistant and exit; see `run_to_exit`."""
    run_to_exit(lambda: open_assistant(plain=True if "--plain" in sys.argv else None))


def open_assistant(*, plain: bool | None = None) -> None:
    """Open the assistant by the settings; ``plain`` goes before them. Raises `SettingsError`.

    A terminal that can only print lines gets the plain one.
    """
    if plain is None and os.environ.get("TERM") in ("dumb", "unknown"):
        plain = True
    from tui.assistant import opening

    opening.open_assistant(plain=plain)
