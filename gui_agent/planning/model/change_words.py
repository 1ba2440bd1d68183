"""What became different between two screens, in words."""

from __future__ import annotations

from collections import Counter

from grounding.types import ParsedScreen
from gui_agent.finding import shortened
from gui_agent.types import Observation

TOLD = 6
_LETTERS = 48


def describe_change(before: Observation, after: Observation) -> str:
    """Return what opened, closed, appeared and went, on one line (Agent-E's change observation)."""
    had = {w.id: w.title or w.application for w in before.windows}
    has = {w.id: w.title or w.application for w in after.windows}
    opened = [title for number, title in has.items() if number not in had]
    closed = [title for number, title in had.items() if number not in has]
    renamed = [has[n] for n in has.keys() & had.keys() if has[n] != had[n]]
    parts = [
        _part("window opened", opened),
        _part("window closed", closed),
        _part("window is now called", renamed),
        _part("appeared", _only_in(after.screen, before.screen)),
        _part("gone", _only_in(before.screen, after.screen)),
    ]
    told = "; ".join(part for part in parts if part)
    return told or ("something that is no text changed" if after.changes else "nothing changed")


def _part(what: str, texts: list[str]) -> str:
    if not texts:
        return ""
    shown = ", ".join(f"“{shortened(text, _LETTERS)}”" for text in texts[:TOLD])
    return f"{what}: {shown}" + (f" and {len(texts) - TOLD} more" if len(texts) > TOLD else "")


def _only_in(one: ParsedScreen, other: ParsedScreen) -> list[str]:
    """Return the texts that ``one`` shows more often, each once, longer ones first."""
    more = Counter(_texts(one)) - Counter(_texts(other))
    return sorted(more, key=len, reverse=True)


def _texts(screen: ParsedScreen) -> list[str]:
    return [text for e in screen.elements if (text := " ".join(e.text.split()))]
