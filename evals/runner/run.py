"""A whole run: what is missing in the run folder is played, and the table is what lies in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.episodes.result import Ending, EpisodeResult
from evals.episodes.run_folder import RunFolder
from evals.runner.assignment import Assignment, Crew, SlotSettings
from evals.runner.schedule import Patience, Schedule, Watcher

CrewMaker = Callable[[SlotSettings, int], Crew]


class AlreadyRunning(RuntimeError):
    """Another process plays this part of the run."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to do in a run folder: the episodes asked for, and those of them without a result."""

    episodes: tuple[Assignment, ...]
    missing: tuple[Assignment, ...]


def find_work(store: RunFolder, episodes: Sequence[Assignment]) -> Work:
    """Say what is missing; results that say nothing about the agent are taken back, to be tried again.

    All but those whose state could not be read: an agent may leave such a state on purpose.
    Raises `DamagedResult`.
    """
    missing = []
    for each in episodes:
        known = store.result(each.key)
        if (
            known is not None
            and known.ending is Ending.INFRASTRUCTURE
            and known.failure != "unreadable_state"
        ):
            store.forget(each.key)
            known = None
        if known is None:
            missing.append(each)
    return Work(tuple(episodes), tuple(missing))


def play(
    work: Work,
    settings: SlotSettings,
    *,
    workers: int,
    patience: Patience,
    watcher: Watcher,
    make_crew: CrewMaker,
) -> list[EpisodeResult]:
    """Play what is missing and return the results of all episodes, in their order."""
    store = RunFolder(settings.root)
    if work.missing:
        crew = make_crew(settings, min(workers, len(work.missing)))
        try:
            Schedule(work.missing, crew, store, settings, patience, watcher).run()
        finally:
            crew.close()
    found = (store.result(each.key) for each in work.episodes)
    return [result for result in found if result is not None]


@contextlib.contextmanager
def sole_runner(root: Path, part: str = "") -> Iterator[None]:
    """Hold the run folder (or ``part`` of it, beside other parts) alone. Raises `AlreadyRunning`."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        yield
        return
    root.mkdir(parents=True, exist_ok=True)
    wanted = [("", fcntl.LOCK_SH if part else fcntl.LOCK_EX), *([(part, fcntl.LOCK_EX)] if part else [])]
    with contextlib.ExitStack() as locks:
        for name, kind in wanted:
            lock = locks.enter_context((root / f".lock{name}").open("w"))
            try:
                fcntl.flock(lock, kind | fcntl.LOCK_NB)
            except OSError as error:
                raise AlreadyRunning(
                    f"the run in {root} is being played by another process; wait for it, or end it"
                ) from error
        yield


def local_crew(settings: SlotSettings, count: int) -> Crew:
    """Return worker processes of this host."""
    from evals.runner.pool import WorkerPool

    return WorkerPool(settings, count)


def ray_crew(address: str) -> CrewMaker:
    """Return the maker of a crew of Ray actors; ``local`` starts Ray on this host for as long."""

    def make(settings: SlotSettings, count: int) -> Crew:
        from evals.runner.ray_crew import RayCrew

        return RayCrew(settings, count, address)

    return make
