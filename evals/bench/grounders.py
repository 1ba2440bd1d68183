"""Formats of public grounding models: garbage is refused, and places come back where they were."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import partial

from actions.geometry import Box, Point
from evals.bench.model_fuzz import FuzzCount, Parser, fuzz
from evals.bench.result import BenchmarkResult, Bound, Figure
from grounding.public_models.formats import ModelFormat
from grounding.public_models.frames import Frame
from grounding.public_models.table import formats

ANSWERS = 100_000
SCREENS = 20
_PLACES = 50
_SCREEN = Box(0, 0, 1920, 1080)
_SEEDS = (
    "Thought: it is on the left.\nAction: click(point='<point>644 364</point>')",
    "Action: click(start_box='(966,546)')",
    '<tool_call>\n{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [500, 250]}}\n'
    "</tool_call>",
    '<tool_call>\n{"name": "computer_use", "arguments": {"action": "terminate", "status": "failure"}}',
    '```json\n[{"bbox_2d": [644, 364, 966, 546], "label": "Save"}]\n```',
    "<|object_ref_start|>switch<|object_ref_end|><|box_start|>(576,12),(592,42)<|box_end|>",
    "[0.73, 0.21]",
    "(500, 250)",
    "pyautogui.click(x=0.3333, y=0.4444)",
    "## Code:\n```python\npyautogui.doubleClick(x=644, y=364, button='left')\n```",
    '{"action": "click_absolute", "x": 644, "y": 364}',
    '<think>\nTwo fit.\n</think>\n[{"point_2d": [644, 364]}, {"point_2d": [10, 10]}]',
    "The element is not visible in the screenshot.",
)
_BOUNDS = {
    "fuzz_crashes": Bound(0),
    "fuzz_executions": Bound(0),
    "fuzz_off_the_screen": Bound(0),
    "round_trip_error": Bound(1),
    "formats": Bound(12, "min"),
}


def run(answers: int = ANSWERS) -> BenchmarkResult:
    """Send ``answers`` mutated answers through every format, and places there and back on 20 screens."""
    known = formats()
    mutated = fuzz(answers, known=_parsers(known), seeds=_SEEDS)
    errors = {each.name: _worst_error(each) for each in known}
    figures = {
        "formats": Figure(len(known), "formats"),
        "fuzz_crashes": Figure(mutated.crashes, "answers", mutated.parsed),
        "fuzz_executions": Figure(mutated.executions, "events", mutated.parsed),
        "fuzz_off_the_screen": Figure(mutated.outside, "places", mutated.parsed),
        "fuzz_accepted": Figure(mutated.accepted, "answers", mutated.parsed),
        "fuzz_slowest": Figure(mutated.slowest, "s", mutated.parsed),
        "round_trip_error": Figure(max(errors.values()), "px", len(known) * SCREENS * _PLACES),
    }
    return BenchmarkResult("grounders", figures, _BOUNDS, _details(mutated, errors))


def _parsers(known: tuple[ModelFormat, ...]) -> Mapping[str, Parser]:
    return {each.name: partial(_read, each, each.frame(_SCREEN)) for each in known}


def _read(known: ModelFormat, frame: Frame, text: str) -> list[object]:
    """Return the place in a list; a place off the screen as words, which no judge takes for a place."""
    place = known.read(text, frame)
    match place:
        case Point() if not _SCREEN.contains(place):
            return [f"{place} is off the screen"]
        case Box() if place.clipped(_SCREEN) != place or not place.area:
            return [f"{place} is off the screen"]
    return [] if place is None else [place]


def _worst_error(known: ModelFormat) -> int:
    chance, worst = random.Random(known.name), 0
    for _ in range(SCREENS):
        left, top = chance.choice([(0, 0), (chance.randint(-3840, 3840), chance.randint(0, 2000))])
        region = Box(left, top, left + chance.randint(320, 5120), top + chance.randint(240, 2880))
        frame = known.frame(region)
        for _ in range(_PLACES):
            point = Point(chance.randint(region.x1, region.x2 - 1), chance.randint(region.y1, region.y2 - 1))
            place = known.read(known.write(point, frame, exact=True), frame)
            back = Point(place.x1, place.y1) if isinstance(place, Box) else place
            assert back is not None
            worst = max(worst, abs(back.x - point.x), abs(back.y - point.y))
    return worst


def _details(mutated: FuzzCount, errors: Mapping[str, int]) -> tuple[str, ...]:
    told = ", ".join(f"{name} {error}" for name, error in errors.items())
    return (f"largest round trip error in px: {told}", *mutated.examples)
