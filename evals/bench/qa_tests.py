"""The tests of the suite, and how one of them is played: in a copy of its own, in a process of its own."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from evals.bench.qa_defects import Defect, plant
from gui_agent.qa.steps.playing import play_case
from gui_agent.qa.steps.reading import find_step_files, read_step_file
from gui_agent.qa.steps.result import Verdict
from gui_agent.settings import load_settings

SUITE = Path(__file__).parent / "qa_suite"
Build = Literal["planted", "sound"]
"""The programs with every defect, or as they should be."""
_SECONDS = 300.0
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one test in one round; ``step`` is what it was doing when it failed."""

    test: str
    round: int
    build: Build
    verdict: Verdict
    step: str
    explanation: str
    seconds: float


def names_of_tests(suite: Path = SUITE) -> list[str]:
    """Return ``FILE::NAME`` of every test, steps first. Raises `StepFileError`."""
    names = [
        f"{path.name}::{case.name}" for path in find_step_files([suite]) for case in read_step_file(path)
    ]
    for path in sorted(suite.glob("test_*.py")):
        functions = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))
        names += [f"{path.name}::{each.name}" for each in functions if each.name.startswith("test_")]
    return names


def play(test: str, round_: int, build: Build, defects: Sequence[Defect], folder: Path) -> Played:
    """Play ``test`` in a fresh copy of the suite below ``folder``, with ``defects`` in its programs."""
    copy = folder / "suite"
    shutil.copytree(SUITE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    plant(defects, copy / "apps")
    began = time.monotonic()
    file, name = test.split("::", 1)
    played = _play_python(copy, test) if file.endswith(".py") else _play_steps(copy / file, name, folder)
    verdict, step, explanation = played
    return Played(test, round_, build, verdict, step, explanation, time.monotonic() - began)


def _play_steps(file: Path, name: str, folder: Path) -> tuple[Verdict, str, str]:
    case = next(case for case in read_step_file(file) if case.name == name)
    # A second try tells a flaky test from one that fails.
    result = play_case(replace(case, retries=1), 1, folder / "records", load_settings())
    failure = result.failure
    return result.verdict, failure.step if failure else "", failure.explanation if failure else ""


def _play_python(copy: Path, test: str) -> tuple[Verdict, str, str]:
    first = _run_pytest(copy, test, 1)
    if first[0] == "passed":
        return first
    return ("flaky", *first[1:]) if (second := _run_pytest(copy, test, 2))[0] == "passed" else second


def _run_pytest(copy: Path, test: str, number: int) -> tuple[Verdict, str, str]:
    results = copy.parent / f"results-{number}.xml"
    command = [sys.executable, "-m", "pytest", f"{copy}/{test}", "-p", "gui_agent.qa.plugin", "-q"]
    command += [
        "--rootdir",
        str(copy),
        "-c",
        os.devnull,
        "-p",
        "no:cacheprovider",
        f"--junitxml={results}",
        "--tb=short",
    ]
    command += [f"--basetemp={copy.parent / f'pytest-{number}'}", f"--gui-runs={copy.parent / 'records'}"]
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return "broken", "", f"pytest took longer than {_SECONDS:g} s"
    if done.returncode not in (0, 1) or not results.exists():
        return "broken", "", (done.stdout + done.stderr)[-1000:]
    return _result_of(results, test.split("::")[0])


def _result_of(results: Path, file: str) -> tuple[Verdict, str, str]:
    case = ElementTree.parse(results).getroot().find(".//testcase")
    if case is None:
        return "broken", "", "pytest ran no test"
    if (error := case.find("error")) is not None:
        return "broken", "", error.get("message", "")
    if (failure := case.find("failure")) is None:
        return "passed", "", ""
    lines = (failure.text or "").splitlines()
    # The test's own line, not those of the library; of a chain of errors the last.
    here = re.compile(rf"(?:.*/)?{re.escape(file)}:\d+: in ")
    own = [lines[i + 1].strip() for i, line in enumerate(lines[:-1]) if here.match(line)]
    return "failed", own[-1] if own else "", failure.get("message", "")
