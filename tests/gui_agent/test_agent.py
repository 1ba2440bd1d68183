import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from actions.action import Action, Click, TypeText, Wait
from actions.computer import Window
from actions.errors import DisplayLost, LaunchFailed, Stopped
from actions.fake import FakeComputer
from actions.geometry import Box, Size
from actions.screenshot import Image
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.agent import Agent
from gui_agent.budget import Budget
from gui_agent.expectation import TextAppears, TextVisible
from gui_agent.fake import ScriptedPlanner
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Approval, ApprovalRequest, Ending, PlannedAction, Reflection, Step

SIZE = Size(320, 240)
OK_BUTTON = Box(100, 100, 160, 130)
CLICK_OK = PlannedAction("click", "OK", expectation=TextAppears("Saved"), patience=0.2)


@dataclass
class Stage:
    """A fake computer with eyes that read its frames."""

    screens: FakeScreens = field(default_factory=lambda: FakeScreens(SIZE))

    def before(self) -> Image:
        return self.screens.draw({"OK": OK_BUTTON})

    def saved(self) -> Image:
        return self.screens.draw({"OK": OK_BUTTON, "Saved": Box(10, 10, 80, 30)})

    def agent(self, computer: FakeComputer, *planned: PlannedAction, **options: object) -> Agent:
        grounder = FakeGroundingModel(self.screens)
        parts = Parts(
            ScriptedPlanner(planned), Observer(computer, self.screens), grounder, ScreenReflector(grounder)
        )
        return Agent(computer, parts, **options)  # type: ignore[arg-type]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def steps_of(agent: Agent) -> list[Step]:
    return list(agent.run("the task"))


def test_an_action_goes_to_where_its_target_is_and_its_outcome_is_checked(stage: Stage) -> None:
    computer = FakeComputer([stage.before(), stage.saved()])
    first, last = steps_of(stage.agent(computer, CLICK_OK))
    assert computer.actions == [Click(OK_BUTTON.center)]
    assert first.reflection is not None
    assert first.reflection.verdict == "success"
    assert first.after is not None
    assert first.after.changes
    assert (last.ending, last.planned.kind) == (Ending.ACCOMPLISHED, "done")


def test_an_expectation_that_does_not_come_true_is_told_to_the_planner(stage: Stage) -> None:
    computer = FakeComputer([stage.before()])
    first, _ = steps_of(stage.agent(computer, CLICK_OK))
    assert first.reflection is not None
    assert first.reflection.verdict == "no_effect"


def test_a_target_that_is_not_there_is_an_error_of_the_step_and_nothing_moves(stage: Stage) -> None:
    computer = FakeComputer([stage.before()])
    first, _ = steps_of(stage.agent(computer, PlannedAction("click", "Cancel")))
    assert (first.error_kind, first.action, computer.actions) == ("TargetNotFound", None, [])


def test_arguments_outside_the_domain_are_an_error_of_the_step(stage: Stage) -> None:
    computer = FakeComputer([stage.before()])
    planned = PlannedAction("type", arguments={"text": "\x07"})
    first, _ = steps_of(stage.agent(computer, planned))
    assert first.error_kind == "InvalidAction"
    assert computer.actions == []


@dataclass
class Judge:
    """An approver that decides as told and counts what it was asked."""

    decide: Callable[[ApprovalRequest], Approval]
    asked: list[Action] = field(default_factory=list)

    def review(self, request: ApprovalRequest) -> Approval:
        self.asked.append(request.action)
        return self.decide(request)


def test_nothing_moves_before_it_is_approved(stage: Stage) -> None:
    computer = FakeComputer([stage.before(), stage.saved()])
    judge = Judge(lambda request: Approval("reject", "not on my desk"))
    (last,) = steps_of(stage.agent(computer, CLICK_OK, approver=judge))
    assert computer.actions == []
    assert (last.ending, last.explanation) == (Ending.STOPPED, "not on my desk")


def test_an_approver_may_change_the_action(stage: Stage) -> None:
    computer = FakeComputer([stage.before(), stage.saved()])
    judge = Judge(lambda request: Approval("modify", modified=TypeText("no")))
    first, _ = steps_of(stage.agent(computer, CLICK_OK, approver=judge))
    assert computer.actions == [TypeText("no")]
    assert first.action == TypeText("no")
    assert judge.asked == [Click(OK_BUTTON.center)]


def test_a_spent_budget_is_an_ending_of_its_own(stage: Stage) -> None:
    computer = FakeComputer([stage.before()])
    agent = stage.agent(computer, *[PlannedAction("wait")] * 9, budget=Budget(max_steps=3))
    *_, last = steps_of(agent)
    assert (last.number, last.ending) == (4, Ending.BUDGET_SPENT)
    assert "--max-steps" in last.explanation


class Breaking(FakeComputer):
    """Raises ``error`` at the first action."""

    def __init__(self, frame: Image, error: BaseException) -> None:
        super().__init__([frame])
        self.error = error

    def execute(self, action: Action) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (DisplayLost("the display is gone"), Ending.MACHINE_FAILED),
        (Stopped("stopped by the hot key"), Ending.STOPPED),
        (KeyboardInterrupt(), Ending.STOPPED),
        (MemoryError(), Ending.MACHINE_FAILED),
    ],
)
def test_a_broken_machine_and_a_person_who_stops_it_end_the_run(
    stage: Stage, error: BaseException, ending: Ending
) -> None:
    (last,) = steps_of(stage.agent(Breaking(stage.before(), error), CLICK_OK))
    assert last.ending is ending
    assert last.explanation


def test_an_action_that_cannot_be_carried_out_is_told_to_the_planner(stage: Stage) -> None:
    computer = Breaking(stage.before(), LaunchFailed("there is no “gimpp”; did you mean GIMP?"))
    first, last = steps_of(stage.agent(computer, PlannedAction("launch", arguments={"application": "gimpp"})))
    assert first.error_kind == "LaunchFailed"
    assert last.ending is Ending.ACCOMPLISHED


def test_the_same_failure_on_the_same_screen_is_recognised_as_a_loop(stage: Stage) -> None:
    computer = FakeComputer([stage.before()])
    *_, last = steps_of(stage.agent(computer, *[CLICK_OK] * 9))
    assert last.number == 4
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert "circles" in last.explanation


def test_a_text_that_comes_late_is_waited_for(stage: Stage) -> None:
    class Late(FakeComputer):
        looks = 0

        def screenshot(self, region: Box | None = None):  # type: ignore[no-untyped-def]
            if self.actions:
                self.looks += 1
            if self.looks == 60:
                self._frames[0] = stage.saved()
            return super().screenshot(region)

    computer = Late([stage.before()])
    patient = PlannedAction("wait", expectation=TextVisible("Saved"), patience=20.0)
    first, _ = steps_of(stage.agent(computer, patient))
    assert first.reflection is not None
    assert first.reflection.verdict == "success"


class SlowReader(ScreenReflector):
    """Takes longer than any patience, and meanwhile the program shows what it did."""

    judged = 0

    def __init__(self, screens: FakeScreens, computer: FakeComputer) -> None:
        super().__init__(FakeGroundingModel(screens))
        self._computer = computer

    def judge(self, *seen: Any) -> Reflection:
        reflection = super().judge(*seen)
        self.judged += 1
        time.sleep(CLICK_OK.patience)
        self._computer._position = 1
        return reflection


def test_what_comes_up_while_the_screen_is_read_is_looked_at_once_more(stage: Stage) -> None:
    computer = FakeComputer([stage.before(), stage.saved()], on_action=lambda action, frame: frame)
    reader = SlowReader(stage.screens, computer)
    grounder = FakeGroundingModel(stage.screens)
    parts = Parts(ScriptedPlanner((CLICK_OK,)), Observer(computer, stage.screens), grounder, reader)
    first, _ = steps_of(Agent(computer, parts))
    assert first.reflection is not None
    assert (first.reflection.verdict, reader.judged) == ("success", 2)


class Loading(FakeComputer):
    """A program that works for a while after every action, and shows the outcome only then."""

    loads = 0

    def is_busy(self, window: Window) -> bool:
        return bool(self.actions) and self._position == 0

    def wait_until_idle(self, timeout: float) -> bool:
        self.loads += 1
        time.sleep(min(timeout, 0.3))
        if self.loads == 3:
            self._position = 1
        return self.loads >= 3


def test_a_program_that_works_is_waited_for_longer_than_one_that_rests(stage: Stage) -> None:
    window = Window(1, "Calc", "calc", Box(0, 0, 320, 240), active=True)
    frames = [stage.before(), stage.saved()]
    computer = Loading(frames, on_action=lambda action, frame: frame, windows=[window])
    first, _ = steps_of(stage.agent(computer, replace(CLICK_OK, patience=1.5)))
    assert first.reflection is not None
    assert (first.reflection.verdict, computer.loads) == ("success", 3)


def test_a_started_program_is_given_time_to_listen(stage: Stage) -> None:
    window = Window(1, "Calc", "calc", Box(0, 0, 320, 240), active=True)
    computer = Loading([stage.before(), stage.saved()], windows=[window])
    launch = PlannedAction("launch", arguments={"application": "Calc"}, expectation=TextAppears("Saved"))
    steps_of(stage.agent(computer, launch))
    assert computer.loads == 1


def test_every_step_is_recorded_with_its_intent_before_the_action(stage: Stage) -> None:
    log: list[str] = []

    class Notes:
        def intent(self, step: Step) -> None:
            log.append(f"intent {step.number} after {len(computer.actions)} actions")

        def acknowledge(self, number: int, error: str) -> None:
            log.append(f"acknowledge {number} after {len(computer.actions)} actions")

        def complete(self, step: Step) -> None:
            log.append(f"complete {step.number}")

    computer = FakeComputer([stage.before(), stage.saved()])
    steps_of(stage.agent(computer, CLICK_OK, recorder=Notes()))
    assert log == ["intent 1 after 0 actions", "acknowledge 1 after 1 actions", "complete 1", "complete 2"]


def test_the_times_of_a_step_add_up(stage: Stage) -> None:
    first, _ = steps_of(stage.agent(FakeComputer([stage.before(), stage.saved()]), CLICK_OK))
    t = first.timing
    phases = (t.observe, t.plan, t.ground, t.approve, t.record, t.execute, t.settle, t.quiet, t.reflect)
    assert np.isclose(sum(phases), t.total, atol=0.05)


def test_a_stop_ends_a_wait_in_its_midst(stage: Stage) -> None:
    waited: list[Action] = []

    def execute(action: Action, frame: Image) -> Image:
        waited.append(action)
        if len(waited) == 3:
            agent.stop()
        return frame

    computer = FakeComputer([stage.before()], on_action=execute)
    agent = stage.agent(computer, PlannedAction("wait", arguments={"seconds": 30.0}))
    (last,) = steps_of(agent)
    assert (last.ending, last.explanation) == (Ending.STOPPED, "stopped by a person")
    assert waited == [Wait(0.25)] * 3


def test_a_wait_that_nobody_stops_is_as_long_as_planned(stage: Stage) -> None:
    computer = FakeComputer([stage.before()])
    steps_of(stage.agent(computer, PlannedAction("wait", arguments={"seconds": 1.1})))
    waits = [action.seconds for action in computer.actions if isinstance(action, Wait)]
    assert sum(waits) == pytest.approx(1.1)
    assert max(waits) <= 0.25
