"""``gui-agent runs``: earlier runs, and what can be made of one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

runs = typer.Typer(
    name="runs",
    help="List earlier runs; make a test or a workflow of one; delete one.",
    no_args_is_help=True,
)
Folder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]


@runs.command("list")
def list_(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only runs with these words: task, outcome, date or program.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--runs", help="Folder that holds the runs.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object per run.")] = False,
) -> None:
    """List runs, newest first."""
    from gui_agent.past.listing import read_runs
    from gui_agent.settings import load_settings
    from gui_agent.wording import shown

    runs = load_settings(runs=folder).runs
    fitting = [run for run in read_runs(runs) if run.fits(" ".join(words or ()))]
    if not fitting:
        typer.echo(f"there is no {'such ' if words else ''}run in {runs}", err=True)
    for run in fitting:
        if json_:
            print(json.dumps({**asdict(run), "folder": str(run.folder)}, ensure_ascii=False))
        else:
            typer.echo(f"{run.when}  {run.ending:<16}  {run.steps:>3}  {shown(run.task)}\n    {run.folder}")


@runs.command("test")
def make_test(
    run: Folder,
    out: Annotated[Path | None, typer.Argument(help="OUT.steps.md; beside the run where unset.")] = None,
) -> None:
    """Write a run as a step file that gui-agent test plays."""
    from gui_agent.past.keeping import write_test

    typer.echo(f"gui-agent test {write_test(run, out)}")


@runs.command()
def workflow(run: Folder) -> None:
    """Keep a run that was accomplished as a workflow, for planning with a language model."""
    from gui_agent.past.keeping import learn_workflow
    from gui_agent.settings import load_settings

    typer.echo(learn_workflow(run, load_settings()))


@runs.command()
def delete(run: Folder, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete a run with its pictures and its home folder."""
    from gui_agent.past.keeping import delete_run, own_files
    from gui_agent.past.listing import read_run
    from gui_agent.wording import shown

    if not yes:
        files = own_files(run)
        with_home = f", with {files} files in its home folder" if files else ""
        typer.confirm(f"Delete “{shown(read_run(run).task)}” in {run}{with_home}?", abort=True)
    delete_run(run)
