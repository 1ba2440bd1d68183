"""``gui-agent bench``: measure, and say whether the bounds hold."""

from __future__ import annotations

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
) -> None:
    """Measure something and compare it with its bound; exit code 1 where a bound is missed."""
    from evals.bench.run import BENCHMARKS, as_json, as_table, run_benchmark

    if name == "list":
        for known, what in BENCHMARKS.items():
            typer.echo(f"{known:<10}{what}")
        return
    if name != "all" and name not in BENCHMARKS:
        raise typer.BadParameter(f"there is no benchmark “{name}”; choose from {', '.join(BENCHMARKS)}")
    holds = True
    for each in BENCHMARKS if name == "all" else (name,):
        result = run_benchmark(each)
        typer.echo(as_json(result) if json_ else as_table(result))
        holds = holds and result.holds
    if not holds:
        raise typer.Exit(1)
