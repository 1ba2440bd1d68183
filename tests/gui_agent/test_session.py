from pathlib import Path

import pytest

from actions.fake import FakeComputer
from actions.geometry import Box, Size
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.errors import JournalError
from gui_agent.expectation import TextAppears
from gui_agent.fake import ScriptedPlanner
from gui_agent.journal import read_journal
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.replay import ReplayPlanner
from gui_agent.reflection import ScreenReflector
from gui_agent.session import new_run_folder, perform
from gui_agent.types import Ending, PlannedAction, Planner, Step

OK_BUTTON = Box(100, 100, 160, 130)
CLICK = PlannedAction("click", "OK", expectation=TextAppears("Saved"), thought="click OK", patience=0.2)


def stage(planner: Planner) -> tuple[FakeComputer, Parts]:
    screens = FakeScreens(Size(320, 240))
    before = screens.draw({"OK": OK_BUTTON})
    after = screens.draw({"OK": OK_BUTTON, "Saved": Box(10, 10, 80, 30)})
    computer = FakeComputer([before, after])
    grounder = FakeGroundingModel(screens)
    return computer, Parts(planner, Observer(computer, screens), grounder, ScreenReflector(grounder))


class Notes:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[str] = []

    def intent(self, step: Step) -> None:
        kinds = [record.kind for record in read_journal(self.folder).records]
        self.seen.append(f"{step.planned.kind}: journal holds {kinds}")

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None: ...


def test_a_run_leaves_a_journal_and_a_report(tmp_path: Path) -> None:
    computer, parts = stage(ScriptedPlanner([CLICK]))
    notes = Notes(tmp_path / "run")
    outcome = perform("click OK", computer, folder=tmp_path / "run", parts=parts, watchers=(notes,))
    assert (outcome.ending, outcome.steps) == (Ending.ACCOMPLISHED, 2)
    assert "click OK" in outcome.report.read_text("utf-8")
    assert [s.planned.kind for s in read_journal(outcome.folder).steps()] == ["click", "done"]
    assert notes.seen == ["click: journal holds ['header', 'intent']"], "on disk before a person sees it"


def test_a_recorded_run_is_done_again_with_targets_found_anew(tmp_path: Path) -> None:
    failing = PlannedAction("click", "Nowhere")
    computer, parts = stage(ScriptedPlanner([failing, CLICK]))
    recorded = perform("click OK", computer, folder=tmp_path / "first", parts=parts)
    again, parts = stage(ReplayPlanner(read_journal(recorded.folder).steps()))
    outcome = perform("click OK", again, folder=tmp_path / "second", parts=parts)
    assert outcome.ending is Ending.ACCOMPLISHED
    assert again.actions == computer.actions, "what did not work then is left out"
    assert outcome.steps == 2


def test_run_folders_are_named_by_task_and_never_shared(tmp_path: Path) -> None:
    first = new_run_folder(tmp_path, "Open Mousepad; ../../etc/passwd")
    second = new_run_folder(tmp_path, "Open Mousepad; ../../etc/passwd")
    assert first != second
    assert first.parent == second.parent == tmp_path
    assert first.name.endswith("open-mousepad-etc-passwd")


def test_a_run_folder_is_its_owners_only(tmp_path: Path) -> None:
    assert new_run_folder(tmp_path, "wait").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(JournalError, match="--runs"):
        new_run_folder(tmp_path / "file", "task")
