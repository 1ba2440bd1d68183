"""A computer worked through OSWorld's HTTP interface: pictures come as PNG, actions go as pyautogui lines."""

from __future__ import annotations

import time
from typing import cast

import cv2
import numpy as np

from actions.action import (
    Action,
    Click,
    CloseWindow,
    Done,
    Drag,
    Fail,
    FocusWindow,
    Launch,
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.capture import outside_screen
from actions.codecs.frame import Frame
from actions.codecs.pyautogui_encode import encode
from actions.errors import CaptureFailed, InputFailed, InvalidAction, LaunchFailed, WindowNotFound
from actions.geometry import Box, Point, Size
from actions.screenshot import Image, Screenshot
from evals.machines.errors import MachineError
from evals.machines.guest_client import GuestClient

_PREFIX = "import pyautogui, time\npyautogui.FAILSAFE = False\npyautogui.PAUSE = 0\n"
_ASK_EXACT = "import pyautogui; print(getattr(pyautogui, 'TYPES_ANYTHING', False))"
_INPUT_SECONDS = 120.0


class RemoteComputer:
    """A `Computer` on the guest that ``client`` talks to.

    Upstream's servers type ASCII only, since pyautogui does; ours type everything. Raises `MachineError`
    when opened, `ComputerError` kinds afterwards.
    """

    def __init__(self, client: GuestClient) -> None:
        self._client = client
        self._size = Size(*client.screen_size())
        asked = client.execute(["python", "-c", _ASK_EXACT])
        if asked.returncode:
            raise InputFailed(f"the remote machine has no pyautogui ({asked.stderr.decode()[-200:].strip()})")
        self._exact = asked.text.strip() == "True"

    def __enter__(self) -> RemoteComputer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def screen_size(self) -> Size:
        return self._size

    def screenshot(self, region: Box | None = None) -> Screenshot:
        whole = Box(0, 0, self._size.width, self._size.height)
        wanted = whole if region is None else region.clipped(whole)
        if not wanted.area:
            raise CaptureFailed(f"the region {region} holds nothing of the screen")
        taken = time.monotonic()
        try:
            raw = self._client.screenshot()
        except MachineError as error:
            raise CaptureFailed(str(error)) from error
        image = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR) if raw else None
        if image is None or image.shape[:2] != (whole.height, whole.width):
            raise CaptureFailed("the remote machine sent no picture of its whole screen; reset it")
        part = image[wanted.y1 : wanted.y2, wanted.x1 : wanted.x2]
        return Screenshot(cast(Image, part), wanted, 1.0, taken)

    def execute(self, action: Action) -> None:
        self._check_points(action)
        try:
            self._perform(action)
        except MachineError as error:
            raise InputFailed(str(error)) from error

    def close(self) -> None:
        """Do nothing: every request has its own connection."""

    def _perform(self, action: Action) -> None:
        match action:
            case Done() | Fail():
                return
            case Wait(seconds):
                time.sleep(seconds)
            case Launch(application, arguments):
                self._launch(application, arguments)
            case FocusWindow(title):
                self._window("/setup/activate_window", title)
            case CloseWindow(title) if title:
                self._window("/setup/close_window", title)
            case CloseWindow():
                self._input(PressKeys(("alt", "f4")))
            case _:
                self._input(action)

    def _input(self, action: Action) -> None:
        done = self._client.execute(["python", "-c", _PREFIX + self._code(action)], timeout=_INPUT_SECONDS)
        if done.returncode:
            raise InputFailed(f"the remote machine could not do it: {done.stderr.decode()[-300:].strip()}")

    def _code(self, action: Action) -> str:
        if isinstance(action, TypeText):
            if self._exact:
                return f"pyautogui.write({action.text!r})"
            # pyautogui on X11 types ">" for "<".
            parts = action.text.split("<")
            lines = [encode(TypeText(part), Frame.screen(self._size)) if part else "" for part in parts]
            return "\npyautogui.hotkey('shift', ',')\n".join(lines)
        return encode(action, Frame.screen(self._size))

    def _launch(self, application: str, arguments: tuple[str, ...]) -> None:
        name = application.strip()
        found = self._client.execute(["which", name]) if name and " " not in name else None
        if found is None or found.returncode:
            raise LaunchFailed(f"the remote machine has no program {application!r}; use its program's name")
        self._client.launch([name, *arguments])

    def _window(self, path: str, title: str) -> None:
        if not self._client.ask_for_window(path, title):
            raise WindowNotFound(f"no window of the remote machine fits {title!r}")

    def _check_points(self, action: Action) -> None:
        match action:
            case Click(point) | Move(point) | Scroll(point):
                points: tuple[Point, ...] = (point,)
            case Drag(path):
                points = path
            case _:
                return
        screen = Box(0, 0, self._size.width, self._size.height)
        for point in points:
            if not screen.contains(point):
                raise InvalidAction(outside_screen(point, screen))
