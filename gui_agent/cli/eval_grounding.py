"""``gui-agent eval grounding``: published grounding benchmarks, from the files a user has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grounding.public_models.specs import DEFAULT_GROUNDER
from gui_agent.cli.see import Eyes, Weights, opened_grounder

if TYPE_CHECKING:
    from evals.grounding_benchmarks.benchmarks import Benchmark
    from evals.grounding_benchmarks.query import Query
    from evals.grounding_benchmarks.report import Report
    from grounding.grounders import Grounder


def grounding(
    folder: Annotated[Path, typer.Argument(help="The benchmark's files, as its authors publish them.")],
    benchmark: Annotated[
        str,
        typer.Option(
            help="screenspot, screenspot-v2, screenspot-pro, osworld-g, osworld-g-refined or showdown; "
            "auto measures all that the folder holds."
        ),
    ] = "auto",
    grounder: Eyes = DEFAULT_GROUNDER,
    weights: Weights = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many, evenly spread over all.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object for each benchmark.")] = False,
) -> None:
    """Measure a grounder on ScreenSpot, ScreenSpot-v2, ScreenSpot-Pro, OSWorld-G or Showdown's clicks.

    Exit code 4 where not one picture could be read.
    """
    from evals.grounding_benchmarks.benchmarks import find_benchmarks, read_queries
    from evals.grounding_benchmarks.errors import InvalidBenchmark
    from evals.grounding_benchmarks.measure import spread

    try:
        # Every file is read before the first query is asked: a bad record shows at once, not after an hour.
        found = [
            (each, read_queries(each, folder, files)) for each, files in find_benchmarks(folder, benchmark)
        ]
    except InvalidBenchmark as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    opened = opened_grounder(grounder, weights)
    counted = 0
    for each, queries in found:
        report = _measured(each, spread(queries, limit), len(queries), opened, grounder)
        counted += len(report.measurement.outcomes)
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False) if json_ else report.to_text() + "\n")
    if not counted:
        typer.echo("gui-agent: not one picture could be read: unpack them into the folder", err=True)
        raise typer.Exit(4)


def _measured(
    benchmark: Benchmark, queries: list[Query], available: int, opened: Grounder, grounder: str
) -> Report:
    from evals.grounding_benchmarks.measure import measure
    from evals.grounding_benchmarks.report import Report

    with _progress(benchmark.title, len(queries)) as on_query:
        measured = measure(queries, opened.for_instructions, on_query)
    table = benchmark.table(measured.outcomes)
    return Report(benchmark.name, benchmark.title, grounder, available, measured, table)


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
