"""A remembered routine being played: where it stands, and when it may go on after somebody else acted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gui_agent.expectation import (
    CheckboxIs,
    Expectation,
    FieldHolds,
    TextGone,
    TextVisible,
    WindowActive,
    WindowOpen,
)
from gui_agent.memory.guards import misfit
from gui_agent.memory.induction import planned
from gui_agent.memory.insights import failed
from gui_agent.memory.records import NO_GUARD, Guard, Move
from gui_agent.memory.words import move_words
from gui_agent.screen_text import fold
from gui_agent.types import Observation, Plan, PlannedAction, Step

Holds = Callable[[Expectation, Observation], bool]
MOST_STEPS = 3
"""After so many actions of somebody else it is no longer certain where a routine stands."""
_LEAVES_TEXT = frozenset({"type", "press", "hold", "drag"})
"""What may have done the next move in another way; to do it again would do it twice."""
MOST_FALLS = 3
"""So often a routine may be handed over before it is left altogether."""


@dataclass(slots=True)
class Away:
    """Why a move was handed over: it ``acted`` and missed, its guard was a ``misfit``, or it asks.

    ``steps`` counts what somebody else did since, ``typed`` says whether he left text anywhere,
    ``only_waited`` whether he did nothing but wait.
    """

    acted: bool = False
    misfit: bool = False
    asks: bool = False
    steps: int = 0
    typed: bool = False
    only_waited: bool = True


@dataclass(slots=True)
class Play:
    """A routine with values for its slots; ``number`` is its record.

    ``at`` is the next move, ``sent`` whether it was just proposed, ``away`` why somebody else decides.
    """

    number: int
    moves: tuple[Move, ...]
    values: Mapping[str, str]
    final: Guard = NO_GUARD
    asks_at_end: bool = False
    at: int = 0
    sent: bool = False
    waited: bool = False
    away: Away | None = None
    falls: int = 0

    @property
    def over(self) -> bool:
        return self.at >= len(self.moves)

    @property
    def plan(self) -> Plan:
        """The moves in words, as a plan."""
        words = tuple(move_words(move, "screen") for move in self.moves)
        return Plan(words, min(self.at, len(words) - 1))

    def misfit(self, observation: Observation, holds: Holds) -> str:
        """Say why the next move, or the end, does not fit the screen; empty where it does."""
        guard = self.final if self.over else self.moves[self.at].guard
        why = misfit(guard, observation, self.values)
        if why or self.over or not guard.checked:
            return why
        target = planned(self.moves[self.at], self.values, "").target
        ticked = guard.checked == "yes"
        wrong = f"{target} is not {'checked' if ticked else 'unchecked'}, as it was when this worked"
        return "" if holds(CheckboxIs(target, ticked), observation) else wrong

    def propose(self) -> PlannedAction:
        """Return the next move as an action."""
        self.sent, self.waited = True, False
        move = self.moves[self.at]
        action = planned(move, self.values, "")
        words = move_words(action, "screen")
        return replace(action, thought=f"as remembered, {self.at + 1} of {len(self.moves)}: {words}")

    def take(self, last: Step) -> bool:
        """Note what came of the move proposed last; say whether it worked."""
        self.sent = False
        if not failed(last):
            self.at += 1
            return True
        self.hand_over(Away(acted=last.action is not None and not last.error))
        return False

    def hand_over(self, why: Away) -> None:
        """Let somebody else decide until `may_resume`."""
        self.away = why
        if not why.asks:
            self.falls += 1

    def may_resume(self, last: Step, observation: Observation, holds: Holds) -> bool:
        """Go on after ``last``, an action of somebody else, where it is certain what comes next.

        That is where he did one of the moves himself, where the guard that did not hold holds now, where the
        missed outcome is there now, or where he decided the move that asks; and the next guard holds.
        """
        away = self.away
        if away is None or self.falls > MOST_FALLS or self.over:
            return False
        away.steps += 1
        certain = not failed(last) and (
            self._did_a_move(last) or self._is_certain(away, last, observation, holds)
        )
        away.typed = away.typed or last.planned.kind in _LEAVES_TEXT
        away.only_waited = away.only_waited and last.planned.kind == "wait"
        if not certain or self.misfit(observation, holds):
            return False
        if away.only_waited:
            self.falls -= 1  # A slow program is no fault of the routine.
        self.away = None
        return True

    def _did_a_move(self, last: Step) -> bool:
        """Pass over the move that somebody else just made, so that it is never made twice."""
        done = next((at for at in range(self.at, len(self.moves)) if self._is(at, last.planned)), None)
        if done is None:
            return False
        self.at, self.away = done + 1, Away(acted=True, steps=MOST_STEPS)
        return True

    def _is_certain(self, away: Away, last: Step, observation: Observation, holds: Holds) -> bool:
        """Say whether the next move is known though somebody else did something of his own."""
        if away.steps > MOST_STEPS:
            return False
        if away.asks:
            decided = away.steps == 1 and last.planned.kind == self.moves[self.at].kind
            self.at += decided
            return decided
        if away.acted:
            there = self._outcome_is_there(observation, holds)
            self.at += there
            return there
        return away.misfit and not away.typed and last.planned.kind not in _LEAVES_TEXT

    def _is(self, at: int, action: PlannedAction) -> bool:
        """Say whether ``action`` is move ``at``."""
        own = planned(self.moves[at], self.values, "")
        same = own.kind == action.kind and fold(own.target) == fold(action.target)
        return same and dict(own.arguments) == dict(action.arguments)

    def _outcome_is_there(self, observation: Observation, holds: Holds) -> bool:
        expected = planned(self.moves[self.at], self.values, "").expectation
        match expected:
            case TextVisible() | TextGone() | FieldHolds() | CheckboxIs() | WindowOpen() | WindowActive():
                return holds(expected, observation)
            case _:
                return False
