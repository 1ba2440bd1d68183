"""``gui-agent resume``: go on with a run that broke off."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from typing import Annotated

import typer


def resume(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run that broke off.")],
    approve: Annotated[str | None, typer.Option(help="ask, auto, never, or a policy FILE.")] = None,
    model: Annotated[str | None, typer.Option(help="Who plans, as for run.")] = None,
    max_steps: Annotated[int | None, typer.Option(help="Stop after so many steps in all.")] = None,
    timeout: Annotated[float | None, typer.Option(help="Stop after so many more seconds.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object per step.")] = False,
) -> None:
    """Go on with a run that broke off or was stopped, in the same folder; exit codes as for run.

    The screen is looked at anew. What cannot be known to be done is not done twice: a language model is told
    so and decides; without one the screen has to show it. A private desktop is a new one with the same home
    folder: what was not saved is done again, what was is not.
    """
    from gui_agent.budget import Budget
    from gui_agent.cli.at_terminal import PersonAtTerminal
    from gui_agent.cli.run import as_interrupt, thinking
    from gui_agent.cli.telling import Telling
    from gui_agent.doors.opening import open_for
    from gui_agent.resuming import prepared_home, read_broken, take_up
    from gui_agent.settings import load_settings

    telling, broken = Telling(as_json=json_), read_broken(folder)
    header = broken.contents.header
    known = header.computer if header.computer in ("local", "virtual") else None
    settings = load_settings(
        computer=known,
        approve=approve,
        model=model,
        max_steps=max_steps,
        timeout=timeout,
    )
    broken.require(settings.model)
    signal.signal(signal.SIGTERM, as_interrupt)
    with contextlib.ExitStack() as opened:
        person = PersonAtTerminal(settings)
        think, memory = opened.enter_context(thinking(settings))
        if settings.computer == "virtual":
            home = prepared_home(broken, by_steps=not settings.model)
            settings = settings.model_copy(update={"home": home or settings.home})
        place = opened.enter_context(contextlib.closing(open_for(settings, folder)))
        parts = think(place, settings.grounder, settings.weights)
        person.sits_at(place, parts.hold)
        outcome = take_up(
            broken,
            place,
            parts,
            by_steps=not settings.model,
            approver=person.approver,
            budget=Budget(settings.max_steps, settings.timeout),
            watchers=(telling.watcher(),),
            memory=memory,
        )
        telling.conclude(outcome)
    raise typer.Exit(outcome.ending.value)
