"""From a provider's call to an action on the screen: in words on the way, and exact at the end."""

import random

import numpy as np
import pytest

from actions.action import (
    Action,
    Click,
    Drag,
    HoldKeys,
    Launch,
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.codecs import anthropic, openai
from actions.geometry import Box, Point, Size
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import ParsedScreen, UIElement
from gui_agent.attention import ground_attentively
from gui_agent.chat.pictures import PictureMaker
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.native.parts import EDGE, OPENAI_EDGE, PIXELS, anthropic_version
from gui_agent.planning.native.places import Places
from gui_agent.planning.native.planned import planned_action
from gui_agent.planning.native.screens import zoomed
from gui_agent.planning.native.turn import NextAction
from gui_agent.resolve import resolve
from gui_agent.types import Observation, PlannedAction

CANVAS = UIElement(Box(100, 100, 300, 200), "document", "letter.txt")
SAVE = UIElement(Box(110, 110, 150, 130), "button", "Save")
SCREEN = Box(0, 0, 640, 480)
TASK = "click Save in letter.txt"
ACTIONS: tuple[Action, ...] = (
    Click(Point(120, 117)),
    Click(Point(120, 117), "right", 2, ("shift",)),
    Click(Point(9, 9), "middle", 3),
    Move(Point(639, 479)),
    Drag((Point(101, 101), Point(299, 199))),
    Drag((Point(5, 5), Point(120, 117), Point(121, 118), Point(639, 0)), modifiers=("ctrl",), seconds=1.5),
    Scroll(Point(200, 150), 3, 0, ("ctrl",)),
    Scroll(Point(200, 150), 0, -2),
    TypeText("héllo\nworld"),
    PressKeys(("ctrl", "s"), 4),
    HoldKeys(("shift",), 1.5),
    Wait(2.0),
    Launch("xterm", ("-e", "true")),
)


def observation(screen: Box = SCREEN) -> Observation:
    shot = Screenshot(np.zeros((screen.height, screen.width, 3), np.uint8), screen)
    return Observation(shot, ParsedScreen((CANVAS, SAVE), screen))


def in_words_and_back(action: Action, seen: Observation) -> tuple[PlannedAction, Action]:
    pointing = PointingGrounder(FakeGroundingModel(FakeScreens()))
    planned = planned_action(NextAction(action), Places(pointing, seen).words, "because")
    done, _ = resolve(planned, seen, lambda words: ground_attentively(pointing, seen, words, TASK))
    assert not isinstance(done, tuple)
    return planned, done  # type: ignore[return-value]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_in_words_is_resolved_to_itself(action: Action) -> None:
    assert in_words_and_back(action, observation())[1] == action


def test_a_place_is_called_by_the_smallest_thing_there() -> None:
    planned, _ = in_words_and_back(Click(Point(120, 117)), observation())
    assert planned.target == "“Save” button"
    planned, _ = in_words_and_back(Drag((Point(120, 117), Point(200, 150), Point(9, 9))), observation())
    assert (planned.target, planned.arguments["via"]) == ("“Save” button", ("“letter.txt” document",))
    assert planned.arguments["destination"] == "the point (9, 9)"
    planned, _ = in_words_and_back(Drag((Point(120, 117), Point(121, 118))), observation())
    assert planned.arguments["destination"] == "“Save” button at (121, 118)"


def test_the_grounding_is_the_point_in_the_box_of_the_thing_under_it() -> None:
    seen = observation()
    pointing = PointingGrounder(FakeGroundingModel(FakeScreens()))
    words = Places(pointing, seen).words(Point(111, 129))
    place = ground_attentively(pointing, seen, words, TASK)
    assert (place.point, place.box, place.score) == (Point(111, 129), SAVE.box, 1.0)


SIZES = [
    Size(random.Random(seed).randrange(320, 4000), random.Random(seed + 99).randrange(240, 2400))
    for seed in range(20)
]


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s.width}x{s.height}")
@pytest.mark.parametrize(("edge", "pixels"), [(EDGE, PIXELS), (OPENAI_EDGE, None)])
def test_coordinates_of_the_sent_picture_come_back_exactly(size: Size, edge: int, pixels: int | None) -> None:
    region = Box(0, 0, size.width, size.height)
    shot = Screenshot(np.zeros((size.height, size.width, 3), np.uint8), region)
    sent = PictureMaker(edge, pixels).picture(shot)
    assert max(sent.size.width, sent.size.height) <= edge
    assert pixels is None or sent.size.area <= pixels
    chance, step = random.Random(size.width), max(1.0, size.width / sent.size.width)
    for _ in range(50):
        x, y = chance.randrange(sent.size.width), chance.randrange(sent.size.height)
        (said,) = anthropic.decode({"action": "left_click", "coordinate": [x, y]}, sent.frame)
        (same,) = openai.decode({"type": "click", "x": x, "y": y}, sent.frame)
        assert said == same
        assert isinstance(said, Click)
        assert sent.frame.from_screen(said.point) == (x, y)
        middle = ((x + 0.5) * size.width / sent.size.width, (y + 0.5) * size.height / sent.size.height)
        assert abs(said.point.x - middle[0]) <= 1
        assert abs(said.point.y - middle[1]) <= 1
        assert in_words_and_back(said, Observation(shot, ParsedScreen((), region)))[1] == said
    assert step == 1 or sent.size.width < size.width


def test_a_zoomed_region_fills_the_picture_and_keeps_its_frame() -> None:
    shot = Screenshot(np.zeros((480, 640, 3), np.uint8), SCREEN)
    picture = zoomed(shot, Box(100, 100, 200, 150), Size(640, 480))
    assert picture.size == Size(640, 320)
    assert picture.frame.to_screen(0, 0) == Point(100, 100)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("claude-opus-5-5", "computer_toolset_20260801"),
        ("claude-opus-4-8", "computer_toolset_20260801"),
        ("claude-opus-4-7", "computer_20251124"),
        ("claude-sonnet-4-6", "computer_20251124"),
        ("claude-opus-4-5-20251101", "computer_20251124"),
        ("claude-sonnet-4-5-20250929", "computer_20250124"),
        ("claude-haiku-4-5", "computer_20250124"),
        ("claude-opus-4-1", "computer_20250124"),
        ("claude-sonnet-4-20250514", "computer_20250124"),
        ("claude-3-7-sonnet-latest", "computer_20250124"),
    ],
)
def test_the_version_of_the_tool_goes_by_the_name_of_the_model(name: str, version: str) -> None:
    assert anthropic_version(name) == version
