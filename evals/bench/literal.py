"""``bench literal``: the literal suite over real applications, several times in a row."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.bench.private_display import needs
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.suites.literal.case import Case, CaseResult
from evals.suites.literal.runner import run_case
from evals.suites.literal.suite import CASES, PROGRAMS

REPEATS = 3
REPEATS_VARIABLE = "GUI_AGENT_LITERAL_REPEATS"
"""The environment variable that says how often the suite is run."""
KEEP_VARIABLE = "GUI_AGENT_LITERAL_KEEP"
"""The environment variable that names a folder for the records of the cases that failed."""


def run(repeats: int | None = None, cases: Sequence[Case] = CASES) -> BenchmarkResult:
    """Run every case ``repeats`` times on desktops of their own. Raises `MissingDependency`."""
    needs(*sorted({PROGRAMS[name] for case in cases for name in case.applications}))
    times = repeats or int(os.environ.get(REPEATS_VARIABLE, REPEATS))
    with tempfile.TemporaryDirectory(prefix="literal-") as folder:
        rounds = [_run_once(cases, Path(folder) / f"round-{number}") for number in range(1, times + 1)]
    return summarise(rounds)


def summarise(rounds: Sequence[Sequence[CaseResult]]) -> BenchmarkResult:
    """Turn the results of each round into figures; the worst round counts."""
    results = [result for results in rounds for result in results]
    rates = [sum(r.passed for r in one) / len(one) for one in rounds]
    return BenchmarkResult(
        "literal",
        {
            "pass_rate": Figure(min(rates), "", len(results), max(rates) - min(rates)),
            "false_success": Figure(sum(r.false_success for r in results), "cases", len(results)),
            "cases": Figure(len(rounds[0]), "cases"),
            "rounds": Figure(len(rounds), "rounds"),
            "seconds_per_case": Figure.median([r.seconds for r in results], "s"),
            "steps_per_case": Figure.median([r.steps for r in results], "steps"),
        },
        {"pass_rate": Bound(0.95, "min"), "false_success": Bound(0)},
        tuple(f"{r.id}: {r.ended.name.lower()}, {r.complaint}" for r in results if not r.passed),
    )


def _run_once(cases: Sequence[Case], folder: Path) -> list[CaseResult]:
    results = []
    for case in cases:
        result = run_case(case, folder / case.id)
        _keep_or_remove(result)
        results.append(result)
    return results


def _keep_or_remove(result: CaseResult) -> None:
    """Remove the pictures of a case at once: all of them would fill a small disk."""
    kept = os.environ.get(KEEP_VARIABLE)
    if kept and not result.passed:
        target = Path(kept) / result.folder.parent.name / result.id
        # A browser leaves locks and sockets in its profile that cannot be copied.
        shutil.copytree(
            result.folder, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("Singleton*")
        )
    shutil.rmtree(result.folder, ignore_errors=True)
