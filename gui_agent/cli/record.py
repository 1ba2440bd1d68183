"""``gui-agent record``: watch a person and keep what was done."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from actions.computer import Computer
    from actions.demonstration.camera import Frame
    from actions.demonstration.events import Hear, Listener
    from actions.demonstration.joining import Performed
    from grounding.grounders import Grounder
    from gui_agent.recording.keeping import FrameKeeper
    from gui_agent.recording.making import Shown
    from gui_agent.types import Step

_POLL_SECONDS = 0.2


def record(
    out: Annotated[Path, typer.Argument(help="A new folder for the recording.")],
    computer: Annotated[
        str, typer.Option(help="local (this desktop), or an X display such as :1.")
    ] = "local",
    launch: Annotated[
        str | None, typer.Option(help="Start this program first; the recording then starts it as well.")
    ] = None,
    name: Annotated[str, typer.Option(help="What is shown, as the heading of the steps.")] = "",
    grounder: Annotated[str | None, typer.Option(help="What names targets; see gui-agent run.")] = None,
    weights: Annotated[Path | None, typer.Option(help="Adapted weights of the embedded grounder.")] = None,
) -> None:
    """Record what you do with mouse and keyboard, until Ctrl+Alt+Escape or Ctrl-C.

    Writes recording.steps.md (for gui-agent test), a run (for report and replay) and clicks.jsonl (for
    grounding adapt). Passwords are left out.
    """
    from grounding.grounders import open_grounder
    from gui_agent.errors import JournalError
    from gui_agent.recording.keeping import FrameKeeper
    from gui_agent.recording.writing import STEPS, write_recording
    from gui_agent.settings import load_settings

    settings = load_settings(grounder=grounder, weights=weights)
    # What is missing is told before anything is shown.
    eyes = open_grounder(settings.grounder, settings.weights)
    keeper = FrameKeeper(out)
    try:
        with _opened(computer) as (place, listen):
            shown, last, trouble = _watch(place, listen, launch, keeper)
    except BaseException:
        keeper.discard()
        raise
    if not shown:
        keeper.discard()
        raise trouble or JournalError("nothing was done, so there is nothing to record")
    keeper.close()
    steps = _named(shown, last, eyes)
    report = write_recording(out, name or out.name, steps, "local" if computer == "local" else "")
    typer.echo((out / STEPS).read_text("utf-8"))
    typer.echo(f"Report: {report}")
    if trouble is not None:
        raise trouble


def _named(shown: list[Shown], last: Frame, eyes: Grounder) -> list[Step]:
    """Name everything that was pointed at; Ctrl-C keeps what is named by then."""
    from gui_agent.recording.making import SECRET, masked, named_steps

    steps: list[Step] = []
    typer.echo(f"Naming what was pointed at ({len(shown)} actions). Ctrl-C ends it early.", err=True)
    try:
        with typer.progressbar(named_steps(shown, last, eyes), length=len(shown), file=sys.stderr) as naming:
            steps.extend(naming)
    except KeyboardInterrupt:
        if not steps:
            raise
        typer.echo(f"The recording ends after {len(steps)} of {len(shown)} actions.", err=True)
    kept = masked(steps)
    for step in kept:
        if SECRET in step.planned.arguments:
            typer.echo(f"Left out as a secret: what step {step.number} types.", err=True)
    return kept


def _watch(
    place: Computer, listen: Callable[[Hear], Listener], launch: str | None, keeper: FrameKeeper
) -> tuple[list[Shown], Frame, Exception | None]:
    """Watch until a person has had enough, or nothing can be seen or kept any more: that comes last."""
    from actions.action import Launch, PressKeys, TypeText
    from gui_agent.recording.sentences import in_other_words
    from gui_agent.recording.showing import Showing

    def tell(performed: Performed) -> None:
        # What is typed may be a secret.
        action = performed.action
        said = "type …" if isinstance(action, TypeText) else in_other_words(action, "")
        typer.echo(f"  {said}", err=True)

    signal.signal(signal.SIGTERM, _as_interrupt)
    showing = Showing(place, listen, tell, Launch(launch) if launch else None, keeper.keep)
    typer.echo("Recording. Ctrl+Alt+Escape ends it, Ctrl-C here as well.", err=True)
    by_keyboard = False
    try:
        while not (showing.ended.wait(_POLL_SECONDS) or showing.trouble or keeper.error):
            pass
    except KeyboardInterrupt:
        by_keyboard = True
    finally:
        shown, last = showing.end()
    if by_keyboard and shown and shown[-1].performed.action == PressKeys(("ctrl", "c")):
        shown.pop()  # that was for us
    return shown, last, showing.trouble or keeper.error


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _opened(name: str) -> Iterator[tuple[Computer, Callable[[Hear], Listener]]]:
    """Open the computer to be watched, and what listens to its mouse and keyboard."""
    from gui_agent.errors import SettingsError

    if name != "local" and not name.startswith(":"):
        raise SettingsError(f"a person can be recorded on local or on a display such as :1, not on {name}")
    if name != "local" or sys.platform.startswith("linux"):
        from actions.demonstration.x11_listener import X11Listener
        from actions.local import open_x11

        display = None if name == "local" else name
        with open_x11(display) as shown:
            yield shown, lambda hear: X11Listener(hear, display)
        return
    from actions.demonstration.desktop_listener import DesktopListener
    from actions.open_computer import open_computer

    with open_computer("local", fail_safe=False) as desktop:
        yield desktop, DesktopListener
