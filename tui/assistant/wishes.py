"""What a person can want of an earlier run, and how the assistant gets to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tui.assistant.app import AssistantApp


@dataclass(frozen=True, slots=True)
class Again:
    """Its task stands in the prompt, to be changed or done."""

    task: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What was done is done again."""

    task: str
    folder: Path


@dataclass(frozen=True, slots=True)
class GoOn:
    """It broke off and is gone on with."""

    task: str
    folder: Path


Wish: TypeAlias = Again | Replay | GoOn


def grant(app: AssistantApp, wish: Wish | None) -> None:
    """Do what was wished, unless a task is under way."""
    match wish:
        case None:
            return
        case Again(task):
            app.propose(task)
        case _ if app.busy:
            app.notify("Not while a task is under way.", severity="warning")
        case Replay(task, folder):
            app.note(f"Again, as in {folder.name}:")
            app.begin(task, replay=folder)
        case GoOn(task, folder):
            app.note(f"Taken up again: {folder.name}")
            app.begin(task, resume=folder)
