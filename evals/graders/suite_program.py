"""Loads a test suite, calls its function and says what came of it, inside of a fresh sandbox.

Standard library of the guest's Python only: ``python3 -I suite_program.py FOLDER SUITE FUNCTION SECONDS
PACKAGES``. One JSON object goes to what was standard output at the start, behind the secret word in the file
FOLDER.word; whatever the tested programs print goes nowhere. A tested program runs in this very process, as
it does upstream: one that looks through its own process can say of itself what it wants, but it can neither
leave the sandbox nor outlive it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import sys
from typing import Any

_MEMORY = 1 << 30
_FILE = 64 << 20
_LONGEST = 300


def main(folder: str, suite: str, function: str, seconds: str, packages: str) -> None:
    """Write the verdict: ``value``, or ``said`` with what went wrong and ``missing``, a module not found."""
    verdict = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    _limit(int(seconds))
    with open(f"{folder}.word", "rb") as file:  # noqa: PTH123
        word = file.read()
    os.unlink(f"{folder}.word")  # noqa: PTH108
    os.chdir(folder)
    sys.path[:0] = [folder]
    sys.path.append(packages)
    answer = json.dumps(judged(suite, function)).encode()
    os.write(verdict, word + answer)
    # Without waiting for threads or calling anything that was registered for the end.
    os._exit(0)


def judged(suite: str, function: str) -> dict[str, Any]:
    """Run the suite's function; whatever it raises is a finding."""
    try:
        specification = importlib.util.spec_from_file_location("suite_of_the_task", suite)
        assert specification is not None
        assert specification.loader is not None
        module = importlib.util.module_from_spec(specification)
        sys.modules[specification.name] = module
        specification.loader.exec_module(module)
        return {"value": as_score(getattr(module, function)())}
    except ModuleNotFoundError as error:
        return {"said": _told(error), "missing": str(error.name or "")}
    except BaseException as error:
        return {"said": _told(error)}


def as_score(value: Any) -> float:
    """Return what a suite's answer means, from 0 to 1, as upstream reads it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 1.0 if value else 0.0
    return max(0.0, min(1.0, float(value))) if value == value else 0.0


def _limit(seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _told(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"[:_LONGEST]
    except BaseException:
        return "an error that cannot be told"


if __name__ == "__main__":
    main(*sys.argv[1:])
