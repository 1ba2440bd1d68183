"""Plays many step cases, several at a time, each in a process of its own kind."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
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
    with ProcessPoolExecutor(workers, spawning, initializer=_belong_to_the_owner) as pool:
        try:
            waiting = {
                pool.submit(play_case, case, round_, own, settings, cache): (case, round_)
                for case, round_, own in jobs
            }
            for done in as_completed(waiting):
                yield _result(done, *waiting[done])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()  # its desktop ends with it
            raise


def _refuse_unless_understood(cases: Sequence[StepCase]) -> None:
    from gui_agent.qa.steps.playing import refuse_unless_understood

    for case in cases:
        refuse_unless_understood(case)


def _result(done: Future[CaseResult], case: StepCase, round_: int) -> CaseResult:
    """Return what came of a case: it is broken where a process was killed under it, or before its turn."""
    from gui_agent.qa.steps.result import Attempt, CaseResult

    try:
        return done.result()
    except BrokenProcessPool:
        what = "not played to its end: a process was killed, perhaps for want of memory; try fewer --workers"
        attempts = (Attempt(False, what, "", 0.0, "", broken=True),)
        return CaseResult(case.id, case.name, str(case.path), case.line, case.tags, round_, attempts)


def _belong_to_the_owner() -> None:
    """Leave Ctrl-C to the process that started this one, and end when it ends, even by SIGKILL."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_the_owner, name="owner", daemon=True).start()


def _end_after_the_owner() -> None:
    if (owner := multiprocessing.parent_process()) is not None:
        owner.join()
        os._exit(1)  # the desktop of the test under way ends with its process


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50] or "test"
