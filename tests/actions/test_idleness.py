"""A program that sleeps is ready; one that works, or waits for a processor, is not."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from actions.idleness import idles, works
from evals.bench.private_display import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


@pytest.fixture
def start() -> Iterator[object]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(code: str) -> int:
        started.append(subprocess.Popen([sys.executable, "-c", code]))
        return started[-1].pid

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_a_sleeping_program_idles(start) -> None:  # type: ignore[no-untyped-def]
    assert idles(start("import time; time.sleep(60)"), 20.0)


def test_a_working_program_does_not(start) -> None:  # type: ignore[no-untyped-def]
    assert not idles(start("while True: pass"), 1.0)


def test_a_program_that_has_ended_keeps_nobody_waiting() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert idles(ended.pid, 1.0)


def test_work_shows_at_once(start) -> None:  # type: ignore[no-untyped-def]
    pid = start("while True: pass")
    assert wait_for(lambda: works(pid), 20.0)
    sleeping = start("import time; time.sleep(60)")
    assert wait_for(lambda: not works(sleeping), 20.0)
