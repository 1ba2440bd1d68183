"""The approval modes, and which one the assistant begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from gui_agent.settings import Settings

Mode = Literal["ask", "ask everything", "auto", "never"]
MODES: tuple[Mode, ...] = get_args(Mode)


def as_mode(name: str) -> Mode:
    """Return the mode of that name. Raises StopIteration where there is none."""
    return next(mode for mode in MODES if mode == name)


def first_mode(settings: Settings) -> Mode:
    """Return the mode that the settings name; else “ask” on this desktop and “auto” on a private one."""
    known = next((mode for mode in MODES if mode == settings.approve), None)
    return known or ("auto" if settings.computer == "virtual" else "ask")
