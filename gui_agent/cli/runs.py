"""``gui-agent report`` and ``gui-agent replay``: what a run left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(help="The folder of a run.")]


def report(folder: Folder) -> None:
    """Render the HTML report of a run again and print where it lies."""
    from gui_agent.report import render_report

    typer.echo(str(render_report(folder)))


def replay(
    folder: Folder,
    computer: Annotated[str | None, typer.Option(help="local or virtual; as recorded where unset.")] = None,
    approve: Annotated[str | None, typer.Option(help="ask, auto, never, or a policy FILE.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object per step.")] = False,
) -> None:
    """Do again what a recorded run did, finding every target anew; exit codes as for run."""
    from actions.computer import Computer
    from grounding.grounders import GrounderName
    from gui_agent.cli.run import run_recorded
    from gui_agent.journal import read_journal
    from gui_agent.parts import Parts, embedded_parts
    from gui_agent.planning.repair import RepairingPlanner
    from gui_agent.planning.replay import ReplayPlanner
    from gui_agent.settings import load_settings

    recorded = read_journal(folder)
    settings = load_settings(computer=computer or recorded.header.computer or None, approve=approve)
    planner = RepairingPlanner(ReplayPlanner(recorded.steps()))

    def think(place: Computer, grounder: GrounderName, weights: Path | None) -> Parts:
        return replace(embedded_parts(place, grounder, weights), planner=planner)

    outcome = run_recorded(recorded.header.task, settings, json_=json_, think=think)
    raise typer.Exit(outcome.ending.value)
