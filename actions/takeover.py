"""Who has mouse and keyboard: the agent, until the person uses theirs, and again once they hand them back."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from actions.errors import InputFailed, TakenOver

_NEWS_SECONDS = 1.0
"""How much later than the window that asks we may hear of a key, on a busy machine."""


@dataclass(frozen=True, slots=True)
class PersonActed:
    """A person used mouse or keyboard: ``what`` they did, in words.

    ``asked``: it went to a window in which the person is asked. ``on_the_way``: it may only lead there, as a
    motion or Alt+Tab does.
    """

    what: str
    asked: bool = False
    on_the_way: bool = False


class TakeOver:
    """Raises `TakenOver` from `check` once a person has acted while they were watched for.

    What goes to the windows in which the person is asked is no take-over. Any thread may use it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tell: Callable[[str], object] | None = None
        self._what = ""
        self._questions = 0
        self._answered_at = float("-inf")
        self.hears_answers: Callable[[], bool] = lambda: False
        """Whether a person is asked on this screen, so that using the window would be noticed."""
        self.hears_person: Callable[[], bool] = lambda: True
        """Whether a person's mouse and keyboard would be noticed; raises `DisplayLost`."""

    @property
    def watching(self) -> bool:
        """Whether a person's input counts now and has not been noticed yet."""
        return self._tell is not None and not self._what

    @property
    def taken(self) -> str:
        """What the person did; empty while the agent has mouse and keyboard."""
        return self._what

    def watch(self, tell: Callable[[str], object] | None) -> None:
        """Call ``tell``, from any thread, when a person takes over; None: nothing counts any more.

        It is called at once where a person has taken over and has not handed back since.
        """
        with self._lock:
            self._tell, what = tell, self._what
        if tell is not None and what:
            tell(what)

    def person_acted(self, act: PersonActed) -> None:
        """Take note of what a person did."""
        with self._lock:
            if act.asked:
                self._answered_at = time.monotonic()
                return
            if not self.watching or (self._questions and act.on_the_way):
                return
            self._what, tell = act.what, self._tell
        if tell is not None:
            tell(act.what)

    def hand_back(self) -> None:
        """Let the agent have mouse and keyboard again: only ever the person's wish."""
        with self._lock:
            self._what = ""

    def check(self) -> None:
        """Raise `TakenOver` while a person has mouse and keyboard, `InputFailed` while one is asked.

        `InputFailed` also where a person would not be noticed any more.
        """
        if self._what:
            raise TakenOver(self._what)
        if not self.hears_person():
            raise InputFailed("your mouse and keyboard can no longer be heard here; begin the task anew")
        if self._questions:
            raise InputFailed("a question is open: nothing is sent until the person has answered it")

    @contextlib.contextmanager
    def question_open(self) -> Iterator[None]:
        """Within the block a person is asked, and the agent sends nothing."""
        with self._lock:
            self._questions += 1
        try:
            yield
        finally:
            with self._lock:
                self._questions -= 1

    def answered_since(self, moment: float) -> bool | None:
        """Say whether a person used a window in which they are asked since ``moment`` (`time.monotonic`).

        None where that cannot be known: they are asked somewhere else than on this screen.
        """
        if not self.hears_answers():
            return None
        deadline = time.monotonic() + _NEWS_SECONDS
        # The window may have had the key before we heard of it.
        while self._answered_at < moment and time.monotonic() < deadline:
            time.sleep(0.01)
        return self._answered_at >= moment
