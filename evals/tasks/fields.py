"""Checking one piece of a task file: every problem names its field."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a task file, and where: ``field`` as in ``config[0].parameters.files[1].url``."""

    file: Path | None
    field: str
    message: str

    def __str__(self) -> str:
        place = str(self.file) if self.file else "task"
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


@dataclass(slots=True)
class Findings:
    """The problems of one file, collected so that all are told at once."""

    file: Path | None
    problems: list[Problem] = field(default_factory=list)

    def add(self, where: str, message: str) -> None:
        self.problems.append(Problem(self.file, where, message))

    def typed(self, kind: type[T], value: object, where: str) -> T | None:
        """Make a ``kind`` of ``value``, or note every field that is wrong with it."""
        try:
            # Through JSON, so that lists become tuples while everything else stays strict.
            return TypeAdapter(kind).validate_json(json.dumps(value))
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self.add(_path(where, each["loc"]), _in_words(dict(each)))
            return None

    def unknown(self, where: str, what: str, name: str, known: Collection[str]) -> None:
        """Note a name nobody knows, with the likeliest that was meant."""
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean “{near[0]}”?" if near else f"; known are {', '.join(sorted(known))}"
        self.add(where, f"there is no {what} “{name}”{hint}")


def _path(where: str, location: tuple[int | str, ...]) -> str:
    path = where
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not _is_type_name(part):
            path += f".{part}" if path else part
    return path


def _is_type_name(part: str) -> bool:
    """Pydantic adds the tried member of a union (``tuple[str, ...]``) to the location; people need none."""
    return part in ("str", "bool", "int") or "[" in part


def _in_words(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden" | "unexpected_keyword_argument":
            return "is not a field that is known here"
        case "literal_error":
            return f"must be {error['ctx']['expected']}, not {error['input']!r}"
        case _:
            return f"{error['msg'][:1].lower()}{error['msg'][1:]} (it is {_shortened(error['input'])})"


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
