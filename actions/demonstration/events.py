"""Single movements of a person's hands, as a listener hears them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from actions.action import MouseButton
from actions.geometry import Point


@dataclass(frozen=True, slots=True)
class ButtonMoved:
    """A mouse button went down, or up, at ``point`` (screen pixels); ``at`` is ``time.monotonic()``."""

    at: float
    point: Point
    button: MouseButton
    down: bool


@dataclass(frozen=True, slots=True)
class WheelTurned:
    """The wheel turned at ``point``: ``dy`` notches down, ``dx`` notches right."""

    at: float
    point: Point
    dy: int = 0
    dx: int = 0


@dataclass(frozen=True, slots=True)
class KeyMoved:
    """A key went down, or up: its canonical name, and the character it types now, empty where none."""

    at: float
    key: str
    down: bool
    character: str = ""


HandEvent: TypeAlias = ButtonMoved | WheelTurned | KeyMoved
Hear = Callable[[HandEvent], None]


class Listener(Protocol):
    """Tells what a person does until it is closed; closing twice is safe."""

    def close(self) -> None: ...
