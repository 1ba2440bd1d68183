"""The registered tasks with their tiers, and where the installed pages are."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from actions.errors import MissingDependency
from evals.episodes.environment import EpisodeTask

SUITE = "miniwob"
SUBSET = "webgum_56"
TIERS = ("literal", "closed_loop", "reasoning")
DEVELOPMENT_SEEDS = range(10)
REPORT_SEEDS = range(1000, 1025)


def tiers() -> Mapping[str, tuple[str, ...]]:
    """Return the task names of every tier; together they are all registered tasks, each once."""
    return MappingProxyType({name: _lists()[name] for name in TIERS})


def subset() -> tuple[str, ...]:
    """Return the 56 tasks that the literature compares agents on."""
    return _lists()[SUBSET]


def tasks() -> tuple[EpisodeTask, ...]:
    """Return every task; its instruction is known only once a seed is chosen, and is empty here."""
    return tuple(task_named(name) for names in tiers().values() for name in names)


def task_named(name: str) -> EpisodeTask:
    """Return the task of this name; raises KeyError for another."""
    tier = {task: tier for tier, names in tiers().items() for task in names}[name]
    return EpisodeTask(name, SUITE, ("chromium",), tier, "", name)


def pages_folder() -> Path:
    """Return the folder with the tasks' pages. Raises `MissingDependency`."""
    # Looked up without importing it: only its pages are needed, not the packages its code imports.
    found = importlib.util.find_spec("miniwob")
    for place in found.submodule_search_locations or () if found else ():
        folder = Path(place) / "html" / "miniwob"
        if folder.is_dir():
            return folder
    raise MissingDependency("the pages of MiniWoB++ are missing: pip install --no-deps 'miniwob==1.1.0'")


def address_of(name: str) -> str:
    """Return the file address of a task's page. Raises `MissingDependency`."""
    return (pages_folder() / f"{name}.html").as_uri()


def _lists() -> dict[str, tuple[str, ...]]:
    text = resources.files("evals.suites.miniwob").joinpath("tiers.json").read_text("utf-8")
    return {name: tuple(names) for name, names in json.loads(text).items()}
