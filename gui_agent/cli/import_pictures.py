"""``gui-agent import``: read the tests of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def import_pictures(
    source: Annotated[
        Path, typer.Argument(help="openQA needles (a folder, or one NAME.json) or a NAME.sikuli bundle.")
    ],
    out: Annotated[Path, typer.Argument(help="Folder that receives what is imported; new or empty.")],
) -> None:
    """Import openQA needles or a SikuliX bundle as locators and steps.

    Pictures are read strictly and scripts are parsed, never run. What cannot be imported is said by file,
    line and field, and nothing is written.
    """
    from gui_agent.errors import SettingsError
    from gui_agent.qa.importing.needles import import_needles
    from gui_agent.qa.importing.sikuli import import_bundle

    if not source.exists():
        raise SettingsError(f"there is no such file or folder: {source}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SettingsError(f"{out} is there already and not empty; choose a new folder")
    is_bundle = source.is_dir() and source.name.endswith(".sikuli")
    try:
        written = import_bundle(source, out) if is_bundle else import_needles(source, out)
    except OSError as error:
        raise SettingsError(f"cannot write {out}: {error.strerror or error}") from error
    for path in written:
        typer.echo(str(path))
