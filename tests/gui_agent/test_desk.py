"""A computer worked action by action."""

from pathlib import Path

import pytest

from actions.action import Click, Wait
from actions.fake import FakeComputer
from actions.geometry import Box, Size
from actions.screenshot import Image, Screenshot
from grounding.errors import TargetNotFound
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.desk import Desk, NotDone
from gui_agent.expectation import TextAppears, TextVisible
from gui_agent.fake import ScriptedPlanner
from gui_agent.journal import read_journal
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.commands import ClickOn, Verify
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Approval, ApprovalRequest, Approver, Ending, PlannedAction

SIZE = Size(320, 240)
OK, OTHER = Box(100, 100, 160, 130), Box(200, 100, 260, 130)
CLICK_OK = PlannedAction("click", "OK", expectation=TextAppears("Saved"), patience=0.2)
SCREENS = FakeScreens(SIZE)


def before() -> Image:
    return SCREENS.draw({"OK": OK})


def saved() -> Image:
    return SCREENS.draw({"OK": OK, "Saved": Box(10, 10, 80, 30)})


def desk(computer: FakeComputer, runs: Path, approver: Approver | None = None) -> Desk:
    grounder = FakeGroundingModel(SCREENS)
    parts = Parts(
        ScriptedPlanner([CLICK_OK]), Observer(computer, SCREENS), grounder, ScreenReflector(grounder)
    )
    return Desk(computer, runs, parts=parts, approver=approver)


class FirstNo:
    """Refuses the first action, allows the rest."""

    def __init__(self) -> None:
        self.asked = 0

    def review(self, request: ApprovalRequest) -> Approval:
        self.asked += 1
        return Approval("reject", "not on my desk") if self.asked == 1 else Approval("approve")


def test_actions_are_checked_and_recorded_in_one_run(tmp_path: Path) -> None:
    with desk(FakeComputer([before(), saved()]), tmp_path) as worked:
        step = worked.do(CLICK_OK)
        assert (step.action, step.reflection and step.reflection.verdict) == (Click(OK.center), "success")
        worked.do(PlannedAction("press", arguments={"keys": ("ctrl", "s")}))
    (folder,) = tmp_path.iterdir()
    recorded = read_journal(folder)
    assert [one.planned.kind for one in recorded.steps()] == ["click", "press"]
    assert recorded.end is not None
    assert recorded.end.payload["ending"] == Ending.ACCOMPLISHED.name
    assert (folder / "report.html").is_file()


def test_what_does_not_come_true_is_raised_with_its_record_and_work_goes_on(tmp_path: Path) -> None:
    with desk(FakeComputer([before()]), tmp_path) as worked:
        with pytest.raises(NotDone) as missed:
            worked.do(CLICK_OK)
        assert missed.value.step.action == Click(OK.center)
        with pytest.raises(NotDone, match="Cancel"):
            worked.do(PlannedAction("click", "Cancel"))
        worked.do(PlannedAction("click", "OK"))
    (folder,) = tmp_path.iterdir()
    assert [one.number for one in read_journal(folder).steps()] == [1, 2, 3]


def test_a_refusal_is_recorded_and_work_goes_on(tmp_path: Path) -> None:
    computer = FakeComputer([before(), saved()])
    with desk(computer, tmp_path, FirstNo()) as worked:
        with pytest.raises(NotDone, match="not on my desk"):
            worked.do(CLICK_OK)
        assert computer.actions == []
        worked.do(CLICK_OK)
    (folder,) = tmp_path.iterdir()
    first, second = read_journal(folder).steps()
    assert (first.number, first.explanation, second.number) == (1, "not on my desk", 2)


def test_commands_of_the_step_language_are_mended_and_recorded_alike(tmp_path: Path) -> None:
    with desk(FakeComputer([before(), saved()]), tmp_path) as worked:
        worked.carry_out(ClickOn("OK"), "click OK")
        worked.carry_out(Verify(TextVisible("Saved")), "check that it is saved")
        with pytest.raises(NotDone, match="Lost"):
            worked.carry_out(Verify(TextVisible("Lost")), "check that it is lost")
    (folder,) = tmp_path.iterdir()
    recorded = read_journal(folder)
    steps = recorded.steps()
    assert [one.number for one in steps] == list(range(1, len(steps) + 1))
    assert steps[0].planned.kind == "click"
    assert recorded.end is not None
    assert recorded.end.payload["ending"] == Ending.NOT_ACCOMPLISHED.name


def test_a_number_means_the_element_that_was_told(tmp_path: Path) -> None:
    computer = FakeComputer([SCREENS.draw({"OK": OK, "Other": OTHER})])
    with desk(computer, tmp_path) as worked:
        told = [element.text for element in worked.look_numbered().screen.elements]
        worked.do(PlannedAction("click", str(told.index("Other") + 1)))
        assert computer.actions == [Click(OTHER.center)]
        with pytest.raises(TargetNotFound, match="numbers go from 1 to 2"):
            worked.do(PlannedAction("click", "[7]"))
        assert computer.actions == [Click(OTHER.center)]


def test_a_number_never_means_what_has_come_to_stand_in_its_place(tmp_path: Path) -> None:
    first = SCREENS.draw({"OK": OK, "Other": OTHER})
    other = SCREENS.draw({"New": OK, "Delete": OTHER})
    computer = FakeComputer([first, other])
    with desk(computer, tmp_path) as worked:
        told = [element.text for element in worked.look_numbered().screen.elements]
        worked.do(PlannedAction("press", arguments={"keys": ("f5",)}))
        with pytest.raises(NotDone):
            worked.do(PlannedAction("click", str(told.index("Other") + 1)))
    assert len(computer.actions) == 1


def test_the_record_of_what_failed_last_says_so(tmp_path: Path) -> None:
    with desk(FakeComputer([before()]), tmp_path) as worked, pytest.raises(NotDone):
        worked.do(CLICK_OK)
    (folder,) = tmp_path.iterdir()
    end = read_journal(folder).end
    assert end is not None
    assert end.payload["ending"] == Ending.NOT_ACCOMPLISHED.name


def test_a_task_is_done_by_the_agents_own_planner(tmp_path: Path) -> None:
    with desk(FakeComputer([before(), saved()]), tmp_path) as worked:
        outcome = worked.run_task("save it")
    assert (outcome.ending, outcome.folder.parent) == (Ending.ACCOMPLISHED, tmp_path)


def test_what_is_not_there_is_looked_for_as_long_as_one_is_patient(tmp_path: Path) -> None:
    class Slow(FakeComputer):
        """Shows the next frame at the twentieth look."""

        looks = 0

        def screenshot(self, region: Box | None = None) -> Screenshot:
            self.looks += 1
            if self.looks == 20:
                self.execute(Wait(0))
            return super().screenshot(region)

    with desk(Slow([before(), saved()]), tmp_path) as worked:
        assert worked.find("Saved", patience=20).box == Box(10, 10, 80, 30)
        with pytest.raises(TargetNotFound):
            worked.find("Cancel")
