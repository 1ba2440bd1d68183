"""Which approval mode the assistant begins with."""

from __future__ import annotations

from gui_agent.settings import Settings
from tui.assistant.gate import MODES, Mode


def first_mode(settings: Settings) -> Mode:
    """Return the mode that the settings name; else “ask” on this desktop and “auto” on a private one."""
    known = next((mode for mode in MODES if mode == settings.approve), None)
    return known or ("auto" if settings.computer == "virtual" else "ask")
