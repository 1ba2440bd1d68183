"""Doing again what worked before, without asking a model, as long as the screen shows what it showed then."""

from __future__ import annotations

from gui_agent.memory.memory import Memory
from gui_agent.memory.play import MOST_FALLS, Away, Holds, Play
from gui_agent.memory.templates import Unbound
from gui_agent.types import Observation, Plan, PlannedAction, Planner, Spender, Step, Usage

WAIT_SECONDS = 1.0
"""A screen that does not fit yet gets so long, once for each move."""


class RememberingPlanner:
    """Plays the workflow that fits a task, and the shortcuts that ``inner`` asks for; else ``inner`` decides.

    Every move is checked before (its guard, on this screen) and after (its expectation). Where one of them
    does not hold, ``inner`` decides, with the steps so far as its history, until the workflow fits again.
    ``holds`` says whether an expectation holds on a screen as it is. A task is done without a word from
    ``inner`` only where every move worked and the screen looks as it did at the end.
    """

    def __init__(self, inner: Planner, memory: Memory, holds: Holds) -> None:
        self._inner, self._memory, self._holds = inner, memory, holds
        self._workflow: Play | None = None
        self._shortcut: Play | None = None

    @property
    def plan(self) -> Plan | None:
        playing = self._shortcut or self._workflow
        if playing is None or playing.away is not None:
            return self._inner.plan
        return playing.plan

    def take_usage(self) -> Usage:
        """Return what ``inner`` spent since the last time it was taken; memory costs nothing."""
        return self._inner.take_usage() if isinstance(self._inner, Spender) else Usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history:
            self._begin(task)
        if (planned := self._play_shortcut(observation, history)) is not None:
            return planned
        if (planned := self._play_workflow(observation, history)) is not None:
            return planned
        planned = self._inner.next_action(task, observation, history)
        return self._started(planned, observation) if planned.kind == "shortcut" else planned

    def _begin(self, task: str) -> None:
        self._shortcut = self._workflow = None
        if (match := self._memory.match(task)) is not None:
            work = match.workflow
            self._workflow = Play(match.number, work.moves, match.values, work.final, work.asks_at_end)

    def _play_workflow(self, observation: Observation, history: tuple[Step, ...]) -> PlannedAction | None:
        play = self._workflow
        if play is None:
            return None
        if play.away is not None and not self._resumed(play, observation, history[-1]):
            return None
        if play.sent and not play.take(history[-1]):
            self._fell(play)
            return None
        if play.over:
            return self._finished(play, observation)
        if play.moves[play.at].asks:
            play.hand_over(Away(asks=True))
            return None
        return self._guarded(play, observation)

    def _resumed(self, play: Play, observation: Observation, last: Step) -> bool:
        falls = play.falls
        if play.may_resume(last, observation, self._holds):
            if play.falls < falls:
                self._memory.note_played(play.number, held=True)
            return True
        if play.falls > MOST_FALLS:
            self._workflow = None
        return False

    def _guarded(self, play: Play, observation: Observation) -> PlannedAction | None:
        """Return the next move where the screen fits; give it a moment first where it does not."""
        why = play.misfit(observation, self._holds)
        if why and not play.waited:
            play.waited = True
            return _wait(why)
        if why:
            play.hand_over(Away(misfit=True))
            self._fell(play)
            return None
        try:
            return play.propose()
        except Unbound:
            self._workflow = None
            return None

    def _fell(self, play: Play) -> None:
        if play.falls == 1:
            self._memory.note_played(play.number, held=False)

    def _finished(self, play: Play, observation: Observation) -> PlannedAction | None:
        """Say done where nothing is in doubt; else ``inner`` looks whether it is."""
        certain = not play.asks_at_end and play.falls == 0
        if certain and play.misfit(observation, self._holds) and not play.waited:
            play.waited = True
            return _wait("the end looks different")
        self._workflow = None
        if not certain or play.misfit(observation, self._holds):
            return None
        return PlannedAction("done", thought="every remembered step worked, and the end looks as it did then")

    def _started(self, planned: PlannedAction, observation: Observation) -> PlannedAction:
        """Begin the shortcut that ``inner`` asks for; what cannot be played becomes a step that says why."""
        name, given = str(planned.arguments.get("number", "")), planned.arguments.get("with", ())
        found = self._memory.shortcut(name)
        if found is None:
            return _refused(planned, f"there is no shortcut {name}")
        number, shortcut = found
        values = given if isinstance(given, tuple) else ()
        if len(values) != len(shortcut.slots):
            shapes = ", ".join(slot.shape for slot in shortcut.slots) or "no values"
            return _refused(planned, f"shortcut {name} takes {shapes}")
        bound = {slot.name: value for slot, value in zip(shortcut.slots, values, strict=True)}
        play = Play(number, shortcut.moves, bound)
        if why := play.misfit(observation, self._holds):
            self._memory.note_played(number, held=False)
            return _refused(planned, f"shortcut {name} does not fit this screen: {why}")
        self._shortcut = play
        return play.propose()

    def _play_shortcut(self, observation: Observation, history: tuple[Step, ...]) -> PlannedAction | None:
        play = self._shortcut
        if play is None:
            return None
        if play.sent and not play.take(history[-1]):
            self._end_shortcut(held=False)
            return None
        if play.over:
            self._end_shortcut(held=True)
            return None
        if why := play.misfit(observation, self._holds):
            if not play.waited:
                play.waited = True
                return _wait(why)
            self._end_shortcut(held=False)
            return None
        return play.propose()

    def _end_shortcut(self, *, held: bool) -> None:
        if self._shortcut is not None:
            self._memory.note_played(self._shortcut.number, held=held)
        self._shortcut = None


def _wait(why: str) -> PlannedAction:
    return PlannedAction(
        "wait", arguments={"seconds": WAIT_SECONDS}, thought=f"give the screen a moment: {why}"
    )


def _refused(planned: PlannedAction, why: str) -> PlannedAction:
    arguments = {**planned.arguments, "why": why}
    return PlannedAction("shortcut", arguments=arguments, thought=planned.thought)
