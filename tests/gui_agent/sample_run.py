"""A run as a person would see it, on painted screens: for the tests of journal and report."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from actions.action import Action, Click, Done, PressKeys, TypeText
from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.types import Candidate, Grounding, ParsedScreen, UIElement
from gui_agent.expectation import AnyOf, FieldHolds, ScreenChanges, TargetChanges, TextVisible, WindowOpens
from gui_agent.types import (
    Approval,
    Ending,
    Observation,
    Plan,
    PlannedAction,
    Reflection,
    Step,
    Timing,
)

TASK = "Open the settings, set the name to “Ana” and save. <script>alert('x')</script>"
SIZE = (1280, 800)
SAVE, CANCEL, NAME = Box(720, 560, 840, 604), Box(580, 560, 700, 604), Box(520, 330, 840, 370)


def paint(name: str = "", *, dialog: bool = True, saved: bool = False) -> Image:
    """Paint a desktop with a settings dialog whose name field holds ``name``."""
    image = np.full((SIZE[1], SIZE[0], 3), (112, 84, 60), np.uint8)
    image[:, :, 0] = np.linspace(96, 150, SIZE[1], dtype=np.uint8)[:, None]
    cv2.rectangle(image, (0, 0), (SIZE[0], 34), (40, 34, 30), -1)
    label(image, "Activities", (18, 23), (235, 235, 235))
    for index, title in enumerate(("Documents", "Mail", "Settings")):
        corner = (40, 80 + index * 120)
        cv2.rectangle(image, corner, (corner[0] + 64, corner[1] + 64), (200, 150 - 40 * index, 90), -1)
        label(image, title, (corner[0] - 6, corner[1] + 90), (240, 240, 240))
    if dialog:
        paint_dialog(image, name)
    if saved:
        cv2.rectangle(image, (490, 660), (790, 710), (60, 60, 60), -1)
        label(image, "Settings saved", (570, 692), (255, 255, 255))
    return image


def paint_dialog(image: Image, name: str) -> None:
    cv2.rectangle(image, (400, 180), (880, 640), (250, 249, 247), -1)
    cv2.rectangle(image, (400, 180), (880, 222), (232, 228, 224), -1)
    label(image, "Settings", (600, 207), (60, 60, 60))
    label(image, "Name", (440, 356), (60, 60, 60))
    cv2.rectangle(image, (NAME.x1, NAME.y1), (NAME.x2, NAME.y2), (190, 186, 180), 1)
    label(image, name, (NAME.x1 + 10, NAME.y1 + 27), (30, 30, 30))
    for box, words, color in ((SAVE, "Save", (180, 110, 40)), (CANCEL, "Cancel", (214, 210, 206))):
        cv2.rectangle(image, (box.x1, box.y1), (box.x2, box.y2), color, -1)
        ink = (255, 255, 255) if words == "Save" else (60, 60, 60)
        label(image, words, (box.x1 + 32, box.y1 + 29), ink)


def label(image: Image, text: str, at: tuple[int, int], ink: tuple[int, int, int]) -> None:
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, ink, 1, cv2.LINE_AA)


def see(image: Image, number: int, *texts: tuple[str, Box]) -> Observation:
    region = Box(0, 0, *SIZE)
    elements = tuple(UIElement(box, "button", text, frozenset({"focused"}), 0.97) for text, box in texts)
    window = Window(7, "Settings", "gnome-control-center", Box(400, 180, 880, 640), active=True, pid=42)
    screen = ParsedScreen((*elements, UIElement(Box(18, 8, 110, 28), "text", "Activities")), region)
    shot = Screenshot(image, region, captured_at=12.5)
    return Observation(shot, screen, (Box(400, 180, 880, 640),), (window,), number)


def find(box: Box, words: str, score: float, *others: tuple[Box, str, float]) -> Grounding:
    alternatives = tuple(Candidate(b.center, b, s, w) for b, w, s in others)
    return Grounding(box.center, box, score, words, alternatives)


@dataclass(frozen=True)
class Scenes:
    """The screens of the run: without the dialog, with it, typed into, and saved."""

    empty: Image
    asked: Image
    typed: Image
    saved: Image


TEXTS = (("Save", SAVE), ("Cancel", CANCEL))
ICON = Box(40, 320, 104, 384)


def sample_steps() -> list[Step]:
    """Return six steps: a success, a wrong turn that is mended, a refusal by the screen, and the end."""
    scenes = Scenes(paint(dialog=False), paint(), paint("Ana"), paint(dialog=False, saved=True))
    return [
        opened(scenes),
        wrong_turn(scenes),
        refused_by_the_screen(scenes),
        typed_a_name(scenes),
        saved_it(scenes),
        at_the_end(scenes),
    ]


def step(
    number: int, before: Observation, planned: PlannedAction, action: Action | None, **more: object
) -> Step:
    plan = Plan(("Open the settings", "set the name to “Ana”", "save"), cursor=planned.subgoal)
    timing = Timing(0.82, 0.01, 0.09, 0.0, 0.02, 0.31, 0.15, 0.05, total=1.47)
    allowed = Approval("approve", by="mode")
    made = Step(number, before, planned, action, timing=timing, plan=plan, approval=allowed)
    return replace(made, **more)  # type: ignore[arg-type]


def opened(scenes: Scenes) -> Step:
    opens = WindowOpens("Settings")
    return step(
        1,
        see(scenes.empty, 1, ("Settings", ICON)),
        PlannedAction("click", "the Settings icon", {"count": 2}, opens, "open the settings"),
        Click(ICON.center, count=2),
        grounding=find(ICON, "Settings", 0.94, (Box(40, 200, 104, 264), "Mail", 0.22)),
        after=see(scenes.asked, 1, *TEXTS),
        reflection=Reflection("success", "a window called “Settings” opened", Box(400, 180, 880, 640)),
    )


def wrong_turn(scenes: Scenes) -> Step:
    changes = AnyOf((TargetChanges(), ScreenChanges()))
    return step(
        2,
        see(scenes.asked, 2, *TEXTS),
        PlannedAction("click", "the field labelled Name", {}, changes, "go to the field", 1),
        Click(CANCEL.center),
        grounding=find(CANCEL, "Cancel", 0.41, (NAME, "Name", 0.4), (SAVE, "Save", 0.18)),
        after=see(scenes.asked, 2, *TEXTS),
        reflection=Reflection("no_effect", "nothing changed at the target"),
    )


def refused_by_the_screen(scenes: Scenes) -> Step:
    target, thought = "the field labelled Name", "try the next candidate"
    return step(
        3,
        see(scenes.asked, 3, *TEXTS),
        PlannedAction("click", target, {}, TargetChanges(), thought, 1, 1, repairs=2),
        None,
        error="Two fields are labelled “Name”: at (680, 350) and at (680, 420).",
        error_kind="AmbiguousTarget",
    )


def typed_a_name(scenes: Scenes) -> Step:
    return step(
        4,
        see(scenes.asked, 4, *TEXTS),
        PlannedAction("type", "", {"text": "Ana"}, FieldHolds("Name", "Ana", True), "type the name", 1),
        TypeText("Ana"),
        after=see(scenes.typed, 4, *TEXTS),
        reflection=Reflection("success", "the field shows “Ana”", NAME),
    )


def saved_it(scenes: Scenes) -> Step:
    pressed = {"keys": ("ctrl", "s"), "count": 1}
    return step(
        5,
        see(scenes.typed, 5, *TEXTS),
        PlannedAction("press", "", pressed, TextVisible("Settings saved"), "save", 2),
        PressKeys(("ctrl", "s")),
        approval=Approval("approve", "the person said yes", "person"),
        after=see(scenes.saved, 5, ("Settings saved", Box(490, 660, 790, 710))),
        reflection=Reflection("success", "“Settings saved” can be read", Box(490, 660, 790, 710)),
    )


def at_the_end(scenes: Scenes) -> Step:
    return step(
        6,
        see(scenes.saved, 6),
        PlannedAction("done", subgoal=2, arguments={"answer": ""}),
        Done(),
        reflection=Reflection("finished", "every step was carried out and checked"),
        ending=Ending.ACCOMPLISHED,
        explanation="every step was carried out and checked",
    )
