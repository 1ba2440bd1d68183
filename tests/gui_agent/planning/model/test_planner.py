"""The planner that asks a language model, on a fake computer."""

import json
from collections.abc import Sequence

import pytest

from actions.action import Click, Drag, PressKeys, Scroll, TypeText
from actions.fake import FakeComputer
from actions.geometry import Box, Size
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import UIElement
from gui_agent.agent import Agent
from gui_agent.chat.prices import Price, PriceTable
from gui_agent.chat.script import Answer, Fault, FaultKind, Reply
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities, Picture
from gui_agent.expectation import ScreenChanges, TextVisible
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.conversation import messages
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Ending, Step

SIZE = Size(320, 240)
OK_BUTTON = UIElement(Box(100, 100, 160, 130), "button", "OK")
TWINS = (
    UIElement(Box(10, 10, 60, 30), "button", "Delete"),
    UIElement(Box(10, 50, 60, 70), "button", "Delete"),
)
SAVED = UIElement(Box(10, 200, 80, 220), "text", "Saved")
PRICES = PriceTable(({"scripted": Price(input=10.0, output=100.0)},))
DONE = Answer('{"action": {"do": "done", "answer": "finished"}}')


def step(thought: str = "", expect: object = None, **action: object) -> Answer:
    said = {"thought": thought, "action": action} | ({"expect": expect} if expect else {})
    return Answer(json.dumps(said), input_tokens=1000, output_tokens=20)


class Rehearsal:
    """Two pictures, before and after, and a model that says what is in the script."""

    def __init__(self, script: Sequence[Reply], *elements: UIElement, sees: bool = False) -> None:
        screens = FakeScreens(SIZE)
        before = screens.draw(elements)
        self.computer = FakeComputer([before, screens.draw([*elements, SAVED])])
        self.model = ScriptedChatModel(script, capabilities=Capabilities(pictures=sees, json_schema=True))
        pointing = PointingGrounder(FakeGroundingModel(screens))
        planner = ModelPlanner(Thinker(self.model, PRICES), pointing)
        reflector = ScreenReflector(FakeGroundingModel(screens))
        self.parts = Parts(planner, Observer(self.computer, screens), pointing, reflector)

    def steps(self) -> list[Step]:
        return list(Agent(self.computer, self.parts).run("save it"))


def test_a_number_is_that_element_and_the_step_says_it_in_words() -> None:
    script = [step("save", {"see": "Saved"}, do="click", target=1), DONE]
    rehearsal = Rehearsal(script, OK_BUTTON)
    first, last = rehearsal.steps()
    assert rehearsal.computer.actions == [Click(OK_BUTTON.box.center)]
    assert (first.planned.target, first.planned.expectation) == ("“OK” button", TextVisible("Saved"))
    assert first.reflection is not None
    assert first.reflection.verdict == "success"
    assert (last.ending, last.explanation) == (Ending.ACCOMPLISHED, "finished")


def test_of_two_alike_the_numbered_one_is_meant() -> None:
    rehearsal = Rehearsal([step(do="click", target="[2]"), DONE], *TWINS)
    first, _ = rehearsal.steps()
    assert rehearsal.computer.actions == [Click(TWINS[1].box.center)]
    assert first.planned.target == "“Delete” button [2]"


def test_words_are_grounded_as_words() -> None:
    rehearsal = Rehearsal([step(do="click", target="OK"), DONE], OK_BUTTON)
    rehearsal.steps()
    assert rehearsal.computer.actions == [Click(OK_BUTTON.box.center)]


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ({"do": "type", "text": "héllo\n"}, TypeText("héllo\n")),
        ({"do": "press", "keys": ["Ctrl", "s"]}, PressKeys(("ctrl", "s"), 1)),
        ({"do": "scroll", "direction": "up", "notches": 3, "target": 1}, Scroll(OK_BUTTON.box.center, -3, 0)),
        ({"do": "drag", "target": 1, "destination": 2}, Drag((OK_BUTTON.box.center, TWINS[0].box.center))),
        (
            {"do": "click", "target": 1, "button": "right", "count": 2, "modifiers": ["shift"]},
            Click(OK_BUTTON.box.center, "right", 2, ("shift",)),
        ),
    ],
)
def test_every_action_comes_out_as_it_was_said(said: dict[str, object], action: object) -> None:
    rehearsal = Rehearsal([step(expect={"changes": "screen"}, **said), DONE], OK_BUTTON, TWINS[0])
    rehearsal.steps()
    assert rehearsal.computer.actions == [action]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (step(do="click", target=99), "there is no element 99 on the screen; the numbers go from 1 to 1"),
        (step(do="press", keys=["frobnicate"]), "frobnicate"),
        (step(do="exec", code="import os"), "do"),
        (step(do="type", text=""), "text"),
        (step(do="click", target=1, x=5), "x"),
        (Answer("I would click OK."), "no JSON object"),
    ],
)
def test_what_cannot_be_done_is_refused_and_the_model_is_told_why(wrong: Answer, told: str) -> None:
    rehearsal = Rehearsal([wrong, step(do="click", target=1), DONE], OK_BUTTON)
    steps = rehearsal.steps()
    assert rehearsal.computer.actions == [Click(OK_BUTTON.box.center)]
    assert told in rehearsal.model.asked[1].text
    assert steps[0].usage.model_calls == 2


def test_answers_that_stay_unusable_end_the_task_without_an_action() -> None:
    rehearsal = Rehearsal([Answer("no"), Answer("never")], OK_BUTTON)
    (last,) = rehearsal.steps()
    assert rehearsal.computer.actions == []
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert "no usable answer" in last.explanation


def test_a_model_that_types_the_same_again_and_again_is_stopped() -> None:
    rehearsal = Rehearsal([step(do="type", text="Hello")] * 9, OK_BUTTON)
    steps = rehearsal.steps()
    assert rehearsal.computer.actions == [TypeText("Hello")] * 3
    assert "exactly this 3 times" in rehearsal.model.asked[-1].text
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED


def test_a_model_that_cannot_be_reached_ends_the_run_with_what_to_do() -> None:
    rehearsal = Rehearsal([step(do="click", target=1), Fault(FaultKind.CLOSED)], OK_BUTTON)
    _, last = rehearsal.steps()
    assert last.ending is Ending.MACHINE_FAILED
    assert "Check the address" in last.explanation
    assert last.usage.model_calls == 1


def test_every_step_carries_its_bill() -> None:
    rehearsal = Rehearsal([step(do="click", target=1), DONE], OK_BUTTON)
    first, _ = rehearsal.steps()
    assert (first.usage.input_tokens, first.usage.output_tokens, first.usage.model_calls) == (1000, 20, 1)
    assert first.usage.cost == pytest.approx(0.012)


def test_the_model_is_told_what_came_of_what_it_did() -> None:
    script = [step(do="click", target="Nowhere"), step(do="click", target=1), DONE]
    rehearsal = Rehearsal(script, OK_BUTTON)
    steps = rehearsal.steps()
    second, third = rehearsal.model.asked[1].text, rehearsal.model.asked[2].text
    assert "1. click Nowhere" in second
    assert "DID NOT WORK: I cannot find “Nowhere”." in second
    assert "2. click “OK” button" in third
    assert "worked" in third
    assert steps[1].planned.expectation == ScreenChanges()


def test_a_model_that_sees_gets_one_picture_of_the_screen_and_another_none() -> None:
    for sees in (True, False):
        rehearsal = Rehearsal([step(do="click", target=1), DONE], OK_BUTTON, sees=sees)
        rehearsal.steps()
        for request in rehearsal.model.requests:
            pictures = [p for m in request.messages for p in m.parts if isinstance(p, Picture)]
            assert len(pictures) == int(sees)


def test_the_prompt_stays_short_however_long_the_history() -> None:
    rehearsal = Rehearsal([step(do="press", keys=["a"]), DONE], OK_BUTTON)
    history = tuple(rehearsal.steps())[:1] * 200
    system, user = messages("save it", history[0].observation, history, None)
    assert system.stable
    assert len(system.parts[0].text) < 3000  # type: ignore[union-attr]
    assert len(user.parts[0].text) < 3000  # type: ignore[union-attr]
    assert "(the first 185 steps are left out)" in user.parts[0].text  # type: ignore[union-attr]
