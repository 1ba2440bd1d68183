"""Plays many step cases, several at a time, each in a process of its own kind."""

from __future__ import annotations

import multiprocessing
import re
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from gui_agent.qa.cache.file import CacheMode
from gui_agent.qa.steps.case import StepCase
from gui_agent.qa.steps.playing import play_case
from gui_agent.qa.steps.result import CaseResult
from gui_agent.settings import Settings


def play_cases(
    cases: Sequence[StepCase],
    folder: Path,
    settings: Settings,
    *,
    workers: int = 1,
    repeat: int = 1,
    cache: CacheMode = "off",
) -> Iterator[CaseResult]:
    """Yield the result of every case in each of ``repeat`` rounds, as they come.

    Cases never share a desktop; ``folder`` receives one folder for each.
    """
    jobs = [
        (case, round_, folder / f"{number:03}-{_file_name(case.name)}-{round_}")
        for round_ in range(1, repeat + 1)
        for number, case in enumerate(cases, 1)
    ]
    if workers == 1:
        for case, round_, own in jobs:
            yield play_case(case, round_, own, settings, cache)
        return
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


def _leave_interrupts_to_the_owner() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50] or "test"
