"""Ray actors as slots: the same run folder, and a killed actor costs nothing."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import sys
import time

import pytest

from evals.bench.killing import Victim, descendants, identity, kill
from evals.episodes.result import Ending
from tests.evals.runner.conftest import Bench

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc"),
]


@pytest.fixture(scope="module", autouse=True)
def _needs_ray() -> None:
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed: pip install 'guiagent-desktop[ray]'")


def test_an_actor_killed_in_the_middle_loses_and_doubles_nothing_and_nothing_runs_on(bench: Bench) -> None:
    bench.task("slow", "type yes. sleep 2")
    bench.task("right", "type yes")
    process = bench.start("--ray", "local", "--workers", "1")
    started = set()
    try:
        while not bench.noted("played"):
            if process.poll() is not None and "Ray did not start here" in (said := process.communicate())[1]:
                pytest.skip(f"this host is too busy for Ray: {said[1].strip()}")
            assert process.poll() is None, process.communicate()
            time.sleep(0.1)
        bench.await_note(process, "sleep")
        started = set(map(identity, descendants(process.pid)))
        assert kill(Victim.ACTOR, process.pid, 10)
        said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0, said
    found = bench.results()
    assert [result.ending for result in found.values()] == [Ending.SOLVED] * 2
    assert found["slow 0-1"].troubles == ("worker_died",)
    assert len([line for line in bench.noted("played") if "sleep" in line]) == 2
    assert len([line for line in bench.noted("played") if "sleep" not in line]) == 1
    left = [each for each in started if each[1] and identity(each[0]) == each]
    for pid, _ in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert left == []


def test_the_cluster_that_does_not_answer_is_named(bench: Bench) -> None:
    bench.task("right", "type yes")
    done = bench.run("--ray", "not-an-address:1:2")
    assert done.returncode in (2, 4)
    assert "not-an-address" in done.stderr
