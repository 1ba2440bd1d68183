"""Stops what is under way, and by force where that takes too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.assistant.app import AssistantApp

_STOP_SECONDS = 3.0


class Stopping:
    """Stops the task of ``app``; ``begun`` once the person has said so."""

    def __init__(self, app: AssistantApp) -> None:
        self._app = app
        self.begun = self._may_kill = False
        self._patience: Timer | None = None

    def stop(self) -> None:
        """Stop before the next action; once more, where force was offered, at once."""
        if self._may_kill:
            self._app.kill_agent()
        elif not self.begun:
            self.begun = True
            self._app.stop_agent()
            self._app.show_state("stopping")
            # Of this task only: the next one must not be ended by force because of it.
            self._patience = self._app.set_timer(_STOP_SECONDS, self._offer_force)

    def over(self) -> None:
        """Take note that nothing is under way any more."""
        self.begun = self._may_kill = False
        if self._patience is not None:
            self._patience.stop()

    def _offer_force(self) -> None:
        if self._app.busy and self.begun:
            self._may_kill = True
            words = "It has not ended yet. Escape once more ends the agent's process by force."
            self._app.note(words, "yellow")
