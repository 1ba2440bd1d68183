"""What the hands do, event by event; whatever happens, nothing stays pressed."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import pytest

from actions import gestures
from actions.action import Click, Drag, HoldKeys, MouseButton, Move, PressKeys, Scroll, TypeText, Wait
from actions.errors import InputFailed, Stopped
from actions.geometry import Point
from actions.gestures import Hands, motion_path
from actions.guard import Guard

Event = tuple[object, ...]


class RecordingBackend:
    """Writes down every event; refuses the one named ``failing``."""

    def __init__(self, failing: Event | None = None) -> None:
        self.events: list[Event] = []
        self.failing = failing
        self.at = Point(0, 0)

    def _note(self, *event: object) -> None:
        if event == self.failing:
            raise InputFailed("refused")
        self.events.append(event)

    def pointer_position(self) -> Point:
        return self.at

    def move(self, point: Point) -> None:
        self.at = point
        self._note("move", point.x, point.y)

    def press_button(self, button: MouseButton) -> None:
        self._note("press", button)

    def release_button(self, button: MouseButton) -> None:
        self._note("release", button)

    def scroll(self, dx: int, dy: int) -> None:
        self._note("scroll", dx, dy)

    def press_key(self, key: str) -> None:
        self._note("down", key)

    def release_key(self, key: str) -> None:
        self._note("up", key)

    def type_text(self, text: str) -> None:
        self._note("type", text)

    def release_all(self) -> None:
        self._note("release all")

    def close(self) -> None:
        self._note("close")


class Switch:
    """Stops at the ``after``-th look, and notes what it is told."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.told: list[object] = []

    def check(self, pointer: Point | None = None) -> None:
        assert pointer is not None
        self.left -= 1
        if self.left < 0:
            raise Stopped("enough")

    def agent_moves_to(self, point: Point) -> None:
        self.told.append(point)

    def agent_presses(self, keys: Collection[str]) -> None:
        self.told.append(tuple(keys))


def perform(
    action: gestures.InputAction, backend: RecordingBackend, switch: Switch | None = None
) -> list[Event]:
    Hands(backend, Guard(switch, backend.pointer_position)).perform(action)
    return backend.events


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("button", ["left", "middle", "right", "back", "forward"])
def test_a_click_presses_and_releases_as_often_as_asked(button: MouseButton, count: int) -> None:
    events = perform(Click(Point(5, 6), button, count), RecordingBackend())
    assert events == [("move", 5, 6)] + [("press", button), ("release", button)] * count


def test_the_presses_of_a_double_click_are_close_enough_for_every_toolkit() -> None:
    assert gestures.PRESS_SECONDS + gestures.BETWEEN_PRESSES_SECONDS < 0.25


def test_two_clicks_on_one_spot_do_not_become_a_double_click(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    backend = RecordingBackend()
    hands = Hands(backend, Guard(None, backend.pointer_position))
    monkeypatch.setattr(hands, "wait", waits.append)
    hands.perform(Click(Point(5, 6)))
    hands.perform(Click(Point(6, 6)))
    hands.perform(Click(Point(300, 6)))
    assert max(waits) > 0.25
    assert len([wait for wait in waits if wait > 0.25]) == 1


def test_modifiers_are_held_around_a_click_and_released_in_reverse() -> None:
    events = perform(Click(Point(1, 1), modifiers=("ctrl", "shift")), RecordingBackend())
    kinds = [event for event in events if event[0] in ("down", "up", "press", "release")]
    assert kinds == [
        ("down", "ctrl"),
        ("down", "shift"),
        ("press", "left"),
        ("release", "left"),
        ("up", "shift"),
        ("up", "ctrl"),
    ]


@pytest.mark.parametrize(
    ("action", "failing"),
    [
        (Click(Point(1, 1), modifiers=("ctrl", "shift")), ("press", "left")),
        (Click(Point(1, 1), modifiers=("ctrl", "shift")), ("release", "left")),
        (Click(Point(1, 1), modifiers=("ctrl", "shift")), ("down", "shift")),
        (Scroll(Point(1, 1), dy=1, modifiers=("ctrl",)), ("scroll", 0, 1)),
        (Drag((Point(1, 1), Point(50, 50)), modifiers=("alt",), seconds=0), ("move", 50, 50)),
        (PressKeys(("ctrl", "s")), ("down", "s")),
    ],
)
def test_modifiers_and_buttons_are_released_when_an_event_fails(
    action: gestures.InputAction, failing: Event
) -> None:
    backend = RecordingBackend(failing)
    with pytest.raises(InputFailed):
        perform(action, backend)
    down = {event[1] for event in backend.events if event[0] == "down"}
    up = {event[1] for event in backend.events if event[0] == "up"}
    assert down <= up
    if ("press", "left") in backend.events and failing != ("release", "left"):
        assert backend.events.index(("release", "left")) > backend.events.index(("press", "left"))


def test_a_drag_moves_step_by_step_between_press_and_release() -> None:
    path = (Point(10, 10), Point(110, 10), Point(110, 60))
    events = perform(Drag(path, seconds=0.02), RecordingBackend())
    assert events[:2] == [("move", 10, 10), ("press", "left")]
    assert events[-1] == ("release", "left")
    motions = events[2:-1]
    assert len(motions) >= 10
    assert all(event[0] == "move" for event in motions)
    assert ("move", 110, 10) in motions
    assert motions[-1] == ("move", 110, 60)


@pytest.mark.parametrize(
    "path", [(Point(5, 5), Point(5, 5)), (Point(0, 0), Point(1, 0)), (Point(0, 0), Point(900, 700))]
)
def test_every_drag_has_motion_and_ends_where_it_should(path: tuple[Point, ...]) -> None:
    points = motion_path(path, 0.0)
    assert len(points) >= 10
    assert points[-1] == path[-1]
    distances = [point.distance_to(path[0]) for point in points]
    assert distances == sorted(distances)


def test_a_drag_starts_and_ends_slowly() -> None:
    points = motion_path((Point(0, 0), Point(1000, 0)), 0.5)
    steps = [later.x - earlier.x for earlier, later in pairwise(points)]
    assert steps[0] < max(steps) / 2
    assert steps[-1] < max(steps) / 2


def test_keys_are_pressed_together_as_often_as_asked() -> None:
    events = perform(PressKeys(("ctrl", "z"), 2), RecordingBackend())
    # As a person does it: Alt+Tab twice would go back to where it began.
    assert events == [("down", "ctrl"), *[("down", "z"), ("up", "z")] * 2, ("up", "ctrl")]


@pytest.mark.parametrize(
    ("action", "parts", "pauses"),
    [
        (TypeText("375/5+12"), ["375/", "5+12"], 1),
        (TypeText("1000"), ["10", "0", "0"], 2),
        (TypeText("42"), ["42"], 0),
        (TypeText("Room 100"), ["Room 100"], 0),
        (TypeText("0" * 41), ["0" * 41], 0),
    ],
)
def test_a_sum_is_typed_so_that_no_button_has_to_take_a_key_twice_at_once(
    monkeypatch: pytest.MonkeyPatch, action: TypeText, parts: list[str], pauses: int
) -> None:
    backend = RecordingBackend()
    hands = Hands(backend, Guard(None, backend.pointer_position))
    waits: list[float] = []
    monkeypatch.setattr(hands, "wait", waits.append)
    hands.perform(action)
    assert backend.events == [("type", part) for part in parts]
    assert len([wait for wait in waits if wait > 0.25]) == pauses


@pytest.mark.parametrize(
    ("action", "paused"),
    [
        (PressKeys(("enter",), 2), True),
        (PressKeys(("0",), 2), True),
        (PressKeys(("tab",), 2), False),
        (PressKeys(("ctrl", "0"), 2), False),
    ],
)
def test_a_key_that_presses_buttons_is_not_repeated_at_once(
    monkeypatch: pytest.MonkeyPatch, action: PressKeys, paused: bool
) -> None:
    backend = RecordingBackend()
    hands = Hands(backend, Guard(None, backend.pointer_position))
    waits: list[float] = []
    monkeypatch.setattr(hands, "wait", waits.append)
    hands.perform(action)
    assert any(wait > 0.25 for wait in waits) is paused


def test_the_other_actions_are_single_events() -> None:
    assert perform(Move(Point(3, 4)), RecordingBackend()) == [("move", 3, 4)]
    assert perform(Scroll(Point(3, 4), dy=2, dx=-1), RecordingBackend()) == [
        ("move", 3, 4),
        ("scroll", -1, 2),
    ]
    assert perform(TypeText("hé\n"), RecordingBackend()) == [("type", "hé\n")]
    assert perform(HoldKeys(("a",), 0.01), RecordingBackend()) == [("down", "a"), ("up", "a")]


@pytest.mark.parametrize("action", [Wait(600), HoldKeys(("a",), 600)])
def test_a_long_wait_ends_soon_after_a_person_stops_it(action: gestures.InputAction) -> None:
    backend = RecordingBackend()
    with pytest.raises(Stopped):  # the test's own timeout ends it otherwise
        perform(action, backend, Switch(after=3))
    assert [event for event in backend.events if event[0] == "down"] == [
        ("down", key) for kind, key in backend.events if kind == "up"
    ]


def test_a_drag_that_is_stopped_lets_go_of_the_button() -> None:
    backend = RecordingBackend()
    with pytest.raises(Stopped):
        perform(Drag((Point(0, 0), Point(500, 500)), seconds=0.5), backend, Switch(after=5))
    assert backend.events[-1] == ("release", "left")


def test_the_fail_safe_is_told_what_is_our_own_doing() -> None:
    switch = Switch(after=10_000)
    perform(Click(Point(0, 0), modifiers=("ctrl", "alt")), RecordingBackend(), switch)
    assert switch.told == [Point(0, 0), ("ctrl", "alt")]
