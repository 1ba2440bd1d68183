"""Opens what `gui-agent serve` and `gui-agent acp` stand on, and closes it in the right order."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gui_agent.settings import Settings

if TYPE_CHECKING:
    from actions.computer import Computer
    from gui_agent.doors.workbench import Workbench

INSTALL = "pip install 'guiagent-desktop[serve]'"
_PATIENCE = 3.0
"""Seconds an action under way may still take when the door closes."""


@contextlib.contextmanager
def opened_workbench(settings: Settings, name: str) -> Iterator[Workbench]:
    """Open computer, eyes and workbench; ``name`` is that of the records of single actions."""
    from gui_agent.budget import Budget
    from gui_agent.desk import Desk
    from gui_agent.doors.asking import RemoteAsker
    from gui_agent.doors.opening import desk_approver, desk_parts, open_for
    from gui_agent.doors.turns import Turns
    from gui_agent.doors.workbench import Attendant, Workbench
    from gui_agent.session import new_run_folder

    heed_sigterm()
    asker = RemoteAsker()
    attendant = Attendant(desk_approver(settings, asker), asker)
    runs = settings.runs.expanduser().absolute()
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(contextlib.closing(open_for(settings, new_run_folder(runs, name))))
        parts = stack.enter_context(desk_parts(place, settings))
        desk = stack.enter_context(
            Desk(
                place,
                runs,
                name=name,
                parts=parts,
                approver=attendant,
                watchers=(attendant,),
                computer_name=settings.computer,
            )
        )
        turns = stack.enter_context(Turns())
        bench = Workbench(
            desk,
            turns,
            attendant,
            lambda: desk_parts(place, settings),
            budget=Budget(settings.max_steps, settings.timeout),
            computer_name=settings.computer,
            check=_understood if not settings.model else lambda task: None,
        )
        try:
            yield bench
        finally:
            _end(bench, place)


def heed_sigterm() -> None:
    """Let SIGTERM end this process as Ctrl-C does, so that everything is closed."""
    signal.signal(signal.SIGTERM, _as_interrupt)


def _end(bench: Workbench, place: Computer) -> None:
    """Stop every job; an action that takes too long loses its computer."""
    bench.stop()
    deadline = time.monotonic() + _PATIENCE
    while bench.busy and time.monotonic() < deadline:
        time.sleep(0.02)
    if bench.busy:
        place.close()


def _understood(task: str) -> None:
    """Refuse what the step language does not have. Raises `NotUnderstood`."""
    from gui_agent.planning.understanding import shipped_reader, understand

    understand(task, shipped_reader())


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
