"""A run that broke off goes on in its own folder, and nothing is done twice that may have been done."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from actions.action import Action, Click
from actions.computer import Window
from actions.fake import FakeComputer
from actions.geometry import Box, Size
from actions.screenshot import Image
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.errors import CannotResume, JournalError
from gui_agent.fake import ScriptedPlanner
from gui_agent.journal import FILE_NAME, Journal, RunHeader, is_under_way, read_journal
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.literal import LiteralPlanner
from gui_agent.planning.repair import RepairingPlanner
from gui_agent.planning.restoring import SENTENCE, restored
from gui_agent.reflection import ScreenReflector
from gui_agent.resuming import kept_home, read_broken, take_up
from gui_agent.session import perform
from gui_agent.types import Ending, PlannedAction, Planner, Step
from tests.gui_agent.planning.stage import PlainWords, button
from tests.gui_agent.sample_run import sample_steps

TASK = 'click "One", then click "Two", then click "Three"'
MAIN = Window(1, "Main", "app", Box(0, 0, 640, 480), active=True, pid=7)


class Desktop:
    """Three buttons, each gone once it was clicked; it outlives the agent."""

    def __init__(self, windows: tuple[Window, ...] = (MAIN,)) -> None:
        self.screens = FakeScreens(Size(640, 480))
        self.buttons = [button("One"), button("Two", 1), button("Three", 2)]
        self.computer = FakeComputer([self.draw()], on_action=self.react, windows=windows)

    def draw(self) -> Image:
        return self.screens.draw(self.buttons)

    def react(self, action: Action, image: Image) -> Image:
        assert isinstance(action, Click)
        self.buttons = [each for each in self.buttons if not each.box.contains(action.point)]
        return self.draw()

    def clicked(self) -> list[int]:
        return [1 + (a.point.y - 35) // 40 for a in self.computer.actions if isinstance(a, Click)]

    def parts(self, planner: Planner | None = None) -> Parts:
        grounder = PlainWords(FakeGroundingModel(self.screens))
        reflector = ScreenReflector(grounder)
        literal = RepairingPlanner(LiteralPlanner(reflector.holds))
        return Parts(planner or literal, Observer(self.computer, self.screens), grounder, reflector)


class Crash:
    """Keeps a copy of the run as a crash would leave it, in the middle of step ``number``."""

    def __init__(self, folder: Path, copy: Path, number: int, *, carried_out: bool) -> None:
        self._folder, self._copy, self._number, self._carried_out = folder, copy, number, carried_out

    def intent(self, step: Step) -> None:
        if step.number == self._number and not self._carried_out:
            self._keep()

    def acknowledge(self, number: int, error: str) -> None:
        if number == self._number and self._carried_out:
            self._keep()

    def complete(self, step: Step) -> None: ...

    def _keep(self) -> None:
        names = set(re.findall(r'"file":"([^"]+)"', (self._folder / FILE_NAME).read_text()))
        deadline = time.monotonic() + 20  # pictures are written by a thread of its own
        while time.monotonic() < deadline and not all((self._folder / name).exists() for name in names):
            time.sleep(0.01)
        shutil.copytree(self._folder, self._copy)


def crashed(tmp_path: Path, number: int, *, carried_out: bool, computer: str = "") -> tuple[Path, Desktop]:
    """Return a run that broke off, and the desktop as it was then."""
    first = Desktop()
    crash = Crash(tmp_path / "whole", tmp_path / "run", number, carried_out=carried_out)
    perform(
        TASK,
        first.computer,
        folder=tmp_path / "whole",
        parts=first.parts(),
        watchers=(crash,),
        computer_name=computer,
    )
    desktop = Desktop()
    for _ in range(number if carried_out else number - 1):
        desktop.computer.execute(Click(desktop.buttons[0].box.center))
    desktop.computer.actions.clear()
    return tmp_path / "run", desktop


def test_a_step_that_was_carried_out_is_seen_to_be_done_and_the_rest_is_done(tmp_path: Path) -> None:
    folder, desktop = crashed(tmp_path, 2, carried_out=True)
    outcome = take_up(read_broken(folder), desktop.computer, desktop.parts(), by_steps=True)
    assert outcome.ending is Ending.ACCOMPLISHED
    assert desktop.clicked() == [3]
    contents = read_journal(folder)
    assert [step.number for step in contents.steps()] == [1, 2, 3, 4]
    assert (len(contents.taken_up), contents.ending, contents.torn) == (1, Ending.ACCOMPLISHED, False)
    assert "taken up again" in outcome.report.read_text("utf-8")


def test_half_a_last_line_is_taken_back(tmp_path: Path) -> None:
    folder, desktop = crashed(tmp_path, 2, carried_out=True)
    with (folder / FILE_NAME).open("ab") as file:
        file.write(b'{"sequence": 7, "kin')
    take_up(read_broken(folder), desktop.computer, desktop.parts(), by_steps=True)
    assert not read_journal(folder).torn


def test_what_nobody_can_know_to_be_done_is_not_done_twice(tmp_path: Path) -> None:
    folder, desktop = crashed(tmp_path, 2, carried_out=False)
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(CannotResume, match=r"click .Two.* was under way.*left to do.*Three"):
        take_up(read_broken(folder), desktop.computer, desktop.parts(), by_steps=True)
    assert not desktop.clicked()
    assert (folder / FILE_NAME).read_bytes() == before


def test_another_planner_is_told_and_decides(tmp_path: Path) -> None:
    folder, desktop = crashed(tmp_path, 2, carried_out=False)
    planner = ScriptedPlanner([PlannedAction("click", "Two"), PlannedAction("click", "Three")])
    outcome = take_up(read_broken(folder), desktop.computer, desktop.parts(planner), by_steps=False)
    assert outcome.ending is Ending.ACCOMPLISHED
    told = planner.histories[0]
    assert [step.number for step in told] == [1, 2, 3]
    assert "may have been carried out" in told[1].error
    assert told[2].reflection is not None
    assert "taken up again" in told[2].reflection.feedback
    assert desktop.clicked() == [2, 3]


def test_between_two_steps_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    folder, desktop = crashed(tmp_path, 3, carried_out=False)
    lines = (folder / FILE_NAME).read_bytes().splitlines(keepends=True)
    (folder / FILE_NAME).write_bytes(b"".join(lines[:-1]))
    outcome = take_up(read_broken(folder), desktop.computer, desktop.parts(), by_steps=True)
    assert outcome.ending is Ending.ACCOMPLISHED
    assert desktop.clicked() == [3]


def test_on_a_new_desktop_what_left_nothing_behind_is_done_anew(tmp_path: Path) -> None:
    folder, _ = crashed(tmp_path, 2, carried_out=True, computer="virtual")
    fresh = Desktop(windows=())
    outcome = take_up(read_broken(folder), fresh.computer, fresh.parts(), by_steps=True)
    assert outcome.ending is Ending.ACCOMPLISHED
    assert fresh.clicked() == [1, 2, 3]
    assert [step.planned.thought for step in read_journal(folder).steps()][2] == "take the run up again"
    with pytest.raises(CannotResume, match="came to its end"):
        read_broken(folder)


def test_on_a_new_desktop_what_left_a_file_is_not_done_again(tmp_path: Path) -> None:
    folder, _ = crashed(tmp_path, 2, carried_out=True, computer="virtual")
    (folder / "home").mkdir()
    (folder / "home" / "letter.txt").write_text("written while the second button was clicked")
    fresh = Desktop(windows=())
    with pytest.raises(CannotResume, match=r"letter\.txt was written"):
        take_up(read_broken(folder), fresh.computer, fresh.parts(), by_steps=True)
    assert not fresh.clicked()


def test_a_run_that_goes_on_is_not_taken_up(tmp_path: Path) -> None:
    with Journal(tmp_path, RunHeader(TASK)) as journal:
        journal.complete(sample_steps()[0])
        assert is_under_way(tmp_path)
        with pytest.raises(CannotResume, match="still under way"):
            read_broken(tmp_path)
        with pytest.raises(JournalError, match="still under way"):
            Journal(tmp_path, RunHeader(TASK), after=read_journal(tmp_path))
    assert not is_under_way(tmp_path)


def test_a_journal_that_another_one_went_on_with_is_not_cut(tmp_path: Path) -> None:
    with Journal(tmp_path, RunHeader(TASK)) as journal:
        journal.complete(sample_steps()[0])
    old = read_journal(tmp_path)
    Journal(tmp_path, RunHeader(TASK), after=old).close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(JournalError, match="another process"):
        Journal(tmp_path, RunHeader(TASK), after=old)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_run_that_a_model_planned_needs_a_model(tmp_path: Path) -> None:
    folder, _ = crashed(tmp_path, 2, carried_out=True)
    broken = read_broken(folder)
    spent = replace(broken.steps[0], usage=replace(broken.steps[0].usage, model_calls=1))
    with pytest.raises(CannotResume, match="--model"):
        replace(broken, steps=(spent,)).require("")
    broken.require("")


@pytest.mark.parametrize("where", ["beside", "elsewhere", "gone"])
def test_the_home_folder_is_found_again(tmp_path: Path, where: str) -> None:
    homes: dict[str, Callable[[], Path | None]] = {
        "beside": lambda: tmp_path / "run" / "home",
        "elsewhere": lambda: tmp_path / "other",
        "gone": lambda: None,
    }
    home = homes[where]()
    if home is not None:
        home.mkdir(parents=True)
    told = str(home) if where == "elsewhere" else str(tmp_path / "no longer there")
    Journal(tmp_path / "run", RunHeader(TASK, "virtual", home=told)).close()
    assert kept_home(read_journal(tmp_path / "run")) == home


@pytest.mark.parametrize("sentence", ["second", -1, 0.5])
def test_a_record_that_names_no_sentence_is_not_taken_up(tmp_path: Path, sentence: str | float) -> None:
    folder, desktop = crashed(tmp_path, 2, carried_out=True)
    step = read_journal(folder).steps()[0]
    marked = replace(step, planned=PlannedAction("wait", arguments={SENTENCE: sentence}))
    with pytest.raises(CannotResume, match="does not follow"):
        restored(TASK, (marked,), desktop.parts(), under_way=None, left=None)
