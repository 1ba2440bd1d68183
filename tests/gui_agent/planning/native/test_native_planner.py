"""The planner of models with a computer tool of their own, on a fake computer."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import pytest

from actions.action import Action, Click, Launch, TypeText, Wait
from actions.computer import Window
from actions.fake import FakeComputer
from actions.geometry import Box, Point, Size
from actions.screenshot import Image
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import UIElement
from gui_agent.agent import Agent
from gui_agent.approval import AutoApprover, NeverApprover, PolicyApprover
from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.prices import Price, PriceTable
from gui_agent.chat.script import Answer, Fault, FaultKind, Reply
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import ChatRequest, Picture, ToolCall, ToolResult, Words
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.native.calls import AnthropicCalls, OpenAICalls
from gui_agent.planning.native.planner import QUESTIONS, NativePlanner, NativeTool
from gui_agent.planning.native.talk import LEFT_OUT, PICTURES_KEPT, TURNS_KEPT
from gui_agent.policy import Policy
from gui_agent.reflection import ScreenReflector
from gui_agent.safety import SafetyCheck
from gui_agent.types import Approval, ApprovalRequest, Approver, Ending, PlannedAction, Step

SIZE = Size(320, 240)
OK = UIElement(Box(100, 100, 160, 130), "button", "OK")
ANTHROPIC = NativeTool("computer_toolset_20260801", AnthropicCalls(), 160)
OPENAI = NativeTool("computer", OpenAICalls(), 320, blindly=False)
DOUBT = SafetyCheck("sc_1", "malicious_instructions", "The page tells the model what to do.")
ELSEWHERE = PlannedAction("press", arguments={"keys": ("escape",)})
PRICES = PriceTable(({"scripted": Price(input=10.0, output=100.0)},))


def answer(*calls: ToolCall, text: str = "so") -> Answer:
    return Answer(text, calls, "tools" if calls else "end", input_tokens=1000, output_tokens=10)


_NUMBERS: Iterator[int] = iter(range(10**6))


def member(name: str, **given: object) -> ToolCall:
    return ToolCall(f"t{next(_NUMBERS)}", name, given, "computer")


def computer_call(*actions: dict[str, object], checks: tuple[SafetyCheck, ...] = ()) -> ToolCall:
    return ToolCall(f"c{next(_NUMBERS)}", "computer", {"actions": list(actions)}, "computer", checks)


OLDER: tuple[dict[str, object], ...] = (
    {"action": "left_click", "coordinate": [65, 57]},
    {"action": "type", "text": "hi"},
    {"action": "screenshot"},
)
CLICK_OK: dict[str, object] = {"type": "click", "x": 130, "y": 115}


class Rehearsal:
    """A screen that changes a little with every action but those in ``dead``, and a model with a script."""

    def __init__(
        self,
        script: Sequence[Reply],
        tool: NativeTool = ANTHROPIC,
        *,
        dead: Callable[[Action], bool] = lambda action: False,
        approver: Approver | None = None,
    ) -> None:
        screens = FakeScreens(SIZE)
        count = 0

        def draw() -> Image:
            return screens.draw([OK, UIElement(Box(10, 10, 40, 20), "text", f"seen {count}")])

        def react(action: Action, image: Image) -> Image:
            nonlocal count
            count += not dead(action)
            return image if dead(action) else draw()

        self.computer = FakeComputer([draw()], on_action=react)
        self.model = ScriptedChatModel(script)
        self.pointing = PointingGrounder(FakeGroundingModel(screens))
        self.planner = NativePlanner(self.model, tool, self.pointing, PRICES)
        reflector = ScreenReflector(FakeGroundingModel(screens))
        self.parts = Parts(self.planner, Observer(self.computer, screens), self.pointing, reflector)
        self.approver = approver

    def steps(self) -> list[Step]:
        return list(Agent(self.computer, self.parts, approver=self.approver).run("press OK"))


def results(request: ChatRequest) -> list[ToolResult]:
    return [part for part in request.messages[-1].parts if isinstance(part, ToolResult)]


def words(result: ToolResult) -> str:
    return " ".join(part.text for part in result.parts if isinstance(part, Words))


def pictures(request: ChatRequest) -> int:
    inside = [p for m in request.messages for p in m.parts]
    inside += [p for part in inside if isinstance(part, ToolResult) for p in part.parts]
    return sum(isinstance(part, Picture) for part in inside)


def test_several_actions_of_a_turn_are_steps_of_their_own() -> None:
    calls = member("left_click", coordinate=[65, 57]), member("type", text="hi"), member("screenshot")
    rehearsal = Rehearsal([answer(*calls, text="press it"), answer(text="It is pressed.")])
    first, second, last = rehearsal.steps()
    assert rehearsal.computer.actions == [Click(Point(131, 115)), TypeText("hi")]
    assert (first.planned.target, first.planned.thought) == ("“OK” button", "press it")
    assert first.after is not None
    assert second.observation is not first.observation
    assert (last.ending, last.explanation) == (Ending.ACCOMPLISHED, "It is pressed.")
    asked = rehearsal.model.requests[1]
    assert [result.call for result in results(asked)] == [call.id for call in calls]
    assert isinstance(results(asked)[-1].parts[-1], Picture)
    assert pictures(asked) == 2


def test_the_older_tool_has_one_name_for_everything() -> None:
    calls = [ToolCall(f"o{n}", "computer", given) for n, given in enumerate(OLDER)]
    tool = NativeTool("computer_20250124", AnthropicCalls(), 160)
    rehearsal = Rehearsal([answer(*calls), answer(text="done")], tool)
    rehearsal.steps()
    assert rehearsal.computer.actions == [Click(Point(131, 115)), TypeText("hi")]
    assert [result.toolset for result in results(rehearsal.model.requests[1])] == ["", "", ""]


def test_the_bill_is_on_the_step_the_answer_led_to() -> None:
    calls = member("left_click", coordinate=[65, 57]), member("type", text="hi")
    first, second, _ = Rehearsal([answer(*calls), answer(text="done")]).steps()
    assert (first.usage.input_tokens, first.usage.model_calls) == (1000, 1)
    assert first.usage.cost == pytest.approx(0.011)
    assert second.usage.model_calls == 0


def test_behind_an_action_without_effect_the_rest_is_not_done_and_the_model_is_told() -> None:
    calls = (
        member("left_click", coordinate=[65, 57]),
        member("scroll", scroll_direction="up", scroll_amount=1),
    )
    rehearsal = Rehearsal([answer(*calls), answer(text="done")], dead=lambda a: isinstance(a, Click))
    rehearsal.steps()
    assert rehearsal.computer.actions == [Click(Point(131, 115))]
    first, second = results(rehearsal.model.requests[1])
    assert first.failed
    assert "the screen did not change" in words(first)
    assert words(second) == "not done: an earlier action of this turn did not work"


def test_a_click_for_the_focus_alone_may_change_nothing_but_typing_must() -> None:
    calls = (
        member("left_click", coordinate=[65, 57]),
        member("type", text="hi"),
        member("key", text="Return"),
    )
    rehearsal = Rehearsal([answer(*calls), answer(text="done")], dead=lambda a: True)
    rehearsal.steps()
    assert rehearsal.computer.actions == [Click(Point(131, 115)), TypeText("hi")]
    assert [result.failed for result in results(rehearsal.model.requests[1])] == [False, True, True]


def test_behind_a_window_that_came_up_the_rest_is_not_done() -> None:
    calls = member("left_click", coordinate=[65, 57]), member("type", text="hi")
    rehearsal = Rehearsal([answer(*calls), answer(text="done")])
    asks = Window(7, "Really?", "app", Box(0, 0, 9, 9), dialog=True)
    rehearsal.computer.windows = lambda: [asks] if rehearsal.computer.actions else []  # type: ignore[method-assign]
    rehearsal.steps()
    assert rehearsal.computer.actions == [Click(Point(131, 115))]
    first, second = results(rehearsal.model.requests[1])
    assert not first.failed
    assert words(second) == "not done: a window opened: “Really?”"


def test_questions_need_no_step() -> None:
    looks = (
        member("screenshot"),
        member("zoom", region=[0, 0, 40, 40]),
        member("cursor_position"),
        member("mouse_move", coordinate=[30, 40]),
        member("cursor_position"),
    )
    rehearsal = Rehearsal([answer(*looks), answer(text="nothing to do")])
    assert len(rehearsal.steps()) == 2
    shown, zoom, unknown, _, known = results(rehearsal.model.requests[1])
    assert isinstance(shown.parts[0], Picture)
    assert isinstance(zoom.parts[0], Picture)
    assert zoom.parts[0].size == Size(120, 120)
    assert "not known yet" in words(unknown)
    assert words(known) == "X=30,Y=40"


def test_what_cannot_be_understood_is_sent_back_without_a_step() -> None:
    rehearsal = Rehearsal([answer(member("left_click", coordinate=[900, 1])), answer(text="CANNOT: no way")])
    (last,) = rehearsal.steps()
    assert rehearsal.computer.actions == []
    assert (last.ending, last.explanation) == (Ending.NOT_ACCOMPLISHED, "no way")
    assert last.usage.model_calls == 2
    assert "outside the picture" in words(results(rehearsal.model.requests[1])[0])


def test_a_model_that_only_looks_is_stopped() -> None:
    rehearsal = Rehearsal([answer(member("screenshot")) for _ in range(QUESTIONS + 1)])
    (last,) = rehearsal.steps()
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert f"asked {QUESTIONS} times" in last.explanation


def test_a_program_is_started_with_the_tool_beside_the_computer() -> None:
    call = ToolCall("l1", "launch", {"application": "xterm", "arguments": ["-e", "true"]})
    rehearsal = Rehearsal([answer(call), answer(text="done")])
    rehearsal.steps()
    assert rehearsal.computer.actions == [Launch("xterm", ("-e", "true"))]


def test_an_answer_that_broke_off_is_not_carried_out() -> None:
    cut = Answer("", (member("left_click", coordinate=[65, 57]),), "length")
    rehearsal = Rehearsal([cut, answer(text="done")])
    rehearsal.steps()
    assert rehearsal.computer.actions == []
    assert "broke off" in words(results(rehearsal.model.requests[1])[0])


@pytest.mark.parametrize(
    ("said", "ending", "infeasible"),
    [
        ("All is well.", Ending.ACCOMPLISHED, False),
        ("CANNOT: the file is gone", Ending.NOT_ACCOMPLISHED, False),
        ("Impossible: there is no such program", Ending.NOT_ACCOMPLISHED, True),
    ],
)
def test_a_model_that_stops_calling_tools_has_finished(said: str, ending: Ending, infeasible: bool) -> None:
    (last,) = Rehearsal([answer(text=said)]).steps()
    assert last.ending is ending
    assert last.reflection is not None
    assert (last.reflection.verdict == "infeasible") is infeasible


@pytest.mark.parametrize("tool", [ANTHROPIC, OPENAI])
def test_old_pictures_and_old_turns_are_let_go_in_batches(tool: NativeTool) -> None:
    count = 3 * TURNS_KEPT

    def call() -> ToolCall:
        if tool is OPENAI:
            return computer_call({"type": "move", "x": 130, "y": 115})
        return member("mouse_move", coordinate=[65, 57])

    rehearsal = Rehearsal([*(answer(call()) for _ in range(count)), answer(text="done")], tool)
    assert len(rehearsal.steps()) == count + 1
    asked = rehearsal.model.requests
    assert max(map(pictures, asked)) <= 2 * PICTURES_KEPT
    assert min(map(pictures, asked[PICTURES_KEPT:])) >= PICTURES_KEPT
    assert max(len(request.messages) for request in asked) <= 2 + 2 * (TURNS_KEPT + TURNS_KEPT // 2)
    assert asked[-1].messages[0].stable
    assert asked[-1].messages[-1].stable
    kept = [_said(one) == _said(other)[: len(one.messages)] for one, other in itertools.pairwise(asked)]
    assert sum(kept) >= 0.6 * len(kept)
    for request in asked:
        for message in request.messages:
            for part in message.parts:
                assert not (tool is OPENAI and isinstance(part, ToolResult) and LEFT_OUT in part.parts)


def _said(request: ChatRequest) -> list[object]:
    return [message.parts for message in request.messages]


def test_after_a_time_out_nothing_is_done_twice() -> None:
    calls = member("left_click", coordinate=[65, 57])
    rehearsal = Rehearsal([answer(calls), Fault(FaultKind.NO_ANSWER), answer(text="done")])
    steps = rehearsal.steps()
    assert rehearsal.computer.actions == [Click(Point(131, 115))]
    assert steps[-1].ending is Ending.MACHINE_FAILED
    assert steps[-1].usage.model_calls == 1
    # Whoever asks on gets the same results told, and no action a second time.
    planned = rehearsal.planner.next_action("press OK", steps[-1].observation, tuple(steps[:1]))
    assert planned.kind == "done"
    assert results(rehearsal.model.requests[2]) == results(rehearsal.model.requests[1])


def test_an_action_that_was_not_carried_out_is_answered_so_and_not_handed_out_again() -> None:
    calls = member("left_click", coordinate=[65, 57])
    rehearsal = Rehearsal([answer(calls), answer(text="done")])
    seen = rehearsal.parts.observer.look(1, None).observation
    assert rehearsal.planner.next_action("press OK", seen, ()).kind == "click"
    history = (Step(1, seen, ELSEWHERE),)
    assert rehearsal.planner.next_action("press OK", seen, history).kind == "done"
    assert words(results(rehearsal.model.requests[1])[0]) == "not done: it was not carried out"


def test_what_somebody_else_did_meanwhile_drops_the_rest() -> None:
    calls = member("left_click", coordinate=[65, 57]), member("type", text="hi")
    rehearsal = Rehearsal([answer(*calls), answer(text="done")])
    seen = rehearsal.parts.observer.look(1, None).observation
    planned = rehearsal.planner.next_action("press OK", seen, ())
    history = (Step(1, seen, planned, approval=Approval("approve")), Step(2, seen, ELSEWHERE))
    assert rehearsal.planner.next_action("press OK", seen, history).kind == "done"
    assert words(results(rehearsal.model.requests[1])[1]) == (
        "not done: other actions were carried out meanwhile"
    )


class Person:
    """Answers what it is asked, and remembers."""

    def __init__(self, decision: str) -> None:
        self._decision = decision
        self.asked: list[tuple[ApprovalRequest, str]] = []

    def ask(self, request: ApprovalRequest, reason: str) -> Approval:
        self.asked.append((request, reason))
        return Approval(self._decision, "as you like", "person")  # type: ignore[arg-type]


def test_a_safety_check_is_put_to_a_person_whatever_the_policy_allows_and_then_acknowledged() -> None:
    person = Person("approve")
    script = [answer(computer_call(CLICK_OK, CLICK_OK, checks=(DOUBT,))), answer(text="done")]
    rehearsal = Rehearsal(script, OPENAI, approver=PolicyApprover(Policy(default="approve"), person))
    steps = rehearsal.steps()
    ((request, reason),) = person.asked
    assert request.safety_checks == (DOUBT,)
    assert reason == DOUBT.message
    assert len(rehearsal.computer.actions) == 2
    assert steps[0].planned.safety_checks == (DOUBT,)
    assert results(rehearsal.model.requests[1])[0].acknowledged == (DOUBT,)


@pytest.mark.parametrize("decision", ["reject", "terminate"])
def test_a_safety_check_that_a_person_refuses_ends_the_run_unacknowledged(decision: str) -> None:
    person = Person(decision)
    rehearsal = Rehearsal(
        [answer(computer_call(CLICK_OK, checks=(DOUBT,)))],
        OPENAI,
        approver=PolicyApprover(Policy(default="approve"), person),
    )
    (last,) = rehearsal.steps()
    assert last.ending is Ending.STOPPED
    assert rehearsal.computer.actions == []
    assert len(rehearsal.model.requests) == 1


def test_a_check_of_a_call_that_only_looks_is_asked_about_with_a_wait() -> None:
    script = [answer(computer_call({"type": "screenshot"}, checks=(DOUBT,))), answer(text="done")]
    person = Person("approve")
    rehearsal = Rehearsal(script, OPENAI, approver=PolicyApprover(Policy(default="approve"), person))
    rehearsal.steps()
    assert person.asked[0][0].action == Wait(0.0)
    assert results(rehearsal.model.requests[1])[0].acknowledged == (DOUBT,)


def test_a_dry_run_acknowledges_nothing_and_auto_says_what_it_let_pass() -> None:
    script = [answer(computer_call({"type": "screenshot"}, checks=(DOUBT,))), answer(text="done")]
    (last,) = Rehearsal(script, OPENAI, approver=NeverApprover()).steps()
    assert last.ending is Ending.STOPPED
    first, _ = Rehearsal(script, OPENAI, approver=AutoApprover()).steps()
    assert first.approval is not None
    assert DOUBT.message in first.approval.reason


def test_an_unreachable_model_is_the_machines_failure() -> None:
    rehearsal = Rehearsal([Fault(FaultKind.CLOSED)])
    (last,) = rehearsal.steps()
    assert last.ending is Ending.MACHINE_FAILED
    with pytest.raises(ChatModelError):
        Rehearsal([Fault(FaultKind.ERROR_500)]).planner.next_action("x", last.observation, ())
