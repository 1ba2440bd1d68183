"""What a step file holds once it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gui_agent.errors import AgentError

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")


class StepFileError(AgentError):
    """A step file cannot be read; the message names file, line and column, both from 1."""

    def __init__(self, path: Path, line: int, column: int, what: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {what}")
        self.path, self.line, self.column = path, line, column


def standing_for_themselves(text: str) -> dict[str, str]:
    """Return the variables with which a step file says exactly ``text``, whatever braces are in it."""
    return {name: f"{{{name}}}" for name in _PLACEHOLDER.findall(text)}


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as it stands in the file, placeholders unfilled; ``line`` and ``column`` are from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class StepCase:
    """One test: ``setup`` and ``steps`` are done in turn, ``teardown`` whatever came of them.

    ``launch`` is a program and its arguments, started before. ``values`` fill the placeholders ``{name}``;
    ``here`` is the folder of the file; a row of a data table makes a case of its own. ``retries`` is
    how often a failed case is played again: where it then passes, it is flaky, not passed.
    ``timeout`` is in seconds and holds for the steps.
    """

    path: Path
    name: str
    line: int
    steps: tuple[WrittenStep, ...]
    launch: tuple[WrittenStep, ...] = ()
    setup: tuple[WrittenStep, ...] = ()
    teardown: tuple[WrittenStep, ...] = ()
    values: Mapping[str, str] | None = None
    tags: tuple[str, ...] = ()
    retries: int = 0
    timeout: float = 300.0

    @property
    def id(self) -> str:
        """What the case is called everywhere: file and name."""
        return f"{self.path}::{self.name}"

    def filled(self, step: WrittenStep) -> str:
        """Return the text of ``step`` with its values. Raises `StepFileError` for one that is missing."""
        values = self.values or {}

        def value(found: re.Match[str]) -> str:
            if found[1] not in values:
                known = ", ".join(sorted(values)) or "none"
                column = step.column + found.start()
                what = f"nothing says what {{{found[1]}}} is; values here: {known}"
                raise StepFileError(self.path, step.line, column, what)
            return values[found[1]]

        return _PLACEHOLDER.sub(value, step.text)
