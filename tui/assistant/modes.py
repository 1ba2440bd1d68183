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


def lets_more_through(mode: Mode, than: Mode) -> bool:
    """Say whether ``mode`` allows actions without asking that ``than`` would ask about, or refuse."""
    strictest_first: tuple[Mode, ...] = ("never", "ask everything", "ask", "auto")
    return strictest_first.index(mode) > strictest_first.index(than)


def first_mode(settings: Settings) -> Mode:
    """Return the mode that the settings name; else “ask” on this desktop and “auto” on a private one.

    A policy file of one's own is what “ask” goes by.
    """
    if settings.approve and settings.approve not in MODES:
        return "ask"
    known = next((mode for mode in MODES if mode == settings.approve), None)
    return known or ("auto" if settings.computer == "virtual" else "ask")
