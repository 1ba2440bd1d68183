"""Which episode is played next, what is tried again, and when one is given up."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder, Trouble
from evals.runner.assignment import Assignment, Broken, Crew, Finished, Lost, SlotReport, SlotSettings

_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often an episode is tried again in one go, and how long one try may take.

    ``retries`` counts errors of machine, setup and grader; ``deaths`` those of workers, which the episode
    mostly is not the cause of. ``seconds`` is a whole try: setup, agent, grading.
    """

    retries: int = 3
    deaths: int = 10
    seconds: float = 3600.0


class Watcher(Protocol):
    """Whoever wants to see how it goes."""

    def began(self, slot: int, key: EpisodeKey) -> None: ...

    def broke(self, slot: int, key: EpisodeKey, trouble: Trouble, *, again: bool) -> None: ...

    def ended(self, slot: int, result: EpisodeResult) -> None: ...


@dataclass(slots=True)
class Schedule:
    """Plays ``episodes`` with a crew until every one has a result; see `run`."""

    episodes: Iterable[Assignment]
    crew: Crew
    store: RunFolder
    settings: SlotSettings
    patience: Patience
    watcher: Watcher
    _waiting: deque[Assignment] = field(default_factory=deque)
    _playing: dict[int, tuple[Assignment, float]] = field(default_factory=dict)
    _retries: Counter[EpisodeKey] = field(default_factory=Counter)
    _deaths: Counter[EpisodeKey] = field(default_factory=Counter)

    def run(self) -> None:
        """Play everything. Raises OSError where results cannot be kept."""
        self._waiting.extend(self.episodes)
        while self._waiting or self._playing:
            self._hand_out()
            for slot, report in self.crew.wait(_LOOK_SECONDS):
                self._take(slot, report)
            self._end_overdue()

    def _hand_out(self) -> None:
        for slot in self.crew.idle():
            if not self._waiting:
                return
            assignment = self._waiting.popleft()
            self._playing[slot] = (assignment, time.monotonic() + self.patience.seconds)
            self.watcher.began(slot, assignment.key)
            self.crew.assign(slot, assignment)

    def _take(self, slot: int, report: SlotReport) -> None:
        assignment, _ = self._playing.pop(slot)
        match report:
            case Finished(result):
                self.watcher.ended(slot, result)
            case Broken(key, trouble, final):
                self._retries[key] += 1
                again = not final and self._retries[key] <= self.patience.retries
                self._try_again(slot, assignment, trouble, again=again)
            case Lost(key, message):
                self._after_death(slot, assignment, Trouble("worker_died", message))

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for slot in [slot for slot, (_, deadline) in self._playing.items() if now > deadline]:
            assignment, _ = self._playing.pop(slot)
            self.crew.discard(slot)
            said = f"the episode was not over after {self.patience.seconds:g} s"
            self._after_death(slot, assignment, Trouble("timeout", said), weight=self.patience.deaths // 2)

    def _after_death(self, slot: int, assignment: Assignment, trouble: Trouble, weight: int = 1) -> None:
        """Play the episode again, unless its result was kept a moment before the end."""
        key = assignment.key
        if (kept := self.store.result(key)) is not None:
            self.watcher.ended(slot, kept)
            return
        self._deaths[key] += weight
        self._try_again(slot, assignment, trouble, again=self._deaths[key] <= self.patience.deaths)

    def _try_again(self, slot: int, assignment: Assignment, trouble: Trouble, *, again: bool) -> None:
        self.store.note_trouble(assignment.key, trouble)
        self.watcher.broke(slot, assignment.key, trouble, again=again)
        if again:
            self._waiting.append(assignment)
        else:
            self.watcher.ended(slot, self.store.finish(self._given_up(assignment, trouble)))

    def _given_up(self, assignment: Assignment, trouble: Trouble) -> EpisodeResult:
        task = assignment.task
        troubles = tuple(each.kind for each in self.store.troubles(assignment.key))
        return EpisodeResult(
            assignment.key,
            Ending.INFRASTRUCTURE,
            0.0,
            trouble.message,
            instruction=task.instruction,
            applications=task.application,
            tier=task.tier,
            agent=self.settings.agent.name,
            machine=self.settings.machine,
            retries=len(troubles) - 1,
            troubles=troubles,
            failure=trouble.kind,
            infeasible=task.infeasible,
        )
