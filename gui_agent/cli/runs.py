"""``gui-agent report`` and ``gui-agent replay``: what a run left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gui_agent.cli.completing import computers, run_folders
from gui_agent.cli.options import (
    ApproveOption,
)

if TYPE_CHECKING:
    from gui_agent.journal import JournalContents

RECORDING = "recording.steps.md"
"""What the folder of a person's recording holds, and no other run's."""
Folder = Annotated[Path, typer.Argument(help="The folder of a run.", autocompletion=run_folders)]


def report(
    folder: Folder,
    video: Annotated[
        Path | None, typer.Option(help="Write the run as a film too: OUT.mp4, for browsers.")
    ] = None,
    records: Annotated[
        Path | None, typer.Option("--json", help="Write all that was recorded as one JSON file too.")
    ] = None,
) -> None:
    """Render the HTML report of a run again and print where it lies."""
    from gui_agent.report import render_report
    from gui_agent.report.exporting import export_json, export_video

    typer.echo(str(render_report(folder)))
    if records is not None:
        typer.echo(str(export_json(folder, records)))
    if video is not None:
        typer.echo(str(export_video(folder, video)))


def replay(
    folder: Folder,
    computer: Annotated[
        str | None,
        typer.Option(
            help="local, virtual, or a display such as :1; as recorded where unset.", autocompletion=computers
        ),
    ] = None,
    approve: ApproveOption = None,
    write_back: Annotated[
        bool, typer.Option("--write-back", help="Keep what healed in a person's recording.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object per step.")] = False,
) -> None:
    """Do again what a recorded run did, finding every target anew; exit codes as for run.

    Of a person's recording, targets heal: they are found by words, pictures and surroundings, and what is not
    as it was recorded is told for each step.
    """
    from gui_agent.errors import SettingsError
    from gui_agent.journal import read_journal

    if (folder / RECORDING).exists():
        from gui_agent.cli.replay_recording import replay_recording

        raise typer.Exit(replay_recording(folder, computer, approve, write_back=write_back, json_=json_))
    if write_back:
        raise SettingsError(f"{folder} is no recording of a person: --write-back is for those")
    recorded = read_journal(folder)
    raise typer.Exit(_replay_run(recorded, computer, approve, json_=json_))


def _replay_run(recorded: JournalContents, computer: str | None, approve: str | None, *, json_: bool) -> int:
    from actions.computer import Computer
    from grounding.grounders import GrounderName
    from gui_agent.cli.run import run_recorded
    from gui_agent.cli.telling import Telling
    from gui_agent.parts import Parts, embedded_parts
    from gui_agent.planning.repair import RepairingPlanner
    from gui_agent.planning.replay import ReplayPlanner
    from gui_agent.settings import load_settings

    settings = load_settings(computer=computer or recorded.header.computer or None, approve=approve)
    planner = RepairingPlanner(ReplayPlanner(recorded.steps()))

    def think(place: Computer, grounder: GrounderName, weights: Path | None) -> Parts:
        return replace(embedded_parts(place, grounder, weights), planner=planner)

    outcome = run_recorded(recorded.header.task, settings, telling=Telling(as_json=json_), think=think)
    return int(outcome.ending.value)
