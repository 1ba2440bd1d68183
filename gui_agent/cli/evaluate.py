"""``gui-agent eval``: task files and their graders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gui_agent.cli.eval_grounding import grounding
from gui_agent.cli.eval_report import report, view
from gui_agent.cli.eval_run import run

if TYPE_CHECKING:
    from rich.table import Table

    from evals.tasks import Task

evaluate = typer.Typer(
    name="eval",
    help="Measure agents: task files, machines, graders.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

evaluate.command()(grounding)
evaluate.command("run")(run)
evaluate.command()(report)
evaluate.command()(view)

Paths = Annotated[
    list[Path], typer.Argument(help="Task files, and folders of them.", metavar="FOLDER|FILE...")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@evaluate.command()
def validate(paths: Paths, json_: AsJson = False) -> None:
    """Check task files against the format; exit code 2 where one does not follow it."""
    from evals.tasks import InvalidTask, find_task_files, load_task

    loaded: list[Task] = []
    problems: list[Any] = []
    try:
        files = find_task_files(paths)
    except InvalidTask as error:
        raise typer.BadParameter(str(error)) from error
    for file in files:
        try:
            loaded.append(load_task(file))
        except InvalidTask as error:
            problems.extend(error.problems)
    if json_:
        listed = [{"file": str(each.file), "field": each.field, "message": each.message} for each in problems]
        typer.echo(json.dumps({"valid": len(loaded), "files": len(files), "problems": listed}, indent=2))
    else:
        for problem in problems:
            typer.echo(str(problem), err=True)
        typer.echo(f"{len(loaded)} of {len(files)} task files are valid")
    if problems or not files:
        raise typer.Exit(2)


@evaluate.command("list")
def list_(paths: Paths, json_: AsJson = False) -> None:
    """List tasks with what each of them needs and which graders judge it."""
    from evals.tasks import InvalidTask, load_tasks

    try:
        tasks = load_tasks(paths)
    except InvalidTask as error:
        raise typer.BadParameter(str(error)) from error
    if json_:
        typer.echo(json.dumps([_as_json(task) for task in tasks], indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console()
    # Into a file or a pipe there is no width to fit into.
    console = console if console.is_terminal else Console(width=200)
    console.print(_table(tasks))


@evaluate.command()
def fetch(
    paths: Paths,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing; say what is missing.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Where; the user's cache by default.")] = None,
) -> None:
    """Fetch every file that tasks need for setup and grading; exit code 1 where one is not to be had."""
    from evals.setup.downloads import Downloads, default_folder
    from evals.setup.errors import DownloadFailed
    from evals.tasks import InvalidTask, load_tasks
    from evals.tasks.needs import files_of

    try:
        wanted = dict.fromkeys(file.url for task in load_tasks(paths) for file in files_of(task))
    except InvalidTask as error:
        raise typer.BadParameter(str(error)) from error
    downloads = Downloads(folder or default_folder(), offline=offline)
    missing = downloads.missing(wanted)
    failed = 0
    for url in missing:
        try:
            if not offline:
                downloads.get(url)
                continue
            typer.echo(url, err=True)
        except DownloadFailed as error:
            typer.echo(str(error), err=True)
        failed += 1
    typer.echo(f"{len(wanted) - failed} of {len(wanted)} files are in the cache")
    if failed:
        raise typer.Exit(1)


@evaluate.command()
def install_graders(
    folder: Annotated[
        Path | None, typer.Option(help="Where; a folder of the user's data by default.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Also what reads pictures and compares sound (large).")
    ] = False,
) -> None:
    """Install OSWorld's own graders into an environment of their own, away from this program's packages."""
    from evals.upstream_graders.install import InstallFailed, install

    try:
        where = install(folder, everything=everything, say=lambda line: typer.echo(line, err=True))
    except InstallFailed as error:
        typer.echo(f"gui-agent: {error}", err=True)
        raise typer.Exit(4) from error
    typer.echo(str(where))


def _as_json(task: Task) -> dict[str, Any]:
    from evals.tasks import needs_of

    needs = needs_of(task)
    return {
        "id": task.id,
        "file": str(task.file),
        "domain": task.domain,
        "instruction": task.instruction,
        "metrics": [check.metric for check in task.evaluator.checks],
        "infeasible": task.evaluator.infeasible,
        "tier": task.tier,
        "image": task.image,
        "needs": {
            "files": needs.files,
            "network": needs.network,
            "login": needs.login,
            "windows": needs.windows,
            "password": needs.password,
            "applications": list(needs.applications),
        },
    }


def _table(tasks: list[Task]) -> Table:
    from rich.table import Table

    from evals.tasks import needs_of

    table = Table(caption=f"{len(tasks)} tasks", box=None, pad_edge=False, expand=True)
    widest = {"id": 8, "domain": 12, "needs": 16, "applications": 18, "graded by": 22}
    for heading, width in widest.items():
        table.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=width)
    table.add_column("instruction", no_wrap=True, overflow="ellipsis", ratio=1)
    for task in tasks:
        needs = needs_of(task)
        metrics = dict.fromkeys(check.metric for check in task.evaluator.checks)
        table.add_row(
            task.id[:8],
            task.domain,
            needs.short() or "nothing",
            ", ".join(needs.applications),
            ", ".join(metrics),
            " ".join(task.instruction.split()),
        )
    return table
