"""``gui-agent test``: play tests that are written as steps."""

from __future__ import annotations

import signal
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gui_agent.cli.options import (
    GrounderOption,
    ModelOption,
    RunsOption,
    ScreenOption,
)
from gui_agent.cli.run import as_interrupt
from gui_agent.settings import load_settings

if TYPE_CHECKING:
    from gui_agent.qa.cache.file import CacheMode
    from gui_agent.qa.steps.case import StepCase
    from gui_agent.qa.steps.result import CaseResult

_MARKS = {"passed": "✓", "flaky": "≈", "failed": "✗", "broken": "!"}


def play_steps(
    paths: Annotated[list[Path], typer.Argument(help="Step files (*.steps.md, *.steps.yaml) or folders.")],
    workers: Annotated[int, typer.Option(min=1, help="How many tests at the same time.")] = 1,
    repeat: Annotated[int, typer.Option(min=1, help="How often every test is played.")] = 1,
    tag: Annotated[list[str] | None, typer.Option(help="Only tests with this tag (repeatable).")] = None,
    only: Annotated[str, typer.Option("-k", help="Only tests whose name contains this.")] = "",
    junit: Annotated[Path | None, typer.Option(help="Write the results as JUnit XML.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the results as one HTML page.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the tests and play nothing.")] = False,
    runs: RunsOption = None,
    screen: ScreenOption = None,
    model: ModelOption = None,
    grounder: GrounderOption = None,
    cache: Annotated[
        bool | None,
        typer.Option(
            "--cache/--no-cache",
            help="Keep what passed tests saw beside them, or go without. A *.cache.json found is used.",
        ),
    ] = None,
    update_cache: Annotated[bool, typer.Option(help="Forget what is in the caches and learn anew.")] = False,
) -> None:
    """Play tests that are written as steps, each on a fresh private desktop.

    Every file is read before anything is opened.
    """
    from gui_agent.qa.steps.running import play_cases

    signal.signal(signal.SIGTERM, as_interrupt)
    settings = load_settings(runs=runs, screen=screen, model=model, grounder=grounder)
    cases = _chosen(paths, tag or [], only)
    if list_:
        if not settings.model:
            _refuse_unless_understood(cases)
        for case in cases:
            typer.echo(case.id)
        return
    folder = settings.runs.expanduser().absolute() / f"test-{datetime.now():%Y-%m-%d-%H%M%S-%f}"
    results: list[CaseResult] = []
    mode, stopped = _cache_mode(cache, update_cache), False
    try:
        for result in play_cases(
            cases,
            folder,
            settings,
            workers=workers,
            repeat=repeat,
            cache=mode,
            to_be_understood=not settings.model,
        ):
            results.append(result)
            _tell(result, kept=mode != "found")
    except KeyboardInterrupt:
        stopped = True
        typer.echo(f"stopped after {len(results)} of {len(cases) * repeat}", err=True)
    code = _summary(results)
    _write(results, junit, html)
    raise typer.Exit(3 if stopped else code)


def _refuse_unless_understood(cases: list[StepCase]) -> None:
    from gui_agent.qa.steps.playing import refuse_unless_understood

    for case in cases:
        refuse_unless_understood(case)


def _chosen(paths: list[Path], tags: list[str], only: str) -> list[StepCase]:
    """Read every file before anything is opened, and return the tests that were asked for."""
    from gui_agent.errors import SettingsError
    from gui_agent.qa.steps.reading import find_step_files, read_step_file

    read = [case for file in find_step_files(paths) for case in read_step_file(file)]
    cases = [
        c for c in read if only.casefold() in c.name.casefold() and (not tags or set(tags) & set(c.tags))
    ]
    if not read:
        places = ", ".join(map(str, paths))
        raise SettingsError(f"there is no *.steps.md, *.steps.yaml or *.steps.yml in {places}")
    if not cases:
        raise SettingsError(f"there is no such test: {len(read)} were read; --list shows them")
    return cases


def _cache_mode(cache: bool | None, update: bool) -> CacheMode:
    from gui_agent.errors import SettingsError

    if update and cache is False:
        raise SettingsError("--update-cache writes what --no-cache goes without: give one of them")
    if update:
        return "fresh"
    return {None: "found", True: "on", False: "off"}[cache]  # type: ignore[return-value]


def _tell(result: CaseResult, *, kept: bool) -> None:
    round_ = f" (round {result.round})" if result.round > 1 else ""
    typer.echo(f"{_MARKS[result.verdict]} {result.name}{round_}  {result.seconds:.1f} s")
    if result.healed:
        told = ", ".join(f"“{target}”" for target in result.healed)
        then = "" if kept else "; --cache keeps where they are now"
        typer.echo(f"    found anew, since they changed: {told}{then}")
    if result.pictures:
        typer.echo(f"    not as its picture: {'; '.join(result.pictures)}")
    if (failure := result.failure) is not None:
        step = f"“{failure.step}”: " if failure.step else ""
        typer.echo(f"    {result.verdict}: {step}{failure.explanation}")
        if failure.report:
            typer.echo(f"    {failure.report}")


def _write(results: list[CaseResult], junit: Path | None, html: Path | None) -> None:
    from gui_agent.errors import SettingsError
    from gui_agent.qa.steps.html import write_html
    from gui_agent.qa.steps.junit import write_junit

    troubles = []
    for flag, path, write in (("--junit", junit, write_junit), ("--html", html, write_html)):
        try:
            if path is not None:
                write(path, results)
        except OSError as error:
            troubles.append(f"cannot write {path}: {error.strerror}; choose another with {flag} FILE")
    if troubles:
        raise SettingsError("; ".join(troubles))


def _summary(results: list[CaseResult]) -> int:
    from gui_agent.qa.steps.result import counts

    found = counts(results)
    typer.echo(", ".join(f"{number} {verdict}" for verdict, number in found.items() if number))
    if found["failed"]:
        return 1
    return 4 if found["broken"] else 0
