"""Plays one step case on a desktop of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from actions.computer import Computer
from actions.errors import ComputerError
from actions.geometry import Size
from grounding.errors import InvalidNeedle
from grounding.pictures.shelf import PictureShelf
from grounding.pictures.target import pictures_in
from gui_agent.approval import AutoApprover
from gui_agent.budget import Budget
from gui_agent.desk import Desk, NotDone
from gui_agent.doors.opening import desk_parts
from gui_agent.errors import AgentError, NotUnderstood
from gui_agent.journal import read_journal
from gui_agent.parts import Parts
from gui_agent.planning.commands import OpenApplication
from gui_agent.planning.understanding import shipped_reader, understand
from gui_agent.qa.cache.eyes import remembering_parts
from gui_agent.qa.cache.file import CacheMode, keep_memory, open_memory
from gui_agent.qa.cache.memory import CaseMemory
from gui_agent.qa.pictures import with_pictures
from gui_agent.qa.steps.ahead import DesktopsAhead, home_of_attempt
from gui_agent.qa.steps.case import StepCase, StepFileError, WrittenStep
from gui_agent.qa.steps.result import Attempt, CaseResult
from gui_agent.report.ahead import ReportAhead
from gui_agent.session import Outcome, perform
from gui_agent.settings import Settings
from gui_agent.types import Ending

Phase = tuple[str, tuple[WrittenStep, ...]]


def refuse_unless_understood(case: StepCase) -> None:
    """Read every step of ``case``, and its pictures, before anything is opened.

    Raises `StepFileError` with the place.
    """
    reader, shelf = shipped_reader(), PictureShelf(case.path.absolute().parent)
    for word in case.launch:
        case.filled(word)
    for step in (*case.setup, *case.steps, *case.teardown):
        try:
            text = case.filled(step)
            understand(text, reader)
            for target in pictures_in(text):
                shelf.pictures(target)
        except (NotUnderstood, InvalidNeedle) as error:
            raise StepFileError(case.path, step.line, step.column, str(error)) from error


def play_case(
    case: StepCase,
    round_: int,
    folder: Path,
    settings: Settings,
    cache: CacheMode = "off",
    desktops: DesktopsAhead | None = None,
) -> CaseResult:
    """Play ``case`` until it passes or its retries are used up; records go into ``folder``.

    ``desktops`` may have its desktop started already. What it learns goes into its cache once it passes.
    Raises `CacheFileError`.
    """
    attempts: list[Attempt] = []
    memory: CaseMemory | None = None
    pictures: dict[str, None] = {}
    desktops = desktops or DesktopsAhead(Size(*settings.screen_size))
    while not attempts or (not attempts[-1].passed and len(attempts) <= case.retries):
        # A language model plans anew each time: what it will look for is not known before.
        memory = None if settings.model else open_memory(case.path, case.name, cache)
        pictures = {}
        home = home_of_attempt(folder, len(attempts) + 1)
        attempts.append(_attempt(case, home, settings, memory, desktops, pictures))
    if memory is not None and attempts[-1].passed:
        keep_memory(case.path, case.name, memory, cache)
    healed = tuple(memory.healed) if memory else ()
    case_ = (case.id, case.name, str(case.path), case.line, case.tags, round_)
    return CaseResult(*case_, tuple(attempts), healed, tuple(pictures))


def _attempt(
    case: StepCase,
    home: Path,
    settings: Settings,
    memory: CaseMemory | None,
    desktops: DesktopsAhead,
    pictures: dict[str, None],
) -> Attempt:
    folder = home.parent
    watchers = (memory,) if memory else ()
    began = time.monotonic()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (
            ReportAhead() as report,  # it is written while the desktop ends
            contextlib.closing(desktops.open(home)) as desktop,
            _parts(case, desktop, settings, memory, pictures) as parts,
        ):
            desk = Desk(
                desktop, folder, name="launch", parts=parts, approver=AutoApprover(), watchers=watchers
            )
            attempt = _phases(
                case,
                desk,
                lambda phase, task: perform(
                    task,
                    desktop,
                    folder=folder / phase,
                    approver=AutoApprover(),
                    budget=Budget(settings.max_steps, case.timeout),
                    watchers=watchers,
                    parts=parts,
                    computer_name="virtual",
                    report=report,
                ),
            )
    except (ComputerError, AgentError, OSError) as error:
        attempt = Attempt(False, str(error), "", 0.0, "", broken=not isinstance(error, AgentError))
    return replace(attempt, seconds=time.monotonic() - began)


@contextlib.contextmanager
def _parts(
    case: StepCase,
    desktop: Computer,
    settings: Settings,
    memory: CaseMemory | None,
    pictures: dict[str, None],
) -> Iterator[Parts]:
    """Open eyes that know the pictures beside the case; what of them heals is told in ``pictures``."""
    around = with_pictures(case.path.absolute().parent, pictures)
    if memory is not None:
        yield remembering_parts(desktop, settings, memory, around)
        return
    with desk_parts(desktop, settings, around) as parts:
        yield parts


def _launched(case: StepCase, desk: Desk) -> Attempt:
    """Start the program that the case is about, where it names one."""
    if not case.launch:
        return Attempt(True, "", "", 0.0, "")
    program, *arguments = (case.filled(each) for each in case.launch)
    try:
        with desk:
            desk.carry_out(OpenApplication(program, tuple(arguments)), f"open {program}")
            # Nobody reads how a program was started that did start.
            desk.end_record()
    except NotDone as error:
        if error.step.ending is Ending.STOPPED:
            raise KeyboardInterrupt from error  # the person means the whole run, not this case
        broken = error.step.ending is Ending.MACHINE_FAILED
        return Attempt(False, str(error), f"launch {program}", 0.0, "", broken)
    return Attempt(True, "", "", 0.0, "")


def _phases(case: StepCase, desk: Desk, do: Callable[[str, str], Outcome]) -> Attempt:
    """Do launch, setup and steps until one fails, then the teardown; what failed first is what counts."""
    done = _launched(case, desk)
    for phase, steps in (("setup", case.setup), ("steps", case.steps)):
        if steps and done.passed:
            done = _told(phase, do(phase, _task(case, steps)))
    if case.teardown:
        after = _told("teardown", do("teardown", _task(case, case.teardown)))
        done = after if done.passed and not after.passed else done
    return done


def _task(case: StepCase, steps: tuple[WrittenStep, ...]) -> str:
    return "\n".join(case.filled(step) for step in steps)


def _told(phase: str, outcome: Outcome) -> Attempt:
    if outcome.ending is Ending.STOPPED:
        raise KeyboardInterrupt  # the person means the whole run, not this case
    passed = outcome.ending is Ending.ACCOMPLISHED
    explanation = "" if passed else outcome.explanation
    if not passed and phase != "steps":
        explanation = f"in its {phase}: {explanation}"
    broken = outcome.ending is Ending.MACHINE_FAILED
    return Attempt(
        passed, explanation, "" if passed else _last_step(outcome), 0.0, str(outcome.report), broken
    )


def _last_step(outcome: Outcome) -> str:
    """Return the words of the step under way when a run ended."""
    steps = read_journal(outcome.folder).steps()
    plan = steps[-1].plan if steps else None
    return plan.subgoals[plan.cursor] if plan and plan.subgoals else ""
