"""A person answers on a terminal."""

import io

import numpy as np
import pytest

from actions.action import Action, Click, PressKeys, TypeText
from actions.computer import Window
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.types import ApprovalRequest, Observation, PlannedAction
from gui_agent.witness import NOT_YOURS, Witness
from tui.console_asker import ConsoleAsker, shown

SCREEN = Box(0, 0, 100, 80)


def request_for(action: Action | None, target: str) -> ApprovalRequest:
    shot = Screenshot(np.zeros((8, 10, 3), np.uint8), SCREEN)
    window = Window(1, "notes.txt", "mousepad", SCREEN, active=True)
    seen = Observation(shot, ParsedScreen((), SCREEN), windows=(window,))
    return ApprovalRequest("tidy up", 3, seen, PlannedAction("click", target), action or Click(Point(45, 41)))


def asker(answers: str) -> tuple[ConsoleAsker, io.StringIO]:
    out = io.StringIO()
    return ConsoleAsker(io.StringIO(answers), out), out


@pytest.mark.parametrize(
    ("answers", "decision"),
    [
        ("y\n", "approve"),
        ("YES\n", "approve"),
        ("n\n", "reject"),
        ("a\n", "approve"),
        ("q\n", "terminate"),
        ("", "terminate"),
        ("?\nhm\n\ny\n", "approve"),
        ("hm\n", "terminate"),
    ],
)
def test_answers(answers: str, decision: str) -> None:
    console, _ = asker(answers)
    approval = console.ask(request_for(None, "Delete"), "it hurts")
    assert (approval.decision, approval.by) == (decision, "person")


def test_the_question_says_what_would_happen_and_why() -> None:
    console, out = asker("y\n")
    console.ask(request_for(None, "the Delete button"), "it hurts")
    text = out.getvalue()
    for part in ("Step 3", "Click at (45, 41)", "the Delete button", "it hurts", "[y/n/a/q"):
        assert part in text


def test_always_covers_the_same_kind_on_the_same_words_and_nothing_else() -> None:
    console, _ = asker("a\nn\nn\nn\n")
    first = request_for(None, "Delete")
    assert console.ask(first, "it hurts").decision == "approve"
    assert console.ask(first, "it hurts").decision == "approve"
    assert console.ask(request_for(None, "Send"), "it hurts").decision == "reject"
    assert console.ask(request_for(PressKeys(("delete",)), "Delete"), "it hurts").decision == "reject"
    assert console.ask(first, "another rule").decision == "reject"


def test_text_from_a_screen_cannot_steer_the_terminal() -> None:
    console, out = asker("y\n")
    console.ask(request_for(TypeText("a\nb"), "Delete\x1b[2J\u202e\r\nStep 4: harmless"), "it hurts")
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert "\nStep 4" not in out.getvalue()


def test_a_long_text_shows_its_length_and_its_end() -> None:
    words = shown("echo " + "x" * 1000 + "; rm -r notes")
    assert words.startswith("echo x")
    assert "1018 characters" in words
    assert words.endswith("; rm -r notes")


class Unseen(Witness):
    """Has seen nobody answer for the first ``times``."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def vouches(self, since: float) -> bool:
        self.times -= 1
        return self.times < 0


@pytest.mark.parametrize("yes", ["y", "a"])
def test_a_yes_that_nobody_was_seen_to_give_is_not_taken(yes: str) -> None:
    out = io.StringIO()
    console = ConsoleAsker(io.StringIO(f"{yes}\n{yes}\nn\nn\n"), out, Unseen(2))
    assert console.ask(request_for(None, "Delete"), "it hurts").decision == "reject"
    assert out.getvalue().count(NOT_YOURS) == 2
    assert console.ask(request_for(None, "Delete"), "it hurts").decision == "reject", "not even for ever"
