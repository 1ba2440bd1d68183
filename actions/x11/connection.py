"""One X11 connection for input: quiet about errors, fast at synthetic events, clear when it is lost."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from actions.errors import ComputerError, DisplayLost, DisplayUnavailable, InputFailed
from actions.interrupts import signals_held_back
from actions.x11.displays import close_display, open_display

KEY_PRESS, KEY_RELEASE, BUTTON_PRESS, BUTTON_RELEASE, MOTION = 2, 3, 4, 5, 6
_FAKE_INPUT = struct.Struct("=BBHBBHII8xhh8x")
_FAKE_INPUT_MINOR = 2
_FAKE_INPUT_WORDS = 9


class _RawRequest:
    """A request whose bytes are ready; python-xlib's own packing costs ten times as much."""

    __slots__ = ("_binary", "_serial")

    def __init__(self, binary: bytes) -> None:
        self._binary = binary
        self._serial: int | None = None


class X11Connection:
    """A connection to ``display_name`` (default: ``$DISPLAY``) with the XTEST extension.

    Raises `DisplayUnavailable` without a reachable display, `InputFailed` without XTEST.
    """

    def __init__(self, display_name: str | None = None) -> None:
        self.display_name = display_name or os.environ.get("DISPLAY", "")
        if not self.display_name:
            raise DisplayUnavailable("there is no display: set DISPLAY, or use the virtual desktop")
        self.display: Any = open_display(self.display_name)
        # The default handler prints on stderr; a window that closed meanwhile is no news.
        self.display.set_error_handler(lambda error, request: None)
        self.root: Any = self.display.screen().root
        self._protocol: Any = self.display.display
        self._opcodes: dict[str, int] = {}
        self._xtest = self.extension_opcode("XTEST")
        self.before_sending: Callable[[int, int, int, int], object] | None = None
        """Told kind, detail and place of each synthetic event."""

    def extension_opcode(self, name: str) -> int:
        """Return the major opcode of extension ``name``. Raises `InputFailed` where it is absent."""
        if name not in self._opcodes:
            with self.guarded():
                info = self.display.query_extension(name)
            if info is None or not info.present:
                raise InputFailed(
                    f"the X server {self.display_name} lacks the {name} extension; enable it or use Xvfb"
                )
            self._opcodes[name] = int(info.major_opcode)
        return self._opcodes[name]

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Translate python-xlib's errors into `DisplayLost` and `InputFailed`, and hold Ctrl-C back."""
        from Xlib import error

        try:
            with signals_held_back():
                yield
        except ComputerError:
            raise
        except (error.ConnectionClosedError, OSError, AttributeError, TypeError) as problem:
            # After a broken connection python-xlib's queues are None, hence the last two kinds.
            if self.lost:
                raise DisplayLost(
                    f"the display {self.display_name} is gone; start it again and rerun the task"
                ) from problem
            raise
        except error.XError as problem:
            raise InputFailed(f"the X server refused a request: {problem}") from problem

    @property
    def lost(self) -> bool:
        """Whether the connection has broken (or was closed)."""
        return self._protocol.socket_error is not None

    def fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        """Queue one synthetic event: a keycode or button as ``detail``, or a motion to ``x``, ``y``."""
        if self.before_sending is not None:
            self.before_sending(kind, detail, x, y)
        root = self.root.id if kind == MOTION else 0
        binary = _FAKE_INPUT.pack(
            self._xtest, _FAKE_INPUT_MINOR, _FAKE_INPUT_WORDS, kind, detail, 0, 0, root, x, y
        )
        self._protocol.send_request(_RawRequest(binary), False)

    def send(self, opcode: int, minor: int, body: bytes) -> None:
        """Queue a request without a reply; ``body`` follows its four bytes of header, padded."""
        words = len(body) // 4 + 1
        binary = struct.pack("=BBH", opcode, minor, words) + body
        self._protocol.send_request(_RawRequest(binary), False)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within the block no other program changes anything: what was seen stays true of what is sent."""
        self.display.grab_server()
        try:
            yield
        finally:
            self.display.ungrab_server()
            self.display.flush()

    def flush(self) -> None:
        """Send what is queued."""
        self.display.flush()

    def sync(self) -> None:
        """Send what is queued and return once the server has carried it out."""
        self.display.sync()

    def focused_window(self) -> Any | None:
        """Return the window with the keyboard focus, or None where there is none."""
        focus = self.display.get_input_focus().focus
        return focus if hasattr(focus, "id") else None

    def close(self) -> None:
        """Close the connection; safe to call twice and on a lost one."""
        close_display(self.display)
