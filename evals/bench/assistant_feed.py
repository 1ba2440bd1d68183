"""The assistant with an agent's process that makes steps up: run by the benchmark on a pseudo-terminal.

Started by the interface, this module is that process; started with a file, it is the interface, which writes
down there what it showed when it is left; started with the word ``plain``, it tells the steps in plain lines.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable
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
from tui.assistant.agent_process import AgentProcess, own_pipes
from tui.assistant.app import AssistantApp
from tui.assistant.feed import StepFeed
from tui.assistant.messages import Completed, Intended, Message
from tui.assistant.plain import PlainTalk
from tui.assistant.plain_lines import lines_of
from tui.assistant.terminal import Question, Terminal

STEPS, PER_SECOND = "ASSISTANT_FEED_STEPS", "ASSISTANT_FEED_PER_SECOND"
"""How many steps are made up, and how many a second, as the environment says it to the agent's process."""
_MODULE = "evals.bench.assistant_feed"
_SCREEN = Box(0, 0, 1280, 800)
_BUTTON = Box(400, 300, 520, 340)
_NUMBER = re.compile(r"\W+(\d+) press button")


class FedApp(AssistantApp):
    """Writes down how many steps it showed, and what that took."""

    def __init__(self, told: Path, terminal: Terminal) -> None:
        super().__init__(load_settings(model=""), terminal, agent=_MODULE)
        self._path = told

    def on_mount(self) -> None:
        # Textual calls the assistant's own too.
        self.busy = True
        self._work.start()

    async def action_quit(self) -> None:
        await self._work.close(60)
        self.set_timer(1.0, self._leave)  # what is on its way comes first

    def _leave(self) -> None:
        feed = self.screen_stack[0].query_one(StepFeed)
        numbers = {int(number) for number in _NUMBER.findall("\n".join(line.text for line in feed.lines))}
        told = {"shown": len(numbers), "last": max(numbers, default=0), "megabytes": _resident()}
        self._path.write_text(json.dumps(told))
        self.exit()


class FedTalk(PlainTalk):
    """Starts the process that makes steps up at once."""

    async def talk(self) -> None:
        self.busy = True
        self.work.start()
        await super().talk()


def feed_plainly() -> None:
    """Tell made-up steps in plain lines, at their pace."""

    async def talk() -> None:
        await FedTalk(load_settings(model=""), lines_of(sys.stdin, sys.stdout), _MODULE).talk()

    asyncio.run(talk())


def feed() -> None:
    """Be the agent's process: make steps up until there are enough, or the interface leaves."""
    orders, out = own_pipes()
    agent, over = AgentProcess(load_settings(model=""), out), threading.Event()
    threading.Thread(target=_make_up, args=(agent.tell_of, over), daemon=True).start()
    agent.serve(orders)
    over.set()


def _make_up(tell: Callable[[Message], object], over: threading.Event) -> None:
    screens = [_screen(seed) for seed in range(4)]
    pace, begin = 1 / float(os.environ[PER_SECOND]), time.perf_counter()
    for number in range(1, int(os.environ[STEPS]) + 1):
        if over.wait(max(0.0, begin + number * pace - time.perf_counter())):
            return
        step = made_up_step(number, screens[number % 4])
        tell(Intended(replace(step, reflection=None)))
        tell(Completed(step))


def _resident() -> float:
    """Return the megabytes of memory that this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


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


def made_up_step(number: int, screenshot: Screenshot) -> Step:
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
    match sys.argv[1:]:
        case ["plain"]:
            feed_plainly()
        case [told]:
            FedApp(Path(told), Question(os.environ).answer()).run()
        case _:
            feed()
