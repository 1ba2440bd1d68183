"""JSON as models write it: fenced, with prose around it, with trailing commas, single quotes, comments.

What is read is data, checked afterwards against a type; it is never executed. What breaks off in the middle
is refused: half a text to type is not the text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

MAX_LETTERS = 200_000
MAX_DEPTH = 60
MAX_STARTS = 200
"""Places in an answer where an object may begin that are tried."""
_SKIPPED = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/|#[^\n]*)*", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?")
_WORD = re.compile(r"[A-Za-z_$][\w$-]*")
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_CONSTANTS: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "True": True,
    "False": False,
    "None": None,
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\"}
_QUOTES = {'"': '"', "'": "'", "“": "”"}


class NotJson(ValueError):
    """There is no JSON value at this place."""


def objects_in(text: str) -> Iterator[dict[str, Any]]:
    """Yield the outermost JSON objects of an answer, in order; none where it has no whole one."""
    if len(text) > MAX_LETTERS:
        return
    text = _THOUGHT.sub(" ", text)
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unambiguous)
    except (ValueError, RecursionError):
        yield from _loose_objects(text)
        return
    if isinstance(value, dict):
        yield value


def _loose_objects(text: str) -> Iterator[dict[str, Any]]:
    position = 0
    for _ in range(MAX_STARTS):
        position = text.find("{", position)
        if position < 0:
            return
        try:
            value, position = _object(text, position, 0)
        except NotJson:
            position += 1
        else:
            yield value


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    if depth > MAX_DEPTH:
        raise NotJson("nested too deeply")
    at = _skip(text, at)
    match text[at : at + 1]:
        case "{":
            return _object(text, at, depth)
        case "[":
            return _array(text, at, depth)
        case quote if quote in _QUOTES:
            return _string(text, at)
    return _plain(text, at)


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    pairs: list[tuple[str, Any]] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        key, at = _key(text, at)
        at = _expect(text, at, ":")
        value, at = _value(text, at, depth + 1)
        pairs.append((key, value))
        at = _after_item(text, at, "}")
    return _unambiguous(pairs), at + 1


def _array(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = _value(text, at, depth + 1)
        items.append(value)
        at = _after_item(text, at, "]")
    return items, at + 1


def _after_item(text: str, at: int, closing: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] == closing:
        return at
    raise NotJson("a comma is missing")


def _key(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] in _QUOTES:
        return _string(text, at)
    if word := _WORD.match(text, at):
        return word[0], word.end()
    raise NotJson("a name is missing")


def _string(text: str, at: int) -> tuple[str, int]:
    closing = _QUOTES[text[at]]
    said: list[str] = []
    at += 1
    while at < len(text):
        letter = text[at]
        if letter == closing:
            return "".join(said), at + 1
        if letter == "\\":
            letter, at = _escaped(text, at + 1)
            said.append(letter)
        else:
            said.append(letter)
            at += 1
    raise NotJson("a text has no end")


def _escaped(text: str, at: int) -> tuple[str, int]:
    letter = text[at : at + 1]
    if letter == "u":
        return _unicode(text, at + 1)
    if letter in _ESCAPES:
        return _ESCAPES[letter], at + 1
    if letter in _QUOTES or letter == "”":
        return letter, at + 1
    raise NotJson("an escape nobody knows")


def _unicode(text: str, at: int) -> tuple[str, int]:
    unit = _unit(text, at)
    if 0xD800 <= unit < 0xDC00 and text[at + 4 : at + 6] == "\\u":
        low = _unit(text, at + 6)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), at + 10
    if 0xD800 <= unit < 0xE000:
        raise NotJson("half a letter")
    return chr(unit), at + 4


def _unit(text: str, at: int) -> int:
    digits = text[at : at + 4]
    if not re.fullmatch(r"[0-9a-fA-F]{4}", digits):
        raise NotJson("an escape without its digits")
    return int(digits, 16)


def _plain(text: str, at: int) -> tuple[object, int]:
    if word := _WORD.match(text, at):
        if word[0] not in _CONSTANTS:
            raise NotJson(f"{word[0][:20]} is no value")
        return _CONSTANTS[word[0]], word.end()
    if not (number := _NUMBER.match(text, at)):
        raise NotJson("a value is missing")
    written = number[0]
    if re.fullmatch(r"[+-]?\d+", written):
        return int(written), number.end()
    return _finite(written), number.end()


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise NotJson("a number too large")
    return value


def _expect(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != mark:
        raise NotJson(f"{mark} is missing")
    return at + 1


def _skip(text: str, at: int) -> int:
    skipped = _SKIPPED.match(text, at)
    return skipped.end() if skipped else at


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("the same name twice")
    return found


def _refuse(name: str) -> NoReturn:
    raise NotJson(f"{name} is no JSON")
