"""A container of a docker engine is a machine like a sandbox, or is refused in one clear sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from actions.action import Click, Launch, PressKeys, TypeText
from actions.computer import Computer
from actions.geometry import Box, Point
from evals.machines.docker.engine import require_engine
from evals.machines.docker.machine import NAME_PREFIX, Container
from evals.machines.errors import (
    CommandTimedOut,
    GuestFileMissing,
    MachineFailed,
    MachineLost,
    MachineUnavailable,
    UnknownSnapshot,
)
from evals.machines.images.store import Image
from evals.machines.machine import Machine
from evals.machines.open_machine import open_machine


def eventually(condition: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def containers() -> list[str]:
    listed = subprocess.run(["docker", "ps", "-a", "--format", "{{.Names}}"], capture_output=True, text=True)
    return [name for name in listed.stdout.split() if name.startswith(NAME_PREFIX)]


class TestWithoutAnEngine:
    def test_an_engine_that_does_not_answer(self, image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
        if shutil.which("docker") is None:
            pytest.skip("the docker client is not installed")
        monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
        for opening in (lambda: open_machine("docker"), lambda: Container(image)):
            with pytest.raises(MachineUnavailable) as caught:
                opening()
            message = str(caught.value)
            assert message.startswith("no docker engine runs here (")
            assert message.endswith("start one, or use a sandbox instead")
            assert "\n" not in message

    def test_no_client_at_all(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(MachineUnavailable, match="docker, which is not installed here; use a sandbox"):
            open_machine("docker:lean")


@pytest.fixture(scope="module")
def engine() -> None:
    try:
        require_engine()
    except MachineUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def shared_container(image: Image, engine: None) -> Iterator[Container]:
    with Container(image) as container:
        yield container


@pytest.fixture
def container(shared_container: Container) -> Container:
    shared_container.reset()
    return shared_container


class TestWithAnEngine:
    def test_it_keeps_the_agreements(self, container: Container) -> None:
        assert isinstance(container, Machine)
        assert isinstance(container.computer, Computer)
        assert isinstance(open_machine(f"docker:{container.image.name}"), Container)

    def test_the_desktop_is_drawn_and_worked(self, container: Container) -> None:
        computer = container.computer
        shot = computer.screenshot()
        assert shot.image.shape == (800, 1280, 3)
        assert len(np.unique(shot.crop(Box(0, 775, 1280, 798)).reshape(-1, 3), axis=0)) > 20
        container.put(b"", "~/note.txt")
        computer.execute(Launch("mousepad", ("/home/user/note.txt",)))
        titles = lambda: [window.title for window in computer.windows()]  # type: ignore[attr-defined]  # noqa: E731
        assert eventually(lambda: any("note.txt" in title for title in titles()))
        computer.execute(Click(Point(640, 400)))
        computer.execute(TypeText("Zażółć <b>你好</b>"))
        computer.execute(PressKeys(("ctrl", "s")))
        assert eventually(lambda: container.get("~/note.txt").decode().rstrip("\n") == "Zażółć <b>你好</b>")

    def test_programs_and_files(self, container: Container) -> None:
        told = container.run(["sh", "-c", "id -un; grep CapEff /proc/self/status; exit 4"])
        assert (told.text, told.returncode) == ("user\nCapEff:\t0000000000000000\n", 4)
        assert container.run(["ls", "/sys/class/net"]).text == "lo\n"
        with pytest.raises(CommandTimedOut):
            container.run(["sleep", "60"], timeout=0.5)
        container.put(b"\x00\xff", "~/a/b")
        assert container.get("~/a/b") == b"\x00\xff"
        assert container.accessibility_tree().startswith("<desktop-frame")

    def test_killing_everything_does_not_stop_the_graders(self, container: Container) -> None:
        container.put(b"evidence", "~/kept")
        container.run(["sh", "-c", "kill -9 -1"])
        assert container.get("~/kept") == b"evidence"

    def test_a_reset_is_another_container(self, container: Container) -> None:
        before, clean = container.name, container.computer.screenshot().image
        container.put(b"soiled", "~/mark")
        container.reset()
        assert container.name != before
        assert before not in containers()
        assert np.array_equal(container.computer.screenshot().image, clean)
        with pytest.raises(GuestFileMissing):
            container.get("~/mark")
        with pytest.raises(UnknownSnapshot, match="only its clean state"):
            container.reset("office")

    def test_a_killed_container_is_a_lost_machine_until_it_is_reset(self, container: Container) -> None:
        subprocess.run(["docker", "kill", container.name], check=True, capture_output=True)
        with pytest.raises(MachineLost):
            container.get("/etc/hostname")
        container.reset()
        assert container.get("/etc/hostname") == b"desktop\n"

    def test_nothing_is_left(self, image: Image, engine: None) -> None:
        with Container(image) as container:
            name = container.name
        assert name not in containers()
        with pytest.raises(MachineFailed, match="not running"):
            container.run(["true"])

    def test_nothing_is_left_when_the_owner_is_killed(self, image: Image, engine: None) -> None:
        code = (
            "from evals.machines.open_machine import open_machine\n"
            f"machine = open_machine('docker:{image.name}')\n"
            "machine.start()\nprint(machine.name, flush=True)\ninput()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as owner:
            assert owner.stdout is not None
            name = owner.stdout.readline().strip()
            owner.kill()
        assert name.startswith(NAME_PREFIX)
        assert eventually(lambda: name not in containers())
