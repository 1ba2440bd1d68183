"""A task as a row of words and specific parts: quotations, names of files, addresses, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gui_agent.memory.records import Shape
from gui_agent.planning.language.quotes import opens_quote, read_quoted
from gui_agent.screen_text import fold

IGNORED = frozenset({"please", "the", "a", "an", "now", "just", "kindly"})
"""Words that make no difference to what a task asks."""
_PARTS: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    ("url", re.compile(r"(?:https?|file)://[^\s\"'”’<>]*[^\s\"'”’<>.,;:!?)]")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("file", re.compile(r"(?:~|\.{1,2})?/[\w.~/-]*\w|[\w-]+(?:\.[\w-]+)*\.[A-Za-z][A-Za-z0-9]{0,4}(?!\w)")),
    ("number", re.compile(r"[-+]?\d+(?:[.,:/-]\d+)*(?!\w)")),
)
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_BREAK = re.compile(r"[;\n]|[.,!?:](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a task: a word (no ``shape``), a specific part with its value, or a break (``text`` empty).

    ``start`` and ``end`` are character offsets of the whole piece, marks included; a quotation that names a
    file has the shape of one.
    """

    text: str
    start: int
    end: int
    shape: Shape | None = None
    quoted: bool = False


def parts_of(task: str) -> tuple[Part, ...]:
    """Return the pieces of ``task`` in order; words that make no difference are left out."""
    return tuple(p for p in _all_parts(task) if p.shape or fold(p.text) not in IGNORED)


def specific_parts(text: str) -> tuple[Part, ...]:
    """Return the quotations, files, addresses and numbers in ``text``."""
    return tuple(p for p in _all_parts(text) if p.shape)


def _all_parts(task: str) -> Iterator[Part]:
    at = 0
    while at < len(task):
        part = _quotation(task, at) or _specific(task, at) or _plain(task, at)
        if part is None:
            at += 1
            continue
        yield part
        at = part.end


def _quotation(task: str, at: int) -> Part | None:
    if not opens_quote(task, at) or (read := read_quoted(task, at)) is None:
        return None
    value, end = read
    return Part(value, at, end, "quoted", quoted=True) if value else None


def _specific(task: str, at: int) -> Part | None:
    if at and (task[at - 1].isalnum() or task[at - 1] == "_"):
        return None
    for shape, pattern in _PARTS:
        if found := pattern.match(task, at):
            return Part(found[0], at, found.end(), shape)
    return None


def _plain(task: str, at: int) -> Part | None:
    if found := _WORD.match(task, at):
        return Part(found[0], at, found.end())
    if found := _BREAK.match(task, at):
        return Part("", at, found.end())
    return None


def looks_like(value: str, shape: Shape) -> bool:
    """Say whether ``value`` as a whole has ``shape``."""
    return any(known == shape and pattern.fullmatch(value) for known, pattern in _PARTS)
