"""A remote machine is worked and graded through OSWorld's HTTP interface alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from actions.action import (
    Click,
    CloseWindow,
    Drag,
    FocusWindow,
    Launch,
    Move,
    PressKeys,
    Scroll,
    TypeText,
)
from actions.computer import Computer
from actions.errors import CaptureFailed, InputFailed, InvalidAction, LaunchFailed, WindowNotFound
from actions.geometry import Box, Point, Size
from evals.machines.errors import GuestFileMissing, MachineLost, MachineUnavailable, UnknownSnapshot
from evals.machines.machine import Machine
from evals.machines.remote.machine import RemoteMachine, remote_machine
from evals.machines.sandbox.machine import Sandbox

pytestmark = pytest.mark.x11
ROOT = Path(__file__).resolve().parents[3]


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def remote(sandbox: Sandbox) -> Iterator[RemoteMachine]:
    """A sandbox seen as a stranger sees it: through its server only."""
    with RemoteMachine(sandbox.server()) as machine:
        yield machine


@pytest.fixture
def address(x_display: str) -> Iterator[str]:
    """Run the server on a bare display of this host, over TCP."""
    command = [sys.executable, "-m", "evals.guest", "--host", "127.0.0.1", "--port", "0"]
    environment = {**os.environ, "DISPLAY": x_display, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        found = re.search(r", (\d+)\)", server.stdout.readline())
        assert found is not None
        yield f"http://127.0.0.1:{found[1]}"
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


class TestOverTcp:
    def test_it_keeps_the_agreements(self, address: str) -> None:
        with remote_machine(address) as machine:
            assert isinstance(machine, Machine)
            assert isinstance(machine.computer, Computer)
            assert machine.computer.screen_size == Size(1280, 800)
            assert machine.computer.screenshot(Box(1270, 790, 2000, 2000)).image.shape == (10, 10, 3)

    def test_the_pointer_goes_where_it_is_sent(self, address: str) -> None:
        with remote_machine(address) as machine:
            machine.computer.execute(Move(Point(111, 222)))
            where = machine.run(["python", "-c", "import pyautogui; print(*pyautogui.position())"])
            assert where.text == "111 222\n"

    def test_commands_and_files(self, address: str, tmp_path: Path) -> None:
        with remote_machine(address) as machine:
            machine.put(b"\0\xffdata", str(tmp_path / "new/file"))
            assert machine.get(str(tmp_path / "new/file")) == b"\0\xffdata"
            done = machine.run(["sh", "-c", "pwd; echo $A; exit 3"], cwd="/tmp", environment={"A": "b c"})
            assert (done.returncode, done.text) == (3, "/tmp\nb c\n")
            with pytest.raises(GuestFileMissing):
                machine.get(str(tmp_path / "nothing"))

    def test_points_off_the_screen_are_refused(self, address: str) -> None:
        with remote_machine(address) as machine, pytest.raises(InvalidAction, match="outside"):
            machine.computer.execute(Click(Point(1280, 5)))

    def test_a_server_that_is_gone_is_the_machines_fault(self) -> None:
        with pytest.raises(MachineLost, match="is its server running"):
            remote_machine("http://127.0.0.1:9").start()


class TestInRealApplications:
    def test_text_of_every_kind_is_typed_exactly(self, remote: RemoteMachine) -> None:
        text = 'Zażółć <gęślą> "jaźń" {1+1=2} ~`^ 你好 😀\n\tend'
        remote.put(b"", "/home/user/typed.txt")
        remote.computer.execute(Launch("mousepad", ("/home/user/typed.txt",)))
        assert eventually(lambda: "typed.txt" in remote.run(["wmctrl", "-l"]).text)
        remote.computer.execute(TypeText(text))
        remote.computer.execute(PressKeys(("ctrl", "s")))
        assert eventually(lambda: remote.get("/home/user/typed.txt").decode() == text), remote.get(
            "/home/user/typed.txt"
        ).decode()

    def test_windows_are_moved_raised_and_closed(self, remote: RemoteMachine) -> None:
        computer = remote.computer
        computer.execute(Launch("galculator"))
        assert eventually(lambda: "galculator" in remote.run(["wmctrl", "-l"]).text)
        before = computer.screenshot().image
        computer.execute(FocusWindow("galculator"))
        computer.execute(Drag((Point(640, 208), Point(700, 300), Point(900, 408))))
        assert eventually(lambda: not np.array_equal(before, computer.screenshot().image))
        computer.execute(Scroll(Point(640, 400), dy=3))
        computer.execute(CloseWindow("galculator"))
        assert eventually(lambda: "galculator" not in remote.run(["wmctrl", "-l"]).text)
        with pytest.raises(WindowNotFound):
            computer.execute(FocusWindow("galculator"))

    def test_a_program_that_is_not_there(self, remote: RemoteMachine) -> None:
        with pytest.raises(LaunchFailed, match="frobnicator"):
            remote.computer.execute(Launch("frobnicator"))

    def test_its_death_is_told_as_what_it_is(self, sandbox: Sandbox, remote: RemoteMachine) -> None:
        sandbox.run(["pkill", "-9", "-f", "evals.guest"])
        with pytest.raises(CaptureFailed):
            remote.computer.screenshot()
        with pytest.raises(InputFailed):
            remote.computer.execute(Move(Point(1, 1)))


def test_going_back_in_time_is_its_providers_business(sandbox: Sandbox) -> None:
    machine = RemoteMachine(sandbox.server())
    with pytest.raises(UnknownSnapshot, match="say how its provider does it"):
        machine.reset()
    asked: list[str] = []
    with RemoteMachine(sandbox.server(), revert=asked.append) as machine:
        machine.reset("init_state")
        assert asked == ["init_state"]
        assert machine.computer.screenshot().image.size


@pytest.mark.parametrize("address", ["ftp://host", "http://", "http://host:port"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(MachineUnavailable, match="is no address"):
        remote_machine(address)
