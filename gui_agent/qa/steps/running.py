"""Plays many step cases, several at a time, each in a process of its own kind."""

from __future__ import annotations

import multiprocessing
import re
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from actions.geometry import Size
from gui_agent.qa.steps.ahead import DesktopsAhead, home_of_attempt
from gui_agent.qa.steps.case import StepCase
from gui_agent.settings import Settings

if TYPE_CHECKING:
    from gui_agent.qa.cache.file import CacheMode
    from gui_agent.qa.steps.result import CaseResult

Job = tuple[StepCase, int, Path]
"""A case, its round, and the folder of its records."""


def play_cases(
    cases: Sequence[StepCase],
    folder: Path,
    settings: Settings,
    *,
    workers: int = 1,
    repeat: int = 1,
    cache: CacheMode = "off",
    to_be_understood: bool = False,
) -> Iterator[CaseResult]:
    """Yield the result of every case in each of ``repeat`` rounds, as they come.

    Cases never share a desktop; ``folder`` receives one folder for each. Where they are ``to_be_understood``,
    raises `StepFileError` for the first that is not before any of them is played.
    """
    jobs = [
        (case, round_, folder / f"{number:03}-{_file_name(case.name)}-{round_}")
        for round_ in range(1, repeat + 1)
        for number, case in enumerate(cases, 1)
    ]
    if workers > 1:
        if to_be_understood:
            _refuse_unless_understood(cases)
        yield from _side_by_side(jobs, settings, workers, cache)
        return
    # The first desktop starts while the packages are imported that the rest needs.
    with DesktopsAhead(Size(*settings.screen_size), [home_of_attempt(own, 1) for _, _, own in jobs]) as ahead:
        if to_be_understood:
            _refuse_unless_understood(cases)
        from gui_agent.qa.steps.playing import play_case

        for case, round_, own in jobs:
            yield play_case(case, round_, own, settings, cache, ahead)


def _side_by_side(
    jobs: Sequence[Job], settings: Settings, workers: int, cache: CacheMode
) -> Iterator[CaseResult]:
    from gui_agent.qa.steps.playing import play_case

    # A process that has opened a display must not be forked.
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawning, initializer=_leave_interrupts_to_the_owner) as pool:
        try:
            waiting = [
                pool.submit(play_case, case, round_, own, settings, cache) for case, round_, own in jobs
            ]
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()  # its desktop ends with it
            raise


def _refuse_unless_understood(cases: Sequence[StepCase]) -> None:
    from gui_agent.qa.steps.playing import refuse_unless_understood

    for case in cases:
        refuse_unless_understood(case)


def _leave_interrupts_to_the_owner() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50] or "test"
