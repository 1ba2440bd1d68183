"""Whole runs as examples, each with an abstract of the screen it began on (Synapse)."""

from __future__ import annotations

from collections.abc import Sequence

from gui_agent.memory.records import Exemplar, Move, Provenance, Trust
from gui_agent.memory.words import move_words
from gui_agent.types import Observation

MOST_LINES = 12


def exemplar(
    template: str, moves: Sequence[Move], first: Observation, trust: Trust, provenance: Provenance
) -> Exemplar:
    """Return the example of a run: its task with slots, where it began, and what was done in words."""
    doing = [move_words(move, trust) for move in moves]
    if len(doing) > MOST_LINES:
        doing = [*doing[: MOST_LINES - 2], f"({len(doing) - MOST_LINES + 1} more)", doing[-1]]
    return Exemplar(template, abstract_state(first), tuple(doing), provenance)


def abstract_state(observation: Observation) -> str:
    """Return what kind of screen it is: the programs that are open, the one in front first; no texts."""
    active = observation.active_window
    others = {w.application for w in observation.windows if w.application}
    front = active.application if active else ""
    kind = " dialog" if active is not None and active.dialog else ""
    rest = sorted(others - {front})
    if not front:
        return f"no window in front{', open: ' + ', '.join(rest) if rest else ''}"
    return f"{front}{kind} in front{', open too: ' + ', '.join(rest) if rest else ''}"


def described(example: Exemplar) -> str:
    """Return the example in one line."""
    numbered = "; ".join(f"{number}. {what}" for number, what in enumerate(example.doing, start=1))
    return f"for “{example.template}”, starting with {example.state}: {numbered}"
