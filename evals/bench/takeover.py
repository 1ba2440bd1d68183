"""``bench takeover``: a person uses mouse and keyboard while the agent works: who goes first, how soon?"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from actions.action import Action, Click, Drag, HoldKeys, Scroll, TypeText, Wait
from actions.errors import TakenOver
from actions.geometry import Point
from actions.local import LocalComputer, open_x11
from actions.x11.connection import BUTTON_PRESS, KEY_PRESS, MOTION, X11Connection
from actions.x11.input_devices import programs_devices
from actions.x11.raw_events import RawEvent, RawEvents
from evals.bench.nested_display import Person, nested_display
from evals.bench.private_display import has_active_window, program, wait_for
from evals.bench.result import BenchmarkResult, Bound, Figure

BOUND_MS = 150.0
ROUNDS = 6
_TEXT = "The quick brown fox jumps over the lazy dog. " * 2000
_DRAG = Drag((Point(200, 200), Point(800, 600), Point(300, 500)), seconds=2.0)
_SETTLE_SECONDS = 0.3
_REST = Point(500, 400)
_BUMPS = 40


@dataclass(frozen=True, slots=True)
class _Round:
    """Milliseconds from the person's event to the hold and to the agent's last event after it.

    ``late`` is how many presses and motions of the agent came after the person's event.
    """

    held_ms: float
    last_ms: float
    late: int
    left_pressed: bool


class _Stream:
    """Everything that comes to the display, in order, with whose it was."""

    def __init__(self, display: str) -> None:
        connection = X11Connection(display)
        self._programs = programs_devices(connection.display)
        connection.close()
        self._heard: list[tuple[float, bool, int]] = []
        self._events = RawEvents(self._hear, display)

    def begin(self) -> None:
        self._heard.clear()

    def after_the_person(self) -> list[tuple[float, int]]:
        """Return when what of the agent came after the first event of the person."""
        heard = tuple(self._heard)
        first = next((i for i, (_, program, _) in enumerate(heard) if not program), len(heard))
        pressing = (KEY_PRESS, BUTTON_PRESS, MOTION)
        return [(at, kind) for at, program, kind in heard[first:] if program and kind in pressing]

    def close(self) -> None:
        self._events.close()

    def _hear(self, event: RawEvent) -> None:
        self._heard.append((time.monotonic(), event.device in self._programs, event.kind))


def run(rounds: int = ROUNDS) -> BenchmarkResult:
    """Take over amid typing, dragging, waiting and holding keys, by key, button, wheel and motion."""
    with nested_display() as (display, person), program(["xterm"], display):
        wait_for(lambda: has_active_window(display), 20.0)
        with _desk(display) as (computer, stream, look):
            taken = [_one(computer, stream, look, person, *pair) for pair in _pairs(rounds)]
            bumped = _bumps(computer, person)
            false = _alone(computer)
    return _result(taken, bumped, false)


def _pairs(rounds: int) -> Iterator[tuple[Action, Callable[[Person], None]]]:
    actions: tuple[Action, ...] = (TypeText(_TEXT), _DRAG, Wait(5.0), HoldKeys(("shift",), 5.0))
    hands: tuple[Callable[[Person], None], ...] = (
        lambda person: person.press_key(),
        lambda person: person.click(3),
        lambda person: person.click(4),
        lambda person: person.move_to(Point(700, 300)),
    )
    for _ in range(rounds):
        for action in actions:
            for hand in hands:
                yield action, hand


@contextmanager
def _desk(display: str) -> Iterator[tuple[LocalComputer, _Stream, X11Connection]]:
    stream, look = _Stream(display), X11Connection(display)
    try:
        with open_x11(display, take_over=True) as computer:
            yield computer, stream, look
    finally:
        stream.close()
        look.close()


def _one(
    computer: LocalComputer,
    stream: _Stream,
    look: X11Connection,
    person: Person,
    action: Action,
    hand: Callable[[Person], None],
) -> _Round:
    person.move_to(_REST)
    time.sleep(_SETTLE_SECONDS)
    stream.begin()
    held: list[float] = []
    acted: list[float] = []

    def act() -> None:
        acted.append(time.monotonic())
        hand(person)

    computer.watch_person(lambda what: held.append(time.monotonic()))
    timer = threading.Timer(random.uniform(0.15, 0.4), act)
    timer.start()
    with suppress(TakenOver):
        computer.execute(action)
    timer.join()
    wait_for(lambda: bool(held), 2.0)
    time.sleep(_SETTLE_SECONDS)
    late = stream.after_the_person()
    pressed = any(look.display.query_keymap()) or bool(look.root.query_pointer().mask & 0x1F00)
    computer.watch_person(None)
    computer.hand_back()
    at = acted[0]
    held_ms = 1000 * (held[0] - at) if held else float("inf")
    return _Round(held_ms, 1000 * (late[-1][0] - at) if late else 0.0, len(late), pressed)


def _bumps(computer: LocalComputer, person: Person) -> int:
    """Count how often a pointer that is bumped by a pixel or two counts as a person."""
    taken: list[str] = []
    person.move_to(_REST)
    time.sleep(_SETTLE_SECONDS)
    computer.watch_person(taken.append)
    for number in range(_BUMPS):
        person.move_to(_REST.offset(1 + number % 2, -(number % 2)))
        time.sleep(0.01)
        person.move_to(_REST)
        computer.hand_back()
    computer.watch_person(None)
    return len(taken)


def _alone(computer: LocalComputer) -> int:
    """Count how often the agent takes itself for a person, in a few thousand events of every kind."""
    taken: list[str] = []
    computer.watch_person(taken.append)
    here, there = Point(200, 200), Point(500, 420)
    for _ in range(12):
        for action in (
            *(
                TypeText(_TEXT[:900]),
                TypeText("Zażółć gęślą jaźń 你好 😀"),
                Click(here, count=2),
                Click(there),
            ),
            *(Scroll(there, dy=5), Drag((here, there), seconds=0.2), HoldKeys(("shift",), 0.7)),
        ):
            try:
                computer.execute(action)
            except TakenOver:
                computer.hand_back()
    computer.watch_person(None)
    return len(taken)


def _result(taken: list[_Round], bumped: int, false: int) -> BenchmarkResult:
    held = [each.held_ms for each in taken]
    figures = {
        "input_to_paused_worst": Figure(max(held), "ms", len(held)),
        "input_to_paused": Figure.median(held, "ms"),
        "input_to_last_event_worst": Figure(max(each.last_ms for each in taken), "ms", len(taken)),
        "agent_events_after": Figure(statistics.median(each.late for each in taken), "events", len(taken)),
        "agent_events_after_worst": Figure(max(each.late for each in taken), "events", len(taken)),
        "left_pressed": Figure(sum(each.left_pressed for each in taken), "rounds", len(taken)),
        "bumps_taken_for_a_person": Figure(bumped, "bumps", _BUMPS),
        "agent_taken_for_a_person": Figure(false, "times", 84),
    }
    bounds = {
        "input_to_paused_worst": Bound(BOUND_MS),
        "left_pressed": Bound(0),
        "bumps_taken_for_a_person": Bound(0),
        "agent_taken_for_a_person": Bound(0),
    }
    return BenchmarkResult("takeover", figures, bounds)
