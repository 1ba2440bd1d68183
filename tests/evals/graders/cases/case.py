"""One state to judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    metric: str
    result: Any
    expected: Any
    options: dict[str, Any] = field(default_factory=dict)
