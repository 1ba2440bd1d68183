"""Records as text: TOML for people to edit, JSON lines to carry from one memory to another."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from gui_agent.errors import MemoryFileError
from gui_agent.memory.checking import checked
from gui_agent.memory.records import KINDS, Entry, Kind, Record
from gui_agent.memory.store import body_from_json, trust_from
from gui_agent.serialize import to_json

FORMAT = 1
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(record: Record) -> str:
    """Return ``record`` as a person edits it; what does not change is a comment."""
    head = f"# {record.entry.kind} {record.id}, made {record.created}, last changed {record.updated}\n"
    return head + _table(_plain(record), ())


def from_toml(text: str, kind: Kind, key: str) -> tuple[Entry, int, int]:
    """Return entry and evidence from an edited text. Raises `MemoryFileError` saying what is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MemoryFileError(f"this is no TOML: {error}") from error
    if data.get("kind", kind) != kind:
        raise MemoryFileError(f"a record stays of its kind: this one is a {kind}")
    return _entry({**data, "kind": kind, "key": key})


def as_line(record: Record) -> str:
    """Return ``record`` as one line of JSON."""
    return json.dumps({"format": FORMAT, "key": record.entry.key, **_plain(record)}, ensure_ascii=False)


def from_line(line: str) -> tuple[Entry, int, int]:
    """Return entry and evidence from a line of JSON. Raises `MemoryFileError`."""
    try:
        data = json.loads(line)
    except ValueError as error:
        raise MemoryFileError(f"this is no JSON: {error}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise MemoryFileError(f"this is no record of an exported memory (format {FORMAT})")
    return _entry(data)


def _plain(record: Record) -> dict[str, Any]:
    entry = record.entry
    return {
        "kind": entry.kind,
        "title": entry.title,
        "application": entry.application,
        "trust": entry.trust,
        "supports": record.supports,
        "contradicts": record.contradicts,
        "body": to_json(entry.body),
    }


def _entry(data: Mapping[str, Any]) -> tuple[Entry, int, int]:
    texts = [data.get(name) for name in ("kind", "key", "title", "application", "trust")]
    numbers = [data.get("supports", 0), data.get("contradicts", 0)]
    if not all(isinstance(text, str) for text in texts) or data["kind"] not in KINDS:
        raise MemoryFileError("a record has the texts kind, key, title, application and trust")
    if not all(type(number) is int and 0 <= number < 1_000_000 for number in numbers):
        raise MemoryFileError("supports and contradicts are counts")
    kind, key, title, application, trust = cast("list[str]", texts)
    body = body_from_json(kind, data.get("body"))
    entry = checked(Entry(cast(Kind, kind), key, title, application, trust_from(trust), body))
    return entry, numbers[0], numbers[1]


def _table(values: Mapping[str, Any], path: Sequence[str]) -> str:
    """Write a table: its plain values first, then the tables within it."""
    plain = {n: v for n, v in values.items() if v is not None and not _is_table(v)}
    lines = [f"{_name(name)} = {_value(value)}\n" for name, value in plain.items()]
    for name, value in values.items():
        inner = (*path, name)
        where = ".".join(map(_name, inner))
        if isinstance(value, dict):
            lines.append(f"\n[{where}]\n{_table(value, inner)}")
        elif _is_table(value):
            lines += [f"\n[[{where}]]\n{_table(item, inner)}" for item in value]
    return "".join(lines)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict) for v in value))


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # JSON's escapes are TOML's, but for one character.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(_value(item) for item in value)}]"
        case _:
            return str(value)


def _name(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
