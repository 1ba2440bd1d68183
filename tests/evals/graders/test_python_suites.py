"""The agent's programs under a test suite: in a fresh sandbox, whatever they try."""

from __future__ import annotations

import math
import socket
from pathlib import Path

import pytest

from evals.graders.errors import UnreadableInput, WrongRules
from evals.graders.evaluate import judge
from evals.graders.metrics.python_suites import SuiteLimits, fresh_sandbox, judge_by_suite
from evals.graders.score import Score
from evals.graders.state import Absent
from evals.graders.suite_program import as_score
from evals.machines.errors import ImageError, MachineFailed

SUITE = """
from answer import double

def test():
    return sum(double(n) == 2 * n for n in range(4)) / 4
"""


@pytest.fixture(scope="module", autouse=True)
def sandboxes() -> None:
    """Skip where no sandbox can be made."""
    try:
        fresh_sandbox().close()
        with fresh_sandbox():
            pass
    except ImageError as error:
        pytest.skip(str(error))
    except MachineFailed as error:
        if "namespaces" not in str(error):
            raise
        pytest.skip(str(error))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def scored(folder: Path, program: str, suite: str = SUITE, *, processor: int = 20, all_: float = 60) -> Score:
    files = [written(folder, "answer.py", program)]
    tests = written(folder, "test_suite.py", suite)
    return judge_by_suite(files, tests, "test", fresh_sandbox, SuiteLimits(processor, all_))


def test_a_suite_scores_the_programs_of_the_guest(tmp_path: Path) -> None:
    files = [written(tmp_path, "answer.py", "def double(n): return 2 * n if n < 3 else 0")]
    suite = written(tmp_path, "test_suite.py", SUITE)
    assert judge("check_python_file_by_test_suite", files, suite, {}) == Score(
        0.75, "the test suite says 0.75"
    )


@pytest.mark.parametrize(
    ("answer", "value"),
    [(True, 1.0), (False, 0.0), (7, 1.0), (-1, 0.0), (0.25, 0.25), (math.nan, 0.0), ("x", 1.0), ([], 0.0)],
)
def test_what_a_suite_answers_is_read_as_upstream_reads_it(answer: object, value: float) -> None:
    assert as_score(answer) == value


FORGING = """
import os
for stream in os.listdir("/proc/self/fd"):
    try:
        os.write(int(stream), b'{"value": 1.0}')
    except OSError:
        pass
os._exit(0)
"""


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("def double(n) return", "the test suite failed: SyntaxError"),
        ("import os\nos._exit(0)", "ended without a verdict of the test suite (code 0)"),
        ("print('{\"value\": 1.0}')\nraise SystemExit(0)", "the test suite failed: SystemExit: 0"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "ended without a verdict"),
        (FORGING, "ended without a verdict"),
        ("import nowhere_to_be_found", "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
        ("class E(Exception):\n    def __str__(self): raise E\nraise E", "an error that cannot be told"),
    ],
)  # fmt: skip
def test_broken_programs_score_nothing(tmp_path: Path, program: str, said: str) -> None:
    score = scored(tmp_path, program)
    assert score.value == 0
    assert said in score.explanation


def test_programs_see_neither_files_nor_network_nor_processes_of_the_host(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "of the host")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        spy = f"""
import os, socket
def tried(what):
    try:
        return what()
    except OSError:
        return None
found = [
    tried(lambda: open({str(secret)!r}).read()),
    tried(lambda: open({str(Path(__file__))!r}).read()),
    tried(lambda: socket.create_connection(("127.0.0.1", {port}), 1)),
    tried(lambda: socket.create_connection(("192.0.2.1", 80), 1)),
    tried(lambda: open({str(tmp_path / "planted")!r}, "w")),
    None if len([name for name in os.listdir("/proc") if name.isdigit()]) < 40 else "processes",
    None if "python" in open("/proc/self/comm").read() and os.getuid() else "root",
]
"""
        suite = "from answer import found\ndef test():\n    return found == [None] * 7"
        score = scored(tmp_path, spy, suite)
        listener.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert score.value == 1, score
    assert not (tmp_path / "planted").exists()


TALKING = """
import os
while True:
    for stream in os.listdir("/proc/self/fd"):
        try:
            os.write(int(stream), bytes(1 << 20))
        except OSError:
            pass
"""
KILLING = """
import os, signal, subprocess
subprocess.Popen(["/bin/sh", "-c", 'trap "" TERM HUP; sleep 1000'], start_new_session=True)
os.kill(-1, signal.SIGKILL)
"""


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("while True: pass", "without a verdict of the test suite (code -9)"),
        ("import time\ntime.sleep(1000)", "the programs did not end within 3 s"),
        ("hoard = [bytes(1 << 20) for _ in range(100_000)]", "MemoryError"),
        ("import os\nwhile True: os.fork()", ""),  # who gets to say what is up to chance
        (TALKING, "the programs were stopped: "),
        (KILLING, "the test suite failed: ImportError"),
        ("f = open('/home/user/big', 'wb')\nwhile True: f.write(bytes(1 << 20))", "File too large"),
    ],
    ids=["spinning", "sleeping", "hoarding", "forking", "talking", "killing", "filling"],
)
def test_programs_that_eat_what_they_can_score_nothing(tmp_path: Path, program: str, said: str) -> None:
    score = scored(tmp_path, program, processor=1, all_=3 if "sleep(" in program else 20)
    assert score.value == 0
    assert said in score.explanation


def test_garbage_in_place_of_a_program_scores_nothing(tmp_path: Path) -> None:
    garbage = tmp_path / "answer.py"
    garbage.write_bytes(bytes(range(256)) * 10)
    suite = written(tmp_path, "test_suite.py", SUITE)
    assert judge("check_python_file_by_test_suite", [garbage], suite, {}).value == 0
    gone = [Absent("the guest has no file /home/user/answer.py")]
    score = judge("check_python_file_by_test_suite", gone, suite, {})
    assert score.value == 0
    assert score.explanation.startswith("the guest has no file /home/user/answer.py; the test suite failed")


def test_a_program_cannot_take_the_place_of_the_suite(tmp_path: Path) -> None:
    other = tmp_path / "fetched"
    other.mkdir()
    impostor = written(other, "test_suite.py", "def test(): return 1.0")
    suite = written(tmp_path, "test_suite.py", "def test(): return 0.5")
    assert judge_by_suite([impostor], suite, "test", fresh_sandbox).value == 0.5


def test_a_suite_that_is_at_fault_is_no_score(tmp_path: Path) -> None:
    files = [written(tmp_path, "answer.py", "def double(n): return 2 * n")]
    with pytest.raises(UnreadableInput, match=r"test_suite\.py cannot be read as a Python program"):
        judge("check_python_file_by_test_suite", files, written(tmp_path, "test_suite.py", "def test("), {})
    suite = written(tmp_path, "test_suite.py", SUITE)
    with pytest.raises(WrongRules, match="has no function “check”"):
        judge("check_python_file_by_test_suite", files, suite, {"test_function_name": "check"})


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package for programs under test, as `install-graders` puts it."""
    folder = tmp_path / "graders" / "guest-packages" / "pygame"
    folder.mkdir(parents=True)
    monkeypatch.setenv("GUI_AGENT_GRADERS", str(tmp_path / "graders"))
    (folder / "__init__.py").write_text("KEY = 7")
    return folder


def test_packages_that_programs_import_are_given_to_them(tmp_path: Path, packages: Path) -> None:
    assert scored(tmp_path, "import pygame\ndef double(n): return 2 * n * (pygame.KEY == 7)").value == 1


def test_a_package_that_is_not_installed_is_no_fault_of_the_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evals.graders.errors import GraderMissing

    monkeypatch.setenv("GUI_AGENT_GRADERS", str(tmp_path / "none"))
    with pytest.raises(GraderMissing, match="need pygame: run gui-agent eval install-graders"):
        scored(tmp_path, "import pygame")
