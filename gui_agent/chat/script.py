"""What a scripted model says: answers and faults, from a list, a file or a function."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from gui_agent.chat.types import Stop, ToolCall
from gui_agent.errors import SettingsError


class FaultKind(StrEnum):
    """The ways a server can go wrong."""

    SLOW_LORIS = "slow loris"
    TRUNCATED = "truncated stream"
    RATE_LIMITED = "429 with Retry-After"
    RATE_LIMITED_BARE = "429 without Retry-After"
    ERROR_500 = "500"
    UNAVAILABLE = "503"
    WRONG_JSON = "wrong JSON"
    WRONG_TYPE = "wrong type"
    EMPTY = "empty"
    HUGE = "huge"
    CLOSED = "closed connection"
    NO_ANSWER = "no answer"
    WRONG_CONTENT_TYPE = "wrong content type"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Answer:
    """Something the model says.

    ``delay`` is in seconds, before the first word; token counts left out are made up from the lengths.
    """

    text: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    stop: Stop = "end"
    delay: float = 0.0
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong; ``seconds`` is what a 429 asks to wait."""

    kind: FaultKind
    seconds: float = 1.0


Reply: TypeAlias = Answer | Fault


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the scripted model got it: ``number`` counts from 1, ``text`` is all that was said."""

    number: int
    text: str
    body: Mapping[str, Any]


Script: TypeAlias = Callable[[Asked], Reply] | Sequence[Reply]


class ScriptOver(SettingsError):
    """More was asked than the script has answers for."""


class Prompter:
    """Hands the replies of a script out, one for each request, to any thread."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._lock = threading.Lock()
        self.asked: list[Asked] = []

    def reply(self, text: str, body: Mapping[str, Any]) -> Reply:
        """Return the next reply. Raises `ScriptOver`."""
        with self._lock:
            asked = Asked(len(self.asked) + 1, text, body)
            self.asked.append(asked)
            script = self._script
        if callable(script):
            return script(asked)
        if asked.number > len(script):
            raise ScriptOver(f"the script has {len(script)} answers and was asked {asked.number} times")
        return script[asked.number - 1]


def read_script(path: Path) -> tuple[Reply, ...]:
    """Read a JSON list of answers: texts, or objects with the fields of `Answer` or `Fault`.

    Raises `SettingsError`.
    """
    try:
        items = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read the script {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise SettingsError(f"cannot read the script {path}: it is not JSON: {error}") from error
    if not isinstance(items, list):
        raise SettingsError(f"cannot read the script {path}: {_FORM}")
    return tuple(_numbered(path, number, item) for number, item in enumerate(items, 1))


def _numbered(path: Path, number: int, item: object) -> Reply:
    """Return reply ``number`` of a file. Raises `SettingsError`."""
    try:
        if isinstance(item, str | dict):
            return _reply(item)
        what = "neither a text nor an object"
    except ValidationError as error:
        what = f"{'.'.join(map(str, error.errors()[0]['loc']))} makes no sense"
    except ValueError as error:
        what = str(error)
    raise SettingsError(f"cannot read the script {path}: answer {number}: {what}; {_FORM}")


_FORM = 'write a list of answers, each a text or an object such as {"text": "…"}'


def _reply(item: str | dict[str, Any]) -> Reply:
    """Return one reply of a file. Raises ValueError for fields nobody knows."""
    if isinstance(item, str):
        return Answer(item)
    kind: type[Answer] | type[Fault] = Fault if "kind" in item else Answer
    if unknown := set(item) - {field.name for field in fields(kind)}:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return TypeAdapter(kind).validate_python(item)
