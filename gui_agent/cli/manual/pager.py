"""Shows a page: in the person's pager on a terminal, plainly anywhere else."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

import typer


def show_page(text: str) -> None:
    """Show ``text``; where the pager is not there, or the terminal can do nothing, it is just printed."""
    pager = _pager()
    if pager is None:
        typer.echo(text, nl=False)
        return
    try:
        # Short pages just appear, as those of git do.
        environment = {"LESS": "FRX", **os.environ}
        subprocess.run(pager, input=text, text=True, encoding="utf-8", env=environment, check=False)
    except OSError:
        typer.echo(text, nl=False)


def _pager() -> list[str] | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "dumb") == "dumb":
        return None
    wanted = os.environ.get("MANPAGER") or os.environ.get("PAGER") or "less"
    try:
        command = shlex.split(wanted)
    except ValueError:
        return None
    return command if command and shutil.which(command[0]) else None
