"""``gui-agent bench``: measure, and say whether the bounds hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gui_agent.cli.completing import benchmarks


def bench(
    name: Annotated[
        str,
        typer.Argument(
            help="Which benchmark; “all” for every one, “list” to see them.", autocompletion=benchmarks
        ),
    ],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object for each benchmark.")] = False,
    only: Annotated[str | None, typer.Option(help="Only what has this in its name (qa).")] = None,
    repeats: Annotated[int | None, typer.Option(min=1, help="How many rounds (qa, literal).")] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Folder for results; a run that was ended goes on there (qa).")
    ] = None,
) -> None:
    """Measure something and compare it with its bound; exit code 1 where a bound is missed."""
    from evals.bench.run import BENCHMARKS, UnknownOption, as_json, as_table, run_benchmark

    if keep is not None:
        _require_folder(keep)
    if name == "list":
        for known, what in BENCHMARKS.items():
            typer.echo(f"{known:<10}{what}")
        return
    if name != "all" and name not in BENCHMARKS:
        raise typer.BadParameter(f"there is no benchmark “{name}”; choose from {', '.join(BENCHMARKS)}")
    given = {"only": only, "repeats": repeats, "keep": keep}
    options = {option: value for option, value in given.items() if value is not None}
    holds = True
    for each in BENCHMARKS if name == "all" else (name,):
        try:
            result = run_benchmark(each, options)
        except UnknownOption as error:
            raise typer.BadParameter(str(error)) from error
        typer.echo(as_json(result) if json_ else as_table(result))
        holds = holds and result.holds
    if not holds:
        raise typer.Exit(1)


def _require_folder(keep: Path) -> None:
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"{keep} cannot be written: {error.strerror}"
        raise typer.BadParameter(what, param_hint="--keep") from error
