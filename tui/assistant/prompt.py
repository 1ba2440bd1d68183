"""The line in which tasks are written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from tui.assistant.commands import Completion

_EDITING: Mapping[str, str] = MappingProxyType(
    {
        key: binding.action
        for binding in Input.BINDINGS
        if isinstance(binding, Binding) and binding.action != "submit"
        for key in binding.key.split(",")
    }
)
"""What each key does to the line."""


class Prompt(Input):
    """Takes keys in the order in which they come, so that what is typed after Enter begins the next line.

    An `Input` as it is takes letters at once, and hears of Enter, Backspace and arrows only after the keys
    that follow them at once.
    """

    def __init__(self) -> None:
        # A frame that is the prompt's own, with every key.
        super().__init__(
            placeholder="What shall I do?  (/help)", id="prompt", suggester=Completion(), compact=True
        )
        # A cursor that blinks would be sent, over ssh too, all day long.
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.post_message(self.Submitted(self, self.value))
            self.clear()
        elif event.key in _EDITING:
            await self.run_action(_EDITING[event.key])
        else:
            return
        event.stop()
        event.prevent_default()
