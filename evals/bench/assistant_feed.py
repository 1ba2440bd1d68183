"""The assistant fed with 50 made steps a second: run by the benchmark on a pseudo-terminal."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from actions.action import Click
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import Grounding, ParsedScreen
from gui_agent.settings import load_settings
from gui_agent.types import Observation, Plan, PlannedAction, Reflection, Step, Timing, Usage
from tui.assistant.app import AssistantApp
from tui.assistant.feed import StepFeed
from tui.assistant.messages import Completed, Intended

PER_SECOND = 50
_SCREEN = Box(0, 0, 1280, 800)
_BUTTON = Box(400, 300, 520, 340)
_NUMBER = re.compile(r"\W+(\d+) press button")


class FedApp(AssistantApp):
    """Tells itself steps from a thread, as a run does, and writes down how many it showed."""

    def __init__(self, told: Path) -> None:
        super().__init__(load_settings(model=""))
        self._over = threading.Event()
        self._told, self._path, self._began = 0, told, 0.0

    def on_mount(self) -> None:
        super().on_mount()
        self.busy, self._began = True, time.perf_counter()
        threading.Thread(target=self._feed, daemon=True).start()

    async def action_quit(self) -> None:
        self._over.set()
        seconds = time.perf_counter() - self._began
        # What is on its way comes before this message's successor.
        self.set_timer(1.0, lambda: self._leave(seconds))

    def _feed(self) -> None:
        screens = [_screen(seed) for seed in range(4)]
        begin = time.perf_counter()
        while not self._over.wait(max(0.0, begin + self._told / PER_SECOND - time.perf_counter())):
            number = self._told + 1
            step = _step(number, screens[number % 4])
            self.post_message(Intended(replace(step, reflection=None)))
            self.post_message(Completed(step))
            self._told = number

    def _leave(self, seconds: float) -> None:
        lines = "\n".join(line.text for line in self.screen_stack[0].query_one(StepFeed).lines)
        shown = len(set(_NUMBER.findall(lines)))
        told = {"told": self._told, "shown": shown, "seconds": seconds}
        self._path.write_text(json.dumps(told))
        self.exit()


def _screen(seed: int) -> Screenshot:
    """Paint a desktop with two windows of text, different for each ``seed``."""
    image = np.full((_SCREEN.y2, _SCREEN.x2, 3), (120, 90, 60), np.uint8)
    image[:, :, 0] = np.linspace(80, 160, _SCREEN.y2, dtype=np.uint8)[:, None]
    for left, top in ((80 + 40 * seed, 60), (560, 240 + 30 * seed)):
        image[top : top + 420, left : left + 560] = 246
        image[top : top + 32, left : left + 560] = (90, 80, 70)
        for line in range(12):
            at = (left + 20, top + 70 + 28 * line)
            cv2.putText(image, f"line {line} of text {seed}", at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (30, 30, 30))
    return Screenshot(image, _SCREEN)


def _step(number: int, screenshot: Screenshot) -> Step:
    seen = Observation(screenshot, ParsedScreen((), _SCREEN))
    planned = PlannedAction("click", "the button Save", thought=f"press button {number}")
    return Step(
        number,
        seen,
        planned,
        Click(_BUTTON.center),
        Grounding(_BUTTON.center, _BUTTON, 0.9, "Save", ()),
        after=seen,
        reflection=Reflection("success", "the window “Save” opened", _BUTTON),
        timing=Timing(total=0.4),
        usage=Usage(1200, 80, 1, 0.001),
        plan=Plan(("open it", "save it", "close it"), number // 40 % 3),
    )


if __name__ == "__main__":
    FedApp(Path(sys.argv[1])).run()
