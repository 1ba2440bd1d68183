"""English verbs in three forms (click, clicking, clicks), for templates that are wrapped differently."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from grounding.data.phrases.templates import sections

Form = Literal[0, 1, 2]
BASE: Form = 0
GERUND: Form = 1
THIRD: Form = 2


@lru_cache
def verbs_in(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Return the verbs by name, in one form."""
    table: dict[str, tuple[str, ...]] = {}
    for line in sections("verbs")["verbs"]:
        name, _, verbs = line.partition(": ")
        table[name] = tuple(verb.split("/")[form] for verb in verbs.split(", "))
    return MappingProxyType(table)
