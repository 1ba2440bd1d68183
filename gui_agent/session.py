"""One recorded run of a task: a folder with journal, screenshots and report."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from actions.computer import Computer
from gui_agent.agent import Agent
from gui_agent.budget import Budget
from gui_agent.errors import JournalError, MemoryFileError
from gui_agent.journal import Journal, RunHeader
from gui_agent.parts import Parts
from gui_agent.recorder import StepRecorder
from gui_agent.remembering import remember
from gui_agent.report import render_report
from gui_agent.report.ahead import ReportAhead
from gui_agent.types import Approver, Ending, Step

if TYPE_CHECKING:
    from gui_agent.memory.memory import Memory

_BY_KEYBOARD = "stopped by the keyboard (Ctrl-C)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task, and where its records are; ``remark`` says why nothing was learned, if so."""

    ending: Ending
    explanation: str
    folder: Path
    report: Path
    steps: int
    seconds: float
    remark: str = ""


class Recorders:
    """Several `StepRecorder`s as one, in order."""

    def __init__(self, *recorders: StepRecorder) -> None:
        self._recorders = recorders

    def intent(self, step: Step) -> None:
        for recorder in self._recorders:
            recorder.intent(step)

    def acknowledge(self, number: int, error: str) -> None:
        for recorder in self._recorders:
            recorder.acknowledge(number, error)

    def complete(self, step: Step) -> None:
        for recorder in self._recorders:
            recorder.complete(step)


def perform(
    task: str,
    computer: Computer,
    *,
    folder: Path,
    approver: Approver | None = None,
    budget: Budget | None = None,
    watchers: Sequence[StepRecorder] = (),
    parts: Parts | None = None,
    computer_name: str = "",
    memory: Memory | None = None,
    report: ReportAhead | None = None,
) -> Outcome:
    """Do ``task`` on ``computer``, recording into ``folder``; ``watchers`` see every step as it happens.

    ``computer_name`` tells readers of the journal where it ran; ``memory`` learns from the run. With
    ``report`` the report of the run is there when that ends, and is not waited for.
    Raises `NotUnderstood` and `JournalError`.
    """
    header = RunHeader(task, computer_name, home=_home(computer))
    with contextlib.ExitStack() as opened:
        ahead = report or opened.enter_context(ReportAhead())
        journal = opened.enter_context(Journal(folder, header))
        # The journal comes first: what a person sees happen is already on disk.
        recorder = Recorders(journal, ahead, *watchers)
        agent = Agent(computer, parts, approver=approver, budget=budget, recorder=recorder)
        render = ahead.begin if report else ahead.render
        return carry_out(task, agent, journal, memory=memory, render=render)


def carry_out(
    task: str,
    agent: Agent,
    journal: Journal,
    *,
    history: tuple[Step, ...] = (),
    memory: Memory | None = None,
    render: Callable[[Path], Path] = render_report,
) -> Outcome:
    """Let ``agent``, which records into ``journal``, do ``task`` and tell what came of it.

    ``history`` are the steps that were done before, where the run is taken up again; ``render`` writes the
    report of the run folder it is given.
    """
    began = time.monotonic()
    try:
        for step in agent.run(task, history):
            history = remember(history, step)
    except KeyboardInterrupt:
        journal.end(Ending.STOPPED, _BY_KEYBOARD)
    last = history[-1] if history else None
    ending, explanation = Ending.STOPPED, _BY_KEYBOARD
    if last is not None and last.ending is not None:
        ending, explanation = last.ending, last.explanation
    seconds = time.monotonic() - began
    folder = journal.folder
    journal.end(ending, explanation)
    journal.close()  # the report wants its pictures
    remark = _learn(memory, task, history, ending, folder, seconds)
    report = render(folder)
    return Outcome(ending, explanation, folder, report, last.number if last else 0, seconds, remark)


def _home(computer: Computer) -> str:
    """Return the home folder of the programs on a private desktop, for those who take the run up again."""
    home = getattr(computer, "home", None)
    return str(home) if isinstance(home, Path) else ""


def _learn(
    memory: Memory | None, task: str, history: Sequence[Step], ending: Ending, folder: Path, seconds: float
) -> str:
    """Let ``memory`` learn from a run; say what kept it from that, since the run itself is none the worse."""
    if memory is None:
        return ""
    try:
        memory.learn(task, history, ending, run=str(folder), seconds=seconds)
    except MemoryFileError as error:
        return str(error)
    return ""


def new_run_folder(runs: Path, task: str) -> Path:
    """Make a fresh folder for one run below ``runs``, named by time and task. Raises `JournalError`."""
    runs = runs.expanduser().absolute()
    words = re.sub(r"[^a-z0-9]+", "-", task.casefold())[:40].strip("-") or "task"
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    for attempt in range(1000):
        folder = runs / (f"{stamp}-{words}" if attempt == 0 else f"{stamp}-{words}-{attempt + 1}")
        try:
            folder.mkdir(0o700, parents=True)  # what was on the screen, and typed, is its owner's only
        except FileExistsError:
            continue
        except OSError as error:
            what = f"cannot write the run folder {folder}: {error.strerror or error}"
            raise JournalError(f"{what}. Choose another with --runs FOLDER.") from error
        return folder
    raise JournalError(f"cannot find a free name for a run folder in {runs}")
