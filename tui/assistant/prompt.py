"""The line in which tasks are written."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.assistant.commands import Completion


class Prompt(Input):
    """Takes a line at once when Enter comes, so that what is typed on meanwhile begins the next one.

    An `Input` as it is would hear of Enter only after the keys that follow it at once.
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
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, self.value))
            self.clear()
