"""A small editor on a fake computer, and somebody who knows how to work it: for the tests of memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from actions.action import Action, Click, Launch, PressKeys, TypeText
from actions.computer import Window
from actions.fake import FakeComputer
from actions.geometry import Box, Size
from actions.screenshot import Image, Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import UIElement
from gui_agent.agent import Agent
from gui_agent.expectation import Expectation, ScreenChanges, TextVisible, WindowCloses, WindowOpens
from gui_agent.memory.memory import Memory
from gui_agent.memory.planner import RememberingPlanner
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Argument, Observation, Plan, PlannedAction, Planner, Step, Usage

SIZE = Size(400, 300)
FRAME, DIALOG, NAG = Box(0, 0, 400, 300), Box(50, 60, 350, 250), Box(100, 100, 300, 200)
OK = Box(150, 160, 200, 180)


class Office:
    """A `Computer` that shows an editor: it starts, takes text, and saves under a name in a dialog.

    ``title`` and ``application`` name its window; ``nags``: a notice stands in front until OK is clicked;
    ``deaf``: so many times Enter does nothing in the dialog; ``menu`` are the labels of its menu.
    """

    def __init__(
        self,
        *,
        title: str = "Untitled",
        application: str = "editor",
        nags: bool = False,
        deaf: int = 0,
        menu: tuple[str, ...] = ("File", "Edit", "View"),
        shows: tuple[str, ...] = (),
        masks: bool = False,
    ) -> None:
        self.title, self.application, self.nags, self.deaf = title, application, nags, deaf
        self.menu, self.shows, self.masks = menu, shows, masks
        self.open = self.dialog = False
        self.text = self.name = ""
        self.saved: dict[str, str] = {}
        self.screens = FakeScreens(SIZE)
        self._shown = FakeComputer([self._draw()])
        self.actions: list[Action] = []

    @property
    def screen_size(self) -> Size:
        return SIZE

    def screenshot(self, region: Box | None = None) -> Screenshot:
        return self._shown.screenshot(region)

    def windows(self) -> list[Window]:
        notice = [Window(3, "Notice", self.application, NAG, active=True)] if self.nags and self.open else []
        asks = (
            [Window(2, "Save As", self.application, DIALOG, not notice, dialog=True)] if self.dialog else []
        )
        active = not notice and not asks
        editor = [Window(1, f"{self.title} - Editor", self.application, FRAME, active)] if self.open else []
        return [*editor, *asks, *notice]

    def execute(self, action: Action) -> None:
        self.actions.append(action)
        self._do(action)
        self._shown = FakeComputer([self._draw()])

    def close(self) -> None: ...

    def _do(self, action: Action) -> None:
        match action:
            case Launch():
                self.open = True
            case Click(point) if self.nags and OK.contains(point):
                self.nags = False
            case _ if self.nags:
                return
            case TypeText(text) if self.dialog:
                self.name += text
            case TypeText(text):
                self.text += text
            case PressKeys(("ctrl", "s"), _):
                self.dialog = True
            case PressKeys(("enter",), _) if self.dialog and self.deaf:
                self.deaf -= 1
            case PressKeys(("enter",), _) if self.dialog:
                self.saved[self.name], self.title = self.text, self.name
                self.dialog, self.name = False, ""

    def _draw(self) -> Image:
        if not self.open:
            return self.screens.draw(())
        shown = "•" * len(self.text) if self.masks else self.text
        labels = [UIElement(Box(5 + 60 * n, 5, 55 + 60 * n, 20), "menu", w) for n, w in enumerate(self.menu)]
        page = [UIElement(Box(10, 80, 30, 95), "icon"), UIElement(Box(10, 40, 200, 55), "text", shown)]
        page += [
            UIElement(Box(10, 260 + 12 * n, 390, 270 + 12 * n), "text", w) for n, w in enumerate(self.shows)
        ]
        ask = [UIElement(Box(60, 100, 300, 120), "field", self.name)] if self.dialog else []
        notice = [UIElement(OK, "button", "OK")] if self.nags else []
        return self.screens.draw([*labels, *page, *ask, *notice])


class Clerk:
    """A planner that knows how to save a note, and counts how often it is asked."""

    def __init__(self, pattern: str = r'[Ww]rite "(?P<text>[^"]+)" .* (?P<file>\S+\.txt)') -> None:
        self._pattern = pattern
        self.asked = 0
        self._bill = 0

    @property
    def plan(self) -> Plan | None:
        return None

    def take_usage(self) -> Usage:
        bill, self._bill = self._bill, 0
        return Usage(model_calls=bill)

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        self.asked += 1
        self._bill += 1
        said = re.search(self._pattern, task)
        assert said is not None
        window = observation.active_window
        if window is not None and window.title == "Notice":
            return act("click", "OK", WindowCloses("Notice"))
        for planned in self.steps(said["text"], said["file"]):
            if not any(_same(planned, step) for step in history):
                return planned
        return PlannedAction("done")

    def steps(self, text: str, file: str) -> list[PlannedAction]:
        return [
            act("launch", "", WindowOpens("Editor"), application="editor"),
            act("type", "", TextVisible(text), text=text),
            act("press", "", WindowOpens("Save As"), keys=("ctrl", "s")),
            act("type", "", ScreenChanges(), text=file),
            act("press", "", WindowCloses("Save As"), keys=("enter",)),
        ]


def act(kind: str, target: str, expectation: Expectation | None, **arguments: Argument) -> PlannedAction:
    return PlannedAction(kind, target, arguments, expectation, kind, patience=0.05)  # type: ignore[arg-type]


def _same(planned: PlannedAction, step: Step) -> bool:
    worked = step.reflection is not None and step.reflection.verdict == "success"
    same = (planned.kind, dict(planned.arguments)) == (step.planned.kind, dict(step.planned.arguments))
    return worked and same


def play(
    task: str, office: Office, inner: Planner, memory: Memory | None = None, *, learns: bool = True
) -> list[Step]:
    """Do ``task`` in the office; with ``memory`` remembering, and learning at the end."""
    grounder = FakeGroundingModel(office.screens)
    reflector = ScreenReflector(grounder)
    planner = inner if memory is None else RememberingPlanner(inner, memory, reflector.holds)
    parts = Parts(planner, Observer(office, office.screens), grounder, reflector)
    steps = list(Agent(office, parts).run(task))
    if memory is not None and learns and steps[-1].ending is not None:
        memory.learn(task, steps, steps[-1].ending, run=f"runs/{len(office.actions)}")
    return steps


def opened(folder: Path) -> Memory:
    return Memory.at(folder / "memory.sqlite")


Make = Callable[[], Office]
