"""``gui-agent run``: do a task."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gui_agent.budget import Budget
from gui_agent.cli.options import (
    ApproveOption,
    ComputerOption,
    GrounderOption,
    HomeOption,
    MaxStepsOption,
    MemoryOption,
    ModelOption,
    PrintOption,
    RunsOption,
    ScreenOption,
    TaskArgument,
    TimeoutOption,
    WeightsOption,
    WithOption,
    WithoutOption,
)
from gui_agent.cli.telling import Telling, read_task
from gui_agent.errors import NotUnderstood, SettingsError
from gui_agent.settings import Settings, load_settings, switched

if TYPE_CHECKING:
    from actions.computer import Computer
    from grounding.grounders import GrounderName
    from gui_agent.memory.memory import Memory
    from gui_agent.parts import Parts
    from gui_agent.session import Outcome

Think: TypeAlias = "Callable[[Computer, GrounderName, Path | None], Parts]"
"""Builds the parts of an agent for a computer, with the grounder and the weights of the settings."""
CONNECT_A_MODEL = (
    "Or let a language model plan: --model openai:NAME, anthropic:NAME or http://HOST:PORT/v1#NAME."
)


def run(
    task: TaskArgument = None,
    print_: PrintOption = False,
    computer: ComputerOption = None,
    approve: ApproveOption = None,
    model: ModelOption = None,
    with_: WithOption = None,
    without: WithoutOption = None,
    grounder: GrounderOption = None,
    weights: WeightsOption = None,
    memory: MemoryOption = None,
    max_steps: MaxStepsOption = None,
    timeout: TimeoutOption = None,
    runs: RunsOption = None,
    screen: ScreenOption = None,
    home: HomeOption = None,
    json_: Annotated[
        bool,
        typer.Option(
            "--json", help="One JSON object per step, the last with the verdict; with -p only that."
        ),
    ] = False,
    keep_open: Annotated[
        bool, typer.Option("--keep-open", help="Leave a virtual desktop open at the end.")
    ] = False,
) -> None:
    """Do TASK in real applications.

    Without a language model the task is said in steps; docs/steps.md is their language. What cannot be broken
    down is refused before anything moves.
    """
    settings = load_settings(
        computer=computer,
        approve=approve,
        model=model,
        grounder=grounder,
        weights=weights,
        memory=memory,
        max_steps=max_steps,
        timeout=timeout,
        runs=runs,
        screen=screen,
        home=home,
    )
    if (with_ or without) and not settings.model:
        raise SettingsError("--with and --without switch what a language model does: add --model SPEC")
    settings = switched(settings, with_ or (), without or ())
    what, telling = read_task(task, piped=print_), Telling(as_json=json_, result_only=print_)
    if not settings.model:
        _refuse_unless_understood(what)
    elif not what.strip():
        raise NotUnderstood(what, 0, len(what), "Say what to do.")
    with thinking(settings) as (think, memories):
        outcome = run_recorded(
            what, settings, telling=telling, keep_open=keep_open, think=think, memory=memories
        )
    raise typer.Exit(outcome.ending.value)


def _refuse_unless_understood(task: str) -> None:
    """Refuse what the step language does not have before anything is opened. Raises `NotUnderstood`."""
    from gui_agent.planning.understanding import shipped_reader, understand

    try:
        understand(task, shipped_reader())
    except NotUnderstood as error:
        hint = f"{error.hint} {CONNECT_A_MODEL}".strip()
        raise NotUnderstood(error.part, error.start, error.end, hint) from error


@contextlib.contextmanager
def thinking(settings: Settings) -> Iterator[tuple[Think, Memory | None]]:
    """Open what plans by the settings: what builds its parts, and the memory that learns, where there is one.

    A model that cannot be reached is told here, before a computer is opened.
    """
    if not settings.model:
        from gui_agent.parts import embedded_parts

        yield embedded_parts, None
        return
    from gui_agent.chat.opening import open_chat_model
    from gui_agent.machinery import require_machinery
    from gui_agent.planning.model.parts import model_parts

    require_machinery(settings.switched_on)
    model = open_chat_model(settings.model, settings)
    with contextlib.closing(model), remembering(settings) as memory:
        _ = model.capabilities
        yield (
            lambda place, grounder, weights: model_parts(
                place, model, settings, grounder, weights, memory=memory
            ),
            memory,
        )


@contextlib.contextmanager
def remembering(settings: Settings) -> Iterator[Memory | None]:
    """Open the memory where a mechanism that is on uses it."""
    from gui_agent.mechanisms import Mechanism
    from gui_agent.memory.opening import open_memory

    if not {Mechanism.MEMORY, Mechanism.SHORTCUTS} & settings.switched_on.on:
        yield None
        return
    with contextlib.closing(open_memory(settings)) as memory:
        yield memory


def run_recorded(
    task: str,
    settings: Settings,
    *,
    telling: Telling,
    keep_open: bool = False,
    think: Think | None = None,
    memory: Memory | None = None,
) -> Outcome:
    """Open the computer, do ``task`` with the parts that ``think`` builds for it, and tell the outcome.

    Without ``think`` it follows the step language. ``memory`` learns from it, where there is one.
    """
    from gui_agent.cli.at_terminal import PersonAtTerminal
    from gui_agent.doors.opening import open_for
    from gui_agent.parts import embedded_parts
    from gui_agent.session import new_run_folder, perform

    signal.signal(signal.SIGTERM, as_interrupt)
    person = PersonAtTerminal(settings)
    folder = new_run_folder(settings.runs, task)
    place = open_for(settings, folder)
    try:
        parts = (think or embedded_parts)(place, settings.grounder, settings.weights)
        person.sits_at(place, parts.hold)
        outcome = perform(
            task,
            place,
            folder=folder,
            approver=person.approver,
            budget=Budget(settings.max_steps, settings.timeout),
            watchers=(telling.watcher(),),
            computer_name=settings.computer,
            parts=parts,
            memory=memory,
        )
        telling.conclude(outcome)
        if keep_open:
            _wait_for_person(telling)
        return outcome
    finally:
        place.close()


def _wait_for_person(telling: Telling) -> None:
    telling.aside("The desktop stays open; press Ctrl-C to close it.")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return


def as_interrupt(number: int, frame: object) -> None:
    """Let a signal end what runs as Ctrl-C does, so that everything opened is closed."""
    raise KeyboardInterrupt
