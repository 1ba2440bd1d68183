"""The person at the terminal of a command: asked before actions, and the one who lets the agent go on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from gui_agent.doors.opening import desk_approver
from gui_agent.witness import Witness

if TYPE_CHECKING:
    from actions.computer import Computer
    from gui_agent.hold import Hold
    from gui_agent.settings import Settings


class PersonAtTerminal:
    """Answers for ``approver``, the one that the settings name; on this desktop the careful one by default.

    Raises `SettingsError`.
    """

    def __init__(self, settings: Settings) -> None:
        from tui.console_asker import ConsoleAsker

        self._witness, self._reading = Witness(), threading.Lock()
        self.approver = desk_approver(settings, ConsoleAsker(witness=self._witness, reading=self._reading))

    def sits_at(self, computer: Computer, hold: Hold) -> None:
        """Take only answers that came from hands, as far as ``computer`` can tell; Enter ends a take-over."""
        from gui_agent.console_hold import ConsoleHold

        self._witness.follow(computer)
        ConsoleHold(hold, reading=self._reading, witness=self._witness).attend()
