"""What the agent can be sent to do: a task, a run again, or what is left of one that broke off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from actions.computer import Computer
from gui_agent.budget import Budget
from gui_agent.errors import CannotResume, SettingsError
from gui_agent.journal import JournalContents, read_journal
from gui_agent.parts import Parts
from gui_agent.recorder import StepRecorder
from gui_agent.resuming import Broken, prepared_home, read_broken, take_up
from gui_agent.session import Outcome, new_run_folder, perform
from gui_agent.settings import Settings
from gui_agent.types import Approver


class Errand(Protocol):
    """Something to do. ``folder`` receives its records; ``home`` is the home folder that it needs, if any."""

    @property
    def folder(self) -> Path: ...

    @property
    def home(self) -> Path | None: ...

    def carry_out(
        self,
        computer: Computer,
        parts: Parts,
        settings: Settings,
        approver: Approver,
        watchers: Sequence[StepRecorder],
    ) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Doing:
    """Do a task; of a ``recorded`` run, what was done then."""

    task: str
    folder: Path
    recorded: JournalContents | None = None
    home: Path | None = None

    def carry_out(
        self,
        computer: Computer,
        parts: Parts,
        settings: Settings,
        approver: Approver,
        watchers: Sequence[StepRecorder],
    ) -> Outcome:
        from gui_agent.planning.repair import RepairingPlanner
        from gui_agent.planning.replay import ReplayPlanner

        if self.recorded is not None:
            planner = RepairingPlanner(ReplayPlanner(self.recorded.steps()))
            parts = replace(parts, planner=planner, hints=None)
        return perform(
            self.task,
            computer,
            folder=self.folder,
            approver=approver,
            budget=Budget(settings.max_steps, settings.timeout),
            watchers=watchers,
            parts=parts,
            computer_name=settings.computer,
        )


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Go on with a run that broke off."""

    broken: Broken
    folder: Path
    home: Path | None

    def carry_out(
        self,
        computer: Computer,
        parts: Parts,
        settings: Settings,
        approver: Approver,
        watchers: Sequence[StepRecorder],
    ) -> Outcome:
        return take_up(
            self.broken,
            computer,
            parts,
            by_steps=not settings.model,
            approver=approver,
            budget=Budget(settings.max_steps, settings.timeout),
            watchers=watchers,
        )


AnyErrand: TypeAlias = Doing | GoingOn


def errand(task: str, settings: Settings, *, replay: str = "", resume: str = "") -> AnyErrand:
    """Return what is to be done, refused before anything is opened where it cannot be.

    ``replay`` and ``resume`` are folders of runs. Raises `AgentError`.
    """
    if resume:
        return _going_on(Path(resume), settings)
    if replay:
        recorded = read_journal(Path(replay))
        return Doing(recorded.header.task, new_run_folder(settings.runs, recorded.header.task), recorded)
    if not settings.model:
        from gui_agent.planning.understanding import shipped_reader, understand

        understand(task, shipped_reader())
    return Doing(task, new_run_folder(settings.runs, task))


def _going_on(folder: Path, settings: Settings) -> GoingOn:
    broken = read_broken(folder)
    broken.require(settings.model)
    computer = broken.contents.header.computer
    if computer != settings.computer and computer in ("local", "virtual"):
        names = {"local": "this desktop", "virtual": "a private desktop"}
        raise CannotResume(f"that run worked on {names[computer]}: choose that in the settings (F6) first")
    if computer not in ("local", "virtual"):
        raise SettingsError("that run worked on a computer that the assistant cannot open")
    home = prepared_home(broken, by_steps=not settings.model) if computer == "virtual" else None
    return GoingOn(broken, folder, home)
