"""Reads places out of what models write: tagged points, JSON, calls, bare numbers, and refusals.

Model text is data here: numbers are picked out of it by pattern or by a JSON parser, nothing is run.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from grounding.errors import UnreadableAnswer
from grounding.public_models.formats import Numbers

NUMBER = r"[-+]?\d{1,12}(?:\.\d{0,12})?"
PAIR = rf"[(\[]\s*({NUMBER})\s*,\s*({NUMBER})\s*[)\]]"
"""Two numbers in brackets."""
LIST = rf"[(\[]\s*({NUMBER})\s*,\s*({NUMBER})(?:\s*,\s*({NUMBER})\s*,\s*({NUMBER}))?\s*[)\]]"
"""Two or four numbers in brackets, closed: a number that was cut short would be another one."""
_NUMBER = re.compile(NUMBER)
_REFUSAL = re.compile(
    r"\b(?:not\s+(?:found|visible|present|on\s+(?:the\s+)?screen|in\s+the\s+(?:image|screenshot)|available)"
    r"|no\s+(?:such|matching)\b|(?:does|do)\s*n[o']t\s+(?:exist|appear)|cannot\s+(?:find|locate|see)"
    r"|can['’]t\s+(?:find|locate|see)|unable\s+to\s+(?:find|locate)|infeasible|none)\b"
    r"|\b(?:call_user|finished|terminate|fail)\s*\(",
    re.IGNORECASE,
)
_THINKING = re.compile(r"^.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_OPEN_THINKING = re.compile(r"<think(?:ing)?>", re.IGNORECASE)


def after_thinking(answer: str) -> str:
    """Return what follows a model's thoughts; empty where it never stopped thinking."""
    rest, closed = _THINKING.subn("", answer, count=1)
    return "" if not closed and _OPEN_THINKING.match(answer.lstrip()) else rest


def refused(answer: str) -> bool:
    """Return whether the answer says that there is nothing to point at."""
    return bool(_REFUSAL.search(answer)) or answer.strip() in {"[]", "{}", "null", "()"}


def numbers_in(text: str) -> list[float]:
    """Return the numbers written in ``text``, in their order."""
    return [float(found) for found in _NUMBER.findall(text)]


def as_place(numbers: list[float]) -> Numbers:
    """Return a point of two numbers or a box of four. Raises `UnreadableAnswer` for any other count."""
    if all(math.isfinite(number) for number in numbers):
        match numbers:
            case [x, y]:
                return x, y
            case [x1, y1, x2, y2]:
                return x1, y1, x2, y2
    raise UnreadableAnswer(f"The grounding model gave {len(numbers)} numbers; a place has two or four.")


def place_in(text: str, *patterns: re.Pattern[str]) -> Numbers | None:
    """Return the place of the first pattern that fits; its groups are the numbers. None where it refused.

    Raises `UnreadableAnswer` where no pattern fits and nothing was refused.
    """
    for pattern in patterns:
        if found := pattern.search(text):
            return as_place([float(group) for group in found.groups() if group is not None])
    if refused(text):
        return None
    raise UnreadableAnswer("The grounding model named no place.")


def place_in_json(text: str, *keys: str) -> Numbers | None:
    """Return the place under the first of ``keys`` in any JSON object of ``text``, however deep.

    None where a call ends the task as failed or an empty list was answered; raises `UnreadableAnswer`.
    """
    values = list(json_values(text))
    for value in _objects(values, depth=0):
        for key in keys:
            if (numbers := numbers_of(value.get(key))) is not None:
                return as_place(numbers)
        if value.get("action") == "terminate" and value.get("status") != "success":
            return None
    pattern = re.compile(rf"[\"'](?:{'|'.join(keys)})[\"']\s*:\s*{LIST}")
    return None if values == [[]] else place_in(text, pattern)


def _objects(value: object, depth: int) -> Iterator[dict[object, object]]:
    """Yield every JSON object inside of ``value``, outer ones first."""
    if depth > 8:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each, depth + 1)


def json_values(text: str, limit: int = 40) -> Iterator[object]:
    """Yield the JSON objects and arrays found in ``text``, outermost first, at most ``limit`` attempts."""
    decoder, position = json.JSONDecoder(), 0
    for _ in range(limit):
        starts = [at for at in (text.find("{", position), text.find("[", position)) if at >= 0]
        if not starts:
            return
        position = min(starts)
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            position += 1
        else:
            yield value


def numbers_of(value: object) -> list[float] | None:
    """Return a JSON array of two or four numbers, or two pairs, as a flat list; None for anything else."""
    if not isinstance(value, list):
        return None
    if len(value) == 2 and all(isinstance(each, list) and len(each) == 2 for each in value):
        value = [number for pair in value for number in pair]
    if len(value) in (2, 4) and all(_is_number(each) for each in value):
        return [float(each) for each in value]
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
