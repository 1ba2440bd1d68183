"""Every command's entry in the manual."""

from __future__ import annotations

from collections.abc import Sequence

from gui_agent.cli.manual.entry import Entry
from gui_agent.cli.manual.keeping import KEEPING
from gui_agent.cli.manual.measuring import MEASURING
from gui_agent.cli.manual.testing import TESTING
from gui_agent.cli.manual.working import WORKING

_PARTS = (WORKING, TESTING, KEEPING, MEASURING)


def names() -> tuple[str, ...]:
    """Return the commands that have an entry, as they are typed behind `gui-agent`."""
    return tuple(name for part in _PARTS for name in part)


def entry_of(words: Sequence[str]) -> Entry:
    """Return the entry of the command that ``words`` name.

    A command that has others shows the first example of each of them.
    """
    name = " ".join(words)
    for part in _PARTS:
        if name in part:
            return part[name]
    within = [entry for part in _PARTS for key, entry in part.items() if key.startswith(f"{name} ")]
    return Entry(
        tuple(entry.examples[0] for entry in within),
        pages=tuple(dict.fromkeys(page for entry in within for page in entry.pages)),
    )
