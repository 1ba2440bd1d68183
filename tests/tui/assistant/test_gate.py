"""What every action passes in the assistant: pause, stop, question."""

from __future__ import annotations

import threading

import numpy as np

from actions.action import Click
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.types import Approval, ApprovalRequest, Observation, PlannedAction
from tui.assistant.gate import STOPPED, Gate, ScreenAsker
from tui.assistant.modes import MODES, lets_more_through

SCREEN = Box(0, 0, 10, 8)
SEEN = Observation(Screenshot(np.zeros((8, 10, 3), np.uint8), SCREEN), ParsedScreen((), SCREEN))
YES = Approval("approve", "a person said yes", "person")
REQUEST = ApprovalRequest("task", 1, SEEN, PlannedAction("click", "OK"), Click(Point(1, 1)))


def answered(gate: Gate) -> Approval | None:
    """Let an action come to ``gate``; None where it waits for the person."""
    came: list[Approval] = []
    thread = threading.Thread(target=lambda: came.append(gate.review(REQUEST)), daemon=True)
    thread.start()
    thread.join(2)
    return came[0] if came else None


def test_a_stop_ends_a_question() -> None:
    gate = Gate(ScreenAsker(lambda request, reason: gate.stop()), "ask everything")
    assert answered(gate) == Approval("terminate", STOPPED, "person")


def test_a_stop_just_before_the_question_counts_until_the_next_task_begins() -> None:
    shown: list[ApprovalRequest] = []

    def show(request: ApprovalRequest, reason: str) -> None:
        shown.append(request)
        asker.answer(YES)

    asker = ScreenAsker(show)
    gate = Gate(asker, "ask everything")
    gate.stop()
    assert asker.ask(REQUEST, "the gate had let it through before").decision == "terminate"
    assert not shown
    gate.reset()
    assert answered(gate) == YES
    assert shown == [REQUEST]


def test_modes_are_in_order_of_what_they_let_through() -> None:
    strictest_first = sorted(MODES, key=lambda mode: sum(lets_more_through(mode, other) for other in MODES))
    assert strictest_first == ["never", "ask everything", "ask", "auto"]
