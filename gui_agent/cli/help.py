"""``gui-agent help``: the manual."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from gui_agent.cli.completing import commands

_WIDEST = 100


def help_(
    context: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(help="A command, and one within it, such as eval run.", autocompletion=commands),
    ] = None,
) -> None:
    """Show the manual of the program or of a command: options, examples, exit codes, files.

    On a terminal it is shown by your pager, anywhere else as plain text.
    """
    from gui_agent.cli.manual.page import WIDTH, page_of
    from gui_agent.cli.manual.pager import show_page
    from gui_agent.cli.manual.table import entry_of

    words = command or []
    found = find_command(context.find_root().command, words)
    width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else WIDTH
    show_page(page_of(words, found, entry_of(words), width))


def find_command(program: Any, words: Sequence[str]) -> Any:
    """Return the command that ``words`` name. Raises `SettingsError` with what was meant."""
    from gui_agent.errors import SettingsError

    found = program
    for number, word in enumerate(words):
        known = getattr(found, "commands", {})
        if word not in known:
            before = " ".join(("gui-agent", *words[:number]))
            if not known:
                raise SettingsError(f"{before} has no commands within it; see gui-agent help {words[0]}")
            close = get_close_matches(word, list(known), n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise SettingsError(f"there is no command {before} {word}; {hint}")
        found = known[word]
    return found
