"""Run folders as the runner leaves them, with real journals of painted screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder
from evals.runner.request import RunRequest, keep_request
from gui_agent.journal import Journal, RunHeader
from gui_agent.types import Step


def episode(
    task: str = "save",
    score: float = 1.0,
    *,
    seed: int = 0,
    attempt: int = 1,
    ending: Ending | None = None,
    suite: str = "desktop",
    **more: object,
) -> EpisodeResult:
    """Return a result; where ``ending`` is left out the score says it."""
    ended = ending or (Ending.SOLVED if score == 1 else Ending.FAILED)
    made = EpisodeResult(
        EpisodeKey(suite, task, seed, attempt),
        ended,
        score,
        f"{task} scored {score:g}",
        instruction=f"Please {task} it",
        agent="embedded",
        machine="sandbox",
        steps=4,
        seconds=10.0,
        agent_ending="ACCOMPLISHED",
        started_at="2026-11-23T02:31:00+00:00",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def broken(task: str = "save", *, attempt: int = 1, kind: str = "machine") -> EpisodeResult:
    """Return an episode that the infrastructure broke."""
    result = episode(task, 0.0, attempt=attempt, ending=Ending.INFRASTRUCTURE)
    return replace(result, failure=kind, explanation="MachineLost: it went away", agent_ending="")


def keep_run(
    folder: Path,
    results: Sequence[EpisodeResult],
    *,
    repeats: int = 1,
    steps: Sequence[Step] = (),
    tasks: Sequence[str] = (),
) -> Path:
    """Keep ``results`` as a run that asked for their tasks, each with a journal of ``steps`` if given."""
    store = RunFolder(folder)
    for result in results:
        if steps:
            place = store.begin_try(result.key)
            write_journal(place, steps)
            result = replace(result, trajectory=str(place.relative_to(store.root)))
        store.finish(result)
    asked = tasks or dict.fromkeys(f"{result.key.suite}/{result.key.task}" for result in results)
    keep_request(folder, RunRequest(("desktop",), "embedded", "sandbox", repeats=repeats, tasks=tuple(asked)))
    return folder


def write_journal(folder: Path, steps: Sequence[Step]) -> None:
    """Write a journal of ``steps`` as the agent does."""
    with Journal(folder, RunHeader("a task", "sandbox")) as journal:
        for step in steps:
            journal.intent(step)
            journal.acknowledge(step.number, step.error)
            journal.complete(step)
