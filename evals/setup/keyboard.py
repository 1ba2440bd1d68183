"""Input that task files write as pyautogui programs, given from outside instead of run in the guest."""

from __future__ import annotations

from actions.codecs import pyautogui_code as codec
from actions.codecs.frame import Frame
from actions.errors import InvalidAction
from actions.geometry import Point
from evals.setup.context import SetupContext
from evals.setup.errors import StepFailed
from evals.tasks.steps import Command

_PYTHONS = ("python", "python3", "/usr/bin/python", "/usr/bin/python3")


def pyautogui_code(command: Command) -> str | None:
    """Return the program of a command that only gives input, None for any other command."""
    if isinstance(command, str) or len(command) != 3:
        return None
    python, flag, code = command
    return code if python in _PYTHONS and flag == "-c" and "pyautogui" in code else None


def perform(code: str, context: SetupContext) -> None:
    """Give the input that ``code`` describes; it is read with a parser and never run. Raises `StepFailed`."""
    computer = context.machine.computer
    try:
        size = computer.screen_size
        # Scrolling and clicking in place: the tasks that do so have their window fill the screen.
        middle = Point(size.width // 2, size.height // 2)
        actions = codec.decode(code, Frame.screen(size), middle)
    except InvalidAction as error:
        raise StepFailed(f"the input “{code}” is not understood: {error}") from error
    for action in actions:
        computer.execute(action)
