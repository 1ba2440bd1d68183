"""``bench step``: what one step of the loop costs beside perception and the application's own repaint."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from actions.action import Launch
from actions.geometry import Size
from actions.virtual_desktop import VirtualDesktop
from evals.bench.private_display import python_with_gtk, wait_for
from evals.bench.result import BenchmarkResult, Bound, Figure
from gui_agent.agent import Agent
from gui_agent.expectation import ScreenChanges
from gui_agent.fake import ScriptedPlanner
from gui_agent.journal import Journal, RunHeader
from gui_agent.parts import Parts
from gui_agent.types import PlannedAction, Step, Timing

SCREEN = Size(1920, 1080)
STEPS = 36
WARM_UP = 4
BUTTONS = ("Apple", "Banana", "Cherry", "Damson", "Elder", "Fig")
_APPLICATION = Path(__file__).with_name("apps") / "gtk_buttons.py"
_LIMIT_SECONDS = 0.060


def run(steps: int = STEPS) -> BenchmarkResult:
    """Click buttons of a GTK window on a private 1920x1080 desktop, with journal and grounding."""
    spent = measured(steps + WARM_UP, _eyes_and_script)[WARM_UP:]
    return BenchmarkResult("step", figures_of(spent), {"overhead": Bound(_LIMIT_SECONDS)})


def figures_of(spent: list[tuple[float, Timing]]) -> dict[str, Figure]:
    """Return the phases of steps, and what is left of them beside reading the screen and repainting it."""
    overheads = [wall - _not_ours(timing) for wall, timing in spent]
    figures = {
        "overhead": Figure.median(overheads, "s"),
        "wall": Figure.median([wall for wall, _ in spent], "s"),
    }
    for field in fields(Timing):
        if field.name != "total":
            figures[field.name] = Figure.median([getattr(timing, field.name) for _, timing in spent], "s")
    booked = [sum(getattr(t, f.name) for f in fields(t) if f.name != "total") for _, t in spent]
    rest = [wall - part for (wall, _), part in zip(spent, booked, strict=True)]
    figures["unbooked"] = Figure.median(rest, "s")
    return figures


def _not_ours(timing: Timing) -> float:
    """Return the seconds of reading the screen and of the application's repaint."""
    return timing.observe + timing.settle


def measured(count: int, parts_for: Callable[[VirtualDesktop, int], Parts]) -> list[tuple[float, Timing]]:
    """Return wall seconds, from one step to the next, and timing of ``count`` steps of ``parts_for``."""
    with tempfile.TemporaryDirectory() as folder, VirtualDesktop(SCREEN) as desktop:
        _start_application(desktop)
        parts = parts_for(desktop, count)
        with Journal(Path(folder) / "run", RunHeader("bench step", "virtual")) as journal:
            began = time.monotonic()
            spent: list[tuple[float, Timing]] = []
            for step in Agent(desktop, parts, recorder=journal).run("click buttons"):
                now = time.monotonic()
                if step.ending is None:
                    spent.append((now - began, _checked(step).timing))
                began = now
    return spent


def _checked(step: Step) -> Step:
    if step.error or step.reflection is None or step.reflection.verdict != "success":
        raise RuntimeError(f"step {step.number} of the benchmark failed: {step.error or step.reflection}")
    return step


def _eyes_and_script(desktop: VirtualDesktop, count: int) -> Parts:
    from grounding.grounders import open_grounder
    from gui_agent.observer import Observer
    from gui_agent.reflection import ScreenReflector

    eyes = open_grounder()
    names = (BUTTONS[number % len(BUTTONS)] for number in range(count))
    script = [
        PlannedAction("click", f"{name} button", {}, ScreenChanges(), f"click {name}") for name in names
    ]
    reflector = ScreenReflector(eyes.model, eyes.look_closely, eyes.read_again)
    return Parts(ScriptedPlanner(script), Observer(desktop, eyes.parser), eyes.model, reflector)


def _start_application(desktop: VirtualDesktop) -> None:
    desktop.execute(Launch(python_with_gtk(), (str(_APPLICATION),)))
    if not wait_for(lambda: bool(desktop.windows()), 10.0):
        raise RuntimeError(f"{_APPLICATION.name} opened no window")
