"""Templates with choices and named parts: ``[please |]{CLICK} on {TARGET}``."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Part: TypeAlias = "Callable[[random.Random], str] | Sequence[str]"
_SPECIAL = re.compile(r"[\[\]|{}]")


@dataclass(frozen=True, slots=True)
class Name:
    """A part that is looked up: a list to choose from, or a function that makes words."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several branches, all equally likely."""

    branches: tuple[Branch, ...]


Branch: TypeAlias = "tuple[str | Name | Choice, ...]"


@lru_cache(maxsize=4096)
def parse(template: str) -> Branch:
    """Return ``template`` taken apart. Raises ValueError for brackets that do not match."""
    branches, at = _parse(template, 0)
    if at != len(template) or len(branches) != 1:
        raise ValueError(f"brackets do not match: {template}")
    return branches[0]


def _parse(template: str, at: int) -> tuple[tuple[Branch, ...], int]:
    branches: list[Branch] = []
    current: list[str | Name | Choice] = []
    while at < len(template):
        match template[at]:
            case "[":
                inner, at = _parse(template, at + 1)
                if template[at : at + 1] != "]":
                    raise ValueError(f"a bracket is never closed: {template}")
                current.append(Choice(inner))
                at += 1
            case "{":
                end = template.index("}", at)
                current.append(Name(template[at + 1 : end]))
                at = end + 1
            case "|":
                branches.append(tuple(current))
                current = []
                at += 1
            case "]":
                break
            case _:
                found = _SPECIAL.search(template, at)
                end = found.start() if found else len(template)
                current.append(template[at:end])
                at = end
    return (*branches, tuple(current)), at


def expand(branch: Branch, parts: Mapping[str, Part], rng: random.Random) -> str:
    """Return one sentence of a parsed template. Raises KeyError for an unknown part."""
    out: list[str] = []
    for piece in branch:
        match piece:
            case str():
                out.append(piece)
            case Name(name):
                part = parts[name]
                out.append(part(rng) if callable(part) else rng.choice(part))
            case Choice(branches):
                out.append(expand(rng.choice(branches), parts, rng))
    return "".join(out)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the templates of a block of text, one a line; lines with # in front are left out."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
