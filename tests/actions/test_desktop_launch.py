"""Starting applications on Windows and macOS, against fakes of their libraries."""

from __future__ import annotations

import subprocess
import sys
import types
from typing import ClassVar

import pytest

from actions.action import Click, Launch
from actions.desktop_launch import DesktopLauncher, launch_command
from actions.errors import InvalidAction, LaunchFailed, MissingDependency
from actions.geometry import Point, Size
from actions.open_computer import open_computer
from tests.actions.fake_libraries import AMERICAN_MAC, on_mac


def test_a_mac_opens_applications_with_files_and_options() -> None:
    command, variables = launch_command(Launch("TextEdit", ("a.txt", "--new")), "darwin")
    assert command == ["open", "-a", "TextEdit", "a.txt", "--args", "--new"]
    assert variables == {}


def test_names_and_arguments_are_no_part_of_the_script_windows_runs() -> None:
    hostile = "x'; Remove-Item C:\\ -Recurse; '"
    command, variables = launch_command(Launch(hostile, ("a b", "$(calc)")), "win32")
    assert not any("Remove-Item" in word or "calc" in word for word in command)
    assert variables["GUI_AGENT_APPLICATION"] == hostile
    assert variables["GUI_AGENT_ARGUMENTS"] == '"a b" $(calc)'


def test_an_application_that_cannot_be_opened_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = types.SimpleNamespace(returncode=1, stdout="", stderr="Unable to find application\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(LaunchFailed, match="Nope cannot be started: Unable to find application"):
        DesktopLauncher("darwin").launch(Launch("Nope"))


def test_a_mac_is_opened_with_its_screen_and_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    _, log = on_mac(monkeypatch, AMERICAN_MAC)

    class MSS:
        monitors: ClassVar = [{"left": 0, "top": 0, "width": 1440, "height": 900}]

        def __enter__(self) -> MSS:
            return self

        def __exit__(self, *_: object) -> None: ...

        def close(self) -> None: ...

    darwin = types.SimpleNamespace(IMAGE_OPTIONS=0)
    monkeypatch.setitem(sys.modules, "mss", types.SimpleNamespace(MSS=MSS, darwin=darwin))
    monkeypatch.setitem(sys.modules, "mss.darwin", darwin)
    monkeypatch.setattr(sys, "platform", "darwin")
    computer = open_computer("local", fail_safe=False)
    assert computer.screen_size == Size(1440, 900)
    computer.execute(Click(Point(5, 6), modifiers=("super",)))
    assert [event for event in log if not event[0].startswith("series")] == [
        ("move", 5, 6),
        ("down", "command"),
        ("pynput press", "left"),
        ("pynput release", "left"),
        ("up", "command"),
    ]
    with pytest.raises(InvalidAction, match="1440x900"):
        computer.execute(Click(Point(1440, 0)))
    computer.close()
    with pytest.raises(MissingDependency, match="needs Linux"):
        open_computer("virtual")
