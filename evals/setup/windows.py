"""Windows of the guest: opening files, bringing windows to the front, closing them."""

from __future__ import annotations

import time

from actions.computer import WindowLister
from actions.settle import wait_until_settled
from evals.machines.errors import CommandFailed
from evals.setup.context import SetupContext
from evals.setup.errors import StepFailed
from evals.tasks.steps import ActivateWindow, CloseWindow, Open

OPEN_SECONDS = 60.0
_WINDOW_SECONDS = 10.0
_BETWEEN_LOOKS = 0.25


def run(step: Open | ActivateWindow | CloseWindow, context: SetupContext) -> str:
    """Run one step; a window that does not come is a note, as OSWorld goes on too. Raises `StepFailed`."""
    match step:
        case Open():
            open_file(step.path, context)
            return ""
        case ActivateWindow():
            return _by_manager("-a", step, context)
        case CloseWindow():
            return _by_manager("-c", step, context)


def open_file(path: str, context: SetupContext) -> None:
    """Open a file with its default program, and wait for a window. Raises `StepFailed` where none comes."""
    computer = context.machine.computer
    before = {window.id for window in computer.windows()} if isinstance(computer, WindowLister) else set()
    _start(path, context)
    if isinstance(computer, WindowLister):
        deadline = time.monotonic() + OPEN_SECONDS
        while {window.id for window in computer.windows()} <= before:
            if time.monotonic() > deadline:
                raise StepFailed(f"no window opened for {path} in {OPEN_SECONDS:g} s")
            time.sleep(_BETWEEN_LOOKS)
    wait_until_settled(computer.screenshot, quiet=0.5, timeout=OPEN_SECONDS, first_change_within=5.0)


def _start(path: str, context: SetupContext) -> None:
    """Let the desktop choose the program; where it cannot be asked, let the scripts guess."""
    try:
        if context.machine.run(["gio", "open", path], timeout=30).returncode == 0:
            return
    except CommandFailed:
        pass
    context.machine.run(["xdg-open", path], background=True)


def _by_manager(verb: str, step: ActivateWindow | CloseWindow, context: SetupContext) -> str:
    """Ask the window manager; windows are waited for, since programs take their time."""
    flags = [*(["-x"] if step.by_class else []), *(["-F"] if step.strict else [])]
    deadline = time.monotonic() + _WINDOW_SECONDS
    while True:
        done = context.machine.run(["wmctrl", *flags, verb, step.window_name], timeout=10)
        if done.returncode == 0:
            wait_until_settled(context.machine.computer.screenshot, first_change_within=0.5)
            return ""
        if time.monotonic() > deadline:
            return f"there is no window “{step.window_name}”"
        time.sleep(_BETWEEN_LOOKS)
