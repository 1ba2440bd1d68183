"""A display whose mouse and keyboard are not XTEST's: an X server in a window of another one.

What is sent to the outer server reaches programs of the inner one as from devices that hands move.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from actions.errors import DisplayUnavailable
from actions.geometry import Point
from actions.x11.connection import BUTTON_PRESS, BUTTON_RELEASE, KEY_PRESS, KEY_RELEASE, MOTION, X11Connection
from evals.bench.private_display import needs, private_display, program, wait_for


class Person:
    """Somebody's hands at the inner display, by way of the outer one."""

    def __init__(self, outer: str) -> None:
        self._connection = X11Connection(outer)
        (window,) = self._connection.root.query_tree().children[:1]
        window.set_input_focus(1, 0)
        self._connection.sync()

    def press_key(self, keycode: int = 38) -> None:
        """Press and release a key; 38 is the letter A."""
        self._send((KEY_PRESS, keycode), (KEY_RELEASE, keycode))

    def key_down(self, keycode: int) -> None:
        self._send((KEY_PRESS, keycode))

    def key_up(self, keycode: int) -> None:
        self._send((KEY_RELEASE, keycode))

    def click(self, button: int = 1) -> None:
        self._send((BUTTON_PRESS, button), (BUTTON_RELEASE, button))

    def move_to(self, point: Point) -> None:
        self._connection.fake(MOTION, 0, point.x, point.y)
        self._connection.sync()

    def close(self) -> None:
        self._connection.close()

    def _send(self, *events: tuple[int, int]) -> None:
        for kind, detail in events:
            self._connection.fake(kind, detail)
        self._connection.sync()


@contextmanager
def nested_display(size: str = "1024x768", *, window_manager: bool = True) -> Iterator[tuple[str, Person]]:
    """Start Xephyr in an Xvfb of the same size; yield the inner display's name and a person at it."""
    needs("Xephyr")
    with private_display(size, window_manager=False) as outer:
        reader, writer = os.pipe()
        command = ["Xephyr", "-displayfd", str(writer), "-screen", size, "-noreset", "-nolisten", "tcp"]
        quiet = subprocess.DEVNULL
        server = subprocess.Popen(
            command, pass_fds=(writer,), env={**os.environ, "DISPLAY": outer}, stdout=quiet, stderr=quiet
        )
        os.close(writer)
        try:
            with os.fdopen(reader) as numbers:
                number = numbers.readline().strip()
            if not number:
                raise DisplayUnavailable("Xephyr ended at once; run it by hand to see why")
            person = Person(outer)
            try:
                yield from _managed(f":{number}", person, window_manager)
            finally:
                person.close()
        finally:
            server.terminate()
            server.wait(10)


def _managed(display: str, person: Person, window_manager: bool) -> Iterator[tuple[str, Person]]:
    if not window_manager:
        yield display, person
        return
    with program(["openbox"], display):
        connection = X11Connection(display)
        atom = connection.display.intern_atom("_NET_SUPPORTING_WM_CHECK")
        wait_for(lambda: connection.root.get_full_property(atom, 0) is not None, 20.0)
        connection.close()
        yield display, person
