"""The application that is explored: started on a private desktop of its own, watched, started anew."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from actions.action import Action, Launch, Move
from actions.computer import Window
from actions.errors import ComputerError, LaunchFailed
from actions.geometry import Point, Size
from actions.launch import StartedProgram
from actions.virtual_desktop import VirtualDesktop
from actions.x11.pinging import Answer, WindowPinger
from grounding.types import ScreenParser
from gui_agent.exploring.scenes import Scene, read_scene
from gui_agent.observer import Observer
from gui_agent.types import Observation

HANG_SECONDS = 8.0
"""A program that has not answered for so long hangs."""
WINDOW_SECONDS = 40.0
"""How long the first window may take."""
_SCRIPTS = (".py", ".pl", ".rb", ".js", ".sh", ".jar", ".AppImage")
_AWAY_Y = 4
_FIRST_CHANGE = 0.25
_QUIET = 0.12
_CLOSING_SECONDS = 0.6
_READY_SECONDS = 5.0
_PAINTING_SECONDS = 1.5
_MOST_CROWDED = 4.0
_ANSWER_SECONDS = 1.0
_ARRIVAL_SECONDS = 0.03
_IDLE_SECONDS = 0.5
_WAITING = ("poll", "select", "epoll", "futex", "wait_woken", "unix_stream")
"""What programs that wait for events sleep in; a hang sleeps elsewhere, or computes."""

State = Literal["runs", "ended", "crashed", "hangs"]


@dataclass(frozen=True, slots=True)
class Health:
    """How the application is; ``evidence`` in words."""

    state: State = "runs"
    evidence: str = ""


def launch_of(application: str) -> Launch:
    """Read what a person typed: the name of an application, or a command. Raises `LaunchFailed`.

    Files among its words are named in full, since the program starts in its own home folder.
    """
    try:
        words = shlex.split(application)
    except ValueError as error:
        raise LaunchFailed(f"the command {application!r} cannot be read: {error}") from error
    if not words:
        raise LaunchFailed("say which application to explore: a name such as mousepad, or a command")
    if len(words) > 1 and not any(Path(w).is_file() for w in words) and not _is_program(words[0]):
        return Launch(application.strip())
    full = [str(Path(word).resolve()) if Path(word).is_file() else word for word in words]
    return Launch(full[0], tuple(full[1:]))


def _is_program(word: str) -> bool:
    return shutil.which(word) is not None


class Application:
    """Runs ``launch`` on private desktops, one after the other; close it."""

    def __init__(self, launch: Launch, parser: ScreenParser, size: Size) -> None:
        self.launch = launch
        self._parser, self._size = parser, size
        self._desktop: VirtualDesktop | None = None
        self._pinger: WindowPinger | None = None
        self._programs: tuple[StartedProgram, ...] = ()
        self._seen: Observation | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="gui-agent-home-")
        self._home = Path(self._folder.name, "home")
        self.starts = 0

    def start(self) -> Scene:
        """Start with a fresh home folder and return what shows. Raises `ComputerError`."""
        self._end()
        self.starts += 1
        # The folder is new each time and has the same name: some programs show it.
        shutil.rmtree(self._home, ignore_errors=True)
        self._desktop = desktop = VirtualDesktop(self._size, self._home)
        self._pinger = WindowPinger(desktop.display_name)
        self._observer = Observer(desktop, self._parser)
        self._programs = desktop.launch(self.launch)
        self._pids: set[int] = set()
        self._classes: set[str] = set()
        self._await_window(desktop)
        desktop.wait_until_idle(_READY_SECONDS)
        scene = self.look(quiet=0.4)
        # Some toolkits announce that they answer, and do not.
        front = self._front()
        self._answers = front is not None and self._ask(front, _ANSWER_SECONDS) == "answers"
        return scene

    def look(self, quiet: float = _QUIET) -> Scene:
        """Wait until the screen rests and return it."""
        first = _FIRST_CHANGE * _crowding() if self._seen is not None else 0.0
        self._seen = self._observer.look(0, self._seen, first_change_within=first, quiet=quiet).observation
        return read_scene(self._seen, {w.id for w in self._seen.windows if self._is_own(w)})

    def execute(self, action: Action) -> None:
        """Do ``action``, then take the pointer to where it raises no tool tips. Raises `ComputerError`."""
        desktop = self._open()
        desktop.execute(action)
        self.move_away()

    def move_away(self) -> None:
        desktop = self._open()
        desktop.execute(Move(Point(desktop.screen_size.width // 2, _AWAY_Y)))

    def health(self, seconds: float = HANG_SECONDS) -> Health:
        """Wait until the application has dealt with its input; say how it is then."""
        deadline = time.monotonic() + seconds
        while True:
            if ended := self._ended():
                return ended
            window = self._front()
            if window is None:
                if time.monotonic() > deadline - seconds + _CLOSING_SECONDS:
                    return self._without_windows()
                time.sleep(0.05)
                continue
            if not self._answers:
                return self._by_its_process(window, deadline)
            match self._ask(window, max(0.05, deadline - time.monotonic())):
                case "answers":
                    # It has dealt with its input; what that shows is painted when it rests.
                    self._open().wait_until_idle(_PAINTING_SECONDS)
                    return self._ended() or Health()
                case "unable":
                    return self._by_its_process(window, deadline)
                case "silent":
                    return self._ended() or Health("hangs", self._hanging(window, seconds))
                case "gone" if time.monotonic() > deadline:
                    return self._without_windows()
                case "gone":
                    time.sleep(0.05)

    def strangers(self) -> list[Window]:
        """Return the open windows that belong to other programs."""
        return [w for w in self._open().windows() if not self._is_own(w)]

    def close(self) -> None:
        """End the application with everything it started, for good; safe to call twice."""
        self._end()
        self._folder.cleanup()

    def _end(self) -> None:
        desktop, self._desktop = self._desktop, None
        pinger, self._pinger = self._pinger, None
        if pinger is not None:
            pinger.close()
        if desktop is not None:
            desktop.close()
        self._seen = None

    @property
    def name(self) -> str:
        """What people call it: without folders, and without what it is run by."""
        words = [self.launch.application, *self.launch.arguments]
        scripts = [word for word in words[1:] if word.endswith(_SCRIPTS)]
        return Path(scripts[0] if scripts else words[0]).stem

    @property
    def desktop(self) -> VirtualDesktop:
        return self._open()

    def _open(self) -> VirtualDesktop:
        if self._desktop is None:
            raise ComputerError("the application has not been started")
        return self._desktop

    def _await_window(self, desktop: VirtualDesktop) -> None:
        """Wait for the first window that stays, and keep in mind whose it is."""
        deadline = time.monotonic() + WINDOW_SECONDS
        while not (windows := _shown(desktop.windows())):
            codes = [program.code() for program in self._programs]
            if codes and all(code is not None for code in codes) and any(codes):
                said = self._programs[-1].errors()
                raise LaunchFailed(
                    f"{self.launch.application} ended with code {codes[-1]}: {said or 'silent'}"
                )
            if time.monotonic() > deadline:
                raise LaunchFailed(
                    f"{self.launch.application} showed no window within {WINDOW_SECONDS:.0f} s"
                )
            time.sleep(0.05)
        self._pids = {w.pid for w in windows if w.pid is not None}
        self._classes = {w.application for w in windows}

    def _is_own(self, window: Window) -> bool:
        return window.pid in self._pids or window.application in self._classes

    def _ask(self, window: Window, seconds: float) -> Answer:
        return self._pinger.ask(window.id, seconds) if self._pinger else "unable"

    def _front(self) -> Window | None:
        own = [w for w in self._open().windows() if self._is_own(w) and not w.hidden]
        return next((w for w in reversed(own) if w.active), own[-1] if own else None)

    def _ended(self) -> Health | None:
        codes = [program.code() for program in self._programs]
        bad = next((c for c in codes if c), None)
        if bad is not None:
            said = _last_line(self._programs[codes.index(bad)].errors())
            how = _signal_name(-bad) if bad < 0 else f"it ended with code {bad}"
            return Health("crashed", f"{how}{f'; it said: {said}' if said else ''}")
        if codes and all(c == 0 for c in codes) and self._front() is None:
            return Health("ended", "it ended by itself")
        return None

    def _without_windows(self) -> Health:
        return self._ended() or Health("ended", "it closed its last window")

    def _by_its_process(self, window: Window, deadline: float) -> Health:
        """Judge a program that cannot be asked: alive is one that waits for events, or paints."""
        desktop = self._open()
        before = desktop.screenshot().image
        time.sleep(_ARRIVAL_SECONDS)
        while time.monotonic() < deadline:
            if window.pid is None or not Path(f"/proc/{window.pid}").exists():
                break
            if desktop.wait_until_idle(_IDLE_SECONDS) and _waits_for_events(window.pid):
                return self._ended() or Health()
            if (desktop.screenshot().image != before).any():
                return self._ended() or Health()
        return self._ended() or Health("hangs", self._hanging(window, HANG_SECONDS))

    def _hanging(self, window: Window, seconds: float) -> str:
        return f"it has not answered for {seconds:.0f} s; its process {_doing(window.pid)}"


def _shown(windows: Sequence[Window]) -> list[Window]:
    return [w for w in windows if not w.hidden and w.box.width > 20 and w.box.height > 20]


def _crowding() -> float:
    """Return how many times longer everything takes on a machine as busy as this one, at least 1."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(_MOST_CROWDED, max(1.0, busy))


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:160] if lines else ""


def _signal_name(number: int) -> str:
    try:
        return f"it was ended by {signal.Signals(number).name}"
    except ValueError:
        return f"it was ended by signal {number}"


def _waits_for_events(pid: int) -> bool:
    where = _sleeps_in(pid)
    return not where or any(word in where for word in _WAITING)


def _sleeps_in(pid: int) -> str:
    """Return the function of the kernel that the process sleeps in; empty where that is not told."""
    try:
        return Path(f"/proc/{pid}/wchan").read_text().strip("0\n ")
    except OSError:
        return ""


def _doing(pid: int | None) -> str:
    """Say what the process does: computes, or waits, and for what, as far as the system tells."""
    if pid is None:
        return "is not known"
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "cannot be looked at"
    if state == "R":
        return "computes all the time"
    where = _sleeps_in(pid)
    return f"sleeps{f' in {where}' if where else ''}"
