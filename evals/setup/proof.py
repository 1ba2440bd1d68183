"""Walking the steps that prove a task on a real machine, from outside and without any agent."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from actions.action import Action, Click, CloseWindow, Drag, FocusWindow, Launch, PressKeys, TypeText
from actions.computer import Computer, Window, WindowLister
from actions.errors import WindowNotFound
from actions.geometry import Point
from actions.keys import parse_combination
from actions.settle import wait_until_settled
from evals.machines.errors import GuestFileMissing
from evals.setup.context import SetupContext
from evals.setup.errors import StepFailed
from evals.setup.run import content_of
from evals.tasks.proof import (
    AwaitClosed,
    AwaitFile,
    AwaitWindow,
    ClickAt,
    DragAlong,
    Keys,
    Pause,
    Pixel,
    ProofStep,
    Put,
    Run,
    Start,
    TypeIt,
    Write,
)

WINDOW_SECONDS = 60.0
FILE_SECONDS = 30.0
_BETWEEN_LOOKS = 0.1
_QUIET_SECONDS = 0.2
_ANSWER_SECONDS = 0.5
"""How long a program may take until something of an input is seen; nothing at all is no error."""


def perform(steps: Sequence[ProofStep], context: SetupContext, computer: Computer | None = None) -> None:
    """Walk steps in order, giving input by ``computer`` (the machine's own where None).

    Raises `StepFailed` with the number of the step, `MachineError` and `ComputerError` kinds.
    """
    hands = computer or context.machine.computer
    for number, step in enumerate(steps, 1):
        try:
            _perform(step, context, hands)
        except StepFailed as error:
            raise StepFailed(f"step {number} ({step}): {error}") from error


def _perform(step: ProofStep, context: SetupContext, computer: Computer) -> None:
    machine = context.machine
    match step:
        case Write():
            machine.put(content_of(step.text, step.base64), step.path)
        case Put():
            machine.put(context.beside(step.local_path), step.path)
        case Run():
            done = machine.run([context.filled_in(part) for part in step.command])
            if done.returncode:
                said = done.stderr.decode("utf-8", "replace").strip()[-300:]
                raise StepFailed(f"it ended with {done.returncode}: {said}")
        case Start():
            computer.execute(Launch(step.application, step.arguments))
        case AwaitWindow():
            _await_window(step.title, computer)
        case AwaitClosed():
            _await_closed(step, computer)
        case Pause():
            time.sleep(step.seconds)
        case AwaitFile():
            _await_file(step, context)
        case Keys() | TypeIt() | ClickAt() | DragAlong():
            _give(_input(step, computer), computer)


def _input(step: Keys | TypeIt | ClickAt | DragAlong, computer: Computer) -> Action:
    match step:
        case Keys():
            return PressKeys(parse_combination(step.keys), step.times)
        case TypeIt():
            return TypeText(step.text)
        case ClickAt():
            return Click(_point(step.at, step.window, computer), step.button, step.count)
        case DragAlong():
            return Drag(tuple(_point(each, step.window, computer) for each in step.path))


def _give(action: Action, computer: Computer) -> None:
    before = computer.screenshot()
    computer.execute(action)
    wait_until_settled(
        computer.screenshot, before=before, quiet=_QUIET_SECONDS, first_change_within=_ANSWER_SECONDS
    )


def _point(pixel: Pixel, window: str, computer: Computer) -> Point:
    if not window:
        return Point(*pixel)
    found = _windows(window, computer)
    if not found:
        raise StepFailed(f"there is no window “{window}” to click in")
    box = found[-1].box
    x, y = pixel
    return Point(x + (box.x1 if x >= 0 else box.x2), y + (box.y1 if y >= 0 else box.y2))


def _await_window(title: str, computer: Computer) -> None:
    _patiently(lambda: bool(_windows(title, computer)), WINDOW_SECONDS, f"no window “{title}” came")
    # Some programs map their window before they have drawn it.
    wait_until_settled(computer.screenshot, quiet=0.4, timeout=WINDOW_SECONDS, first_change_within=0.4)
    _patiently(lambda: _in_front(title, computer), WINDOW_SECONDS, f"the window “{title}” went away")
    wait_until_settled(computer.screenshot, quiet=_QUIET_SECONDS, timeout=10, first_change_within=0.2)


def _in_front(title: str, computer: Computer) -> bool:
    """Bring a window to the front; False where its title changed meanwhile, as while a page loads."""
    found = _windows(title, computer)
    try:
        computer.execute(FocusWindow(found[-1].title))
    except (IndexError, WindowNotFound):
        return False
    return True


def _await_closed(step: AwaitClosed, computer: Computer) -> None:
    if step.ask:
        found = _windows(step.title, computer)
        if not found:
            raise StepFailed(f"there is no window “{step.title}” to close")
        computer.execute(CloseWindow(found[-1].title))
    _patiently(lambda: not _windows(step.title, computer), FILE_SECONDS, f"“{step.title}” stayed open")


def _windows(title: str, computer: Computer) -> list[Window]:
    if not isinstance(computer, WindowLister):
        raise StepFailed("this machine's windows cannot be seen from outside; prove tasks in a sandbox")
    return [window for window in computer.windows() if title in window.title]


def _await_file(step: AwaitFile, context: SetupContext) -> None:
    def as_wanted() -> bool:
        try:
            content = context.machine.get(step.path)
        except GuestFileMissing:
            return step.gone
        return not step.gone and step.text.encode() in content

    wanted = f"holds {step.text!r}" if step.text else "is gone" if step.gone else "is there"
    _patiently(as_wanted, FILE_SECONDS, f"it did not come to be that {step.path} {wanted}")


def _patiently(holds: Callable[[], bool], seconds: float, complaint: str) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise StepFailed(f"{complaint} within {seconds:g} s")
        time.sleep(_BETWEEN_LOOKS)
