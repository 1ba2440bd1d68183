"""The agent's programs under a task's test suite: run in a fresh sandbox, never on this host.

The sandbox has no network, none of this host's files and limits on time, memory and processes, and it is
gone afterwards.  Whatever the programs do (crash, hang, eat memory, kill what they can) is theirs: no score.
"""

from __future__ import annotations

import ast
import io
import json
import secrets
import tarfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.graders.errors import GraderMissing, WrongRules
from evals.graders.score import Score, none
from evals.graders.state import Absent, Options, State, file_of, files_of, reading
from evals.machines.errors import CommandFailed, CommandTimedOut, ImageError, MachineLost
from evals.machines.machine import CommandResult, Machine

if TYPE_CHECKING:
    from evals.machines.sandbox.machine import Sandbox

_FOLDER = "/home/user/suite"
_PACKAGES = "/home/user/packages"
_PYTHON = "/usr/bin/python3"
_PROGRAM = Path(__file__).parents[1] / "suite_program.py"
_SILENT = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYTHONDONTWRITEBYTECODE": "1"}
_SANDBOXES = 2
"""A program that brings down its machine gets one more, in case it was the machine's own fault."""

OpenMachine = Callable[[], Machine]


@dataclass(frozen=True, slots=True)
class SuiteLimits:
    """What a test suite may take: seconds of processor time, and seconds in all."""

    processor: int = 30
    all: float = 90.0


def check_python_file_by_test_suite(result: State, expected: State, options: Options) -> Score:
    """Score the guest's Python files by the function ``test_function_name`` (“test”) of a test suite.

    Raises `GraderMissing` where the suite or the programs need a package that is not to be had,
    `UnreadableInput` and `WrongRules` where the suite itself is at fault, and `MachineError` kinds.
    """
    function = options.get("test_function_name", "test")
    return judge_by_suite(files_of(result), file_of(expected, "the test suite"), function, fresh_sandbox)


def judge_by_suite(
    files: Sequence[Path | Absent],
    suite: Path,
    function: str,
    open_machine: OpenMachine,
    limits: SuiteLimits = SuiteLimits(),
) -> Score:
    """Score ``files`` in a machine that ``open_machine`` makes for this alone."""
    programs = [file for file in files if isinstance(file, Path)]
    _check_suite(suite, function)
    packages = _guest_packages()
    for _ in range(_SANDBOXES):
        with open_machine() as machine:
            _furnish(machine, programs, suite, packages)
            word = secrets.token_hex(16)
            machine.put(word.encode(), f"{_FOLDER}.word")
            try:
                done = _run(machine, suite, function, limits)
            except CommandTimedOut:
                return none(f"the programs did not end within {limits.all:g} s")
            except CommandFailed as error:
                return none(f"the programs were stopped: {error}")
            except MachineLost:
                continue
            return _score(done, word, files, packages)
    return none("the programs brought down the sandbox they were tested in, twice")


def fresh_sandbox() -> Sandbox:
    """Return a sandbox over the leanest image, for one test suite. Raises `ImageError`."""
    from evals.machines.images.store import find_image
    from evals.machines.sandbox.desktop import Limits
    from evals.machines.sandbox.machine import Sandbox

    try:
        image = find_image("lean")
    except ImageError:
        image = find_image()
    limits = Limits(memory=2 << 30, disk=512 << 20, shared_memory=64 << 20, processes=128)
    return Sandbox(image, limits=limits, accessibility=False)


def _check_suite(suite: Path, function: str) -> None:
    """Make sure that the suite, which is the task's, is in order: later every fault is the programs'."""
    with reading(suite, "a Python program"):
        tree = ast.parse(suite.read_bytes(), suite.name)
    if function not in {name for node in tree.body for name in _named(node)}:
        raise WrongRules(f"the test suite {suite.name} has no function “{function}”")


def _named(node: ast.stmt) -> list[str]:
    """Return the names that a statement at the top of a program may give to a function."""
    match node:
        case ast.FunctionDef(name=name):
            return [name]
        case ast.ImportFrom(names=names) | ast.Import(names=names):
            return [each.asname or each.name for each in names]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            return []


def _furnish(machine: Machine, programs: Sequence[Path], suite: Path, packages: Path | None) -> None:
    machine.put(_PROGRAM, f"{_FOLDER}.py")
    for file in programs:
        machine.put(file, f"{_FOLDER}/{file.name}")
    # Last, so that no program takes its place.
    machine.put(suite, f"{_FOLDER}/{suite.name}")
    if packages is not None:
        machine.put(_packed(packages), f"{_FOLDER}.tar")
        done = machine.run(["/usr/bin/tar", "-x", f"--one-top-level={_PACKAGES}", "-f", f"{_FOLDER}.tar"])
        if done.returncode:
            raise CommandFailed(f"packages cannot be unpacked: {done.stderr.decode('utf-8', 'replace')}")


def _run(machine: Machine, suite: Path, function: str, limits: SuiteLimits) -> CommandResult:
    arguments = [_FOLDER, f"{_FOLDER}/{suite.name}", function, str(limits.processor), _PACKAGES]
    command = [_PYTHON, "-I", f"{_FOLDER}.py", *arguments]
    return machine.run(command, timeout=limits.all, environment=_SILENT)


def _score(done: CommandResult, word: str, files: Sequence[Path | Absent], packages: Path | None) -> Score:
    absent = "; ".join(file.reason for file in files if isinstance(file, Absent))
    try:
        verdict = json.loads(_behind(word, done.stdout))
        value = verdict.get("value")
        said, missing = str(verdict.get("said", "")), str(verdict.get("missing", ""))
    except (ValueError, AttributeError, RecursionError):
        return none(f"the programs ended without a verdict of the test suite (code {done.returncode})")
    if packages is None and missing in _could_be_given():
        raise GraderMissing(f"the programs under test need {missing}: run gui-agent eval install-graders")
    if isinstance(value, int | float) and 0 <= value <= 1:
        return Score(float(value), f"the test suite says {value:g}")
    return none("; ".join(filter(None, (absent, f"the test suite failed: {said}"))))


def _behind(word: str, output: bytes) -> bytes:
    """Return what comes behind the word; nothing that a program wrote by itself begins with it."""
    return output.removeprefix(word.encode()) if output.startswith(word.encode()) else b""


def _guest_packages() -> Path | None:
    from evals.upstream_graders.install import guest_packages

    return guest_packages()


def _could_be_given() -> Collection[str]:
    from evals.upstream_graders.install import GUEST_PACKAGES

    return GUEST_PACKAGES


def _packed(folder: Path) -> bytes:
    """Return the packages in ``folder`` as a tar archive, without what only developers of them need."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for part in sorted(folder.iterdir()):
            archive.add(part, part.name, filter=_needed)
    return packed.getvalue()


def _needed(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if {"docs", "examples", "tests", "bin"} & set(Path(entry.name).parts) else entry
