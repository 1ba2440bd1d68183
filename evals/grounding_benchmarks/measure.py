"""Asks a grounding model the queries of a benchmark."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.geometry import Point
from actions.screenshot import Screenshot
from evals.grounding_benchmarks.query import NoTarget, Query, Size
from grounding.errors import InvalidImage, InvalidTarget, TargetNotFound
from grounding.images import load_screenshot
from grounding.types import GroundingModel


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model answered; ``point`` is in the query's frame, None where it declined."""

    query: Query
    point: tuple[float, float] | None
    seconds: float

    @property
    def right(self) -> bool:
        match self.query.target:
            case NoTarget():
                return self.point is None
            case target:
                return self.point is not None and target.contains(*self.point)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A picture that could not be read, why, and how many queries were left out for it."""

    image: Path
    reason: str
    queries: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything asked; ``unreachable`` counts targets that no point of their picture can hit."""

    outcomes: tuple[Outcome, ...]
    unreadable: tuple[Unreadable, ...]
    unreachable: int


def spread(queries: Sequence[Query], limit: int | None) -> list[Query]:
    """Return at most ``limit`` queries, evenly spread over all, so that every group keeps its share."""
    if limit is None or limit >= len(queries):
        return list(queries)
    return [queries[place * len(queries) // limit] for place in range(limit)]


def measure(
    queries: Sequence[Query], model: GroundingModel, on_query: Callable[[int], None] = lambda done: None
) -> Measurement:
    """Ask ``model`` every query, picture by picture, each picture read once.

    A model that declines is wrong, except where nothing is to be found.
    """
    outcomes: list[Outcome] = []
    unreadable: list[Unreadable] = []
    unreachable = done = 0
    for image, asked in _by_image(queries).items():
        try:
            shot = load_screenshot(image)
        except InvalidImage as error:
            unreadable.append(Unreadable(image, str(error), len(asked)))
            done += len(asked)
            on_query(done)
        else:
            unreachable += sum(not _reachable(query, shot) for query in asked)
            for query in asked:
                outcomes.append(_asked(model, query, shot))
                done += 1
                on_query(done)
    return Measurement(tuple(outcomes), tuple(unreadable), unreachable)


def _asked(model: GroundingModel, query: Query, shot: Screenshot) -> Outcome:
    begun = time.perf_counter()
    try:
        found = model.ground(shot, query.instruction)
    except (TargetNotFound, InvalidTarget):
        return Outcome(query, None, time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    return Outcome(query, _in_frame(found.point, shot, _frame(query, shot)), seconds)


def _by_image(queries: Sequence[Query]) -> dict[Path, list[Query]]:
    groups: dict[Path, list[Query]] = {}
    for query in queries:
        groups.setdefault(query.image, []).append(query)
    return groups


def _frame(query: Query, shot: Screenshot) -> Size:
    return query.frame or (shot.region.width, shot.region.height)


def _in_frame(point: Point, shot: Screenshot, frame: Size) -> tuple[float, float]:
    """Scale a point of the picture to the size that the benchmark's numbers are given in."""
    return point.x * frame[0] / shot.region.width, point.y * frame[1] / shot.region.height


def _reachable(query: Query, shot: Screenshot) -> bool:
    match query.target:
        case NoTarget():
            return True
        case target:
            x1, y1, x2, y2 = target.bounds
            width, height = _frame(query, shot)
            return x1 <= x2 and y1 <= y2 and x1 < width and y1 < height and x2 >= 0 and y2 >= 0
