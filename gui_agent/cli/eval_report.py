"""``gui-agent eval report`` and ``gui-agent eval view``: what a run of a suite came to."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.report.compare import Comparison
    from evals.report.read import Run

RunFolder = Annotated[Path, typer.Argument(help="The folder of a run of “eval run”.", metavar="RUN")]
Baseline = Annotated[
    Path | None, typer.Option("--compare", help="An earlier run to set RUN against.", metavar="RUN")
]


def report(
    folder: RunFolder,
    baseline: Baseline = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write one HTML file with pictures.", metavar="OUT")
    ] = None,
) -> None:
    """Tell how a run went: success with its interval, repeats, failures, cost; also while it goes on."""
    from evals.report.as_json import comparison_to_json, summary_to_json
    from evals.report.html import write_page
    from evals.report.summary import summarize

    run, comparison = _read(folder, baseline)
    summary = summarize(run)
    written = write_page(html, summary, comparison) if html else None
    if json_:
        told = {
            **summary_to_json(summary),
            "comparison": comparison_to_json(comparison) if comparison else None,
        }
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    from rich.console import Console

    from evals.report.terminal import print_comparison, print_summary

    console = Console()
    # Into a file or a pipe there is no width to fit into.
    console = console if console.is_terminal else Console(width=160)
    print_summary(summary, console)
    if comparison:
        console.print()
        print_comparison(comparison, console)
    if written:
        console.print(f"\n{written}", highlight=False, soft_wrap=True)


def view(folder: RunFolder, baseline: Baseline = None) -> None:
    """Write the report of a run as report.html into its folder, print where it lies, and open it."""
    import webbrowser

    from evals.report.html import write_page
    from evals.report.summary import summarize

    run, comparison = _read(folder, baseline)
    written = write_page(run.folder / "report.html", summarize(run), comparison)
    typer.echo(str(written))
    # Without a desktop there would only be a browser in this terminal.
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(written.as_uri())


def _read(folder: Path, baseline: Path | None) -> tuple[Run, Comparison | None]:
    from evals.report.compare import compare
    from evals.report.read import NotARun, read_run

    try:
        run = read_run(folder)
        return run, compare(read_run(baseline), run) if baseline else None
    except NotARun as error:
        raise typer.BadParameter(str(error)) from error
