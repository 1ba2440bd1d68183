"""How much faster a test is when what it saw is kept: real programs, a fresh process for every run."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from evals.bench.result import BenchmarkResult, Bound, Figure
from gui_agent.qa.cache.file import cache_path
from gui_agent.qa.steps.playing import play_case
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.qa.steps.result import CaseResult
from gui_agent.settings import load_settings

_ROUNDS = 3
_FORM = Path(__file__).parents[2] / "tests" / "widgets" / "gtk_form.py"
_SYSTEM_PYTHON = "/usr/bin/python3"
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


def run() -> BenchmarkResult:
    """Play every test without and with its cache. Raises `RuntimeError` for one that does not pass."""
    figures: dict[str, Figure] = {}
    bounds: dict[str, Bound] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TESTS.items():
            pairs = [_pair(Path(folder) / f"{name}-{number}", name, text) for number in range(_ROUNDS)]
            figures[f"{name}_first_run"] = Figure.median([first for first, _, _ in pairs], "s")
            figures[f"{name}_second_run"] = Figure.median([second for _, second, _ in pairs], "s")
            figures[f"{name}_faster"] = Figure.median([a / b for a, b, _ in pairs], "times")
            figures[f"{name}_cache_file"] = Figure.median([size for _, _, size in pairs], "kB")
            bounds[f"{name}_faster"] = Bound(3.0, "min")
    return BenchmarkResult(
        "cache", figures, bounds, ("seconds of the test: desktop, program, steps, record",)
    )


def _pair(folder: Path, name: str, text: str) -> tuple[float, float, float]:
    """Return the seconds of the first and the second run, and the kilobytes of what is kept."""
    folder.mkdir()
    test = folder / f"{name}.steps.md"
    test.write_text(text, "utf-8")
    first, second = (_played(test, number) for number in (1, 2))
    return first, second, cache_path(test).stat().st_size / 1000


def _played(test: Path, number: int) -> float:
    (test.parent / "notes.txt").unlink(missing_ok=True)
    # Networks are loaded once a process, so every run gets one of its own, as a test run on its own does.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        result = pool.submit(_play, test, test.parent / f"run-{number}").result()
    if result.verdict != "passed":
        raise RuntimeError(f"{test.name} did not pass: {result.failure}")
    print(f"{test.name} run {number}: {result.seconds:.2f} s", file=sys.stderr)
    return result.seconds


def _play(test: Path, folder: Path) -> CaseResult:
    return play_case(read_step_file(test)[0], 1, folder, load_settings(), "on")
