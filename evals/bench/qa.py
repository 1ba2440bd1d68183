"""``bench qa``: a hundred tests over ten applications with twenty defects planted in them.

Every round plays all tests against the programs with every defect, and those that are there to find one
against the sound programs as well. A defect is found where its test fails during the step that shows it. Any
other failure is a false alarm.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from evals.bench.private_display import needs
from evals.bench.qa_defects import DEFECTS, by_test
from evals.bench.qa_tests import SUITE, Build, Played, names_of_tests, play
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.bench.run import UnknownOption

REPEATS = 3
_PROGRAMS = ("Xvfb", "openbox", "chromium", "mousepad", "galculator", "thunar", "localc", "lowriter", "xterm")
_WORKERS = 2
Job = tuple[str, int, Build]


def run(only: str = "", repeats: int = REPEATS, keep: Path | None = None) -> BenchmarkResult:
    """Play the tests whose ``FILE::NAME`` contains ``only``, ``repeats`` times each.

    ``keep`` is a folder for the results and the records of what failed: what it holds already is not
    played again, as long as the suite is the same. Raises `MissingDependency`, `UnknownOption` for
    words that are in no name.
    """
    needs(*_PROGRAMS)
    tests = [name for name in names_of_tests() if only.casefold() in name.casefold()]
    if not tests:
        raise UnknownOption(f"no test of bench qa has “{only}” in its name")
    with contextlib.ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qa-")))
        return summarise(tests, list(_all_played(_jobs(tests, repeats), folder)))


def _jobs(tests: Sequence[str], repeats: int) -> list[Job]:
    finding = by_test()
    jobs: list[Job] = []
    for round_ in range(1, repeats + 1):
        jobs += [(test, round_, "planted") for test in tests]
        jobs += [(test, round_, "sound") for test in tests if test in finding]
    return jobs


def _all_played(jobs: Sequence[Job], folder: Path) -> Iterator[Played]:
    """Yield what was played before and play the rest, two at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    book, digest = folder / "results.jsonl", _digest()
    known = {(p.test, p.round, p.build): p for p in _read(book, digest)}
    yield from (known[job] for job in jobs if job in known)
    # A process that has opened a display must not be forked.
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_WORKERS, spawning) as pool, book.open("a", encoding="utf-8") as lines:
        waiting = [pool.submit(_play, job, folder) for job in jobs if job not in known]
        for done in as_completed(waiting):
            played = done.result()
            lines.write(json.dumps({"suite": digest, **asdict(played)}, ensure_ascii=False) + "\n")
            lines.flush()
            yield played


def _play(job: Job, folder: Path) -> Played:
    test, round_, build = job
    own = Path(tempfile.mkdtemp(prefix=f"{round_}-{build}-", dir=folder))
    played = play(test, round_, build, DEFECTS if build == "planted" else (), own)
    if played.verdict == "passed":
        shutil.rmtree(own, ignore_errors=True)
    return played


def _digest() -> str:
    """Name the suite as it is: results of another one do not count."""
    files = sorted(path for path in SUITE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    content = b"".join(path.read_bytes() for path in files) + repr(DEFECTS).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def _read(book: Path, digest: str) -> Iterator[Played]:
    for line in book.read_text("utf-8").splitlines() if book.exists() else ():
        with contextlib.suppress(json.JSONDecodeError):  # the last line of a run that was killed
            fields = json.loads(line)
            if fields.pop("suite") == digest:
                yield Played(**fields)


def summarise(tests: Sequence[str], played: Sequence[Played]) -> BenchmarkResult:
    """Count what was found and what was not; the worst round counts."""
    finding = {test: defect for test, defect in by_test().items() if test in tests}
    rounds = sorted({each.round for each in played})
    hunts = [each for each in played if each.build == "planted" and each.test in finding]
    found = [each for each in hunts if _shows(each)]
    wrong = [each for each in hunts if each.verdict in ("failed", "broken") and not _shows(each)]
    alarms = [each for each in played if each not in hunts and each.verdict in ("failed", "broken")]
    per_round = [sum(each.round == number for each in found) for number in rounds]
    worst = [sum(each.round == number for each in alarms) for number in rounds]
    figures = {
        "defects_found": Figure(min(per_round), f"of {len(finding)}", len(rounds)),
        "false_alarms": Figure(len(alarms), "tests", len(played) - len(hunts)),
        "false_alarms_in_worst_round": Figure(max(worst), "tests", len(rounds)),
        "failed_for_another_reason": Figure(len(wrong), "tests", len(hunts)),
        "flaky": Figure(sum(each.verdict == "flaky" for each in played), "tests", len(played)),
        "tests": Figure(len(tests), "tests"),
        "rounds": Figure(len(rounds), "rounds"),
        "seconds_per_test": Figure.median([each.seconds for each in played], "s"),
    }
    bounds = {
        "defects_found": Bound(len(finding), "min"),
        "false_alarms": Bound(0),
        "failed_for_another_reason": Bound(0),
    }
    return BenchmarkResult("qa", figures, bounds, tuple(_told(each) for each in played if _odd(each, found)))


def _shows(played: Played) -> bool:
    """Say whether this failure is the defect's."""
    defect = by_test()[played.test]
    return played.verdict == "failed" and any(step in played.step for step in defect.steps)


def _odd(played: Played, found: Sequence[Played]) -> bool:
    missed = played.build == "planted" and played.test in by_test() and played not in found
    return missed or played.verdict == "flaky" or (played.verdict != "passed" and played not in found)


def _told(played: Played) -> str:
    why = f"“{played.step}”: {played.explanation}" if played.explanation else "no failure"
    return f"{played.verdict}, {played.build}, round {played.round}: {played.test}: {why[:300]}"
