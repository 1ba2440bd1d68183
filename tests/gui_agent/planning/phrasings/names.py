"""What many phrases are about."""

from __future__ import annotations

from gui_agent.expectation import (
    AllOf,
    AnyOf,
    TextGone,
    TextVisible,
    WindowOpen,
)
from gui_agent.planning.commands import (
    ClickOn,
    Edit,
    OpenApplication,
)
from tests.gui_agent.planning.language_examples import key

Phrases = list[tuple[str, list[object]]]
"""What a person says, and the commands that it means."""


def dialog(name: str) -> AnyOf:
    return AnyOf((WindowOpen(name), TextVisible(name)))


def dialog_gone(name: str) -> AllOf:
    return AllOf((WindowOpen(name, False), TextGone(name)))


ENTER = key("enter")
COPY, PASTE, SAVE, SELECT_ALL = Edit("copy"), Edit("paste"), Edit("save"), Edit("select all")
OK = ClickOn("OK")
QUOTED_OK = ClickOn('"OK"')
MOUSEPAD = OpenApplication("Mousepad")
