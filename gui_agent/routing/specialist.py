"""Specialists by their declared capabilities (AgentStore: Jia et al. 2024)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gui_agent.types import Observation, Planner


class Capability(StrEnum):
    """What a specialist can work with; the value is told to the model that chooses."""

    SCREEN = "anything that can be seen and clicked, in any application"
    PROGRAMS = "programs, files and texts, by commands and scripts"
    PAGES = "pages in the web browser, by their fields, links and texts"
    SPREADSHEETS = "spreadsheet files, by cells and formulas"


class Specialist(Protocol):
    """Somebody who can do some tasks, by a planner of their own."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Capability]: ...

    @property
    def planner(self) -> Planner: ...

    def can(self, task: str, observation: Observation) -> bool:
        """Say whether ``task`` is a case for this one, without asking anybody."""
        ...


@dataclass(frozen=True, slots=True)
class ScreenSpecialist:
    """Mouse and keyboard: can do everything, if slowly."""

    planner: Planner
    name: str = "screen"
    capabilities: frozenset[Capability] = frozenset({Capability.SCREEN})

    def can(self, task: str, observation: Observation) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class ToolSpecialist:
    """One who works by tools: for tasks whose words, or open windows, fit ``about``.

    ``ready`` says whether its tool is to be had in this machine.
    """

    name: str
    capabilities: frozenset[Capability]
    planner: Planner
    about: re.Pattern[str]
    windows: re.Pattern[str] | None = None
    ready: Callable[[], bool] = lambda: True

    def can(self, task: str, observation: Observation) -> bool:
        open_there = self.windows is not None and any(
            self.windows.search(f"{window.application} {window.title}") for window in observation.windows
        )
        return (open_there or bool(self.about.search(task))) and self.ready()


PROGRAMS_WORDS = re.compile(
    r"\b(files?|folders?|director(y|ies)|paths?|shell|terminal|commands?|scripts?|python|rename|count|sort"
    r"|compress|archive|extract|permissions?|lines?|csv|json|logs?)\b|[\w-]+\.\w{2,4}\b|(^|\s)[~/]\S+",
    re.IGNORECASE,
)
PAGES_WORDS = re.compile(
    r"https?://|\bwww\.|\b(web ?(site|page)s?|pages?|browser|chromium|chrome|links?|forms?|url)\b",
    re.IGNORECASE,
)
PAGES_WINDOWS = re.compile(r"chrom(e|ium)", re.IGNORECASE)
SPREADSHEET_WORDS = re.compile(
    r"\b(spreadsheets?|sheets?|cells?|columns?|rows?|calc|formulas?|workbooks?)\b|\.(ods|xlsx|xls|csv)\b",
    re.IGNORECASE,
)
SPREADSHEET_WINDOWS = re.compile(r"\bcalc\b|\.(ods|xlsx|xls)\b", re.IGNORECASE)
