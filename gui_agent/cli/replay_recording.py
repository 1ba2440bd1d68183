"""``gui-agent replay`` of what a person showed: places heal, and what healed is told."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from actions.action import TypeText
from actions.computer import Computer
from gui_agent.errors import SettingsError
from gui_agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from gui_agent.desk import Desk
    from gui_agent.recording.replaying import PlacedGrounder, Replayed
    from gui_agent.recording.translating import Translations

SECRET_VARIABLE = "GUI_AGENT_SECRET_"
"""With the name of a secret in capitals: the environment variable that holds its value."""
_MARKS = {"as recorded": "✓", "healed": "≈", "failed": "✗"}


def replay_recording(
    folder: Path, computer: str | None, approve: str | None, *, write_back: bool, json_: bool
) -> int:
    """Replay the recording in ``folder``, tell every step, and return the exit code."""
    from gui_agent.journal import read_journal
    from gui_agent.recording.replaying import replay, secrets_of, translations_for, written_back
    from gui_agent.recording.writing import rewrite_recording

    recorded = read_journal(folder)
    steps = recorded.steps()
    display = computer if computer and computer.startswith(":") else None
    named = None if display else computer or recorded.header.computer or None
    settings = load_settings(computer=named or ("local" if display else None), approve=approve)
    values = _secret_values(secrets_of(steps))
    done: list[Replayed] = []
    with _desk(settings, display, folder.name, translations_for(steps)) as (desk, places):

        def type_secret(name: str) -> None:
            desk.computer.execute(TypeText(values[name]))

        for replayed in replay(steps, desk, places, type_secret):
            done.append(replayed)
            _tell(replayed, json_=json_)
        if write_back and any(each.healed for each in done):
            fresh = written_back(done, steps, places.grounder)
            rewrite_recording(folder, recorded.header.task, fresh, recorded.header.computer)
            typer.echo(f"Written back: {folder}", err=True)
    return _summary(done, len(steps), json_=json_)


@contextlib.contextmanager
def _desk(
    settings: Settings, display: str | None, name: str, translations: Translations
) -> Iterator[tuple[Desk, PlacedGrounder]]:
    from gui_agent.cli.at_terminal import PersonAtTerminal
    from gui_agent.desk import Desk
    from gui_agent.doors.opening import open_for
    from gui_agent.parts import embedded_parts
    from gui_agent.recording.replaying import PlacedGrounder
    from gui_agent.session import new_run_folder

    runs = settings.runs.expanduser().absolute()
    person = PersonAtTerminal(settings)
    with contextlib.ExitStack() as opened:
        place = _display(display) if display else open_for(settings, new_run_folder(runs, "replay-home"))
        opened.callback(place.close)
        parts = embedded_parts(place, settings.grounder, settings.weights)
        person.sits_at(place, parts.hold)
        places = PlacedGrounder(parts.grounder, translations)
        desk = Desk(
            place,
            runs,
            name=f"replay {name}",
            parts=replace(parts, grounder=places),
            approver=person.approver,
            computer_name=settings.computer,
        )
        yield opened.enter_context(desk), places


def _display(name: str) -> Computer:
    from actions.open_computer import open_computer
    from gui_agent.doors.opening import ASKING_PAGES

    return open_computer("local", display_name=name, asking_titles=ASKING_PAGES)


def _secret_values(names: Sequence[str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Take secrets from the environment, or ask the person. Raises `SettingsError` where nobody can."""
    return {name: _secret(name, environment) for name in names}


def _secret(name: str, environment: Mapping[str, str]) -> str:
    variable = SECRET_VARIABLE + name.upper()
    if variable in environment:
        return environment[variable]
    if not sys.stdin.isatty():
        raise SettingsError(f"the recording types {{{name}}}, which was left out of it: set {variable}")
    ask: Callable[[str], str] = getpass.getpass
    return ask(f"{name}: ")


def _tell(replayed: Replayed, *, json_: bool) -> None:
    step = replayed.step
    if json_:
        told = {
            "step": step.number,
            "said": step.planned.thought,
            "outcome": replayed.outcome,
            "healed": list(replayed.healed),
            "doubt": replayed.doubt,
            "error": replayed.error,
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    typer.echo(f"{_MARKS[replayed.outcome]} {step.number}. {step.planned.thought}")
    for remark in (*replayed.healed, replayed.doubt, replayed.error):
        if remark:
            typer.echo(f"     {remark}")


def _summary(done: Sequence[Replayed], steps: int, *, json_: bool) -> int:
    """Tell how much was done, and return the exit code: that of a run where one was ended."""
    healed = sum(each.outcome == "healed" for each in done)
    right = sum(each.outcome != "failed" for each in done)
    if not json_:
        typer.echo(f"{right} of {steps} steps done, {healed} healed")
    last = done[-1].done if done else None
    if last is not None and last.ending is not None:
        return last.ending.value
    return 0 if right == steps else 1
