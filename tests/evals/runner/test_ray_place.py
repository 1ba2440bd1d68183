"""The folder of a Ray started here goes with its owner, and so do the processes that work in it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.bench.killing import identity
from evals.runner.ray_place import RayPlace

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="Ray's processes are found by /proc"
)

_HELPER = (
    "import sys, time; kept = open(sys.argv[1] + '/log', 'w'); print('ready', flush=True); time.sleep(600)"
)
_OWNER = """
import subprocess, sys, time
from evals.runner.ray_place import RayPlace
place = RayPlace()
helper = subprocess.Popen([sys.executable, "-c", sys.argv[1], place.path], stdout=subprocess.PIPE,
                          start_new_session=True)
helper.stdout.readline()
print(helper.pid, place.path, flush=True)
time.sleep(600)
"""


def start_helper(place: str) -> subprocess.Popen[bytes]:
    helper = subprocess.Popen(
        [sys.executable, "-c", _HELPER, place], stdout=subprocess.PIPE, start_new_session=True
    )
    assert helper.stdout is not None
    helper.stdout.readline()
    return helper


@pytest.fixture
def bystander(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with start_helper(str(tmp_path)) as process:
        yield process
        process.kill()


def test_a_killed_owner_leaves_nothing(bystander: subprocess.Popen[bytes]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _OWNER, _HELPER], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid, path = owner.stdout.readline().split()
        helper = identity(int(pid))
        assert helper[1]
        owner.send_signal(signal.SIGKILL)
    while identity(helper[0]) == helper or Path(path).exists():  # the test's own timeout ends it otherwise
        time.sleep(0.05)
    assert bystander.poll() is None


def test_closing_ends_what_is_left_and_not_the_owner() -> None:
    place = RayPlace()
    with start_helper(place.path) as helper, Path(place.path, "own").open("w"):
        place.close()
        assert helper.wait() == -signal.SIGKILL
    assert not Path(place.path).exists()
    place.close()
