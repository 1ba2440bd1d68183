"""A user's labelled clicks: which picture, which words, where a click is right."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.geometry import Box, Point
from grounding.errors import GroundingError

POINT_REACH = (40, 20)
"""How far, in pixels, a click may be from a target of which only a point is known."""
_LONGEST = 700
_FARTHEST = 1e6


class InvalidRecording(GroundingError):
    """A recording cannot be read; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class LabelledClick:
    """Words and where a click is right, in picture pixels; ``point`` where the label was only a point.

    ``where`` names file and line for messages.
    """

    image: Path
    instruction: str
    box: Box
    point: Point | None = None
    where: str = ""


def read_rows(path: Path) -> list[LabelledClick]:
    """Read JSON lines of image (relative to the file), instruction, and box [x1, y1, x2, y2] or point [x, y].

    Coordinates are picture pixels, x2 and y2 inside the box. Raises `InvalidRecording`.
    """
    return [click_of_row(object_of_line(line, where), path.parent, where) for line, where in read_lines(path)]


def read_lines(path: Path) -> list[tuple[str, str]]:
    """Return the lines of ``path`` that say something, and where they stand. Raises `InvalidRecording`."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError:
        raise InvalidRecording(f"{path} is not a text file in UTF-8.") from None
    except OSError as error:
        raise InvalidRecording(f"{path} cannot be read: {error.strerror or error}.") from error
    return [(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]


def unique(clicks: Sequence[LabelledClick]) -> list[LabelledClick]:
    """Return the clicks without repetitions, in their order."""
    return list({(c.image, c.instruction, c.box): c for c in clicks}.values())


def object_of_line(line: str, where: str) -> dict[str, Any]:
    """Return the JSON object that ``line`` is. Raises `InvalidRecording`, which says ``where`` it stands."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is not readable"
        raise InvalidRecording(f"{where}: this is not JSON ({reason}).") from None
    if not isinstance(value, dict):
        raise InvalidRecording(f"{where}: a row must be an object with image, instruction and box or point.")
    return value


def click_of_row(row: dict[str, Any], folder: Path, where: str) -> LabelledClick:
    """Return the labelled click that ``row`` describes. Raises `InvalidRecording` naming the field."""
    name = _text(row, "image", where)
    words = " ".join(_text(row, "instruction", where).split())
    if len(words) > _LONGEST:
        raise InvalidRecording(f"{where}: “instruction” has more than {_LONGEST} characters.")
    image = folder / name
    if not image.is_file():
        raise InvalidRecording(f"{where}: “image”: there is no picture {image}.")
    if row.get("box") is not None:
        x1, y1, x2, y2 = _numbers(row, "box", 4, where)
        if x2 < x1 or y2 < y1:
            raise InvalidRecording(f"{where}: “box” must be [x1, y1, x2, y2] from its top left corner.")
        return LabelledClick(image, words, Box(x1, y1, x2 + 1, y2 + 1), None, where)
    if row.get("point") is None:
        raise InvalidRecording(f"{where}: “box” or “point” is missing.")
    x, y = _numbers(row, "point", 2, where)
    return LabelledClick(image, words, around(Point(x, y)), Point(x, y), where)


def around(point: Point) -> Box:
    """Return where a click counts as one at ``point``."""
    dx, dy = POINT_REACH
    return Box(point.x - dx, point.y - dy, point.x + dx + 1, point.y + dy + 1)


def _text(row: dict[str, Any], field: str, where: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InvalidRecording(f"{where}: “{field}” must be a text that is not empty.")
    return value


def _numbers(row: dict[str, Any], field: str, count: int, where: str) -> Iterator[int]:
    values = row[field]
    good = isinstance(values, list) and len(values) == count and all(_is_number(v) for v in values)
    if not good:
        raise InvalidRecording(f"{where}: “{field}” must be {count} numbers, in pixels of the picture.")
    return (round(v) for v in values)


def _is_number(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and abs(value) < _FARTHEST
