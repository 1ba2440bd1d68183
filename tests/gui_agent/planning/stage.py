"""A computer of scenes and a loop without waiting, to rehearse planners on."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import numpy as np

from actions.action import Action, Done, Fail
from actions.computer import Window
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from actions.settle import changed_boxes
from grounding.errors import GroundingError
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import Grounding, GroundingModel, UIElement
from gui_agent.planning.repair import RESTING_PLACE
from gui_agent.reflection import ScreenReflector
from gui_agent.resolve import resolve
from gui_agent.types import Ending, Observation, Planner, Step

MAX_STEPS = 60


def button(text: str, row: int = 0, column: int = 0) -> UIElement:
    return UIElement(Box(20 + 160 * column, 20 + 40 * row, 140 + 160 * column, 50 + 40 * row), "button", text)


def window(number: int, title: str, *, dialog: bool = False, active: bool = True) -> Window:
    box = Box(0, 0, 300, 200) if dialog else Box(0, 0, 640, 480)
    return Window(number, title, "app", box, active, dialog=dialog)


@dataclass(frozen=True)
class Scene:
    elements: Sequence[UIElement]
    windows: Sequence[Window] = (window(1, "Main"),)


class PlainWords:
    """Lets a fake grounding model that knows labels only be asked for “Save” button, or a screen's edge."""

    def __init__(self, model: GroundingModel) -> None:
        self._model = model

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if target == RESTING_PLACE:
            return Grounding(Point(630, 240), Box(620, 230, 640, 250), 1.0)
        label = target.removesuffix(" button")
        for words in ("checkbox ", "field labelled ", "the text "):
            label = label.removeprefix(words)
        return self._model.ground(screenshot, label)


@dataclass
class Stage:
    """Shows one of ``scenes``; ``rule`` says which comes after an action, by name (None: the same)."""

    scenes: Mapping[str, Scene]
    rule: Callable[[Action, str], str | None]
    current: str = "start"
    actions: list[Action] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._screens = FakeScreens()
        self.grounder = PlainWords(FakeGroundingModel(self._screens))
        self.reflector = ScreenReflector(self.grounder)

    def observe(self, before: Observation | None = None) -> Observation:
        scene = self.scenes[self.current]
        image = self._screens.draw(scene.elements)
        height, width = image.shape[:2]
        shot = Screenshot(image, Box(0, 0, width, height), captured_at=time.monotonic())
        old = before.screenshot.image if before else np.zeros_like(image)
        changes = changed_boxes(old, image) if before else ()
        return Observation(shot, self._screens.parse(shot), changes, tuple(scene.windows))

    def execute(self, action: Action) -> None:
        self.actions.append(action)
        self.current = self.rule(action, self.current) or self.current

    def done(self, kind: type[Action]) -> list[Action]:
        return [action for action in self.actions if isinstance(action, kind)]


def rehearse(planner: Planner, stage: Stage, task: str = "") -> list[Step]:
    """Run the loop without patience: each action has its effect at once or never."""
    history: tuple[Step, ...] = ()
    while len(history) < MAX_STEPS:
        before = stage.observe()
        planned = planner.next_action(task, before, history)
        step = Step(len(history) + 1, before, planned)
        try:
            ground = partial(stage.grounder.ground, before.screenshot)
            action, grounding = resolve(planned, before, ground)
        except GroundingError as error:
            history = (*history, _with(step, error=str(error), error_kind=type(error).__name__))
            continue
        match action:
            case Done():
                return [*history, _with(step, ending=Ending.ACCOMPLISHED)]
            case Fail(reason):
                return [*history, _with(step, ending=Ending.NOT_ACCOMPLISHED, explanation=reason)]
        stage.execute(cast(Action, action))
        after = stage.observe(before)
        reflection = stage.reflector.judge(planned, before, after, grounding)
        step = _with(step, action=action, grounding=grounding, after=after, reflection=reflection)
        history = (*history, step)
    raise AssertionError("the planner found no end")


def _with(step: Step, **changes: object) -> Step:
    from dataclasses import replace

    return replace(step, **changes)  # type: ignore[arg-type]
