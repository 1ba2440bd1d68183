"""A sandbox is a whole desktop: it starts clean, does what it is told, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from actions.action import Click, Launch, PressKeys, TypeText
from actions.computer import Computer, IdleWaiter
from actions.geometry import Box, Point, Size
from evals.machines.errors import (
    CommandFailed,
    CommandTimedOut,
    GuestFileError,
    GuestFileMissing,
    MachineFailed,
    MachineLost,
    UnknownSnapshot,
)
from evals.machines.images.store import Image
from evals.machines.machine import Machine
from evals.machines.sandbox.footprint import memory_of, processes_in, traces
from evals.machines.sandbox.machine import Sandbox
from evals.machines.sandbox.outer_numbers import OuterNumbers

pytestmark = pytest.mark.x11


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def titles(sandbox: Sandbox) -> list[str]:
    return [window.title for window in sandbox.computer.windows()]  # type: ignore[attr-defined]


def test_it_keeps_the_agreements(sandbox: Sandbox) -> None:
    assert isinstance(sandbox, Machine)
    assert isinstance(sandbox.computer, Computer)


class TestTheDesktop:
    def test_windows_name_their_processes_as_they_are_called_outside(self, sandbox: Sandbox) -> None:
        sandbox.computer.execute(Launch("xterm"))
        (window,) = sandbox.computer.windows()  # type: ignore[attr-defined]
        assert Path(f"/proc/{window.pid}/comm").read_text().strip() == "xterm"
        assert window.pid in processes_in(sandbox.namespace)
        assert isinstance(sandbox.computer, IdleWaiter)
        assert sandbox.computer.wait_until_idle(10)

    def test_a_process_that_no_one_in_the_sandbox_has_is_none(self, sandbox: Sandbox) -> None:
        numbers = OuterNumbers(sandbox.namespace)
        assert numbers(1) == sandbox.pid
        assert numbers(os.getpid() + 4_000_000) is None

    def test_the_first_picture_shows_a_drawn_panel(self, sandbox: Sandbox) -> None:
        shot = sandbox.computer.screenshot()
        assert shot.image.shape == (800, 1280, 3)
        panel = shot.crop(Box(0, 775, 1280, 798))
        assert len(np.unique(panel.reshape(-1, 3), axis=0)) > 20, "buttons with pictures"

    def test_two_sandboxes_look_alike_to_the_pixel(self, sandbox: Sandbox) -> None:
        before = sandbox.computer.screenshot().image
        sandbox.reset()
        assert np.array_equal(before, sandbox.computer.screenshot().image)

    def test_its_size_can_be_chosen(self, image: Image, namespaces: None) -> None:
        with Sandbox(image, size=Size(800, 600)) as sandbox:
            assert sandbox.computer.screen_size == Size(800, 600)
            assert sandbox.computer.screenshot(Box(790, 590, 900, 900)).image.shape == (10, 10, 3)

    def test_an_editor_is_launched_typed_into_and_its_file_fetched(self, sandbox: Sandbox) -> None:
        sandbox.put(b"first\n", "~/note.txt")
        computer = sandbox.computer
        computer.execute(Launch("mousepad", ("/home/user/note.txt",)))
        assert eventually(lambda: any("note.txt" in title for title in titles(sandbox)))
        computer.execute(PressKeys(("ctrl", "end")))
        computer.execute(TypeText("Zażółć <b>你好</b>\n"))
        computer.execute(PressKeys(("ctrl", "s")))
        assert eventually(lambda: sandbox.get("~/note.txt") != b"first\n")
        assert sandbox.get("~/note.txt").decode() == "first\nZażółć <b>你好</b>\n"

    def test_the_panel_starts_programs_by_a_click(self, sandbox: Sandbox) -> None:
        sandbox.computer.execute(Click(Point(74, 785)))
        assert eventually(lambda: any("Mousepad" in title for title in titles(sandbox)))

    def test_an_application_nobody_has_is_refused_by_name(self, sandbox: Sandbox) -> None:
        from actions.errors import LaunchFailed

        with pytest.raises(LaunchFailed, match="no application is called"):
            sandbox.computer.execute(Launch("frobnicator"))


class TestCommands:
    def test_both_streams_and_the_code_come_back(self, sandbox: Sandbox) -> None:
        result = sandbox.run(["sh", "-c", "echo out; echo err >&2; exit 7"])
        assert (result.returncode, result.stdout, result.stderr) == (7, b"out\n", b"err\n")

    def test_folder_and_environment(self, sandbox: Sandbox) -> None:
        result = sandbox.run(
            ["sh", "-c", "pwd; echo $COLOUR $HOME"], cwd="/tmp", environment={"COLOUR": "red"}
        )
        assert result.text == "/tmp\nred /home/user\n"

    def test_a_program_that_does_not_exist_is_named(self, sandbox: Sandbox) -> None:
        with pytest.raises(CommandFailed, match="frobnicate cannot be started"):
            sandbox.run(["frobnicate"])

    def test_one_that_does_not_end_is_ended(self, sandbox: Sandbox) -> None:
        with pytest.raises(CommandTimedOut, match="did not end"):
            sandbox.run(["sleep", "1000"], timeout=0.5)
        assert eventually(lambda: sandbox.run(["pgrep", "-x", "sleep"]).returncode == 1)

    def test_what_it_leaves_running_does_not_hold_it_up(self, sandbox: Sandbox) -> None:
        assert sandbox.run(["sh", "-c", "sleep 1000 & echo started"]).text == "started\n"

    def test_in_the_background(self, sandbox: Sandbox) -> None:
        sandbox.run(["sh", "-c", "echo done > /tmp/done"], background=True)
        assert eventually(lambda: sandbox.run(["test", "-s", "/tmp/done"]).returncode == 0)

    def test_endless_output_is_cut_off(self, sandbox: Sandbox) -> None:
        with pytest.raises(CommandFailed, match="said more than"):
            sandbox.run(["cat", "/dev/zero"], timeout=60)


class TestPorts:
    def test_a_port_of_the_guest_is_reached_though_it_has_no_network(self, sandbox: Sandbox) -> None:
        sandbox.put(b"from inside", "~/page/index.html")
        serve = [
            "python3",
            "-m",
            "http.server",
            "9222",
            "--bind",
            "127.0.0.1",
            "--directory",
            "/home/user/page",
        ]
        sandbox.run(serve, background=True)
        host, port = sandbox.address(9222)
        address = f"http://{host}:{port}/index.html"

        def fetched() -> bytes:
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    return bytes(answer.read())
            except OSError:
                return b""

        assert eventually(lambda: fetched() == b"from inside")
        sandbox.reset()
        assert fetched() == b"", "a reset ends the old guest's ports"

    def test_where_nobody_listens(self, sandbox: Sandbox) -> None:
        with pytest.raises(CommandFailed, match="nobody listens on port 4711"):
            sandbox.connect(4711)


class TestFiles:
    def test_there_and_back(self, sandbox: Sandbox, tmp_path: Path) -> None:
        content = os.urandom(3_000_000)
        (tmp_path / "big").write_bytes(content)
        sandbox.put(tmp_path / "big", "/home/user/a/b/c/big.bin")
        assert sandbox.get("/home/user/a/b/c/big.bin") == content
        assert (
            sandbox.run(["stat", "-c", "%U", "/home/user/a", "/home/user/a/b/c/big.bin"]).text
            == "user\nuser\n"
        )

    def test_a_shorter_file_replaces_a_longer_one(self, sandbox: Sandbox) -> None:
        sandbox.put(b"long long", "/tmp/x")
        sandbox.put(b"short", "/tmp/x")
        assert sandbox.get("/tmp/x") == b"short"

    def test_absent_is_another_error_than_unreadable(self, sandbox: Sandbox) -> None:
        with pytest.raises(GuestFileMissing):
            sandbox.get("/home/user/nothing")
        with pytest.raises(GuestFileError, match="folder"):
            sandbox.get("/home/user")


class TestResetting:
    def test_everything_since_the_start_is_gone(self, sandbox: Sandbox) -> None:
        sandbox.run(["sh", "-c", "touch /home/user/mark /tmp/mark /var/tmp/mark; sleep 1000 &"])
        sandbox.computer.execute(Launch("mousepad"))
        assert eventually(lambda: bool(titles(sandbox)))
        sandbox.reset()
        assert titles(sandbox) == []
        listed = sandbox.run(["sh", "-c", "ls /home/user/mark /tmp/mark /var/tmp/mark; pgrep -x sleep"])
        assert listed.stdout == b""

    def test_there_is_one_snapshot_only(self, sandbox: Sandbox) -> None:
        with pytest.raises(UnknownSnapshot, match="clean state"):
            sandbox.reset("chrome")

    def test_the_image_never_changes(self, sandbox: Sandbox) -> None:
        before = {path: path.lstat().st_mtime_ns for path in (sandbox.image.root / "etc").iterdir()}
        sandbox.put(b"x", "/etc/made-by-a-test")
        assert sandbox.get("/etc/made-by-a-test") == b"x"
        assert {path: path.lstat().st_mtime_ns for path in (sandbox.image.root / "etc").iterdir()} == before


class TestADamagedImage:
    def test_it_is_told_what_to_do(self, namespaces: None, tmp_path: Path) -> None:
        before = traces(tmp_path)
        with pytest.raises(MachineFailed, match="its image is damaged"):
            Sandbox(Image("lean", "0", tmp_path)).start()
        (tmp_path / "mount").mkdir()
        (tmp_path / "rootfs").mkdir()
        with pytest.raises(MachineFailed, match="its image is damaged"):
            Sandbox(Image("lean", "0", tmp_path)).start()
        assert [left for left in traces(tmp_path).since(before) if "gui-agent" in left] == []


class TestSeveralAtOnce:
    def test_they_know_nothing_of_each_other(self, image: Image, namespaces: None) -> None:
        def work(number: int) -> tuple[bytes, str]:
            with Sandbox(image) as sandbox:
                sandbox.put(str(number).encode(), "~/mine")
                sandbox.computer.execute(Launch("mousepad"))
                sandbox.reset()
                sandbox.put(str(number).encode(), "~/mine")
                return sandbox.get("~/mine"), sandbox.run(["sh", "-c", "ls ~/mine; id -un"]).text

        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(work, range(6)))
        assert done == [(str(n).encode(), "/home/user/mine\nuser\n") for n in range(6)]


class TestTheEnd:
    def test_nothing_is_left(self, image: Image, namespaces: None) -> None:
        before = traces(image.folder)
        inside: list[int] = []
        with Sandbox(image) as sandbox:
            for _ in range(3):
                inside.append(sandbox.namespace)
                sandbox.run(["sh", "-c", "setsid sleep 1000 & setsid sleep 1000 &"])
                sandbox.reset()
            keeper = sandbox.keeper_pid
        assert processes_in(*inside) == []
        assert not Path(f"/proc/{keeper}").exists()
        assert traces(image.folder).since(before) == []

    def test_closing_twice_and_using_it_afterwards(self, image: Image, namespaces: None) -> None:
        sandbox = Sandbox(image)
        with pytest.raises(MachineFailed, match="not running"):
            sandbox.get("/etc/hostname")
        sandbox.start()
        sandbox.close()
        sandbox.close()
        with pytest.raises(MachineFailed, match="not running"):
            _ = sandbox.computer
        sandbox.start()
        assert sandbox.get("/etc/hostname") == b"desktop\n"
        sandbox.close()

    @pytest.mark.parametrize("victim", ["owner", "keeper", "first process"])
    def test_whoever_is_killed_the_rest_follows(self, image: Image, namespaces: None, victim: str) -> None:
        before = traces(image.folder)
        program = (
            "import sys, time\n"
            "from evals.machines.sandbox.machine import Sandbox\n"
            "sandbox = Sandbox(); sandbox.start()\n"
            "print(sandbox.keeper_pid, sandbox.pid, sandbox.namespace, flush=True); time.sleep(1000)\n"
        )
        owner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        assert owner.stdout is not None
        try:
            keeper, first, inside = map(int, owner.stdout.readline().split())
            os.kill({"owner": owner.pid, "keeper": keeper, "first process": first}[victim], signal.SIGKILL)
            gone = eventually(lambda: processes_in(inside) == [])
        finally:
            owner.kill()
            owner.wait()
            owner.stdout.close()
        assert gone
        assert eventually(lambda: not Path(f"/proc/{keeper}").exists())
        if victim != "keeper":
            assert eventually(lambda: traces(image.folder).since(before) == [])
        else:
            clear(before, image)

    def test_a_sandbox_that_died_says_so_and_can_be_reset(self, sandbox: Sandbox) -> None:
        os.kill(sandbox.pid, signal.SIGKILL)
        with pytest.raises(MachineLost, match="reset the machine"):
            sandbox.run(["true"])
        sandbox.reset()
        assert sandbox.run(["true"]).returncode == 0

    def test_an_idle_one_is_small(self, sandbox: Sandbox) -> None:
        time.sleep(1)
        memory = memory_of([*processes_in(sandbox.namespace), sandbox.keeper_pid])
        assert memory < 80 << 20


def clear(before: object, image: Image) -> None:
    """A killed keeper cannot remove its limits; the next cleaning does."""
    from evals.machines.sandbox.cgroup import remove_abandoned

    remove_abandoned()
    assert traces(image.folder).since(before) == []  # type: ignore[arg-type]
