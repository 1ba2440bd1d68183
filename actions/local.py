"""A computer with a display, a mouse and a keyboard: seen, worked and kept safe."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from actions.action import Action, Click, CloseWindow, Done, Drag, Fail, FocusWindow, Launch, Move, Scroll
from actions.capture import Monitor, ScreenCapture, outside_screen, require_display
from actions.child_environment import child_environment
from actions.computer import Window
from actions.errors import InputFailed, InvalidAction, Stopped
from actions.geometry import Box, Point, Size
from actions.gestures import Hands
from actions.guard import Guard
from actions.idleness import idles, works
from actions.input_backend import InputBackend
from actions.screenshot import Screenshot
from actions.takeover import TakeOver

if TYPE_CHECKING:
    from actions.failsafe import FailSafe
    from actions.x11.asking_windows import Asking
    from actions.x11.sent_events import SentEvents


class WindowManager(Protocol):
    """Lists, raises and closes windows; raises `WindowNotFound`."""

    def windows(self) -> list[Window]: ...

    def focus(self, title: str) -> None: ...

    def close(self, title: str = "") -> None: ...

    def disconnect(self) -> None: ...


class ProgramLauncher(Protocol):
    """Starts applications; raises `LaunchFailed`."""

    def launch(self, wanted: Launch) -> object: ...


class Eyes(Protocol):
    """Reads the pixels of a screen; raises `CaptureFailed`, `DisplayLost`."""

    @property
    def region(self) -> Box:
        """The whole screen in screen pixels."""
        ...

    def screenshot(self, region: Box | None = None) -> Screenshot: ...

    def monitors(self) -> tuple[Monitor, ...]: ...


class LocalComputer:
    """Composes a screen, an input backend, windows and a launcher into a `Computer`.

    ``closer`` releases all of them; it may be called twice. Use `open_x11` to make one.
    """

    def __init__(
        self,
        capture: Eyes,
        backend: InputBackend,
        *,
        windows: WindowManager | None = None,
        launcher: ProgramLauncher | None = None,
        guard: Guard | None = None,
        takeover: TakeOver | None = None,
        begin_watching: Callable[[], object] = lambda: None,
        closer: Callable[[], None] = lambda: None,
    ) -> None:
        self._capture = capture
        self._backend = backend
        self._windows = windows
        self._launcher = launcher
        self._guard = guard or Guard(None, backend.pointer_position)
        self._takeover = takeover or TakeOver()
        self._begin_watching = begin_watching
        self._closer = closer
        self._hands = Hands(backend, self._guard)

    def __enter__(self) -> LocalComputer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def screen_size(self) -> Size:
        region = self._capture.region
        return Size(region.width, region.height)

    def screenshot(self, region: Box | None = None) -> Screenshot:
        return self._capture.screenshot(region)

    def monitors(self) -> tuple[Monitor, ...]:
        """Return every monitor with its place and scale."""
        return self._capture.monitors()

    def windows(self) -> list[Window]:
        return [] if self._windows is None else self._windows.windows()

    def is_busy(self, window: Window) -> bool:
        return window.pid is not None and works(window.pid)

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until the active window's program sleeps; True at once where that cannot be known."""
        pid = next((w.pid for w in self.windows() if w.active), None)
        return pid is None or idles(pid, timeout)

    def when_stopped(self, tell: Callable[[], object]) -> None:
        """Call ``tell``, from any thread, when a person uses the fail-safe."""
        self._guard.when_stopped(tell)

    def watch_person(self, tell: Callable[[str], object] | None) -> None:
        """From now on a person's input ends the agent's, and ``tell`` hears of it; None: no more."""
        if tell is not None:
            self._begin_watching()
        self._takeover.watch(tell)

    def hand_back(self) -> None:
        """Let the agent use mouse and keyboard again, because the person said so."""
        self._begin_watching()
        self._takeover.hand_back()

    def question_open(self) -> contextlib.AbstractContextManager[None]:
        """Return a context within which a person is asked something, and nothing is sent."""
        return self._takeover.question_open()

    def answered_since(self, moment: float) -> bool | None:
        """Say whether a person used the window that asks since ``moment``; None where it is elsewhere."""
        return self._takeover.answered_since(moment)

    def execute(self, action: Action) -> None:
        """Carry out ``action``. Raises `InvalidAction` for points off the screen, `ComputerError` kinds."""
        self._check_points(action)
        self._guard()
        try:
            self._perform(action)
        except BaseException:
            self._backend.release_all()
            raise

    def close(self) -> None:
        """Release what is pressed and everything else; safe to call twice."""
        self._closer()

    def _perform(self, action: Action) -> None:
        match action:
            case Launch():
                self._launching().launch(action)
            case FocusWindow(title):
                self._managing().focus(title)
            case CloseWindow(title):
                self._managing().close(title)
            case Done() | Fail():
                pass
            case _:
                self._hands.perform(action)

    def _check_points(self, action: Action) -> None:
        match action:
            case Click(point) | Move(point) | Scroll(point):
                points: tuple[Point, ...] = (point,)
            case Drag(path):
                points = path
            case _:
                return
        screen = self._capture.region
        for point in points:
            if not screen.contains(point):
                raise InvalidAction(outside_screen(point, screen))

    def _managing(self) -> WindowManager:
        if self._windows is None:
            raise InputFailed(
                "windows cannot be chosen by their title on this system; click the window instead"
            )
        return self._windows

    def _launching(self) -> ProgramLauncher:
        if self._launcher is None:
            raise InputFailed("applications cannot be launched by name on this system; open them by clicking")
        return self._launcher


def open_x11(
    display_name: str | None = None,
    *,
    windows: WindowManager | None = None,
    launcher: ProgramLauncher | None = None,
    fail_safe: bool = False,
    hot_key: str = "",
    take_over: bool = False,
    asking: Asking | None = None,
) -> LocalComputer:
    """Open the X display ``display_name`` (``$DISPLAY`` where None).

    ``windows`` and ``launcher`` are made for it where None. ``fail_safe`` lets a person stop it by
    ``hot_key`` (the usual one where empty) or corner, and has a watchdog lift keys and buttons should this
    process die. ``take_over``: a person's own mouse and keyboard go first. ``asking`` says in which windows a
    person is asked: nothing is sent there. Raises `DisplayUnavailable`, `InputFailed`.
    """
    from actions.launch import Launcher, start_here
    from actions.watchdog import start_watchdog
    from actions.x11.input import X11Input
    from actions.x11.sent_events import SentEvents
    from actions.x11.windows import X11Windows

    name = require_display(os.environ, display_name)
    with contextlib.ExitStack() as opened:
        capture = ScreenCapture(display_name)
        opened.callback(capture.close)
        if windows is None:
            windows = own = X11Windows(name, asking=asking)
            launcher = launcher or Launcher(
                {**child_environment(os.environ), "DISPLAY": name}, start_here, own.ids
            )
        opened.callback(windows.disconnect)
        if fail_safe:
            opened.callback(start_watchdog(name).close)
        sent, takeover = SentEvents(), TakeOver()
        backend = X11Input(name, sent=sent if take_over else None, asking=asking)
        opened.callback(backend.close)
        switch = _fail_safe(capture, hot_key, opened) if fail_safe else None
        begin = _watched(name, takeover, sent, asking, switch, opened) if take_over else lambda: None
        backend.before_event = guard = Guard(switch, backend.pointer_position, takeover)
        closer = opened.pop_all().close
    return LocalComputer(
        capture,
        backend,
        windows=windows,
        launcher=launcher,
        guard=guard,
        takeover=takeover,
        begin_watching=begin,
        closer=closer,
    )


def _watched(
    name: str,
    takeover: TakeOver,
    sent: SentEvents,
    asking: Asking | None,
    switch: FailSafe | None,
    opened: contextlib.ExitStack,
) -> Callable[[], None]:
    """Let a person at display ``name`` take over; return what notes where the pointer is when that begins."""
    from actions.x11.person_watch import PersonWatch

    def moved(pointer: Point) -> None:
        # With the pointer in a corner a person who has taken over stops for good.
        if switch is not None:
            with contextlib.suppress(Stopped):
                switch.check(pointer)

    watch = PersonWatch(name, takeover, sent, asking, moved)
    opened.callback(watch.close)
    takeover.hears_answers, takeover.hears_person = watch.hears_answers, watch.hears_person

    def begin() -> None:
        sent.forget_positions()
        watch.begin()

    return begin


def open_desktop(*, fail_safe: bool = True, hot_key: str = "", take_over: bool = False) -> LocalComputer:
    """Open the desktop of Windows or macOS; the rest as in `open_x11`. Raises `DisplayUnavailable`."""
    from actions.desktop_backend import DesktopInput
    from actions.desktop_launch import DesktopLauncher
    from actions.desktop_person import DesktopPerson

    with contextlib.ExitStack() as opened:
        backend = DesktopInput()  # before the capture: it makes Windows speak of physical pixels
        opened.callback(backend.close)
        capture = ScreenCapture()
        opened.callback(capture.close)
        switch = _fail_safe(capture, hot_key, opened) if fail_safe else None
        takeover, begin = TakeOver(), None
        backend.before_event = guard = Guard(switch, backend.pointer_position, takeover)
        if take_over:
            person = DesktopPerson(takeover, backend.pointer_position)
            opened.callback(person.close)
            begin = person.begin

            def before_event() -> None:
                guard()
                person.sends()

            backend.before_event = before_event
        closer = opened.pop_all().close
    return LocalComputer(
        capture,
        backend,
        launcher=DesktopLauncher(),
        guard=guard,
        takeover=takeover,
        begin_watching=begin or (lambda: None),
        closer=closer,
    )


def _fail_safe(capture: ScreenCapture, hot_key: str, opened: contextlib.ExitStack) -> FailSafe:
    from actions.failsafe import DEFAULT_HOT_KEY, FailSafe

    region = capture.region
    switch = FailSafe(Size(region.width, region.height), hot_key=hot_key or DEFAULT_HOT_KEY)
    opened.callback(switch.close)
    return switch
