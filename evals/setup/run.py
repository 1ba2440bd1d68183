"""Running config steps on a machine."""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from evals.machines.errors import CommandFailed
from evals.setup import browser, keyboard, windows
from evals.setup.context import SetupContext
from evals.setup.errors import NeedsAccount, StepFailed
from evals.tasks.needs import files_of
from evals.tasks.steps import (
    ActivateWindow,
    ChromeCloseTabs,
    ChromeOpenTabs,
    CloseWindow,
    Download,
    Execute,
    GoogleDrive,
    Launch,
    Login,
    Open,
    SetupStep,
    Sleep,
    Until,
    UpdateBrowseHistory,
    UploadFile,
    WriteFile,
)
from evals.tasks.task import Task

COMMAND_SECONDS = 300.0
_UNTIL_SECONDS = 60.0
_BETWEEN_TRIES = 0.3


@dataclass(frozen=True, slots=True)
class Note:
    """Something a step said that may explain a strange start, as a command that ended with an error."""

    step: int
    text: str


def set_up(task: Task, context: SetupContext) -> tuple[Note, ...]:
    """Prepare the machine for a task: all its files first, then its steps in order.

    Raises `SetupError` and `MachineError` kinds; offline, `DownloadMissing` names every file that is missing,
    those for grading too.
    """
    context.downloads.require(each.url for each in files_of(task))
    return run_steps(task.config, context)


def run_steps(steps: Iterable[SetupStep], context: SetupContext) -> tuple[Note, ...]:
    """Run steps in order: ``config`` before a task, ``postconfig`` before its grading. Raises as `set_up`."""
    notes: list[Note] = []
    for number, step in enumerate(steps):
        said = run_step(step, context)
        if said:
            notes.append(Note(number, said))
    return tuple(notes)


def run_step(step: SetupStep, context: SetupContext) -> str:
    """Run one step; returns what is worth a note, mostly nothing. Raises as `set_up`."""
    match step:
        case Download() | UploadFile():
            _put(step, context)
        case WriteFile():
            context.machine.put(content_of(step.text, step.base64), step.path)
        case Launch():
            return _launch(step, context)
        case Execute():
            return _execute(step, context)
        case Open() | ActivateWindow() | CloseWindow():
            return windows.run(step, context)
        case Sleep():
            time.sleep(step.seconds)
        case ChromeOpenTabs() | ChromeCloseTabs() | UpdateBrowseHistory():
            browser.run(step, context)
        case GoogleDrive() | Login():
            raise NeedsAccount(
                f"this task needs an account, and its credentials ({step.settings_file}) are not part of the "
                "tasks; leave it out, or set the machine up by hand"
            )
    return ""


def _launch(step: Launch, context: SetupContext) -> str:
    command = context.argv(step.command, in_shell=step.shell)
    try:
        context.machine.run(command, background=True)
    except CommandFailed as error:
        if command[0] != "socat":
            raise
        # It only relays the browser's debugging port to where a virtual machine can be asked from outside.
        return f"no relay: {error}"
    return ""


def _put(step: Download | UploadFile, context: SetupContext) -> None:
    if isinstance(step, UploadFile):
        for local in step.files:
            context.machine.put(context.beside(local.local_path), local.path)
        return
    context.downloads.require(file.url for file in step.files)
    for file in step.files:
        context.machine.put(context.downloads.get(file.url), file.path)


def content_of(text: str, base64: str) -> bytes:
    """Return what a step writes: its text in UTF-8, or the bytes given in Base64. Raises `StepFailed`."""
    if not base64:
        return text.encode()
    try:
        return b64decode(base64, validate=True)
    except ValueError as error:
        raise StepFailed(f"a file's content is no Base64: {error}") from error


def _execute(step: Execute, context: SetupContext) -> str:
    """Run a command; what upstream does with pyautogui inside the guest is done from outside."""
    code = keyboard.pyautogui_code(step.command)
    if code is not None:
        keyboard.perform(context.filled_in(code), context)
        return ""
    run = partial(
        context.machine.run, context.argv(step.command, in_shell=step.shell), timeout=COMMAND_SECONDS
    )
    done = run()
    deadline = time.monotonic() + _UNTIL_SECONDS
    while step.until is not None and not _reached(step.until, done.returncode, done.stdout, done.stderr):
        if time.monotonic() > deadline:
            raise StepFailed(f"{step.command!r} did not reach {step.until} in {_UNTIL_SECONDS:g} s")
        time.sleep(_BETWEEN_TRIES)
        done = run()
    context.keep(step.stdout, done.stdout)
    context.keep(step.stderr, done.stderr)
    if done.returncode == 0:
        return ""
    # OSWorld goes on after a command that fails (killing what does not run, as a rule), and so do we.
    said = done.stderr.decode("utf-8", "replace").strip()[-300:]
    return f"{step.command!r} ended with {done.returncode}: {said}"


def _reached(until: Until, code: int, output: bytes, errors: bytes) -> bool:
    return (
        (until.returncode is not None and until.returncode == code)
        or (until.stdout is not None and until.stdout.encode() in output)
        or (until.stderr is not None and until.stderr.encode() in errors)
    )


__all__ = ["Note", "content_of", "run_step", "run_steps", "set_up"]
