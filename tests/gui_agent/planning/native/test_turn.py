"""A turn of calls: played in order, dropped where they make no sense any longer, answered every one."""

import pytest

from actions.action import Click, Drag, Launch, Move, PressKeys, TypeText, Wait
from actions.codecs.frame import Frame
from actions.codecs.query import Query
from actions.geometry import Box, Point, Size
from gui_agent.chat.types import Picture, ToolCall, Words
from gui_agent.planning.native.calls import AnthropicCalls, OpenAICalls
from gui_agent.planning.native.turn import Answers, Turn
from gui_agent.safety import SafetyCheck

SIZE = Size(100, 80)
FRAME = Frame.resized(SIZE, Box(0, 0, 200, 160))
PICTURE = Picture(b"", "image/png", SIZE, FRAME)
DOUBT = SafetyCheck("s1", "code", "is this wanted?")
CLICK, TYPE = {"type": "click", "x": 10, "y": 20}, {"type": "type", "text": "hi"}


def look(query: Query) -> Answers:
    return (Words(query.kind),)


def member(name: str, **given: object) -> ToolCall:
    return ToolCall(f"{name}-id", name, given, "computer")


def played(turn: Turn) -> list[object]:
    """Play a turn in which everything works."""
    done: list[object] = []
    while (wanted := turn.next_action(Point(1, 1), look)) is not None:
        done.append(wanted.action)
        turn.done()
    return done


def answered(turn: Turn) -> list[tuple[str, bool, str]]:
    return [
        (r.call, r.failed, " ".join(p.text for p in r.parts if isinstance(p, Words))) for r in turn.results
    ]


def test_calls_are_played_in_order_and_questions_answered_in_between() -> None:
    calls = (
        member("left_click", coordinate=[10, 20]),
        member("screenshot"),
        member("type", text="hello"),
        member("cursor_position"),
        ToolCall("l", "launch", {"application": "xterm"}),
    )
    turn = Turn(calls, AnthropicCalls(), FRAME)
    assert played(turn) == [Click(Point(21, 41)), TypeText("hello"), Launch("xterm")]
    assert turn.over
    assert answered(turn) == [
        ("left_click-id", False, ""),
        ("screenshot-id", False, "screenshot"),
        ("type-id", False, ""),
        ("cursor_position-id", False, "cursor_position"),
        ("l", False, ""),
    ]


def test_a_call_of_several_actions_is_one_answer() -> None:
    call = ToolCall("c", "computer", {"actions": [CLICK, TYPE, {"type": "screenshot"}]}, "computer")
    turn = Turn((call,), OpenAICalls(), FRAME)
    assert played(turn) == [Click(Point(21, 41)), TypeText("hi")]
    assert answered(turn) == [("c", False, "screenshot")]


def test_a_button_pressed_moved_and_released_is_one_drag() -> None:
    calls = (
        member("mouse_move", coordinate=[10, 10]),
        member("left_mouse_down"),
        member("mouse_move", coordinate=[20, 20]),
        member("left_mouse_up"),
        member("key", text="Return"),
    )
    turn = Turn(calls, AnthropicCalls(), FRAME)
    first = turn.next_action(None, look)
    assert first is not None
    assert first.action == Move(Point(21, 21))
    turn.done()
    dragged = turn.next_action(Point(21, 21), look)
    assert dragged is not None
    assert isinstance(dragged.action, Drag)
    assert dragged.action.path == (Point(21, 21), Point(41, 41))
    turn.done()
    assert played(turn) == [PressKeys(("enter",))]
    assert len(turn.results) == len(calls)


def test_behind_an_action_that_failed_nothing_is_done_and_everything_answered() -> None:
    calls = (member("left_click", coordinate=[1, 1]), member("type", text="x"), member("screenshot"))
    turn = Turn(calls, AnthropicCalls(), FRAME)
    assert turn.next_action(None, look) is not None
    turn.done("did not work: no such place", failed=True)
    assert turn.next_action(None, look) is None
    assert answered(turn) == [
        ("left_click-id", True, "did not work: no such place"),
        ("type-id", True, "not done: an earlier action of this turn did not work"),
        ("screenshot-id", True, "not done: an earlier action of this turn did not work"),
    ]


def test_where_the_screen_became_another_the_rest_is_dropped() -> None:
    call = ToolCall("c", "computer", {"actions": [CLICK, TYPE, TYPE]}, "computer")
    turn = Turn((call, ToolCall("d", "launch", {"application": "x"})), OpenAICalls(), FRAME)
    turn.next_action(None, look)
    turn.done()
    assert turn.pending
    turn.stop("a window opened")
    assert turn.next_action(None, look) is None
    assert answered(turn) == [
        ("c", True, "the rest of this call was not done: a window opened"),
        ("d", True, "not done: a window opened"),
    ]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (member("left_click", coordinate=[101, 5]), "outside the picture"),
        (member("left_click", coordinate=["a", 5]), "number"),
        (member("left_mouse_down"), "never released"),
        (member("format_disk"), "no action 'format_disk'"),
        (ToolCall("c", "computer", {"action": "key", "text": "nokey"}), "nokey"),
        (ToolCall("c", "launch", {"application": 5}), "application"),
        (ToolCall("c", "bash", {"command": "reboot"}), "no action 'bash'"),
    ],
)
def test_what_cannot_be_understood_is_answered_with_the_reason(call: ToolCall, why: str) -> None:
    turn = Turn((call, member("wait", duration=1)), AnthropicCalls(), FRAME)
    assert turn.next_action(Point(1, 1), look) is None
    assert all(result.failed for result in turn.results)
    assert len(turn.results) == 2
    assert why in answered(turn)[0][2]


def test_of_a_computer_call_with_one_bad_action_none_is_done() -> None:
    call = ToolCall("c", "computer", {"actions": [CLICK, {"type": "explode"}]}, "computer")
    turn = Turn((call,), OpenAICalls(), FRAME)
    assert turn.next_action(None, look) is None
    assert "explode" in answered(turn)[0][2]


def test_a_safety_check_comes_with_the_first_action_and_is_acknowledged_once_approved() -> None:
    call = ToolCall("c", "computer", {"actions": [CLICK, TYPE]}, "computer", (DOUBT,))
    turn = Turn((call,), OpenAICalls(), FRAME)
    first = turn.next_action(None, look)
    assert first is not None
    assert first.checks == (DOUBT,)
    turn.done(approved=True)
    second = turn.next_action(None, look)
    assert second is not None
    assert second.checks == ()
    turn.done()
    assert turn.next_action(None, look) is None
    assert turn.results[0].acknowledged == (DOUBT,)


@pytest.mark.parametrize("wanted", [[{"type": "screenshot"}], [{"type": "explode"}]])
def test_a_safety_check_of_a_call_without_an_action_is_put_to_somebody_all_the_same(
    wanted: list[object],
) -> None:
    turn = Turn((ToolCall("c", "computer", {"actions": wanted}, "computer", (DOUBT,)),), OpenAICalls(), FRAME)
    asked = turn.next_action(None, look)
    assert asked is not None
    assert (asked.action, asked.checks) == (Wait(0.0), (DOUBT,))
    assert turn.results == ()
    turn.done()
    assert turn.next_action(None, look) is None


def test_a_safety_check_that_nobody_approved_stays() -> None:
    turn = Turn(
        (ToolCall("c", "computer", {"actions": [CLICK]}, "computer", (DOUBT,)),), OpenAICalls(), FRAME
    )
    turn.next_action(None, look)
    turn.done("did not work", failed=True, approved=False)
    again = turn.next_action(None, look)
    assert again is not None
    assert (again.action, again.checks) == (Wait(0.0), (DOUBT,))


def test_the_screen_is_shown_where_each_provider_expects_it() -> None:
    clicked = member("left_click", coordinate=[1, 1])
    turn = Turn((clicked, member("wait", duration=0)), AnthropicCalls(), FRAME)
    played(turn)
    first, last = AnthropicCalls().with_screen(turn.results, PICTURE)
    assert PICTURE not in first.parts  # type: ignore[union-attr]
    assert last.parts == (PICTURE,)  # type: ignore[union-attr]
    turn = Turn((ToolCall("l", "launch", {"application": "x"}),), OpenAICalls(), FRAME)
    played(turn)
    assert OpenAICalls().with_screen(turn.results, PICTURE) == (*turn.results, PICTURE)
