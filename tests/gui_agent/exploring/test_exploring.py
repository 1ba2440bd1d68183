"""A real program is explored: what it shows, what is wrong with it, and what is left on disk."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.action import Launch
from actions.errors import ComputerError
from actions.geometry import Size
from actions.virtual_desktop import VirtualDesktop
from actions.x11.pinging import WindowPinger
from grounding.grounders import Grounder, open_grounder
from gui_agent.approval import AutoApprover, NobodyToAsk, PolicyApprover
from gui_agent.exploring.application import Application, launch_of
from gui_agent.exploring.candidate_tests import candidate_tests, write_test
from gui_agent.exploring.doing import FillIn, Press
from gui_agent.exploring.explorer import Exploration, Explorer
from gui_agent.exploring.scenes import Scene
from gui_agent.exploring.trying import try_out
from gui_agent.exploring.writing import DATA, PAGE, write_exploration
from gui_agent.policy import parse_policy
from gui_agent.qa.steps.playing import refuse_unless_understood
from gui_agent.qa.steps.reading import read_step_file
from tests.widgets.harness import SYSTEM_PYTHON, require, wait_until

PROGRAM = f"{SYSTEM_PYTHON} {Path(__file__).with_name('small_program.py')}"
SIZE = Size(640, 480)
pytestmark = [pytest.mark.x11, pytest.mark.app]


@dataclass(frozen=True)
class Walk:
    exploration: Exploration
    lines: list[str]
    eyes: Grounder


@pytest.fixture(scope="module")
def eyes() -> Grounder:
    require("Xvfb", "openbox", "dbus-daemon", SYSTEM_PYTHON)
    return open_grounder()


@pytest.fixture(scope="module")
def walk(eyes: Grounder) -> Iterator[Walk]:
    lines: list[str] = []
    application = Application(launch_of(PROGRAM), eyes.parser, SIZE)
    try:
        yield Walk(Explorer(application, AutoApprover(), 90.0, 0, lines.append).run(), lines, eyes)
    finally:
        application.close()


def test_every_screen_is_reached_once_and_everything_tried(walk: Walk) -> None:
    found = walk.exploration
    assert found.complete
    assert {"Small", "Tools", "Settings"} <= {node.name for node in found.appmap.nodes}
    assert len(found.appmap.nodes) == 3


def test_the_crash_is_found_with_its_steps_and_came_again(walk: Walk) -> None:
    crash = next(f for f in walk.exploration.findings.all if f.kind == "crash")
    assert crash.path == ("Click “Tools”", "Click “Repair”")
    assert "SIGSEGV" in crash.words
    assert crash.reproduced


def test_the_button_that_does_nothing_is_found_and_nothing_else(walk: Walk) -> None:
    assert [(f.kind, f.what) for f in walk.exploration.findings.all if f.kind != "crash"] == [
        ("dead", "Renew")
    ]


def test_it_says_what_it_does(walk: Walk) -> None:
    assert any("CRASHED" in line for line in walk.lines)
    assert "Click “Tools” → 2 Tools" in walk.lines


def test_tests_are_written_that_can_be_read(walk: Walk, tmp_path: Path) -> None:
    appmap = walk.exploration.appmap
    tests = list(candidate_tests(appmap, appmap.node(1), walk.eyes.model))
    assert [test.node for test in tests] == [2, 3]
    case = read_step_file(write_test(tmp_path, tests[1], launch_of(PROGRAM), ("explored",)))[0]
    refuse_unless_understood(case)
    assert case.launch[-1].text.endswith("small_program.py")
    assert case.steps[-1].text == 'Make sure that "Nothing can be set here." is visible'


def test_the_map_is_one_page_and_one_json(walk: Walk, tmp_path: Path) -> None:
    page = write_exploration(tmp_path, walk.exploration, [], 0)
    text = page.read_text()
    assert page.name == PAGE
    assert text.count('class="node') == 3
    assert "src=" not in text.replace("img-src", "").replace(".src", "")
    data = json.loads((tmp_path / DATA).read_text())
    assert [screen["name"] for screen in data["screens"]] == [n.name for n in walk.exploration.appmap.nodes]
    assert all((tmp_path / screen["picture"]).exists() for screen in data["screens"])


def test_what_a_policy_denies_is_not_done(eyes: Grounder) -> None:
    rules = (
        'default = "approve"\n[[rule]]\ndecision = "ask"\nkinds = ["click"]\nwords = ["repair", "renew"]\n'
    )
    approver = PolicyApprover(parse_policy(rules, "rules"), NobodyToAsk())
    application = Application(launch_of(PROGRAM), eyes.parser, SIZE)
    try:
        found = Explorer(application, approver, 90.0).run()
    finally:
        application.close()
    assert found.findings.all == ()
    assert {label for node in found.appmap.nodes for label in node.denied} == {"Repair", "Renew"}


def test_a_program_is_asked_whether_it_answers(eyes: Grounder) -> None:
    with VirtualDesktop(SIZE) as desktop:
        desktop.launch(launch_of(PROGRAM))
        wait_until(lambda: bool(desktop.windows()))
        window = desktop.windows()[0]
        pinger = WindowPinger(desktop.display_name)
        assert window.pid is not None
        assert pinger.ask(window.id, 10.0) == "answers"
        os.kill(window.pid, signal.SIGSTOP)
        assert pinger.ask(window.id, 0.2) == "silent"
        os.kill(window.pid, signal.SIGKILL)
        assert pinger.ask(window.id, 10.0) == "gone"
        pinger.close()


def test_a_command_names_its_files_in_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert launch_of("mousepad notes.txt").arguments == (str(tmp_path / "notes.txt"),)
    assert launch_of("LibreOffice Writer") == Launch("LibreOffice Writer")


def test_typing_needs_approval_as_well(eyes: Grounder) -> None:
    approver = PolicyApprover(
        parse_policy('default = "approve"\n[[rule]]\ndecision = "reject"\nkinds = ["type"]\n', "rules"),
        NobodyToAsk(),
    )
    application = Application(launch_of(PROGRAM), eyes.parser, SIZE)
    try:
        scene = application.start()
        button = next(c for c in scene.controls if c.label == "Renew")
        outcome = try_out(application, scene, FillIn(button, "Anna"), scene, approver)
        assert outcome.result == "denied"
        assert try_out(application, scene, Press(button), scene, approver).result == "nothing"
    finally:
        application.close()


def test_a_crash_is_kept_where_nobody_can_try_it_again(eyes: Grounder) -> None:
    class Broken(Application):
        """A desktop that is lost after the first start."""

        def start(self) -> Scene:
            if self.starts:
                raise ComputerError("the desktop is lost")
            return super().start()

    application = Broken(launch_of(PROGRAM), eyes.parser, SIZE)
    explorer = Explorer(application, AutoApprover(), 90.0)
    try:
        with pytest.raises(ComputerError):
            explorer.run()
    finally:
        application.close()
    (crash,) = (f for f in explorer.found.findings.all if f.kind == "crash")
    assert crash.reproduced is None


def test_a_start_that_fails_leaves_nothing_behind(eyes: Grounder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ComputerError("no connection")

    monkeypatch.setattr(WindowPinger, "__init__", refuse)
    application = Application(launch_of(PROGRAM), eyes.parser, SIZE)
    with pytest.raises(ComputerError, match="no connection"):
        application.start()
    place = application.desktop
    application.close()
    with pytest.raises(ComputerError):
        place.screenshot()
