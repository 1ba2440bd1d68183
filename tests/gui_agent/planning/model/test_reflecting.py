"""Reflection by the model, where comparing screens leaves a verdict open."""

from __future__ import annotations

from actions.fake import FakeComputer
from actions.geometry import Box, Size
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import UIElement
from gui_agent.agent import Agent
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.script import Fault, FaultKind
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.expectation import ScreenChanges, TextVisible
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.reflecting import ModelReflector, is_open
from gui_agent.planning.model.thinker import Thinker
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Lesson, PlannedAction, Reflection, Step
from tests.gui_agent.planning.model.cast import Cast, do

SIZE = Size(320, 240)
OK = UIElement(Box(100, 100, 160, 130), "button", "OK")
STORED = UIElement(Box(10, 200, 90, 220), "text", "Stored")
SAVE = do("click", {"see": "Saved"}, target=1) | {"thought": "save it"}
AGAIN = do("click", {"see": "Saved"}, target=1, count=2)
DONE = do("done")


def play(cast: Cast, *pictures: tuple[UIElement, ...]) -> list[Step]:
    """Click through ``pictures``, one after the other."""
    screens = FakeScreens(SIZE)
    computer = FakeComputer([screens.draw(elements) for elements in pictures])
    grounder = FakeGroundingModel(screens)
    thinker = Thinker(ScriptedChatModel(cast, capabilities=Capabilities(json_schema=True)), PriceTable(()))
    pointing = PointingGrounder(grounder)
    reflector = ModelReflector(ScreenReflector(grounder), thinker)
    parts = Parts(ModelPlanner(thinker, pointing), Observer(computer, screens), pointing, reflector)
    return list(Agent(computer, parts).run("save it"))


def test_what_came_otherwise_than_expected_and_is_as_good_counts_as_success() -> None:
    cast = Cast(worker=[SAVE, DONE], reflector=[{"verdict": "worked", "why": "it says Stored"}])
    first, last = play(cast, (OK,), (OK, STORED))
    assert first.reflection == Reflection("success", "it says Stored", first.reflection.evidence, by="model")  # type: ignore[union-attr]
    asked = cast.asked("reflector")[0]
    assert "Expected: “Saved”" in asked
    assert "Changed: appeared: “Stored”" in asked
    assert (first.usage.model_calls, last.usage.model_calls) == (2, 1)


def test_what_went_wrong_teaches_which_action_not_to_take_where() -> None:
    wrong = {
        "verdict": "wrong",
        "why": "it was only stored",
        "avoid": {"where": "", "action": "", "instead": "use the menu"},
    }
    cast = Cast(worker=[SAVE, DONE], reflector=[wrong])
    first, _ = play(cast, (OK,), (OK, STORED))
    assert first.reflection is not None
    assert first.reflection.verdict == "unexpected"
    assert first.reflection.lesson == Lesson(
        "this screen", "click “OK” button (button=left, count=1)", "it was only stored", "use the menu"
    )
    assert "it was only stored; instead: use the menu" in cast.asked("worker")[1]


def test_the_same_is_not_done_again_where_a_lesson_speaks_against_it() -> None:
    nothing = {"verdict": "no_effect", "why": "it is greyed out", "avoid": {"action": "click OK"}}
    cast = Cast(worker=[SAVE, SAVE, DONE], reflector=[nothing])
    steps = play(cast, (OK,))
    assert [step.planned.kind for step in steps] == ["click", "done"]
    assert "you learnt on exactly this screen not to do that (it is greyed out)" in cast.asked("worker")[2]


def test_a_success_that_the_screen_shows_costs_no_question() -> None:
    cast = Cast(worker=[do("click", {"see": "Stored"}, target=1), DONE])
    first, _ = play(cast, (OK,), (OK, STORED))
    assert first.reflection is not None
    assert (first.reflection.verdict, first.reflection.by) == ("success", "screen")


def test_where_nobody_answers_the_verdict_of_the_screen_stands() -> None:
    cast = Cast(worker=[SAVE, DONE], reflector=[Fault(FaultKind.ERROR_500)])
    first, last = play(cast, (OK,), (OK, STORED))
    assert first.reflection is not None
    assert (first.reflection.verdict, first.reflection.by) == ("unexpected", "screen")
    assert first.usage.model_calls == 2
    assert last.planned.kind == "done"


def test_only_what_reading_may_have_missed_is_open_where_nothing_changed() -> None:
    said, click = Reflection("no_effect"), PlannedAction("click", "OK")
    assert is_open(PlannedAction("click", "OK", expectation=TextVisible("Saved")), said)
    assert not is_open(PlannedAction("click", "OK", expectation=ScreenChanges()), said)
    assert not is_open(click, Reflection("success"))
    assert is_open(click, Reflection("unexpected"))
