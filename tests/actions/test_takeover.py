"""A person goes first: what counts as one, and what happens to the agent's input."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from actions.action import Action, Drag, PressKeys, TypeText, Wait
from actions.errors import InputFailed, TakenOver
from actions.geometry import Point
from actions.local import LocalComputer, open_x11
from actions.takeover import PersonActed, TakeOver
from actions.x11.connection import KEY_PRESS, KEY_RELEASE, X11Connection
from actions.x11.sent_events import SentEvents
from evals.bench.nested_display import Person, nested_display
from evals.bench.private_display import wait_for

CLICKED = PersonActed("a mouse button was pressed")


def taken_by(takeover: TakeOver) -> list[str]:
    told: list[str] = []
    takeover.watch(told.append)
    return told


def test_once_a_person_acts_nothing_goes_on_before_they_hand_back() -> None:
    takeover = TakeOver()
    told = taken_by(takeover)
    takeover.check()
    takeover.person_acted(CLICKED)
    takeover.person_acted(CLICKED)
    assert told == ["a mouse button was pressed"], "told once"
    with pytest.raises(TakenOver, match="you took over: a mouse button was pressed"):
        takeover.check()
    takeover.hand_back()
    takeover.check()


def test_nobody_watched_for_takes_over_nothing() -> None:
    takeover = TakeOver()
    takeover.person_acted(CLICKED)
    takeover.check()


def test_who_comes_later_is_told_that_a_person_has_taken_over() -> None:
    takeover = TakeOver()
    taken_by(takeover)
    takeover.person_acted(CLICKED)
    takeover.watch(None)
    assert taken_by(takeover) == ["a mouse button was pressed"]


def test_an_answer_is_no_take_over_and_neither_is_the_way_to_it() -> None:
    takeover = TakeOver()
    takeover.hears_answers = lambda: True
    told, asked_at = taken_by(takeover), time.monotonic()
    with takeover.question_open():
        with pytest.raises(InputFailed, match="a question is open"):
            takeover.check()
        takeover.person_acted(PersonActed("the mouse was moved", on_the_way=True))
        takeover.person_acted(PersonActed("a key was pressed", asked=True))
    assert told == []
    assert takeover.answered_since(asked_at)
    assert takeover.answered_since(time.monotonic()) is False
    takeover.person_acted(PersonActed("the mouse was moved", on_the_way=True))
    assert told == ["the mouse was moved"]


def test_where_the_person_is_asked_elsewhere_nothing_is_known_of_answers() -> None:
    assert TakeOver().answered_since(0.0) is None


def test_what_was_sent_comes_back_once_and_what_never_came_is_forgotten() -> None:
    sent = SentEvents()
    for keycode in (38, 39, 40):
        sent.note(KEY_PRESS, keycode, 0, 0)
    assert sent.cross_off(KEY_PRESS, 39, None)
    assert not sent.cross_off(KEY_PRESS, 38, None), "it came before 39, or never"
    assert not sent.cross_off(KEY_PRESS, 39, None), "somebody else's"
    assert sent.cross_off(KEY_PRESS, 40, None)


@pytest.fixture(scope="module")
def nested() -> Iterator[tuple[str, Person]]:
    if shutil.which("Xephyr") is None or shutil.which("Xvfb") is None:
        pytest.skip("needs xvfb and xserver-xephyr")
    with nested_display(window_manager=False) as opened:
        yield opened


@pytest.fixture
def computer(nested: tuple[str, Person]) -> Iterator[LocalComputer]:
    nested[1].move_to(Point(500, 400))
    time.sleep(0.1)
    with open_x11(nested[0], take_over=True) as opened:
        yield opened


def cut_short(computer: LocalComputer, action: Action, person: Callable[[], object]) -> TakenOver:
    """Let the person act in the midst of ``action``."""
    computer.watch_person(lambda what: None)
    timer = threading.Timer(0.15, person)
    timer.start()
    try:
        with pytest.raises(TakenOver) as raised:
            computer.execute(action)
    finally:
        timer.join()
    return raised.value


def nothing_pressed(display: str) -> bool:
    with closing(X11Connection(display)) as look:
        return wait_for(
            lambda: not any(look.display.query_keymap()) and not look.root.query_pointer().mask & 0x1F00,
            5.0,
        )


@pytest.mark.x11
def test_the_persons_key_ends_a_text_and_says_how_far_it_came(
    computer: LocalComputer, nested: tuple[str, Person]
) -> None:
    display, person = nested
    taken = cut_short(computer, TypeText("never to the end " * 5_800), person.press_key)
    assert taken.begun
    assert 0 < taken.typed < 98_600
    assert nothing_pressed(display)
    with pytest.raises(TakenOver):
        computer.execute(PressKeys(("a",)))
    computer.hand_back()
    computer.execute(PressKeys(("a",)))


@pytest.mark.x11
@pytest.mark.parametrize("button", [1, 5])
def test_the_persons_button_or_wheel_ends_a_drag_and_lets_go(
    computer: LocalComputer, nested: tuple[str, Person], button: int
) -> None:
    display, person = nested
    drag = Drag((Point(100, 100), Point(600, 500)), seconds=20)
    assert cut_short(computer, drag, lambda: person.click(button)).begun
    assert nothing_pressed(display)


@pytest.mark.x11
def test_the_persons_motion_counts_and_a_bump_of_the_desk_does_not(
    computer: LocalComputer, nested: tuple[str, Person]
) -> None:
    told: list[str] = []
    computer.watch_person(told.append)
    for step in (1, 2, 1, 0):
        nested[1].move_to(Point(500 + step, 400))
    computer.execute(Wait(0.1))
    assert told == []
    nested[1].move_to(Point(540, 400))
    assert wait_for(lambda: told == ["the mouse was moved"], 5.0)


@pytest.mark.x11
def test_a_person_is_noticed_while_a_program_has_grabbed_the_keyboard(
    computer: LocalComputer, nested: tuple[str, Person]
) -> None:
    from Xlib import X

    display, person = nested
    with closing(X11Connection(display)) as menu:
        menu.root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        menu.sync()
        taken = cut_short(computer, Wait(20), person.press_key)
    assert "a key was pressed" in str(taken)


@pytest.mark.x11
def test_another_programs_input_counts_as_a_persons_and_our_own_never(x_display: str) -> None:
    told: list[str] = []
    with open_x11(x_display, take_over=True) as computer, closing(X11Connection(x_display)) as other:
        computer.watch_person(told.append)
        computer.execute(TypeText("Zażółć gęślą jaźń, many plain words " * 20))
        computer.execute(Drag((Point(10, 10), Point(300, 200)), seconds=0.1))
        assert told == []
        other.fake(KEY_PRESS, 38)
        other.fake(KEY_RELEASE, 38)
        other.sync()
        assert wait_for(lambda: told == ["a key was pressed"], 5.0)


@pytest.mark.x11
def test_where_a_person_would_not_be_noticed_any_more_nothing_is_done(x_display: str) -> None:
    with open_x11(x_display, take_over=True) as computer:
        computer.execute(PressKeys(("a",)))
        (listening,) = (thread for thread in threading.enumerate() if thread.name == "raw-input")
        getattr(listening, "_target").__self__.close()  # noqa: B009 - as if the server had ended the connection
        with pytest.raises(InputFailed, match="can no longer be heard"):
            computer.execute(PressKeys(("a",)))


@pytest.mark.x11
def test_the_watch_is_closed_twice_without_harm(x_display: str) -> None:
    computer = open_x11(x_display, take_over=True)
    computer.watch_person(lambda what: None)
    computer.close()
    computer.close()
