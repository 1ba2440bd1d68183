"""How much faster a test is when what it saw is kept: real programs, a fresh process for every run."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from evals.bench.result import BenchmarkResult, Bound, Figure
from gui_agent.journal import read_journal
from gui_agent.qa.cache.file import cache_path, read_cache
from gui_agent.qa.steps.playing import play_case
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.qa.steps.result import CaseResult
from gui_agent.settings import load_settings

_ROUNDS = 5
_ROOT = Path(__file__).parents[2]
_FORM = _ROOT / "tests" / "widgets" / "gtk_form.py"
_SYSTEM_PYTHON = "/usr/bin/python3"
_PYTHON = (sys.executable, "-m")


@dataclass(frozen=True, slots=True)
class _Seconds:
    """How long a test took in all, and its steps alone."""

    run: float
    steps: float


TESTS = {
    "form": f"""---
launch: [{_SYSTEM_PYTHON}, {_FORM}]
---
# A customer is saved
1. Type "Ana" into the Name field
2. Tick Newsletter
3. Make sure that Newsletter is ticked
4. Make sure that the Name field contains Ana
5. Click Save
6. Make sure that "Saved Ana, with newsletter" is visible
7. Make sure that "Nothing saved yet" is not visible
""",
    "mousepad": """---
launch: [mousepad]
---
# Notes are saved
1. Type "Hello there"
2. Click Edit
3. Click "Select All"
4. Press Ctrl+C
5. Save it as {here}/notes.txt
6. Make sure that "notes.txt" can be read
7. Make sure that "Untitled" is not visible
""",
}


PYTEST = f"""
from gui_agent.qa import expect

def test_a_customer_is_saved(agent):
    agent.launch("{_SYSTEM_PYTHON}", "{_FORM}")
    agent.locate("Name field").fill("Ana")
    news = agent.locate("Newsletter")
    news.check()
    expect(news).to_be_checked()
    expect(agent.locate("Name field")).to_hold("Ana")
    agent.locate("Save").click()
    expect(agent.screen).to_show("Saved Ana, with newsletter")
    expect(agent.screen).not_to_show("Nothing saved yet")
"""


def run() -> BenchmarkResult:
    """Play every test without and with its cache. Raises `RuntimeError` for one that does not pass."""
    figures: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TESTS.items():
            figures |= _compared(Path(folder), name, text)
        figures |= _compared_with_pytest(Path(folder))
    bounds = {f"{name}_faster": Bound(3.0, "min") for name in TESTS}
    details = (
        "run: all of the test, from opening its desktop to its report, each in a fresh process",
        "process: gui-agent test FILE --cache, or pytest --gui-cache on, from its start to its end",
        "steps: what is done and waited for once the program has been started",
        "new screens: those that the second runs had to read, since the program ended up another way",
        "all known: those pairs of runs alone whose second one had no screen to read",
    )
    return BenchmarkResult("cache", figures, bounds, details)


def _compared(folder: Path, name: str, text: str) -> dict[str, Figure]:
    pairs, sizes, news, processes = [], [], [], []
    for number in range(_ROUNDS):
        test = folder / f"{name}-{number}" / f"{name}.steps.md"
        test.parent.mkdir()
        test.write_text(text, "utf-8")
        first, seen = _played(test, 1), _screens(test)
        pairs.append((first, _played(test, 2)))
        news.append(_screens(test) - seen)
        sizes.append(cache_path(test).stat().st_size / 1000)
        cache_path(test).unlink()
        command = [
            *_PYTHON,
            "gui_agent.cli",
            "test",
            str(test),
            "--cache",
            "--runs",
            str(test.parent / "runs"),
        ]
        processes.append((_process(command, test.parent), _process(command, test.parent)))
    return {
        f"{name}_first_run": Figure.median([first.run for first, _ in pairs], "s"),
        f"{name}_second_run": Figure.median([second.run for _, second in pairs], "s"),
        f"{name}_faster": Figure.median([a.run / b.run for a, b in pairs], "times"),
        **_all_known(name, [a.run / b.run for (a, b), new in zip(pairs, news, strict=True) if not new]),
        f"{name}_new_screens": Figure(sum(news), "screens", len(news)),
        f"{name}_first_steps": Figure.median([first.steps for first, _ in pairs], "s"),
        f"{name}_second_steps": Figure.median([second.steps for _, second in pairs], "s"),
        f"{name}_steps_faster": Figure.median([a.steps / b.steps for a, b in pairs], "times"),
        f"{name}_cache_file": Figure.median(sizes, "kB"),
        **_processes(name, processes),
    }


def _all_known(name: str, faster: list[float]) -> dict[str, Figure]:
    """Compare those runs alone whose second one read nothing: none may have been so lucky."""
    return {f"{name}_faster_all_known": Figure.median(faster, "times")} if faster else {}


def _screens(test: Path) -> int:
    return sum(len(kept.screens) for kept in read_cache(cache_path(test)).values())


def _compared_with_pytest(folder: Path) -> dict[str, Figure]:
    pairs = []
    for number in range(_ROUNDS):
        own = folder / f"pytest-{number}"
        own.mkdir()
        (own / "test_form.py").write_text(PYTEST, "utf-8")
        options = ("-q", "-p", "gui_agent.qa.plugin", "-p", "no:cacheprovider", "--rootdir", str(own))
        command = [*_PYTHON, "pytest", *options, "--gui-cache", "on", str(own)]
        pairs.append((_process(command, own), _process(command, own)))
    return _processes("pytest", pairs)


def _process(command: list[str], folder: Path) -> float:
    (folder / "notes.txt").unlink(missing_ok=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} did not pass: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - began


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_ROOT)}


def _processes(name: str, pairs: list[tuple[float, float]]) -> dict[str, Figure]:
    return {
        f"{name}_first_process": Figure.median([first for first, _ in pairs], "s"),
        f"{name}_second_process": Figure.median([second for _, second in pairs], "s"),
        f"{name}_process_faster": Figure.median([first / second for first, second in pairs], "times"),
    }


def _played(test: Path, number: int) -> _Seconds:
    (test.parent / "notes.txt").unlink(missing_ok=True)
    # Networks are loaded once a process, so every run gets one of its own, as a test run on its own does.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        result = pool.submit(_play, test, test.parent / f"run-{number}").result()
    if result.verdict != "passed":
        raise RuntimeError(f"{test.name} did not pass: {result.failure}")
    steps = read_journal(Path(result.attempts[-1].report).parent).steps()
    return _Seconds(result.seconds, sum(step.timing.total for step in steps))


def _play(test: Path, folder: Path) -> CaseResult:
    return play_case(read_step_file(test)[0], 1, folder, load_settings(), "on")
