"""Reading a run folder as it is: whole, still growing, or broken off."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evals.episodes.result import DamagedResult, EpisodeResult, result_from_json
from evals.episodes.run_folder import RESULT
from evals.runner.request import FILE_NAME as ASKED
from evals.runner.request import AnotherRun, RunRequest, read_request


class NotARun(ValueError):
    """The folder holds no run; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run folder holds.

    ``planned`` is how many episodes were asked for, None where nobody wrote it down. ``begun`` episodes have
    no result: they are under way, or broke off. ``unreadable`` names result files that hold no result; they
    count neither as solved nor as failed.
    """

    folder: Path
    asked: RunRequest | None
    results: tuple[EpisodeResult, ...]
    planned: int | None = None
    begun: int = 0
    unreadable: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def missing(self) -> int:
        """How many planned episodes have no result."""
        return max(0, (self.planned or 0) - len(self.results))


def read_run(folder: Path) -> Run:
    """Read the run in ``folder``. Raises `NotARun` where there is none."""
    folder = folder.expanduser().absolute()
    if not (folder / "episodes").is_dir() and not (folder / ASKED).is_file():
        raise NotARun(
            f"{folder} is no run of “gui-agent eval run”: it has neither {ASKED} nor a folder episodes; name "
            "the folder that it printed"
        )
    asked, notes = _asked(folder)
    results: list[EpisodeResult] = []
    unreadable: list[str] = []
    begun = 0
    for place in sorted((folder / "episodes").glob("*/*/*")):
        if not (place / RESULT).is_file():
            begun += place.is_dir()
            continue
        try:
            results.append(result_from_json(json.loads((place / RESULT).read_bytes())))
        except (DamagedResult, ValueError, OSError) as error:
            unreadable.append(f"{(place / RESULT).relative_to(folder)}: {error}")
    results, doubles = _once(results)
    planned = asked.episodes if asked else None
    return Run(folder, asked, tuple(results), planned, begun, tuple(unreadable), (*notes, *doubles))


def _asked(folder: Path) -> tuple[RunRequest | None, tuple[str, ...]]:
    try:
        return read_request(folder), ()
    except AnotherRun as error:
        return None, (f"How many episodes were asked for is unknown: {error}.",)


def _once(results: list[EpisodeResult]) -> tuple[list[EpisodeResult], tuple[str, ...]]:
    """Keep one result of every episode; copied folders must not make anything count twice."""
    times = Counter(result.key for result in results)
    doubles = sorted(key for key, count in times.items() if count > 1)
    kept = {result.key: result for result in reversed(results)}
    notes = tuple(f"{key} has {times[key]} results; only the first counts." for key in doubles)
    return sorted(kept.values(), key=lambda result: result.key), notes
