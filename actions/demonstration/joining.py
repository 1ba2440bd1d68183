"""From single movements of the hands to the actions that a person would name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from actions.action import Action, Click, Drag, PressKeys, Scroll, TypeText
from actions.demonstration.events import ButtonMoved, HandEvent, KeyMoved, WheelTurned
from actions.keys import MODIFIERS, order_keys

DRAG_PIXELS = 8
"""A button let go this far from where it went down has dragged something."""
AGAIN_SECONDS = 0.5
AGAIN_PIXELS = 5
"""A second click this soon and this near makes a double click."""
SCROLL_SECONDS = 1.0
TYPING_SECONDS = 4.0
"""A longer rest begins a text of its own."""
MOST_TIMES = 500
"""What goes on for longer than this becomes several actions, as does a longer text."""
MOST_CHARACTERS = 10_000
_ALONE = ("alt", "super")
"""Modifiers that open something when they are pressed and let go with nothing else."""
_SWITCHING = frozenset({"alt", "super", "ctrl"})


@dataclass(frozen=True, slots=True)
class Performed:
    """One action of a person, and when it began and ended (``time.monotonic()``)."""

    action: Action
    began: float
    ended: float


class Joiner:
    """Joins what it hears into actions and hands each to ``done`` as soon as it cannot grow any more."""

    def __init__(self, done: Callable[[Performed], None]) -> None:
        self._done = done
        self._growing: Performed | None = None
        self._held: set[str] = set()
        self._alone = ""
        self._lifted = False
        self._pressed: dict[str, tuple[ButtonMoved, tuple[str, ...]]] = {}

    def hear(self, event: HandEvent) -> None:
        """Take one event; they come in the order of their times."""
        match event:
            case KeyMoved(key=key) if key in MODIFIERS:
                self._modifier(event)
                return
            case KeyMoved(down=False):
                return
        self._alone = ""
        match event:
            case ButtonMoved(down=True):
                self._pressed[event.button] = event, order_keys(self._held)
            case ButtonMoved():
                self._let_go(event)
            case WheelTurned():
                scroll = Scroll(event.point, event.dy, event.dx, order_keys(self._held))
                self._grow(Performed(scroll, event.at, event.at))
            case KeyMoved():
                self._key(event)

    def finish(self) -> None:
        """Hand over what could still have grown."""
        growing, self._growing = self._growing, None
        if growing is not None and growing.action != TypeText(""):
            self._done(growing)

    def _let_go(self, up: ButtonMoved) -> None:
        down, modifiers = self._pressed.pop(up.button, (up, ()))
        if down.point.distance_to(up.point) > DRAG_PIXELS:
            drag = Drag((down.point, up.point), up.button, modifiers, min(2.0, max(0.3, up.at - down.at)))
            self._grow(Performed(drag, down.at, up.at))
        else:
            self._grow(Performed(Click(down.point, up.button, 1, modifiers), down.at, up.at))

    def _modifier(self, event: KeyMoved) -> None:
        """Follow what is held; one of `_ALONE` that nothing else was done with is a key of its own."""
        if event.down:
            # Held down, a key comes again and again.
            self._alone = event.key if self._held <= {event.key} else ""
            self._held.add(event.key)
            return
        self._held.discard(event.key)
        self._lifted = True
        alone, self._alone = self._alone, ""
        if alone == event.key and alone in _ALONE:
            self._grow(Performed(PressKeys((alone,)), event.at, event.at))

    def _key(self, event: KeyMoved) -> None:
        if event.key == "capslock":
            return  # texts are kept as they were typed, capitals included
        commanding = self._held - {"shift", "altgr"}
        if event.character and not commanding:
            self._grow(Performed(TypeText(event.character), event.at, event.at))
        elif event.key == "backspace" and not self._held and self._takes_back(event.at):
            pass
        elif event.key:
            keys = order_keys({*self._held, event.key})
            if self._lifted and event.key == "tab" and self._held & _SWITCHING:
                self.finish()  # Alt+Tab twice goes back; Tab twice while Alt is held goes on
            self._lifted = False
            self._grow(Performed(PressKeys(keys), event.at, event.at))

    def _takes_back(self, at: float) -> bool:
        """Let Backspace remove the character just typed; False where there is none."""
        match self._growing:
            case Performed(TypeText(text)) as typing if text:
                self._growing = replace(typing, action=TypeText(text[:-1]), ended=at)
                return True
        return False

    def _grow(self, new: Performed) -> None:
        if self._growing is not None and (both := _joined(self._growing, new)) is not None:
            self._growing = both
            return
        self.finish()
        self._growing = new


def _joined(old: Performed, new: Performed) -> Performed | None:
    """Return both as one action, None where they are two."""
    action = _both(old.action, new.action, new.began - old.ended)
    return None if action is None else Performed(action, old.began, new.ended)


def _both(old: Action, new: Action, pause: float) -> Action | None:
    match old, new:
        case TypeText(text), TypeText(more) if (
            pause <= TYPING_SECONDS and len(text) + len(more) <= MOST_CHARACTERS
        ):
            return TypeText(text + more)
        case Click(point, button, count, held), Click(other, same, _, also) if (
            (button, held) == (same, also)
            and count < 3
            and pause <= AGAIN_SECONDS
            and point.distance_to(other) <= AGAIN_PIXELS
        ):
            return replace(old, count=count + 1)
        case Scroll(point, dy, dx, held), Scroll(other, more_dy, more_dx, also) if (
            held == also
            and pause <= SCROLL_SECONDS
            and point.distance_to(other) <= 4 * AGAIN_PIXELS
            and dy * more_dy >= 0
            and dx * more_dx >= 0
            and bool(dy) == bool(more_dy)
            and max(abs(dy), abs(dx)) < MOST_TIMES
        ):
            return replace(old, dy=dy + more_dy, dx=dx + more_dx)
        case PressKeys(keys, count), PressKeys(same, _) if (
            keys == same and pause <= SCROLL_SECONDS and count < MOST_TIMES
        ):
            return replace(old, count=count + 1)
    return None
