"""The server inside a machine answers what OSWorld's clients ask, and survives a guest that misbehaves."""

from __future__ import annotations

import time
from collections.abc import Callable
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest

from actions.action import Launch, Move, TypeText
from actions.geometry import Point
from evals.guest.accessibility import NAMESPACES
from evals.guest.files import split_form
from evals.machines.errors import (
    CommandFailed,
    CommandTimedOut,
    GuestFileMissing,
    MachineError,
    MachineFailed,
)
from evals.machines.guest_client import GuestClient, _form
from evals.machines.sandbox.machine import Sandbox

pytestmark = pytest.mark.x11


@pytest.fixture
def server(sandbox: Sandbox) -> GuestClient:
    return sandbox.server()


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_facts_about_the_machine(sandbox: Sandbox, server: GuestClient) -> None:
    sandbox.computer.execute(Move(Point(321, 123)))
    assert server.platform() == "Linux"
    assert server.screen_size() == (1280, 800)
    assert server.cursor_position() == (321, 123)


def test_its_screenshot_is_the_one_taken_from_outside(sandbox: Sandbox, server: GuestClient) -> None:
    picture = cv2.imdecode(np.frombuffer(server.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert np.array_equal(picture, sandbox.computer.screenshot().image)


class TestCommands:
    def test_a_list_and_a_line_for_the_shell(self, server: GuestClient) -> None:
        done = server.execute(["python3", "-c", "import sys; print('a b'); sys.exit(4)"])
        assert (done.returncode, done.text) == (4, "a b\n")
        assert server.execute("echo $HOME | tr a-z A-Z", shell=True).text == "/HOME/USER\n"
        assert server.execute("echo 'one word'").text == "one word\n"

    def test_failures_are_told(self, server: GuestClient) -> None:
        with pytest.raises(CommandFailed, match="frobnicate"):
            server.execute(["frobnicate"])
        with pytest.raises(CommandFailed, match="command is required"):
            server.execute([])

    def test_launched_programs_live_on(self, sandbox: Sandbox, server: GuestClient) -> None:
        server.launch(["sleep", "1000"])
        assert sandbox.run(["pgrep", "-x", "sleep"]).returncode == 0


class TestFiles:
    def test_there_and_back(self, server: GuestClient) -> None:
        content = bytes(range(256)) * 999 + b"\r\n--boundary\r\n\r\n"
        server.write_file(content, "/home/user/new folder/żółć.bin")
        assert server.read_file("/home/user/new folder/żółć.bin") == content

    def test_absent(self, server: GuestClient) -> None:
        with pytest.raises(GuestFileMissing):
            server.read_file("/home/user/nothing")

    def test_a_form_is_split_into_what_it_was_made_of(self) -> None:
        body, kind = _form({"file_path": "/a b"}, b"\r\n\0--\r\n")
        assert split_form(body, kind.split("boundary=")[1]) == (
            {"file_path": "/a b"},
            {"file_data": b"\r\n\0--\r\n"},
        )


class TestTheAccessibilityTree:
    def test_what_was_typed_is_found_with_its_place(self, sandbox: Sandbox) -> None:
        sandbox.computer.execute(Launch("mousepad"))
        assert eventually(lambda: "Untitled 1" in sandbox.accessibility_tree())
        sandbox.computer.execute(TypeText("tree & <leaf>"))
        assert eventually(lambda: "leaf" in sandbox.accessibility_tree())
        root = ElementTree.fromstring(sandbox.accessibility_tree())
        assert root.tag == "desktop-frame"
        text = next(node for node in root.iter("text") if node.text)
        assert text.text == "tree & <leaf>"
        assert text.get(f"{{{NAMESPACES['st']}}}showing") == "true"
        assert text.get(f"{{{NAMESPACES['cp']}}}screencoord", "").startswith("(")


class TestAMisbehavingGuest:
    def test_a_killed_server_is_started_again(self, sandbox: Sandbox, server: GuestClient) -> None:
        sandbox.run(["pkill", "-9", "-f", "evals.guest"])
        with pytest.raises(MachineError):
            server.platform()
        assert sandbox.server().platform() == "Linux"

    def test_a_link_in_place_of_its_socket_is_not_followed(
        self, sandbox: Sandbox, server: GuestClient
    ) -> None:
        path = "/run/user/1000/guest.sock"
        sandbox.run(["sh", "-c", f"pkill -9 -f 'evals[.]guest'; rm {path}; ln -s /run/user/1000/bus {path}"])
        with pytest.raises(MachineFailed, match="is no socket"):
            server.platform()

    def test_one_that_never_answers_does_not_hold_us_up(self, sandbox: Sandbox, server: GuestClient) -> None:
        with pytest.raises(CommandTimedOut):
            server.execute(["sleep", "1000"], timeout=0.5)
