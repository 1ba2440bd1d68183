"""Suites by the names people type, and the environments that their episodes are played in."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from evals.episodes.environment import Environment, EpisodeTask
from evals.machines.errors import MachineUnavailable
from evals.machines.machine import Machine

OSWORLD_VARIABLE = "GUI_AGENT_OSWORLD"
"""The environment variable that names the folder of OSWorld's task files."""


class UnknownSuite(ValueError):
    """There is no suite, folder or task of that name; the message says what there is."""


class EnvironmentKind(StrEnum):
    """What the episodes of a suite are played in."""

    MACHINE = "machine"
    MINIWOB = "miniwob"


@dataclass(frozen=True, slots=True)
class Suite:
    """Tasks of one name; ``seeds`` are those that are played where nobody says otherwise."""

    name: str
    tasks: tuple[EpisodeTask, ...]
    kind: EnvironmentKind = EnvironmentKind.MACHINE
    seeds: tuple[int, ...] = (0,)


SUITES: Mapping[str, str] = {
    "desktop": "real applications in sandboxes, in three tiers",
    "osworld": f"OSWorld's tasks, from the folder that ${OSWORLD_VARIABLE} names",
    "miniwob": "the pages of MiniWoB++ in a real browser",
}


def open_suite(words: str) -> Suite:
    """Return the suite that ``words`` stand for.

    A name of `SUITES`, a folder of task files, or one task file; behind a colon a choice of its tasks, by
    commas: ids, applications or tiers (``desktop:literal``, ``miniwob:click-button,click-link``; for miniwob
    also ``webgum_56``). Raises `UnknownSuite`, and `InvalidTask` where a file does not follow the format.
    """
    if _is_there(words):
        return _from_files(words, Path(words))
    name, _, choice = words.partition(":")
    match name:
        case "desktop":
            from evals.suites.desktop.suite import TASKS

            suite = _from_files(name, TASKS)
        case "osworld":
            suite = _from_files(name, _osworld_folder())
        case "miniwob":
            suite = _miniwob()
        case _ if _is_there(name):
            suite = _from_files(name, Path(name))
        case _:
            raise UnknownSuite(
                f"there is no suite, folder or task file “{name}”; choose from {', '.join(SUITES)}, or name "
                "a folder of task files"
            )
    return _chosen(suite, choice) if choice else suite


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:
        # A long choice of tasks is no name that a file could have.
        return False


def open_environment(kind: EnvironmentKind, machine: str) -> Environment:
    """Return a slot for episodes of ``kind``; nothing is started before its first reset.

    ``machine`` is a name `open_machine` knows, or ``own:module:factory`` for a `Machine` of your own, which
    the factory returns. Raises `MachineError` kinds.
    """
    match kind:
        case EnvironmentKind.MACHINE:
            from evals.episodes.machine_environment import MachineEnvironment
            from evals.setup.downloads import Downloads, default_folder
            from evals.upstream_graders import UpstreamGraders
            from evals.upstream_graders.install import installed_python

            upstream = UpstreamGraders() if installed_python() else None
            return MachineEnvironment(_machine(machine), Downloads(default_folder()), upstream)
        case EnvironmentKind.MINIWOB:
            from evals.suites.miniwob.environment import MiniWobEnvironment

            return MiniWobEnvironment()


def _machine(name: str) -> Machine:
    kind, _, factory = name.partition(":")
    if kind != "own":
        from evals.machines.open_machine import open_machine

        return open_machine(name)
    module, _, attribute = factory.partition(":")
    try:
        return cast(Machine, getattr(importlib.import_module(module), attribute)())
    except (ImportError, AttributeError, ValueError) as error:
        raise MachineUnavailable(f"the machine {factory} cannot be imported: {error}") from error


def _from_files(name: str, place: Path) -> Suite:
    from evals.tasks import load_tasks

    place = place.absolute()
    named = name if name in SUITES else (place if place.is_dir() else place.parent).name
    tasks = [
        EpisodeTask(
            task.id,
            named,
            task.related_apps,
            task.tier,
            task.instruction,
            str(task.file),
            task.evaluator.infeasible,
        )
        for task in load_tasks([place])
    ]
    if not tasks:
        raise UnknownSuite(f"there are no task files in {place}")
    return Suite(named, tuple(tasks))


def _osworld_folder() -> Path:
    named = os.environ.get(OSWORLD_VARIABLE, "")
    if named and Path(named).is_dir():
        return Path(named)
    raise UnknownSuite(
        f"OSWorld's task files are not here: fetch its repository and set {OSWORLD_VARIABLE} to the folder "
        "evaluation_examples, or name that folder instead of “osworld”"
    )


def _miniwob() -> Suite:
    from evals.suites.miniwob.catalogue import DEVELOPMENT_SEEDS, SUITE, tasks

    return Suite(SUITE, tasks(), EnvironmentKind.MINIWOB, tuple(DEVELOPMENT_SEEDS))


def _chosen(suite: Suite, choice: str) -> Suite:
    wanted = [word.strip() for word in choice.split(",") if word.strip()]
    chosen: dict[str, EpisodeTask] = {}
    for word in wanted:
        found = [task for task in suite.tasks if word in _words_of(task)] or _subset(suite, word)
        if not found:
            raise UnknownSuite(
                f"{suite.name} has no task, application or tier “{word}”; its tiers are "
                f"{', '.join(sorted({task.tier for task in suite.tasks if task.tier})) or 'none'}"
            )
        chosen.update((task.id, task) for task in found)
    return Suite(suite.name, tuple(chosen.values()), suite.kind, suite.seeds)


def _words_of(task: EpisodeTask) -> Iterable[str]:
    folder = Path(str(task.source)).parent.name
    return (task.id, task.tier, folder, *task.application)


def _subset(suite: Suite, word: str) -> list[EpisodeTask]:
    if suite.kind is not EnvironmentKind.MINIWOB:
        return []
    from evals.suites.miniwob.catalogue import SUBSET, subset

    names = subset() if word == SUBSET else ()
    return [task for task in suite.tasks if task.id in names]
