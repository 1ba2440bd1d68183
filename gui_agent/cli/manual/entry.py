"""What the manual says of a command beyond what the command says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Named: TypeAlias = tuple[str, str]
"""A file or a variable, and what it is for."""

EVERY_COMMAND: Mapping[int, str] = MappingProxyType(
    {
        0: "done",
        2: "a wrong call or a wrong setting; the message says what to do",
        3: "stopped by Ctrl-C",
        141: "the reader of the output went away, as head does",
    }
)
"""Exit codes that every command has."""
A_TASK: Mapping[int, str] = MappingProxyType(
    {
        0: "the task is done, and the screen showed it",
        1: "not accomplished; the reason is said",
        2: "a wrong call, a wrong setting, or a sentence that is not understood: nothing was begun",
        3: "stopped or denied by a person",
        4: "the machine failed: no display, no space, a model that does not answer",
        5: "the budget of steps or seconds is spent",
    }
)
"""Exit codes of what does a task."""
A_SERVER: Mapping[int, str] = MappingProxyType(
    {0: "ended by Ctrl-C, SIGTERM or its client", 2: "a wrong call, a wrong setting, or a port that is taken"}
)


@dataclass(frozen=True, slots=True)
class Example:
    """A call as it is typed in a shell, and what it does; a long one goes on below, behind a backslash."""

    what: str
    line: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Examples of a command, and what else its page says.

    ``exits`` go before those of `EVERY_COMMAND`; ``see`` names related commands, ``pages`` files in docs/.
    Of the ``own`` options settings say nothing, though there is one of that name.
    """

    examples: tuple[Example, ...] = ()
    exits: Mapping[int, str] = field(default_factory=dict)
    files: tuple[Named, ...] = ()
    variables: tuple[Named, ...] = ()
    see: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


Entries: TypeAlias = Mapping[str, Entry]
"""By the words behind `gui-agent`, such as ``eval run``."""
