"""``gui-agent record``: watch a person and keep what was done."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from actions.computer import Computer
    from actions.demonstration.camera import Frame
    from actions.demonstration.events import Hear, Listener
    from actions.demonstration.joining import Performed
    from gui_agent.recording.making import Shown

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

    For example: gui-agent record saving --launch mousepad
    Writes recording.steps.md (for gui-agent test), a run (for report and replay) and clicks.jsonl (for
    grounding adapt). Passwords are left out.
    """
    from grounding.grounders import open_grounder
    from gui_agent.errors import JournalError
    from gui_agent.journal import FILE_NAME
    from gui_agent.recording.making import recorded_steps
    from gui_agent.recording.writing import STEPS, write_recording
    from gui_agent.settings import load_settings

    settings = load_settings(grounder=grounder, weights=weights)
    if (out / FILE_NAME).exists():
        raise JournalError(f"the folder {out} already holds a run; choose another one")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(f"cannot write to {out}: {error.strerror}; choose another folder") from error
    # What is missing is told before anything is shown.
    eyes = open_grounder(settings.grounder, settings.weights)
    with _opened(computer) as (place, listen):
        shown, last = _watch(place, listen, launch)
    if not shown:
        raise JournalError("nothing was done, so there is nothing to record")
    typer.echo(f"Naming what was pointed at ({len(shown)} actions) …", err=True)
    steps = recorded_steps(shown, last, eyes)
    report = write_recording(out, name or out.name, steps, "local" if computer == "local" else "")
    typer.echo((out / STEPS).read_text("utf-8"))
    typer.echo(f"Report: {report}")


def _watch(
    place: Computer, listen: Callable[[Hear], Listener], launch: str | None
) -> tuple[list[Shown], Frame]:
    """Watch until a person has had enough."""
    from actions.action import Launch, PressKeys, TypeText
    from gui_agent.recording.sentences import in_other_words
    from gui_agent.recording.showing import Showing

    def tell(performed: Performed) -> None:
        # What is typed may be a secret.
        action = performed.action
        said = "type …" if isinstance(action, TypeText) else in_other_words(action, "")
        typer.echo(f"  {said}", err=True)

    signal.signal(signal.SIGTERM, _as_interrupt)
    showing = Showing(place, listen, tell, Launch(launch) if launch else None)
    typer.echo("Recording. Ctrl+Alt+Escape ends it, Ctrl-C here as well.", err=True)
    by_keyboard = False
    try:
        while not showing.ended.wait(_POLL_SECONDS):
            pass
    except KeyboardInterrupt:
        by_keyboard = True
    finally:
        shown, last = showing.end()
    if by_keyboard and shown and shown[-1].performed.action == PressKeys(("ctrl", "c")):
        shown.pop()  # that was for us
    return shown, last


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _opened(name: str) -> Iterator[tuple[Computer, Callable[[Hear], Listener]]]:
    """Open the computer to be watched, and what listens to its mouse and keyboard."""
    from gui_agent.errors import SettingsError

    if name.startswith(":"):
        from actions.demonstration.x11_listener import X11Listener
        from actions.local import open_x11

        with open_x11(name) as shown:
            yield shown, lambda hear: X11Listener(hear, name)
        return
    if name != "local":
        raise SettingsError(f"a person can be recorded on local or on a display such as :1, not on {name}")
    from actions.demonstration.desktop_listener import DesktopListener
    from actions.open_computer import open_computer

    with open_computer("local", fail_safe=False) as desktop:
        yield desktop, DesktopListener
