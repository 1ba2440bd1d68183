"""What the agent's process told, on its way through the interface."""

from __future__ import annotations

from textual.message import Message

from tui.assistant.protocol import Told


class News(Message):
    """One message of the agent's."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told = told
