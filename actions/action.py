"""The closed set of things an agent can do to a computer.

Dispatch with ``match``; add a member here and the type checker shows every place to extend. Text written
by a model is parsed into these or refused: it is never executed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from actions.errors import InvalidAction
from actions.geometry import Point

MouseButton = Literal["left", "middle", "right", "back", "forward"]
MAX_TEXT_LENGTH = 100_000
MAX_WAIT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Click:
    """Press and release ``button`` ``count`` times (1-3) at ``point``, ``modifiers`` held."""

    point: Point
    button: MouseButton = "left"
    count: int = 1
    modifiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 3:
            raise InvalidAction(f"a click has 1 to 3 presses, not {self.count}")
        _check_button(self.button)


@dataclass(frozen=True, slots=True)
class Move:
    """Move the pointer to ``point`` without pressing anything (hover)."""

    point: Point


@dataclass(frozen=True, slots=True)
class Drag:
    """Press ``button`` at the first point of ``path``, move through the others, release at the last."""

    path: tuple[Point, ...]
    button: MouseButton = "left"
    modifiers: tuple[str, ...] = ()
    seconds: float = 0.3

    def __post_init__(self) -> None:
        if len(self.path) < 2:
            raise InvalidAction("a drag needs at least two points")
        _check_button(self.button)
        _check_seconds(self.seconds)


@dataclass(frozen=True, slots=True)
class Scroll:
    """Turn the wheel at ``point``: ``dy`` notches down, ``dx`` notches right (negative: up, left)."""

    point: Point
    dy: int = 0
    dx: int = 0
    modifiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if abs(self.dy) > 1000 or abs(self.dx) > 1000:
            raise InvalidAction("a scroll is at most 1000 notches")


@dataclass(frozen=True, slots=True)
class TypeText:
    """Type ``text`` exactly, whatever the keyboard layout; newline is Enter, tab is Tab."""

    text: str

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT_LENGTH:
            raise InvalidAction(f"at most {MAX_TEXT_LENGTH} characters are typed at once")
        bad = sorted({f"U+{ord(c):04X}" for c in self.text if _is_untypable(c)})
        if bad:
            raise InvalidAction(
                f"these characters cannot be typed: {', '.join(bad)}; use a key press instead"
            )


@dataclass(frozen=True, slots=True)
class PressKeys:
    """Press ``keys`` together (canonical names, modifiers first), ``count`` times."""

    keys: tuple[str, ...]
    count: int = 1

    def __post_init__(self) -> None:
        if not self.keys:
            raise InvalidAction("a key press needs at least one key")
        if not 1 <= self.count <= 1000:
            raise InvalidAction(f"a key is pressed 1 to 1000 times, not {self.count}")


@dataclass(frozen=True, slots=True)
class HoldKeys:
    """Hold ``keys`` down together for ``seconds``."""

    keys: tuple[str, ...]
    seconds: float

    def __post_init__(self) -> None:
        if not self.keys:
            raise InvalidAction("holding keys needs at least one key")
        _check_seconds(self.seconds)


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for ``seconds``."""

    seconds: float

    def __post_init__(self) -> None:
        _check_seconds(self.seconds)


@dataclass(frozen=True, slots=True)
class Launch:
    """Start an application: by its name or desktop entry, or by ``arguments`` of a command line.

    ``application`` is looked up among the desktop entries and programs; never passed to a shell.
    """

    application: str
    arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any("\0" in each for each in self.arguments):
            raise InvalidAction("the arguments of a program hold no NUL character")


@dataclass(frozen=True, slots=True)
class FocusWindow:
    """Raise and focus the window whose title best matches ``title``."""

    title: str


@dataclass(frozen=True, slots=True)
class CloseWindow:
    """Ask the window whose title best matches ``title`` to close; the active one where it is empty."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The task is accomplished; ``answer`` is what the person asked to know, if anything."""

    answer: str = ""


@dataclass(frozen=True, slots=True)
class Fail:
    """The task cannot be accomplished, for ``reason``."""

    reason: str
    infeasible: bool = False


Action: TypeAlias = (
    Click
    | Move
    | Drag
    | Scroll
    | TypeText
    | PressKeys
    | HoldKeys
    | Wait
    | Launch
    | FocusWindow
    | CloseWindow
    | Done
    | Fail
)


def _is_untypable(char: str) -> bool:
    code = ord(char)
    return (code < 0x20 and char not in "\n\t") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000


def _check_button(button: str) -> None:
    if button not in get_args(MouseButton):
        raise InvalidAction(f"unknown mouse button {button!r}; use one of {', '.join(get_args(MouseButton))}")


def _check_seconds(seconds: float) -> None:
    if not 0 <= seconds <= MAX_WAIT_SECONDS:
        raise InvalidAction(f"seconds must be between 0 and {MAX_WAIT_SECONDS:.0f}, not {seconds}")
