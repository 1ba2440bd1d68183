"""A scripted model that knows the way through a task and errs in a known share of cases.

It is told what every model is told and reads from it what was done; nothing else reaches it. The same lots
are drawn for every planner, so that they can be compared in pairs.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gui_agent.chat.script import Answer, Asked
from gui_agent.planning.model.answers import NEXT_STEP
from gui_agent.planning.model.conversation import describe_planned
from gui_agent.planning.model.planned import planned_action

_DONE_LINE = re.compile(r"^\d+\. (.+?): (?:worked|DID NOT WORK|done)", re.MULTILINE)
_CANDIDATES = re.compile(r"^First:\n(.*?)\n\nSecond:\n(.*?)\n\nWhich one", re.MULTILINE | re.DOTALL)
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """A task's ``right`` steps in order, each with other steps that spoil it, as a model would say them."""

    right: tuple[Said, ...]
    wrong: tuple[tuple[Said, ...], ...]


class FallibleModel:
    """A script: its first idea is wrong with chance ``wrong_first``, its judgements with ``wrong_verdict``.

    It does not notice by itself that it went wrong: only a critic's question makes it look.
    """

    def __init__(self, way: Way, seed: str, wrong_first: float, wrong_verdict: float) -> None:
        self._way, self._seed = way, seed
        self._wrong_first, self._wrong_verdict = wrong_first, wrong_verdict
        self._words = [_words(step) for step in way.right]

    def __call__(self, asked: Asked) -> Answer:
        done = _DONE_LINE.findall(asked.text)
        if "judge the state reached" in asked.text:
            return _say(self._verdict(done))
        if "compare two candidates" in asked.text:
            return _say(self._comparison(asked.text, done))
        ideas = self._ideas(len(done))
        if "different next steps" in asked.text:
            return _say({"proposals": [{"score": score, **step} for score, step in ideas]})
        return _say(ideas[0][1])

    def _ideas(self, position: int) -> list[tuple[float, Said]]:
        """Return ideas with scores, the one held best first; it is wrong in the known share of cases."""
        if position >= len(self._way.right):
            return [(0.9, {"action": {"do": "done"}})]
        right, wrong = self._way.right[position], self._way.wrong[position]
        if self._drawn("idea", position) < self._wrong_first:
            return [(0.8, wrong[0]), (0.6, right), *((0.3, other) for other in wrong[1:])]
        return [(0.8, right), *((0.5, other) for other in wrong)]

    def _verdict(self, done: list[str]) -> Said:
        on_the_way = done == self._words[: len(done)]
        if self._drawn("verdict", *done) < self._wrong_verdict:
            on_the_way = not on_the_way
        if not on_the_way:
            return {"why": "this is not what the task asks for", "progress": 0.05, "done": False}
        share = len(done) / len(self._words)
        return {"why": "on the way", "progress": 0.3 + 0.6 * share, "done": share >= 1}

    def _comparison(self, text: str, done: list[str]) -> Said:
        found = _CANDIDATES.search(text)
        first, second = found.groups() if found else ("", "")
        best = self._words[len(done)] if len(done) < len(self._words) else "done"
        better = next(
            (place for place, said in (("first", first), ("second", second)) if best in said), "equal"
        )
        if self._drawn("comparison", *done, *sorted((first, second))) < self._wrong_verdict:
            better = {"first": "second", "second": "first"}.get(better, better)
        return {"why": "it is what comes next", "better": better}

    def _drawn(self, *about: object) -> float:
        return random.Random(f"{self._seed} {about}").random()


def _words(step: Said) -> str:
    read = NEXT_STEP.read(json.dumps(step))
    return describe_planned(planned_action(read, str))


def _say(said: Said) -> Answer:
    return Answer(json.dumps(said, ensure_ascii=False))
