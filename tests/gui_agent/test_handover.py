"""Between the agent and a person at the same computer."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

from actions.action import Action, Click, TypeText, Wait
from actions.errors import TakenOver
from actions.fake import FakeComputer
from actions.geometry import Box, Size
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.agent import Agent
from gui_agent.expectation import TextAppears
from gui_agent.fake import ScriptedPlanner
from gui_agent.hold import Hold
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.repair import RepairingPlanner
from gui_agent.reflection import ScreenReflector
from gui_agent.step_endings import CUT_SHORT
from gui_agent.types import Approval, ApprovalRequest, Ending, PlannedAction, Step
from gui_agent.witness import Witness

BUTTON = Box(100, 100, 160, 130)
CLICK = PlannedAction("click", "OK", expectation=TextAppears("Saved"), patience=0.2)
TYPE = PlannedAction(
    "type", arguments={"text": "Hello World"}, expectation=TextAppears("World"), patience=0.2
)


class Shared(FakeComputer):
    """A computer at which a person acts when ``acts`` says so: before an action, or in its midst."""

    def __init__(self, screens: FakeScreens, typed: int = 0) -> None:
        before = screens.draw({"OK": BUTTON})
        shown = {"OK": BUTTON, "Saved": Box(10, 10, 80, 30), "Hello": Box(10, 40, 80, 60)}
        after = screens.draw(shown)
        last = screens.draw({**shown, "World": Box(90, 40, 180, 60)})
        super().__init__([before, after, last])
        self.typed = typed
        self.interrupt = False
        self.taken = ""
        self.questions = 0
        self.tell: Callable[[str], object] | None = None

    def watch_person(self, tell: Callable[[str], object] | None) -> None:
        self.tell = tell

    def hand_back(self) -> None:
        self.taken = ""

    def question_open(self) -> contextlib.AbstractContextManager[None]:
        self.questions += 1
        return contextlib.nullcontext()

    def answered_since(self, moment: float) -> bool | None:
        return moment < 0

    def person_acts(self) -> None:
        self.taken = "a key was pressed"
        assert self.tell is not None
        self.tell(self.taken)

    def execute(self, action: Action) -> None:
        if self.interrupt:
            self.interrupt = False
            if isinstance(action, TypeText) and self.typed:
                super().execute(replace(action, text=action.text[: self.typed]))
            self.person_acts()
        if self.taken:
            raise TakenOver(self.taken, begun=self.typed > 0, typed=self.typed)
        if not isinstance(action, Wait):  # that shows nothing new
            super().execute(action)


def stage(*planned: PlannedAction, typed: int = 0) -> tuple[Shared, Parts]:
    screens = FakeScreens(Size(320, 240))
    computer, grounder = Shared(screens, typed), FakeGroundingModel(screens)
    planner = RepairingPlanner(ScriptedPlanner(planned))
    return computer, Parts(planner, Observer(computer, screens), grounder, ScreenReflector(grounder))


def resumed_by_a_person(hold: Hold) -> list[str]:
    """Let somebody watch ``hold`` who lets go at once; return what they were told."""
    told: list[str] = []

    def tell(held: Hold) -> None:
        told.append(held.held)
        if held.held == "taken over":
            threading.Timer(0.05, held.resume).start()

    hold.watch(tell)
    return told


def test_what_was_not_begun_is_done_once_the_person_lets_it_go_on() -> None:
    computer, parts = stage(CLICK)
    told = resumed_by_a_person(parts.hold)
    computer.interrupt = True
    first, second, last = Agent(computer, parts).run("click OK")
    assert (first.error, first.error_kind) == ("you took over: a key was pressed", "TakenOver")
    assert second.explanation.startswith("before, you took over (a key was pressed) for")
    assert computer.actions == [Click(BUTTON.center)]
    assert last.ending is Ending.ACCOMPLISHED
    assert told == ["taken over", ""]


def test_of_a_text_only_the_rest_is_typed_and_only_where_its_beginning_stands() -> None:
    computer, parts = stage(TYPE, typed=5)
    resumed_by_a_person(parts.hold)
    computer.interrupt = True
    first, look, rest, last = Agent(computer, parts).run("type it")
    assert (first.error_kind, first.action) == (CUT_SHORT, TypeText("Hello"))
    assert "still stands there" in look.planned.thought
    assert rest.action == TypeText(" World")
    assert last.ending is Ending.ACCOMPLISHED


class Approver:
    """Approves; a person acts at the computer while this one is asked."""

    def __init__(self, computer: Shared) -> None:
        self.computer, self.asked = computer, 0

    def review(self, request: ApprovalRequest) -> Approval:
        self.asked += 1
        if self.asked == 1:
            self.computer.person_acts()
        return Approval("approve")


def test_what_was_planned_before_the_person_acted_is_left_out_and_planned_anew() -> None:
    computer, parts = stage(CLICK)
    resumed_by_a_person(parts.hold)
    approver = Approver(computer)
    first, second, _ = Agent(computer, parts, approver=approver).run("click OK")
    assert (first.error_kind, second.error_kind) == ("TakenOver", "")
    assert computer.questions == approver.asked == 2, "asked within a context in which nothing is sent"


def test_a_run_that_nobody_could_let_go_on_is_stopped() -> None:
    computer, parts = stage(CLICK)
    computer.interrupt = True
    steps = list(Agent(computer, parts).run("click OK"))
    assert steps[-1].ending is Ending.STOPPED
    assert computer.actions == []


def test_a_stop_ends_a_run_that_stands_aside_and_hands_nothing_back() -> None:
    computer, parts = stage(CLICK)
    parts.hold.watch(lambda hold: threading.Timer(0.05, parts.cancel.cancel).start())
    computer.interrupt = True
    steps: list[Step] = list(Agent(computer, parts).run("click OK"))
    assert steps[-1].ending is Ending.STOPPED
    assert computer.taken


def test_what_is_abandoned_ends_without_handing_back() -> None:
    computer, parts = stage(CLICK)
    parts.hold.watch(lambda hold: threading.Timer(0.05, hold.abandon).start())
    computer.interrupt = True
    steps = list(Agent(computer, parts).run("click OK"))
    assert (steps[-1].ending, bool(computer.taken)) == (Ending.STOPPED, True)


def test_a_hold_tells_how_it_was_held_and_never_opens_by_itself() -> None:
    hold = Hold()
    hold.pause()
    assert hold.wait(lambda: True) == ""
    threading.Timer(0.02, lambda: hold.take_over("a key was pressed")).start()
    threading.Timer(0.06, hold.resume).start()
    assert hold.wait(lambda: False) == "taken over"
    assert (hold.held, hold.what) == ("", "")


def test_a_witness_vouches_unless_it_knows_better() -> None:
    witness = Witness()
    assert witness.vouches(1.0)
    witness.follow(stage()[0])
    assert witness.vouches(-1.0)
    assert not witness.vouches(1.0)
