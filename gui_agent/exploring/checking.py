"""Plays candidate tests as ``gui-agent test`` would, and keeps those that pass."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from grounding.types import GroundingModel
from gui_agent.errors import AgentError, JournalError
from gui_agent.exploring.application import Application
from gui_agent.exploring.candidate_tests import candidate_tests, write_test
from gui_agent.exploring.explorer import Explorer
from gui_agent.exploring.writing import TESTS, WrittenTest
from gui_agent.qa.steps.playing import play_case, refuse_unless_understood
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.settings import Settings

_CASE_SECONDS = 60.0
_EXPLORED, _NOT_TRIED = ("explored",), ("explored", "not-tried")


def checked_tests(
    explorer: Explorer,
    application: Application,
    grounder: GroundingModel,
    folder: Path,
    settings: Settings,
    deadline: float,
    tell: Callable[[str], None],
) -> Iterator[WrittenTest]:
    """Write a test for every screen below ``folder`` and play it; those that fail are taken away again.

    After ``deadline`` (`time.monotonic`) they are written without being played, and say so in their tags.
    Raises `JournalError`.
    """
    appmap, start = explorer.found.appmap, explorer.start
    for test in candidate_tests(appmap, start, grounder) if start else ():
        late = time.monotonic() >= deadline
        try:
            path = write_test(folder / TESTS, test, application.launch, _NOT_TRIED if late else _EXPLORED)
            trouble = _kept_if_it_passes(path, None if late else settings)
        except OSError as error:
            raise JournalError(f"the tests in {folder} cannot be written: {error.strerror}") from error
        if trouble:
            explorer.found.remarks.append(f"no test for screen {test.node}: {trouble}")
        else:
            yield WrittenTest(test, path.name, "not tried" if late else "passes")
        state = f"left out: {trouble}" if trouble else "written, not played" if late else "passes"
        tell(f"test {path.name}: {state}")


def _kept_if_it_passes(path: Path, settings: Settings | None) -> str:
    """Return what is wrong with the test in ``path``, and take one away that did not pass. Raises OSError."""
    trouble = "not played to its end"
    try:
        trouble = _trouble(path, settings)
    finally:
        if trouble:
            path.unlink()
    return trouble


def _trouble(path: Path, settings: Settings | None) -> str:
    """Return what is wrong with the test in ``path``; without ``settings`` it is read and not played."""
    try:
        case = read_step_file(path)[0]
        refuse_unless_understood(case)
    except AgentError as error:
        return str(error)
    if settings is None:
        return ""
    with tempfile.TemporaryDirectory(prefix="gui-agent-check-") as records:
        result = play_case(replace(case, timeout=_CASE_SECONDS), 1, Path(records) / "run", settings)
    return result.failure.explanation if result.verdict != "passed" and result.failure else ""
