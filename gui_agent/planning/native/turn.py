"""One turn of a model: its calls played one action after another, and every call answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from actions.action import Action, PressKeys, TypeText, Wait
from actions.codecs.frame import Frame
from actions.codecs.query import Query
from actions.errors import InvalidAction
from actions.geometry import Point
from gui_agent.chat.types import Picture, ToolCall, ToolResult, Words
from gui_agent.planning.native.calls import CallReader, Group
from gui_agent.safety import SafetyCheck

NOT_DONE = "not done: "
_KEYS = (TypeText, PressKeys)
Answers = tuple[Words | Picture, ...]
Look = Callable[[Query], Answers]
"""Answers what a model asks to see."""


@dataclass(frozen=True, slots=True)
class NextAction:
    """What is to be done next, and what has to be approved with it.

    ``before_keys``: keys follow in the same turn, so that a click may be there for the focus alone.
    """

    action: Action
    checks: tuple[SafetyCheck, ...] = ()
    before_keys: bool = False


class Turn:
    """Hands out the actions of ``calls`` in order; coordinates are those of ``frame``.

    Questions are answered when their time comes. Once one call failed, or `stop` was said, the calls behind
    it are answered as not done. A call's safety checks come with its first action, or with a wait of no
    length where it has none: no call is answered before they were approved.
    """

    def __init__(self, calls: tuple[ToolCall, ...], reader: CallReader, frame: Frame) -> None:
        self._reader, self._frame = reader, frame
        self._groups: deque[Group] = deque(reader.groups(calls))
        self._group: Group = ()
        self._wanted: deque[Action | Query] = deque()
        self._answers: Answers = ()
        self._failed = False
        self._approved = True
        self._stopped = ""
        self.results: tuple[ToolResult, ...] = ()

    @property
    def over(self) -> bool:
        """Whether every call was answered."""
        return not self._group and not self._groups

    @property
    def pending(self) -> bool:
        """Whether anything is still to be done."""
        return any(not isinstance(wanted, Query) for wanted in self._wanted) or bool(self._groups)

    def next_action(self, pointer: Point | None, look: Look) -> NextAction | None:
        """Return what to do next, None where every call has been answered."""
        while not self.over:
            if not self._group:
                self._open(self._groups.popleft(), pointer)
            while self._wanted:
                wanted = self._wanted.popleft()
                if not isinstance(wanted, Query):
                    return self._with_checks(wanted)
                self._answers += look(wanted)
            if not self._approved:
                return self._with_checks(Wait(0.0))
            self._close()
        return None

    def done(self, words: str = "", *, failed: bool = False, approved: bool = True) -> None:
        """Note what came of the action handed out last; ``approved``: it was let through."""
        self._approved = self._approved or approved
        if words:
            self._answers += (Words(words),)
        if failed:
            self._failed = True
            self._wanted.clear()
            self.stop("an earlier action of this turn did not work")

    def stop(self, why: str) -> None:
        """Do nothing more of this turn; what is left is answered as not done."""
        self._stopped = self._stopped or why
        if any(not isinstance(wanted, Query) for wanted in self._wanted):
            self._answers += (Words(f"the rest of this call was {NOT_DONE}{why}"),)
            self._failed = True
        self._wanted.clear()

    def _open(self, group: Group, pointer: Point | None) -> None:
        self._group, self._answers, self._failed = group, (), False
        self._approved = not self._checks()
        if self._stopped:
            self._refuse(f"{NOT_DONE}{self._stopped}")
            return
        try:
            self._wanted.extend(self._reader.read(group, self._frame, pointer))
        except InvalidAction as error:
            self._refuse(f"{NOT_DONE}{error}")
            self._stopped = "an earlier action of this turn could not be understood"

    def _refuse(self, words: str) -> None:
        self._answers, self._failed = (Words(words),), True

    def _with_checks(self, action: Action) -> NextAction:
        return NextAction(action, () if self._approved else self._checks(), self._keys_follow())

    def _keys_follow(self) -> bool:
        if self._wanted:
            return isinstance(self._wanted[0], _KEYS)
        if not self._groups:
            return False
        try:
            following = self._reader.read(self._groups[0], self._frame, None)
        except InvalidAction:
            return False
        return isinstance(following[0], _KEYS)

    def _checks(self) -> tuple[SafetyCheck, ...]:
        return tuple(check for call in self._group for check in call.checks)

    def _close(self) -> None:
        *first, last = self._group
        words = tuple(part for part in self._answers if isinstance(part, Words))
        for call in first:
            self._answer(call, words if self._failed else ())
        self._answer(last, self._answers)
        self._group = ()

    def _answer(self, call: ToolCall, parts: Answers) -> None:
        result = ToolResult(call.id, parts, self._failed, call.toolset, call.checks)
        self.results = (*self.results, result)
