"""A person at a desktop of Windows or macOS, against a fake of pynput."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest

from actions.desktop_person import DesktopPerson
from actions.geometry import Point
from actions.takeover import TakeOver


class FakeListener:
    """Keeps the callbacks that pynput would call."""

    def __init__(self, **callbacks: Any) -> None:
        self.__dict__.update(callbacks)
        self.stopped = False

    def start(self) -> None: ...

    def stop(self) -> None:
        self.stopped = True


class Desk:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        module = types.SimpleNamespace(Listener=FakeListener)
        monkeypatch.setitem(sys.modules, "pynput", types.SimpleNamespace(mouse=module, keyboard=module))
        self.takeover, self.told = TakeOver(), list[str]()
        self.person = DesktopPerson(self.takeover, lambda: Point(100, 100))
        self.mouse, self.keyboard = self.person._listeners
        self.takeover.watch(self.told.append)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(monkeypatch)


def test_keys_buttons_and_wheel_count_at_once(desk: Desk) -> None:
    for happens, words in (
        (lambda: desk.keyboard.on_press("a", False), "a key was pressed"),
        (lambda: desk.mouse.on_click(5, 5, "left", True, False), "a mouse button was pressed"),
        (lambda: desk.mouse.on_scroll(5, 5, 0, -1, False), "the wheel was turned"),
        (lambda: desk.mouse.on_move(160, 100, False), "the mouse was moved"),
    ):
        happens()
        assert desk.told == [words]
        desk.told.clear()
        desk.takeover.hand_back()


def test_what_is_sent_from_here_is_no_person(desk: Desk) -> None:
    desk.person.sends()
    desk.keyboard.on_press("a", True)
    desk.mouse.on_click(5, 5, "left", True, True)
    desk.mouse.on_move(500, 500, True)
    desk.mouse.on_move(502, 500, False)
    assert desk.told == [], "two pixels from where the agent itself has put it"
    desk.mouse.on_move(540, 500, False)
    assert desk.told == ["the mouse was moved"]


def test_input_that_others_inject_is_a_person_far_away(desk: Desk) -> None:
    desk.mouse.on_click(5, 5, "left", True, True)
    assert desk.told == ["a mouse button was pressed"]


def test_a_key_held_since_before_and_letting_go_are_nothing(desk: Desk) -> None:
    desk.takeover.watch(None)
    desk.keyboard.on_press("enter", False)
    desk.takeover.watch(desk.told.append)
    desk.keyboard.on_press("enter", False)
    desk.keyboard.on_release("enter", False)
    desk.mouse.on_click(5, 5, "left", False, False)
    assert desk.told == []
    desk.keyboard.on_press("enter", False)
    assert desk.told == ["a key was pressed"]


def test_while_a_question_is_open_nothing_counts(desk: Desk) -> None:
    with desk.takeover.question_open():
        desk.keyboard.on_press("y", False)
    assert desk.told == []


def test_closing_ends_both_listeners(desk: Desk) -> None:
    desk.person.close()
    assert desk.mouse.stopped
    assert desk.keyboard.stopped
