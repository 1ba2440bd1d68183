"""``gui-agent grounding adapt``: teach the embedded grounder a user's own clicks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from grounding.training.adapting_screens import OnProgress

grounding = typer.Typer(no_args_is_help=True)


@grounding.callback()
def grounding_group() -> None:
    """Improve what finds targets on the screen."""


@grounding.command()
def adapt(
    recordings: Annotated[
        list[Path],
        typer.Argument(help="Run folders, JSONL of image, instruction and box or point, or folders of such."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the new weights; in your data folder where unset.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed and clicks give the same weights.")] = 1,
    threads: Annotated[int, typer.Option(min=1, max=64, help="CPU threads to use.")] = 2,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fine-tune the trained grounder on your own labelled clicks, in minutes, and write new weights.

    Weights are written only where they find your clicks better and all else as well, within 2 %; otherwise
    the exit code is 1.
    Use them with --grounder embedded --weights FOLDER, or the setting weights.
    """
    from gui_agent.recorded_clicks import read_recordings

    clicks = read_recordings(recordings)
    _need_training_packages()
    from grounding.training.adapting_command import adapt_to
    from grounding.training.adapting_report import as_table

    place = (out or default_place()).absolute()
    with _progress_bar() as on_progress:
        outcome = adapt_to(clicks, place, seed, threads, on_progress)
    if json_:
        typer.echo(json.dumps(outcome.to_json(), ensure_ascii=False))
    else:
        typer.echo(as_table(outcome.rows))
        typer.echo(_verdict(outcome))
    if outcome.folder is None:
        raise typer.Exit(1)


def default_place() -> Path:
    """Return where adapted weights go: a folder in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "gui-agent" / "adapted-weights"


def _need_training_packages() -> None:
    from importlib.util import find_spec

    from grounding.errors import ModelUnavailable

    missing = [name for name in ("torch", "onnx") if find_spec(name) is None]
    if missing:
        raise ModelUnavailable(
            f"Adapting needs {' and '.join(missing)}, which only training uses: "
            "pip install 'guiagent-desktop[models]'"
        )


@contextmanager
def _progress_bar() -> Iterator[OnProgress]:
    """Show a bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done)

        yield show


def _verdict(outcome: Any) -> str:
    if outcome.folder is None:
        return "Nothing was written: your clicks are not found better without losing something else."
    return f"Written: {outcome.folder}\nUse it with: --grounder embedded --weights {outcome.folder}"
