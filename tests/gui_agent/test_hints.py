"""What a person says during a run: the action planned without it is left out, and the model hears it."""

from actions.action import Click
from actions.fake import FakeComputer
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.agent import Agent
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.hints import Hints
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Approval, ApprovalRequest, Ending
from tests.gui_agent.planning.model.test_planner import DONE, SAVED, SIZE, TWINS, step


class SaysTheOther:
    """A person who wants the other one, once."""

    def __init__(self, hints: Hints) -> None:
        self._hints, self._said = hints, False

    def review(self, request: ApprovalRequest) -> Approval:
        if self._said:
            return Approval("approve")
        self._said = True
        self._hints.tell("no, the\nother one")
        return Approval("redirect", "the person said “no, the other one”", "person")


def test_a_hint_leaves_out_what_was_planned_and_is_in_every_later_prompt() -> None:
    script = [step(do="click", target=1), step(do="click", target=2), DONE]
    screens, hints = FakeScreens(SIZE), Hints()
    computer = FakeComputer([screens.draw(TWINS), screens.draw([*TWINS, SAVED])])
    model = ScriptedChatModel(script, capabilities=Capabilities(json_schema=True))
    grounder = FakeGroundingModel(screens)
    pointing = PointingGrounder(grounder)
    planner = ModelPlanner(Thinker(model, PriceTable(())), pointing, hints=hints)
    parts = Parts(planner, Observer(computer, screens), pointing, ScreenReflector(grounder), hints=hints)
    first, *_, last = Agent(computer, parts, approver=SaysTheOther(hints)).run("delete it")
    assert computer.actions == [Click(TWINS[1].box.center)]
    assert first.error == "left out: the person said “no, the other one”"
    assert last.ending is Ending.ACCOMPLISHED
    told = ["- no, the other one" in asked.text for asked in model.asked]
    assert told == [False, True, True]


def test_nothing_said_is_nothing_told() -> None:
    assert Hints().sections() == ()
