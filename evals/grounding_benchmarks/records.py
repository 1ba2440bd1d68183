"""Reading the files of benchmarks; whatever is wrong is told with its file and record."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from evals.grounding_benchmarks.errors import InvalidBenchmark
from evals.grounding_benchmarks.query import BoxTarget

Made = TypeVar("Made")


class BadRecord(Exception):
    """One record does not follow the format; the message names the field."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file; every getter raises `BadRecord` naming the field."""

    place: str
    values: Mapping[str, Any]

    def text(self, field: str) -> str:
        value = self._value(field)
        if not isinstance(value, str):
            raise BadRecord(f"{field}: must be text, not {_short(value)}")
        return value

    def optional_text(self, field: str) -> str:
        return self.text(field) if self.values.get(field) is not None else ""

    def one_of(self, field: str, known: Collection[str]) -> str:
        value = self.text(field)
        if value not in known:
            raise BadRecord(f"{field}: must be {' or '.join(sorted(known))}, not {_short(value)}")
        return value

    def number(self, field: str) -> float:
        value = self._value(field)
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                raise BadRecord(f"{field}: must be a number, not {_short(value)}") from None
        return _number(value, field)

    def numbers(self, field: str, count: int | None = None) -> tuple[float, ...]:
        value = self._value(field)
        wanted = f"a list of {count} numbers" if count else "a list of numbers"
        if not isinstance(value, list) or (count is not None and len(value) != count):
            raise BadRecord(f"{field}: must be {wanted}, not {_short(value)}")
        return tuple(_number(each, field) for each in value)

    def size(self, field: str) -> tuple[float, float]:
        width, height = self.numbers(field, 2)
        return positive_size(width, height, field)

    def box_with_size(self, field: str) -> BoxTarget:
        """Return a box given as left, top, width, height in pixels."""
        x, y, width, height = self.numbers(field, 4)
        _refuse_shares((x, y, width, height), field)
        return BoxTarget(x, y, x + width, y + height)

    def box_with_corners(self, field: str) -> BoxTarget:
        """Return a box given as left, top, right, bottom in pixels."""
        corners = self.numbers(field, 4)
        _refuse_shares(corners, field)
        return BoxTarget(*corners)

    def picture_name(self, field: str) -> str:
        """Return the name of a picture inside of the benchmark's folder."""
        name = self.text(field).replace("\\", "/")
        path = PurePosixPath(name)
        if not name or path.is_absolute() or ".." in path.parts or "\0" in name:
            raise BadRecord(f"{field}: must name a picture inside of the folder, not {_short(name)}")
        return name

    def _value(self, field: str) -> Any:
        if field not in self.values or self.values[field] is None:
            raise BadRecord(f"{field}: is missing")
        return self.values[field]


def positive_size(width: float, height: float, field: str) -> tuple[float, float]:
    """Return a picture's size. Raises `BadRecord` where it has no pixels."""
    if width <= 0 or height <= 0:
        raise BadRecord(f"{field}: must be a width and a height above 0, not {width:g}, {height:g}")
    return width, height


def read_json_records(file: Path, make: Callable[[Record], Made]) -> list[Made]:
    """Make something of every record of a JSON list. Raises `InvalidBenchmark` with all problems."""
    found = load_json(file)
    if not isinstance(found, list):
        raise InvalidBenchmark([f"{file}: must be a list of records, not {_short(found)}"])
    return _made(((f"{file}: record {n}", values) for n, values in enumerate(found)), make)


def read_csv_records(file: Path, columns: Sequence[str], make: Callable[[Record], Made]) -> list[Made]:
    """Make something of every row of a CSV file with a heading. Raises `InvalidBenchmark`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.DictReader(opened)
            missing = [column for column in columns if column not in (rows.fieldnames or ())]
            if missing:
                raise InvalidBenchmark([f"{file}: line 1: there is no column {', '.join(missing)}"])
            found = [(f"{file}: line {rows.line_num}", values) for values in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidBenchmark([f"{file}: cannot be read: {error}"]) from error
    return _made(iter(found), make)


def load_json(file: Path) -> Any:
    """Return what a JSON file holds. Raises `InvalidBenchmark`, naming the line where it breaks off."""
    try:
        return json.loads(file.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise InvalidBenchmark([f"{file}: line {error.lineno}: is no JSON: {error.msg}"]) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidBenchmark([f"{file}: cannot be read: {error}"]) from error


def _made(records: Iterator[tuple[str, Any]], make: Callable[[Record], Made]) -> list[Made]:
    made: list[Made] = []
    problems: list[str] = []
    for place, values in records:
        if not isinstance(values, dict):
            problems.append(f"{place}: must be an object with fields, not {_short(values)}")
            continue
        try:
            made.append(make(Record(place, values)))
        except BadRecord as error:
            problems.append(f"{place}: {error}")
    if problems:
        raise InvalidBenchmark(problems)
    return made


def _number(value: object, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadRecord(f"{field}: must be a number, not {_short(value)}")
    return float(value)


def _refuse_shares(numbers: Sequence[float], field: str) -> None:
    """Refuse converted copies that go round: their boxes are in shares of the picture, not in pixels."""
    if all(0 <= each <= 1 for each in numbers) and any(not each.is_integer() for each in numbers):
        raise BadRecord(
            f"{field}: is given in shares of the picture ({', '.join(f'{n:g}' for n in numbers)}); "
            "the published files have pixels: take them instead of a converted copy"
        )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
