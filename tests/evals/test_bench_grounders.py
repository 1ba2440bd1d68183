"""The benchmark of public grounding models' answers, small."""

from actions.geometry import Box, Point
from evals.bench.grounders import _read, run
from evals.bench.result import Bound
from grounding.public_models.table import format_named


def test_garbage_crashes_nothing_and_never_points_off_the_screen() -> None:
    result = run(answers=300)
    assert result.holds, result.details
    assert result.figures["fuzz_accepted"].value > 100
    assert result.figures["fuzz_crashes"].n == 300 * result.figures["formats"].value


def test_a_place_off_the_screen_would_be_noticed() -> None:
    class Wild:
        def read(self, text: str, frame: object) -> Point:
            return Point(5000, 1)

    assert isinstance(_read(Wild(), None, "x")[0], str)  # type: ignore[arg-type]
    known = format_named("gta1")
    assert _read(known, known.frame(Box(0, 0, 1920, 1080)), "(644,364)") == [Point(640, 360)]


def test_the_bounds_are_those_of_the_specification() -> None:
    bounds = run(answers=1).bounds
    assert bounds["formats"] == Bound(12, "min")
    assert bounds["round_trip_error"] == Bound(1)
    assert bounds["fuzz_crashes"] == Bound(0)
