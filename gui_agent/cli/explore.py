"""``gui-agent explore``: walk an application and say what is wrong with it."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from actions.action import Launch
from actions.errors import ComputerError, LaunchFailed
from gui_agent.cli.run import as_interrupt

if TYPE_CHECKING:
    from gui_agent.exploring.explorer import Exploration
    from gui_agent.exploring.writing import WrittenTest
    from gui_agent.settings import Settings

_EXPLORING_SHARE = 0.75
"""Of the time, with tests; the rest is for playing them."""


def explore(
    application: Annotated[str, typer.Argument(metavar="APP", help="An application's name, or a command.")],
    minutes: Annotated[
        float, typer.Option(min=0.1, max=600, help="How long, the tests' checks included.")
    ] = 10.0,
    out: Annotated[Path | None, typer.Option(help="A new folder for map, pictures and tests.")] = None,
    computer: Annotated[
        str, typer.Option(help="virtual: a private desktop, started anew as often as needed.")
    ] = "virtual",
    approve: Annotated[
        str | None, typer.Option(help="auto, ask (leaves out what would be asked), or a policy FILE.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same choices on the same screens.")] = 0,
    tests: Annotated[
        bool, typer.Option("--tests/--no-tests", help="Write candidate tests, and play them.")
    ] = True,
    screen: Annotated[str | None, typer.Option(help="Size of the desktop, WIDTHxHEIGHT.")] = None,
    grounder: Annotated[str | None, typer.Option(help="What reads the screen; see gui-agent run.")] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print the map as JSON at the end, progress on stderr.")
    ] = False,
) -> None:
    """Walk APP's windows, menus and dialogs, draw its map and report what is wrong with it.

    It looks at the screen of a private desktop and tries what is there: no language model, no accessibility
    tree.
    """
    from gui_agent.errors import SettingsError
    from gui_agent.settings import load_settings

    if computer != "virtual":
        raise SettingsError(
            f"explore needs a desktop that it may start anew, which {computer} is not: use --computer virtual"
        )
    settings = load_settings(computer="virtual", approve=approve, screen=screen, grounder=grounder)
    signal.signal(signal.SIGTERM, as_interrupt)
    folder = _new_folder(out, settings, application)
    walk = _explore(application, folder, settings, minutes * 60, seed, tests, json_)
    _conclude(folder, walk, seed, json_)
    if walk.trouble is not None:
        raise walk.trouble
    raise typer.Exit(3 if walk.stopped else 1 if any(f.counts for f in walk.found.findings.all) else 0)


@dataclass(slots=True)
class _Walk:
    """What an exploration came to; ``trouble`` is the machine's."""

    found: Exploration
    tests: list[WrittenTest] = field(default_factory=list)
    stopped: bool = False
    trouble: ComputerError | None = None


def _explore(
    name: str, folder: Path, settings: Settings, seconds: float, seed: int, with_tests: bool, json_: bool
) -> _Walk:
    """Explore, then write and play tests in what is left of the time; what was seen outlives every ending."""
    from actions.geometry import Size
    from grounding.grounders import open_grounder
    from gui_agent.approval import NobodyToAsk
    from gui_agent.doors.opening import desk_approver
    from gui_agent.exploring.application import Application
    from gui_agent.exploring.checking import checked_tests
    from gui_agent.exploring.explorer import Explorer

    began = time.monotonic()
    approver = desk_approver(settings, NobodyToAsk())
    eyes = open_grounder(settings.grounder, settings.weights)
    place = Application(_known(name), eyes.parser, Size(*settings.screen_size))
    share = _EXPLORING_SHARE if with_tests else 1.0

    def tell(line: str) -> None:
        typer.echo(f"{time.monotonic() - began:6.1f} s  {line}", err=json_)

    explorer = Explorer(place, approver, seconds * share, seed, tell)
    walk = _Walk(explorer.found)
    try:
        explorer.run()
        place.close()
        if with_tests:
            deadline = began + seconds
            for test in checked_tests(explorer, place, eyes.model, folder, settings, deadline, tell):
                walk.tests.append(test)
    except KeyboardInterrupt:
        walk.stopped = True
        tell("stopped; what was seen so far is kept")
    except ComputerError as error:
        walk.trouble = error
    finally:
        place.close()
    return walk


def _known(name: str) -> Launch:
    """Return how ``name`` is started. Raises `SettingsError` where nothing of that name is installed."""
    from actions.launch import Launcher, start_here
    from gui_agent.errors import SettingsError
    from gui_agent.exploring.application import launch_of

    try:
        launch = launch_of(name)
        Launcher(os.environ, start_here).resolve(launch)
    except LaunchFailed as error:
        raise SettingsError(str(error)) from error
    return launch


def _new_folder(out: Path | None, settings: Settings, application: str) -> Path:
    """Return a folder for the map, before anything is opened. Raises `JournalError`, `SettingsError`."""
    from gui_agent.errors import JournalError, SettingsError
    from gui_agent.exploring.writing import DATA
    from gui_agent.session import new_run_folder

    if out is None:
        return new_run_folder(
            settings.runs, f"explore {Path(application.split()[0]).name if application.strip() else ''}"
        )
    if (out / DATA).exists():
        raise SettingsError(f"the folder {out} already holds a map; choose another one with --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(
            f"cannot write to {out}: {error.strerror}; choose another folder with --out"
        ) from error
    return out


def _conclude(folder: Path, walk: _Walk, seed: int, json_: bool) -> None:
    """Write everything and tell what was found, the most serious first."""
    from gui_agent.exploring.writing import as_json, told_findings, write_exploration

    found, tests = walk.found, walk.tests
    if not found.appmap.nodes:
        return
    page = write_exploration(folder, found, tests, seed)
    if json_:
        typer.echo(json.dumps({**as_json(found, tests, seed), "folder": str(folder)}, ensure_ascii=False))
        return
    typer.echo("")
    for finding in found.findings.all:
        typer.echo(f"{finding.seriousness:<9}{finding.words}")
        typer.echo(f"         {' › '.join(finding.path) or 'at the start'}")
    whole = "everything was tried" if found.complete else "the time was over before everything was tried"
    typer.echo(
        f"{len(found.appmap.nodes)} screens, {found.actions} actions; {whole}; "
        f"{told_findings(found.findings.all)}"
    )
    passing = sum(test.state == "passes" for test in tests)
    if tests:
        typer.echo(f"{len(tests)} candidate tests in {folder / 'tests'}, {passing} of them played and passed")
    typer.echo(f"Map: {page}")
