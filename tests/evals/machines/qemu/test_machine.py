"""A virtual machine is a whole desktop that is worked from outside, and goes back to where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from actions.action import Click, CloseWindow, Drag, FocusWindow, Launch, Move, PressKeys, Scroll, TypeText
from actions.computer import Computer
from actions.errors import DisplayLost, InputFailed, LaunchFailed
from actions.geometry import Box, Point
from actions.settle import wait_until_settled
from evals.machines.errors import (
    CommandFailed,
    CommandTimedOut,
    GuestFileError,
    GuestFileIsFolder,
    GuestFileMissing,
    ImageError,
    MachineFailed,
    MachineLost,
    UnknownSnapshot,
)
from evals.machines.images.disk import Disk
from evals.machines.machine import Machine
from evals.machines.open_machine import open_machine
from evals.machines.qemu.accelerator import TCG, boots_with, choose_accelerator
from evals.machines.qemu.machine import VirtualMachine

# Emulated on a busy host, a program may take minutes to show its window.
pytestmark = pytest.mark.timeout(900)

ASCII = "".join(map(chr, range(0x20, 0x7F)))


def eventually(condition: Callable[[], bool], seconds: float = 240) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def titles(machine: VirtualMachine) -> list[str]:
    return [window.title for window in machine.computer.windows()]  # type: ignore[attr-defined]


def open_editor(machine: VirtualMachine, text: bytes = b"") -> None:
    machine.put(text, "~/note.txt")
    machine.computer.execute(Launch("mousepad", ("/home/user/note.txt",)))
    await_listening(machine, "note.txt")


def await_listening(machine: VirtualMachine, title: str = "") -> None:
    """Wait for a window and for its program: a window is there before its program listens."""
    assert eventually(lambda: any(title in shown for shown in titles(machine)))
    machine.computer.execute(FocusWindow(titles(machine)[0]))
    wait_until_settled(machine.computer.screenshot, quiet=1.0, timeout=60)


def test_it_keeps_the_agreements(machine: VirtualMachine) -> None:
    assert isinstance(machine, Machine)
    assert isinstance(machine.computer, Computer)


class TestTheDesktop:
    def test_the_first_picture_shows_a_drawn_panel(self, machine: VirtualMachine) -> None:
        shot = machine.computer.screenshot()
        assert shot.image.shape == (800, 1280, 3)
        panel = shot.crop(Box(0, 775, 1280, 798))
        assert len(np.unique(panel.reshape(-1, 3), axis=0)) > 20, "buttons with pictures"

    def test_a_part_of_the_screen(self, machine: VirtualMachine) -> None:
        whole = machine.computer.screenshot().image
        part = machine.computer.screenshot(Box(5, 770, 45, 900))
        assert part.region == Box(5, 770, 45, 800)
        assert np.array_equal(part.image, whole[770:800, 5:45])

    def test_two_machines_at_once_look_alike_and_know_nothing_of_each_other(
        self, machine: VirtualMachine, disk: Disk
    ) -> None:
        with VirtualMachine(disk) as other:
            assert np.array_equal(other.computer.screenshot().image, machine.computer.screenshot().image)
            other.put(b"other's", "~/mine")
            with pytest.raises(GuestFileMissing):
                machine.get("~/mine")


class TestInput:
    def test_the_pointer_lands_on_the_pixel(self, machine: VirtualMachine) -> None:
        points = [(0, 0), (1279, 799), (1, 798), (640, 400), (333, 777), (1278, 2), (101, 57)]
        landed = []
        for x, y in points:
            machine.computer.execute(Move(Point(x, y)))
            said = machine.run(["xdotool", "getmouselocation", "--shell"]).text.split()
            landed.append((int(said[0].removeprefix("X=")), int(said[1].removeprefix("Y="))))
        assert landed == points

    def test_every_sign_of_the_keyboard_and_every_other_one(self, machine: VirtualMachine) -> None:
        open_editor(machine)
        computer = machine.computer
        computer.execute(TypeText(f"{ASCII}\n\t"))
        computer.execute(TypeText("Zażółć 你好 😀\n"))
        computer.execute(PressKeys(("capslock",)))
        computer.execute(TypeText("Small and GREAT"))
        computer.execute(PressKeys(("ctrl", "s")))
        wanted = f"{ASCII}\n\tZażółć 你好 😀\nSmall and GREAT"
        eventually(lambda: machine.get("~/note.txt").decode().rstrip("\n") == wanted, 30)
        assert machine.get("~/note.txt").decode().rstrip("\n") == wanted

    def test_a_long_text_arrives_whole(self, machine: VirtualMachine) -> None:
        machine.computer.execute(Launch("xterm", ("-e", "cat > /home/user/typed")))
        await_listening(machine)
        lines = "".join(f"{number}: {ASCII[number % 50 :][:40]}\n" for number in range(10))
        machine.computer.execute(TypeText(lines))
        machine.computer.execute(PressKeys(("ctrl", "d")))
        assert eventually(lambda: not titles(machine))
        assert machine.get("~/typed").decode() == lines

    def test_clicks_drags_and_the_wheel(self, machine: VirtualMachine) -> None:
        open_editor(machine, b"one two three\n" + b"\n".join(b"line %d" % n for n in range(200)))
        computer = machine.computer
        box = next(window.box for window in computer.windows())  # type: ignore[attr-defined]
        computer.execute(Drag((Point(box.center.x, box.y1 + 8), Point(640, 20))))
        moved = lambda: next(window.box for window in computer.windows())  # type: ignore[attr-defined]  # noqa: E731
        assert eventually(lambda: moved().y1 < box.y1), "dragged by its title bar"
        before = computer.screenshot().image
        computer.execute(Scroll(moved().center, dy=5))
        assert eventually(lambda: not np.array_equal(before, computer.screenshot().image))
        computer.execute(Click(moved().center, count=2))
        computer.execute(PressKeys(("ctrl", "home")))
        computer.execute(PressKeys(("ctrl", "shift", "right")))
        computer.execute(TypeText("1"))
        computer.execute(PressKeys(("ctrl", "s")))
        assert eventually(lambda: machine.get("~/note.txt").startswith(b"1 two three"))

    def test_a_key_nobody_has(self, machine: VirtualMachine) -> None:
        with pytest.raises(InputFailed, match="not on the virtual machine's keyboard"):
            machine.computer.execute(PressKeys(("f20",)))

    def test_windows_are_closed_by_name(self, machine: VirtualMachine) -> None:
        open_editor(machine)
        machine.computer.execute(CloseWindow("note.txt"))
        assert eventually(lambda: titles(machine) == [])

    def test_a_program_nobody_has(self, machine: VirtualMachine) -> None:
        with pytest.raises(LaunchFailed, match="no application is called"):
            machine.computer.execute(Launch("doom"))


class TestCommandsAndFiles:
    def test_a_command_runs_as_the_guests_user(self, machine: VirtualMachine) -> None:
        told = machine.run(
            ["sh", "-c", 'id -un; pwd; echo "$WORD"; echo no >&2; exit 3'], environment={"WORD": "ja"}
        )
        assert (told.text, told.stderr, told.returncode) == ("user\n/home/user\nja\n", b"no\n", 3)
        assert machine.run(["pwd"], cwd="/usr").text == "/usr\n"

    def test_output_of_megabytes(self, machine: VirtualMachine) -> None:
        assert len(machine.run(["head", "-c", "3000000", "/dev/zero"]).stdout) == 3_000_000

    def test_commands_that_fail(self, machine: VirtualMachine) -> None:
        with pytest.raises(CommandTimedOut, match="did not end within"):
            machine.run(["sleep", "60"], timeout=0.5)
        assert machine.run(["pgrep", "-x", "sleep"]).returncode == 1, "it was ended"
        with pytest.raises(CommandFailed, match="cannot be started"):
            machine.run(["no-such-program"])

    def test_a_command_in_the_background(self, machine: VirtualMachine) -> None:
        machine.run(["sh", "-c", "sleep 0.2; echo later > note"], background=True)
        assert eventually(lambda: machine.run(["test", "-s", "note"]).returncode == 0)

    def test_files_go_there_and_back(self, machine: VirtualMachine, tmp_path: Path) -> None:
        content = os.urandom(1_000_000)
        (tmp_path / "source").write_bytes(content)
        machine.put(tmp_path / "source", "~/new/folder/file")
        assert machine.get("/home/user/new/folder/file") == content
        owners = machine.run(["stat", "-c", "%U", "new", "new/folder/file"]).text
        assert owners == "user\nuser\n"
        machine.put(b"", "/opt/of-root/empty")
        assert machine.get("/opt/of-root/empty") == b""

    def test_files_that_are_none(self, machine: VirtualMachine) -> None:
        with pytest.raises(GuestFileMissing, match="there is no ~/nothing"):
            machine.get("~/nothing")
        with pytest.raises(GuestFileIsFolder):
            machine.get("/usr")
        machine.run(["mkfifo", "pipe"])
        with pytest.raises(GuestFileError, match="no regular file"):
            machine.get("~/pipe")

    def test_a_link_does_not_lead_a_put_to_what_is_roots(self, machine: VirtualMachine) -> None:
        machine.run(["ln", "-s", "/usr/bin/id", "link"])
        with pytest.raises(GuestFileError):
            machine.put(b"#!/bin/sh\necho root\n", "~/link")
        assert machine.run(["id", "-un"]).text == "user\n"

    def test_ports_of_the_guest(self, machine: VirtualMachine) -> None:
        machine.put(b"<p>hello</p>", "~/site/index.html")
        machine.run(["python3", "-m", "http.server", "--directory", "site", "8000"], background=True)
        assert eventually(lambda: machine.run(["pgrep", "-f", "http.server"]).returncode == 0)
        host, port = machine.address(8000)

        def answers() -> bool:
            try:
                with urllib.request.urlopen(f"http://{host}:{port}/", timeout=20) as page:
                    return bool(page.read() == b"<p>hello</p>")
            except OSError:
                return False

        assert eventually(answers)
        with pytest.raises(CommandFailed, match="nobody listens on port 4711"):
            machine.connect(4711)

    def test_what_the_applications_say_about_themselves(self, machine: VirtualMachine) -> None:
        open_editor(machine, b"read me")
        assert eventually(lambda: "read me" in machine.accessibility_tree())

    def test_killing_everything_does_not_stop_the_graders(self, machine: VirtualMachine) -> None:
        machine.put(b"evidence", "~/kept")
        machine.run(["sh", "-c", "kill -9 -1"])
        assert machine.get("~/kept") == b"evidence"
        assert machine.run(["echo", "still here"]).text == "still here\n"


class TestGoingBack:
    def test_files_windows_and_the_disk(self, machine: VirtualMachine) -> None:
        clean = machine.computer.screenshot().image
        open_editor(machine, b"soiled")
        machine.run(["sync"])
        assert not machine.same_as_base()
        machine.reset()
        assert np.array_equal(machine.computer.screenshot().image, clean)
        assert machine.same_as_base()
        with pytest.raises(GuestFileMissing):
            machine.get("~/note.txt")

    def test_the_clock_is_right_afterwards(self, machine: VirtualMachine) -> None:
        assert abs(int(machine.run(["date", "+%s"]).text) - time.time()) < 30

    def test_a_snapshot_of_ones_own(self, machine: VirtualMachine) -> None:
        machine.put(b"first", "~/state")
        machine.save("half-way")
        machine.put(b"second", "~/state")
        machine.reset("half-way")
        assert machine.get("~/state") == b"first"
        machine.reset()
        with pytest.raises(GuestFileMissing):
            machine.get("~/state")

    def test_snapshots_nobody_made(self, machine: VirtualMachine) -> None:
        with pytest.raises(UnknownSnapshot, match="save it first"):
            machine.reset("office")
        with pytest.raises(UnknownSnapshot, match="letters, digits and dashes"):
            machine.save("a b; quit")
        assert machine.run(["true"]).returncode == 0


class TestEnds:
    def test_a_killed_qemu_is_a_lost_machine_until_it_is_reset(self, disk: Disk) -> None:
        with VirtualMachine(disk) as machine:
            machine.save("mine")
            computer = machine.computer
            _, qemu = machine.pids
            os.kill(qemu, signal.SIGKILL)
            with pytest.raises(MachineLost):
                machine.run(["true"])
            with pytest.raises(MachineLost):
                machine.get("/etc/hostname")
            with pytest.raises(DisplayLost):
                computer.screenshot()
            with pytest.raises(DisplayLost):
                computer.execute(Move(Point(5, 5)))
            with pytest.raises(UnknownSnapshot, match="was lost"):
                machine.reset("mine")
            machine.reset()
            assert machine.get("/etc/hostname") == b"desktop\n"
            assert machine.same_as_base()

    def test_nothing_is_left_after_the_end(self, disk: Disk) -> None:
        machine = VirtualMachine(disk)
        machine.start()
        pids, folder = machine.pids, machine.folder
        machine.close()
        machine.close()
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        assert not folder.exists()
        with pytest.raises(MachineFailed, match="not running"):
            machine.run(["true"])

    def test_nothing_is_left_when_the_owner_is_killed(self, disk: Disk) -> None:
        code = (
            "from evals.machines.open_machine import open_machine\n"
            f"machine = open_machine('qemu:{disk.image.name}')\n"
            "machine.start()\nprint(*machine.pids, machine.folder, flush=True)\ninput()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as owner:
            assert owner.stdout is not None
            *pids, folder = owner.stdout.readline().split()
            owner.kill()
        gone = lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids)  # noqa: E731
        assert len(pids) == 2
        assert eventually(gone)
        assert eventually(lambda: not Path(folder).exists())


class TestOpening:
    def test_by_name(self, disk: Disk) -> None:
        machine = open_machine(f"qemu:{disk.image.name}")
        assert isinstance(machine, VirtualMachine)
        assert machine.disk == disk

    def test_without_a_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GUI_AGENT_MACHINES", str(tmp_path))
        with pytest.raises(ImageError, match="gui-agent machine build --qemu"):
            open_machine("qemu")

    def test_only_a_guest_that_speaks_proves_an_accelerator(self, disk: Disk) -> None:
        assert boots_with(TCG, disk, 120)
        assert not boots_with("no-such-accelerator", disk)
        assert choose_accelerator(disk) in ("kvm", "tcg")
