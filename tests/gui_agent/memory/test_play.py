"""When a routine may go on after somebody else acted: only where it is certain what comes next."""

import numpy as np
import pytest

from actions.action import PressKeys
from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen, UIElement
from gui_agent.expectation import CheckboxIs, Expectation, TextVisible
from gui_agent.memory.guards import misfit, same_title, with_box
from gui_agent.memory.play import Away, Play
from gui_agent.memory.records import Guard, Move
from gui_agent.types import Argument, Observation, PlannedAction, Reflection, Step

REGION = Box(0, 0, 300, 200)
EDITOR, NOTICE = Guard("editor", "⟦file⟧ - Editor"), Guard("editor", "Notice")
MOVES = (
    Move("type", arguments={"text": "⟦file⟧"}, expectation=TextVisible("⟦file⟧"), guard=EDITOR),
    Move("press", arguments={"keys": ("ctrl", "s")}, guard=EDITOR),
)


def screen(title: str = "a.txt - Editor", application: str = "editor", *texts: str) -> Observation:
    window = Window(1, title, application, REGION, active=True)
    elements = tuple(UIElement(Box(5, 5 + 20 * n, 90, 20 + 20 * n), "button", t) for n, t in enumerate(texts))
    image = np.zeros((200, 300, 3), np.uint8)
    return Observation(Screenshot(image, REGION), ParsedScreen(elements, REGION), (), (window,))


def did(kind: str, verdict: str = "success", **arguments: Argument) -> Step:
    planned = PlannedAction(kind, "", arguments)  # type: ignore[arg-type]
    reflection = Reflection(verdict)  # type: ignore[arg-type]
    return Step(1, screen(), planned, PressKeys(("enter",), 1), reflection=reflection)


def playing(away: Away, at: int = 0) -> Play:
    return Play(7, MOVES, {"file": "a.txt"}, at=at, away=away)


def never(expectation: Expectation, now: Observation) -> bool:
    return False


def always(expectation: Expectation, now: Observation) -> bool:
    return True


def test_it_goes_on_where_the_guard_fits_again_after_something_was_put_aside() -> None:
    play = playing(Away(misfit=True))
    assert not play.may_resume(did("click"), screen("Notice"), never)
    assert play.may_resume(did("click"), screen(), never)
    assert (play.at, play.away) == (0, None)


@pytest.mark.parametrize("kind", ["type", "press", "drag"])
def test_it_does_not_go_on_where_the_move_may_have_been_made_in_another_way(kind: str) -> None:
    play = playing(Away(misfit=True))
    assert not play.may_resume(did(kind, text="a.txt\n"), screen(), never)
    assert not play.may_resume(did("click"), screen(), never)


def test_a_move_that_somebody_else_made_is_never_made_again() -> None:
    play = playing(Away(misfit=True))
    assert not play.may_resume(did("type", text="a.txt"), screen("Notice"), never), (
        "the next does not fit yet"
    )
    assert play.at == 1
    assert not play.may_resume(did("click"), screen(), never)
    other = playing(Away(misfit=True))
    assert other.may_resume(did("type", text="a.txt"), screen(), never)
    assert other.at == 1


def test_after_a_missed_outcome_it_goes_on_once_that_is_there() -> None:
    play = playing(Away(acted=True))
    assert not play.may_resume(did("click"), screen(), never)
    assert play.may_resume(did("wait"), screen(), always)
    assert play.at == 1


def test_where_it_was_only_waited_for_nothing_was_wrong_with_the_routine() -> None:
    slow, mended = playing(Away(acted=True)), playing(Away(acted=True))
    slow.falls = mended.falls = 1
    assert slow.may_resume(did("wait"), screen(), always)
    assert mended.may_resume(did("click"), screen(), always)
    assert (slow.falls, mended.falls) == (0, 1)


def test_what_asks_is_over_once_it_was_decided_at_the_first_try() -> None:
    play = playing(Away(asks=True))
    assert play.may_resume(did("type", text="something else"), screen(), never)
    assert play.at == 1
    late = playing(Away(asks=True))
    assert not late.may_resume(did("click"), screen(), never)
    assert not late.may_resume(did("type", text="something else"), screen(), never)


def test_after_many_actions_of_somebody_else_nothing_is_certain() -> None:
    play = playing(Away(misfit=True))
    for _ in range(3):
        assert not play.may_resume(did("click"), screen("Notice"), never)
    assert not play.may_resume(did("click"), screen(), never)


def test_a_failed_action_of_somebody_else_changes_nothing() -> None:
    play = playing(Away(misfit=True))
    assert not play.may_resume(did("click", "no_effect"), screen(), never)


def test_a_box_is_not_ticked_twice() -> None:
    box = UIElement(Box(10, 10, 60, 30), "checkbox", "All", frozenset({"unchecked"}))
    shown = screen()
    before = Observation(shown.screenshot, ParsedScreen((box,), REGION), (), shown.windows)
    guard = with_box(Guard("editor"), before, Box(12, 12, 20, 20))
    assert guard.checked == "no"
    play = Play(7, (Move("click", "“All” checkbox", guard=guard),), {})
    asked: list[Expectation] = []

    def holds(expectation: Expectation, now: Observation) -> bool:
        asked.append(expectation)
        return False

    assert "is not unchecked, as it was when this worked" in play.misfit(shown, holds)
    assert asked == [CheckboxIs("“All” checkbox", False)]


class TestGuards:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("*Untitled 1 - Mousepad", "Untitled 2 - Mousepad"),
            ("letter.txt - Mousepad", "notes.md - Mousepad"),
            ("Save As", "Save as"),
            ("Inbox (3)", "Inbox (12)"),
        ],
    )
    def test_titles_may_differ_in_marks_numbers_and_documents(self, one: str, other: str) -> None:
        assert same_title(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Save As", "Confirm"), ("a - Mousepad", "a - Thunar"), ("Find and Replace", "Preferences")],
    )
    def test_but_not_in_what_they_are(self, one: str, other: str) -> None:
        assert not same_title(one, other)

    def test_another_program_a_dialog_or_missing_controls_do_not_fit(self) -> None:
        guard = Guard("editor", "⟦file⟧ - Editor", False, ("Open", "Save", "Close"))
        values = {"file": "a.txt"}
        assert misfit(guard, screen("a.txt - Editor", "editor", "Open", "Save"), values) == ""
        assert "not editor" in misfit(guard, screen("a.txt - Editor", "terminal"), values)
        assert "only 1 of 3" in misfit(guard, screen("a.txt - Editor", "editor", "Open"), values)
        assert "no window" in misfit(guard, Observation(screen().screenshot, screen().screen), values)
        assert "cannot be known" in misfit(guard, screen(), {})
        assert misfit(Guard(), screen("anything", "else"), {}) == ""
