"""The hands on X11: keys, text, pointer and wheel through the XTEST extension."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from actions.action import MouseButton
from actions.errors import ComputerError, InputFailed
from actions.geometry import Point
from actions.x11.asking_windows import Asking
from actions.x11.connection import BUTTON_PRESS, BUTTON_RELEASE, MOTION, X11Connection
from actions.x11.consumed import Consumption
from actions.x11.keyboard import Keyboard
from actions.x11.keymap import Stroke
from actions.x11.keysyms import LOCK_KEYS, NUMBER_PAD_KEYS, keysyms_of_key
from actions.x11.off_limits import WINDOW_SWITCHING, OffLimitsWindows
from actions.x11.recovery import RecoveryRecord
from actions.x11.sent_events import SentEvents
from actions.x11.spare_keys import SpareKeys
from actions.x11.typer import Typer
from actions.x11.xkb import Xkb

_BUTTONS: dict[str, int] = {"left": 1, "middle": 2, "right": 3, "back": 8, "forward": 9}
_WHEEL_UP, _WHEEL_DOWN, _WHEEL_LEFT, _WHEEL_RIGHT = 4, 5, 6, 7


def _nothing() -> None:
    return None


class X11Input:
    """An `InputBackend` on display ``display_name`` (default: ``$DISPLAY``).

    ``before_event`` is called before each event and between the chunks of a text; what it raises stops
    the input, nothing staying pressed by a text. ``sent`` is told of each event beforehand; nothing is sent
    to the windows of ``asking`` (`OffLimits`). Raises `DisplayUnavailable`, `InputFailed`; every method
    raises `DisplayLost` where the display is gone.
    """

    def __init__(
        self,
        display_name: str | None = None,
        *,
        before_event: Callable[[], None] = _nothing,
        sent: SentEvents | None = None,
        asking: Asking | None = None,
    ) -> None:
        self.before_event = before_event
        self._connection = X11Connection(display_name)
        self._connection.before_sending = sent.note if sent else None
        self._off_limits = OffLimitsWindows(self._connection, asking)
        with self._connection.guarded():
            self._record = RecoveryRecord(self._connection)
            xkb = Xkb(self._connection)
            self._keyboard = Keyboard(self._connection, xkb, self._record)
            consumption = Consumption(self._connection)
            self._spare = SpareKeys(xkb, consumption, self._record.keycodes_lent)
            self._typer = Typer(self._connection, self._keyboard, self._spare, self._off_limits)
        self._pressed_keys: dict[str, Stroke] = {}
        self._pressed_buttons: dict[int, int] = {}
        self._pressed_at = Point(0, 0)
        self._lock_key_pressed = self._may_switch = False
        self._closed = False

    # pointer

    def pointer_position(self) -> Point:
        with self._connection.guarded():
            found = self._connection.root.query_pointer()
        return Point(int(found.root_x), int(found.root_y))

    def move(self, point: Point) -> None:
        self.before_event()
        with self._connection.guarded(), self._off_limits.point_free(point):
            self._connection.fake(MOTION, 0, point.x, point.y)
            self._connection.sync()

    def press_button(self, button: MouseButton) -> None:
        self.before_event()
        number = _button_number(button)
        with self._connection.guarded(), self._off_limits.pointer_free():
            physical = self._physical_button(number)
            self._pressed_at = self.pointer_position()
            self._pressed_buttons[number] = physical
            self._connection.fake(BUTTON_PRESS, physical)
            self._connection.sync()

    def release_button(self, button: MouseButton) -> None:
        number = _button_number(button)
        with self._connection.guarded():  # Ctrl-C between forgetting and releasing would leave it pressed
            physical = self._pressed_buttons.pop(number, None)
            if physical is None:
                return
            with self._off_limits.released_elsewhere(self._pressed_at):
                self._connection.fake(BUTTON_RELEASE, physical)
                self._connection.sync()

    def scroll(self, dx: int, dy: int) -> None:
        for count, button in (
            (abs(dy), _WHEEL_DOWN if dy > 0 else _WHEEL_UP),
            (abs(dx), _WHEEL_RIGHT if dx > 0 else _WHEEL_LEFT),
        ):
            for _ in range(count):
                self.before_event()
                with self._connection.guarded(), self._off_limits.pointer_free():
                    physical = self._physical_button(button)
                    self._connection.fake(BUTTON_PRESS, physical)
                    self._connection.fake(BUTTON_RELEASE, physical)
                    self._connection.sync()

    # keyboard

    def press_key(self, key: str) -> None:
        self.before_event()
        with self._connection.guarded():
            if not self._pressed_keys:
                self._begin_keys()
            try:
                self._press(key)
            except BaseException:
                self._end_keys()
                raise

    def release_key(self, key: str) -> None:
        with self._connection.guarded():
            stroke = self._pressed_keys.pop(key, None)
            if stroke is None:
                return
            self._keyboard.release(stroke)
            self._connection.sync()
            self._end_keys()

    def type_text(self, text: str) -> None:
        """Type exactly ``text``. Raises `InvalidAction` for control characters, before typing any."""
        with self._connection.guarded():
            if self._pressed_keys:
                self._release_keys()
            self._typer.type_text(text, self.before_event)

    def release_all(self) -> None:
        try:
            with self._connection.guarded():
                self._release_keys()
                with self._off_limits.released_elsewhere(self._pressed_at if self._pressed_buttons else None):
                    for physical in self._pressed_buttons.values():
                        self._connection.fake(BUTTON_RELEASE, physical)
                    self._pressed_buttons.clear()
                    self._connection.sync()
        except ComputerError:
            # A display that is gone holds nothing pressed.
            self._pressed_keys.clear()
            self._pressed_buttons.clear()

    def close(self) -> None:
        """Release everything, give lent keycodes back and disconnect; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.release_all()
        try:
            with self._connection.guarded():
                self._spare.restore()
                self._record.delete()
        except ComputerError:
            pass  # the display is gone, and the changes with it
        self._connection.close()

    def _physical_button(self, number: int) -> int:
        # A left-handed person has the buttons swapped; what counts is what the program receives.
        mapping = list(self._connection.display.get_pointer_mapping())
        return mapping.index(number) + 1 if number in mapping else number

    def _begin_keys(self) -> None:
        self._lock_key_pressed = False
        self._typer.refresh()
        self._keyboard.neutralise()

    def _press(self, key: str) -> None:
        if key in LOCK_KEYS:
            # The key must act on the person's locks, and what it does must stay.
            self._lock_key_pressed = True
            self._keyboard.restore()
        stroke = self._stroke(key)
        if key in NUMBER_PAD_KEYS:
            stroke = Stroke(stroke.keycode)
            self._keyboard.lock(self._typer.keymap.number_lock_mask, stroke.group)
        elif not self._lock_key_pressed:
            self._keyboard.lock(0, stroke.group)
        held = {code for other in self._pressed_keys.values() for code in (other.keycode, *other.modifiers)}
        stroke = Stroke(stroke.keycode, tuple(m for m in stroke.modifiers if m not in held), stroke.group)
        with self._off_limits.keyboard_free():
            self._pressed_keys[key] = stroke
            self._keyboard.press(stroke)
            self._connection.sync()
        self._may_switch = self._may_switch or key in WINDOW_SWITCHING

    def _stroke(self, key: str) -> Stroke:
        keysyms = keysyms_of_key(key)
        for keysym in keysyms:
            if stroke := self._typer.stroke(keysym):
                return stroke
        self._spare.typed_into(self._connection.focused_window())
        if stroke := self._typer.lend(keysyms[0]):
            return stroke
        raise InputFailed(f"no key of this keyboard is {key!r}; use another key")

    def _end_keys(self) -> None:
        if not self._pressed_keys:
            self._keyboard.restore()
            if self._may_switch:
                self._may_switch = False
                self._off_limits.windows_may_switch()

    def _release_keys(self) -> None:
        for key in tuple(reversed(self._pressed_keys)):
            self._keyboard.release(self._pressed_keys.pop(key))
        self._connection.sync()
        self._end_keys()


def _button_number(button: str) -> int:
    if button not in _BUTTONS:
        raise InputFailed(f"unknown mouse button {button!r}; use one of {', '.join(get_args(MouseButton))}")
    return _BUTTONS[button]
