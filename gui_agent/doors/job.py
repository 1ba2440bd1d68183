"""One piece of work behind a door: watched, held, stopped and answered from any thread."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from actions.screenshot import Screenshot
from gui_agent.doors.asking import Alike
from gui_agent.doors.calls import ANSWER_SECONDS
from gui_agent.doors.events import Answered, Asked, Began, Ended, Event, Paused, Resumed
from gui_agent.types import Approver

MOST_SHOWN = 4
"""So many of the last steps' screens are kept for who follows the job."""
State = Literal["queued", "running", "paused", "asking", "ended"]
Kind = Literal["task", "action"]


@dataclass(slots=True)
class Manner:
    """How a job's actions are approved, which may change while it goes on.

    ``approver`` decides in place of the door's own one; ``standing`` are answers that a person gave for good.
    """

    approver: Approver | None = None
    standing: dict[Alike, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """Events with their numbers, counted from 1; ``over``: none will follow."""

    events: tuple[tuple[int, Event], ...]
    over: bool


class Job:
    """A task or an action, from the moment it was accepted; ``created`` is in seconds since 1970."""

    def __init__(self, id: str, kind: Kind, text: str, manner: Manner | None = None) -> None:
        self.id, self.kind, self.text, self.created = id, kind, text, time.time()
        self.manner = manner or Manner()
        self._shown: dict[int, Screenshot] = {}
        self._changed = threading.Condition()
        self._events: list[Event] = []
        self._wakers: list[Callable[[], object]] = []
        self._at_stop: Callable[[], object] | None = None
        self._at_resume: Callable[[], object] = lambda: None
        self._began = self._paused = self._was_paused = self._stopped = False
        self._questions = 0
        self._open: Asked | None = None
        self._answer: bool | None = None
        self._alike: Alike = ()
        self._about = 0, ""
        self.ended: Ended | None = None

    @property
    def state(self) -> State:
        if self.ended is not None:
            return "ended"
        if self._open is not None:
            return "asking"
        if self._paused:
            return "paused"
        return "running" if self._began else "queued"

    @property
    def question(self) -> Asked | None:
        """The question that waits for an answer."""
        return self._open

    @property
    def stopped(self) -> bool:
        return self._stopped

    def pause(self) -> bool:
        """Hold the next action, and those after it; False where the job is over."""
        return self._switch(True, Paused())

    def take_over(self, what: str) -> None:
        """Hold because a person uses mouse and keyboard: ``what`` they did, in words."""
        self._switch(True, Paused(what))

    def resume(self) -> bool:
        """Let actions through again; False where the job is over."""
        going_on = self._switch(False, Resumed())
        if going_on:
            self._at_resume()
        return going_on

    def stop(self) -> None:
        """End the job before its next action, at once where a model is being asked or it has not begun."""
        with self._changed:
            self._stopped = True
            if not self._began:
                self._tell(Ended("stopped", "stopped by a person"))
            self._changed.notify_all()
            at_stop = self._at_stop
        if at_stop is not None:
            at_stop()

    def answer(self, question: int, allowed: bool, *, always: bool = False) -> bool:
        """Answer the open question, ``always`` for all actions like that one; False where it is not open."""
        with self._changed:
            if self._open is None or self._open.question != question:
                return False
            if always:
                self.manner.standing[self._alike] = allowed
            self._close_question(allowed)
            return True

    def shown(self, step: int) -> Screenshot | None:
        """Return the screen that a step left, where it is one of the last few."""
        return self._shown.get(step)

    async def news(self, after: int, seconds: float) -> News:
        """Return the events behind number ``after``, waiting up to ``seconds`` for the next one."""
        fresh, loop = asyncio.Event(), asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(fresh.set)

        with self._changed:
            if self._since(after).events or self.ended is not None:
                return self._since(after)
            self._wakers.append(wake)
        try:
            await asyncio.wait_for(fresh.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            with self._changed:
                self._wakers.remove(wake)
        return self._since(after)

    # What follows belongs to the thread that works.

    def begin(
        self,
        at_stop: Callable[[], object] | None = None,
        at_resume: Callable[[], object] = lambda: None,
    ) -> bool:
        """Begin; False where the job was stopped before.

        ``at_stop`` is called when it is stopped, ``at_resume`` when it is let go on.
        """
        with self._changed:
            self._at_stop, self._at_resume = at_stop, at_resume
            if self.ended is not None:
                return False
            self._began = True
            self._tell(Began())
            return True

    def release(self) -> None:
        """Forget what was to be called at a stop: it is closed now."""
        with self._changed:
            self._at_stop, self._at_resume = None, lambda: None

    def hold(self) -> bool:
        """Wait while the job is paused; say whether it was since the last time."""
        with self._changed:
            self._changed.wait_for(lambda: not self._paused or self._stopped)
            held, self._was_paused = self._was_paused, False
            return held

    def about(self, step: int, doing: str) -> None:
        """Say which action the next question is about."""
        self._about = step, doing

    def show(self, step: int, screenshot: Screenshot) -> None:
        """Keep the screen that ``step`` left."""
        with self._changed:
            self._shown = dict([*self._shown.items(), (step, screenshot)][-MOST_SHOWN:])

    def ask(self, text: str, alike: Alike = ()) -> bool | None:
        """Put a question and wait for the answer; None where nobody answers.

        What a person settled for good for all actions ``alike`` is not asked again.
        """
        with self._changed:
            if self._stopped:
                return None
            if alike in self.manner.standing:
                return self.manner.standing[alike]
            self._alike = alike
            self._questions += 1
            self._open, self._answer = Asked(self._questions, *self._about, text), None
            self._tell(self._open)
            self._changed.wait_for(lambda: self._open is None or self._stopped, ANSWER_SECONDS)
            if self._open is not None:
                self._close_question(None)
            return self._answer

    def tell(self, event: Event) -> None:
        """Add an event; after `Ended` there are none."""
        with self._changed:
            self._tell(event)

    def _switch(self, paused: bool, event: Event) -> bool:
        with self._changed:
            if self.ended is not None:
                return False
            if self._paused != paused:
                self._paused, self._was_paused = paused, True
                self._tell(event)
            return True

    def _close_question(self, allowed: bool | None) -> None:
        assert self._open is not None
        question, self._open, self._answer = self._open.question, None, allowed
        self._tell(Answered(question, allowed))

    def _tell(self, event: Event) -> None:
        if self.ended is not None:
            return
        self._events.append(event)
        if isinstance(event, Ended):
            self.ended = event
        for wake in self._wakers:
            wake()
        self._changed.notify_all()

    def _since(self, after: int) -> News:
        with self._changed:
            events = tuple(enumerate(self._events[after:], start=after + 1))
            return News(events, self.ended is not None)
