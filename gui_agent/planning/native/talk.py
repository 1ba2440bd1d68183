"""The talk with a model that works a computer: short, alike from question to question, with few pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gui_agent.chat.types import ChatAnswer, Message, Part, Picture, ToolResult, Words
from gui_agent.finding import shortened

PICTURES_KEPT = 3
TURNS_KEPT = 24
"""Turns told in full; of older ones one line each is left."""
LINES_KEPT = 60
LEFT_OUT = Words("(an older picture of the screen is left out)")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the model said, what came of it, and both in one line."""

    said: tuple[Part, ...]
    results: tuple[Part, ...]
    line: str

    @property
    def pictures(self) -> int:
        return sum(isinstance(part, Picture) for part in _inside(self.results))

    def blind(self) -> Exchange:
        """Return the exchange without its pictures."""
        return replace(self, results=tuple(_without_picture(part) for part in self.results))


class Talk:
    """System words, the task with the first picture, and what was said and done since.

    What is old is let go in batches: between two of them every request begins like the one before, which is
    what a provider's cache needs. ``blindly``: old turns may stay without their pictures; where the dialect
    wants a picture in every answer, they are folded into lines.
    """

    def __init__(self, system: str, task: str, first: Picture, *, blindly: bool) -> None:
        self._system = Message.of("system", system, stable=True)
        self._task, self._first, self._blindly = task, first, blindly
        self._first_shown = True
        self._exchanges: list[Exchange] = []
        self._lines: list[str] = []

    def add(self, answer: ChatAnswer, results: tuple[Part, ...], line: str) -> None:
        """Add an answer with the results of its calls."""
        words = (Words(answer.text),) if answer.text.strip() else ()
        said = answer.parts or (*words, *answer.tool_calls)
        self._exchanges.append(Exchange(said, results, shortened(line, 160)))
        self._let_go()

    def messages(self) -> tuple[Message, ...]:
        """Return the whole talk, the end of it marked for the provider's cache."""
        turns = [Message("user", self._opening())]
        for exchange in self._exchanges:
            turns += [Message("assistant", exchange.said), Message("user", exchange.results)]
        return (self._system, *turns[:-1], replace(turns[-1], stable=True))

    def _opening(self) -> tuple[Part, ...]:
        said = f"Task: {self._task}"
        if self._lines:
            told = self._lines[-LINES_KEPT:]
            left = len(self._lines) - len(told)
            head = f"Done before{f' (the first {left} turns are left out)' if left else ''}:"
            said = "\n".join([said, "", head, *told])
        return (Words(said), self._first if self._first_shown else LEFT_OUT)

    def _let_go(self) -> None:
        shown = [n for n, e in enumerate(self._exchanges) if e.pictures]
        if len(shown) + self._first_shown > 2 * PICTURES_KEPT:
            self._first_shown = False
            keep = shown[-PICTURES_KEPT]
            if self._blindly:
                self._exchanges[:keep] = [exchange.blind() for exchange in self._exchanges[:keep]]
            else:
                self._fold(keep)
        if len(self._exchanges) > TURNS_KEPT + TURNS_KEPT // 2:
            self._fold(len(self._exchanges) - TURNS_KEPT)

    def _fold(self, count: int) -> None:
        for number, exchange in enumerate(self._exchanges[:count], len(self._lines) + 1):
            self._lines.append(f"{number}. {exchange.line}")
        del self._exchanges[:count]


def _inside(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, ToolResult):
            yield from part.parts
        else:
            yield part


def _without_picture(part: Part) -> Part:
    match part:
        case Picture():
            return LEFT_OUT
        case ToolResult(parts=parts):
            return replace(part, parts=tuple(LEFT_OUT if isinstance(one, Picture) else one for one in parts))
    return part
